# Two commands on a fresh machine: `make demo` and `make test`. Python 3.11 or later, make and a package index suffice.

PYTHON ?= python3
BIN := .venv/bin
CONTAINER ?= podman
PACKAGES := newsthread flows extractors storage news digest

.PHONY: bench help demo setup developing check quick mutants test tests test-machine test-random setup-lake test-lake container vocabulary written cookbook sbom licences format clean

help:                            ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-14s %s\n", $$1, $$2 }'

demo: setup                      ## the whole pipeline over the sample newsroom
	@$(BIN)/newsthread demo

setup: .venv/ready               ## .venv alone; .venv/bin/newsthread then works

developing: .venv/developing     ## .venv with what tests, checks and benchmarks need besides

.venv/developing: .venv/ready requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements.lock
	@touch .venv/developing

.venv/ready: core.lock bin/newsthread
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newsthread needs Python 3.11 or later: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement core.lock
	$(BIN)/python -m compileall -q $(PACKAGES)
	install -m 755 bin/newsthread $(BIN)/newsthread
	$(BIN)/python -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "newsthread.pth").write_text("$(CURDIR)\n")'
	@touch .venv/ready

.venv-duckdb15/ready: tests/storage/duckdb15.txt
	@$(PYTHON) -m venv .venv-duckdb15 && .venv-duckdb15/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement $< && touch $@ \
	|| echo "DuckDB 1.5 could not be installed: the test that reads our files with it will be skipped."

check: developing                ## format, lint, types, imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.check_claims

test: developing .venv-duckdb15/ready ## check, and beside it all tests but those of a whole machine
	@$(MAKE) --no-print-directory --keep-going --jobs=2 check tests

tests: developing                ## the tests of `make test` alone
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --durations=10 --junitxml=build/tests.xml

setup-lake: .venv-lake/ready     ## many machines (experimental): .venv-lake, whose DuckDB has DuckLake's extensions

.venv-lake/ready: requirements.lock lake.lock bin/newsthread
	$(PYTHON) -m venv .venv-lake
	.venv-lake/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements.lock
	.venv-lake/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement lake.lock
	install -m 755 bin/newsthread .venv-lake/bin/newsthread
	@touch .venv-lake/ready

test-lake: developing setup-lake ## the tests of the lake alone; they want PostgreSQL's programs
	$(BIN)/python -m pytest -m '' tests/lake

test-machine: developing         ## machines from end to end, as operated, several at a time: some four minutes
	$(BIN)/python -m pytest -m machine -n auto --dist loadfile --no-loadscope-reorder --junitxml=build/machine.xml

test-random: developing          ## all tests in an order by lot: SEED=7 draws another
	$(BIN)/python -m pytest -n auto --dist loadfile --random-order --random-order-bucket=module --random-order-seed=$(or $(SEED),1)

quick: developing                ## the fast tests: news, feeds, metadata, the digest's text, imports, settings, house rules
	$(BIN)/python -m pytest tests/news tests/extractors/feeds tests/extractors/metadata tests/digest/letter tests/digest/mail tests/storage/imports tests/flows/configuration tests/test_house.py -n auto --dist loadfile --no-loadscope-reorder -m 'not machine and not slow'

bench: developing                ## a short form of the benchmarks, ten minutes at most; what moved by more than 15 % since it was kept
	$(BIN)/python -m benchmarks.bench

mutants: developing              ## would a test notice? changes drawn by lot, 40 a package, an hour at most (benchmarks/mutants)
	$(BIN)/python -m tools.mutants --seed 1 --each 40 --minutes 60

container: setup                 ## the wheel, and an image of it (CONTAINER=docker: by another engine than podman)
	rm -rf dist && $(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	$(CONTAINER) build --tag newsthread --file deploy/Containerfile .

written: developing              ## every file that is written from the program: vocabulary, JSON schemas, docs/commands.md
	$(BIN)/python -m tools.write_vocabulary
	$(BIN)/python -m tools.write_json_schemas
	$(BIN)/python -m tools.write_commands

answers: developing              ## what parts answer to small inputs, kept anew; read the diff (tests/answers.py)
	KEEP_ANSWERS=1 $(BIN)/python -m pytest $$(find tests -name 'test_*answers.py')

cookbook: developing             ## the answers in docs/sql.md anew, from a demo's archive
	rm -rf build/cookbook && $(BIN)/newsthread demo --archive build/cookbook >/dev/null
	$(BIN)/python -m tools.fill_cookbook build/cookbook/news.duckdb

vocabulary: developing           ## write the SQL vocabulary anew from the comments of views and macros
	$(BIN)/python -m tools.write_vocabulary

sbom: developing .venv-sbom/ready ## the bill of materials (CycloneDX) of what is installed: newsthread.cdx.json
	.venv-sbom/bin/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --output-reproducible --output-file newsthread.cdx.json

.venv-sbom/ready: tools/sbom.txt
	$(PYTHON) -m venv .venv-sbom
	.venv-sbom/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement $<
	@touch $@

licences: developing             ## the licence of every package that is installed
	@$(BIN)/python -m tools.licences

format: developing               ## format, and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:                           ## remove environments, caches and the demo
	rm -rf .venv .venv-lake .venv-duckdb15 .venv-sbom .mypy_cache .ruff_cache .pytest_cache demo-archive

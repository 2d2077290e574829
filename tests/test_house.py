"""The rules of the code base: packages, imports, captions, sizes, seeds, words that must not stand anywhere."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median, quantiles

import pytest

HOME = Path(__file__).resolve().parent.parent
PACKAGES = ("newsthread", "flows", "extractors", "storage", "digest", "news")
MODULES = sorted(path for package in PACKAGES for path in (HOME / package).rglob("*.py"))
NAMES = [str(path.relative_to(HOME)) for path in MODULES]

# Which package alone may import a library, by the table of docs/architecture.md; import-linter checks the layers.
DOORS = {
    library: package
    for package, libraries in re.findall(
        r"^\| `(\w+)` \| (.*?) \|", (HOME / "docs/architecture.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    for library in re.findall(r"`(\w+)`", libraries)
}
MOST_FILES = 16  # of a folder
BANNED_NAMES = {"utils.py", "helpers.py", "common.py", "constants.py"}


@dataclass(frozen=True)
class Outline:
    """What is asked of a module."""

    caption: str
    imports: frozenset[str]
    functions: tuple[tuple[str, int, int], ...]  # each with its line and name, its lines, and those of its docstring


@cache
def outline_of(path: Path) -> Outline:
    imports, functions = set(), []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imports.add(node.module)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            said = node.body[0] if ast.get_docstring(node) else None
            told = (said.end_lineno - said.lineno + 1) if said else 0
            functions.append((f"{node.lineno} {node.name}", node.end_lineno - node.lineno + 1, told))
    caption = (ast.get_docstring(tree) or "").split("\n\n")[0]
    return Outline(caption, frozenset(imports), tuple(functions))


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_every_module_has_a_caption_of_one_sentence(path: Path) -> None:
    assert outline_of(path).caption, "a module's first line says what the package is for"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_doors_are_kept(path: Path) -> None:
    package = path.relative_to(HOME).parts[0]
    wrong = {
        name
        for name in outline_of(path).imports
        for door, only in DOORS.items()
        if name.split(".")[0] == door and package != only
    }
    assert not wrong, f"{wrong} may be imported in {[DOORS[name.split('.')[0]] for name in wrong]} only"


def test_the_picture_names_every_library_of_one_package_alone() -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for path, name in zip(MODULES, NAMES, strict=True):
        for library in {imported.split(".")[0] for imported in outline_of(path).imports} - {
            *PACKAGES,
            *sys.stdlib_module_names,
        }:
            users[library].add(name.split("/")[0])
    assert {library: packages for library, packages in users.items() if len(packages) == 1} == {
        library: {package} for library, package in DOORS.items() if library not in sys.stdlib_module_names
    }


def test_no_file_is_named_for_nothing() -> None:
    assert not [path for path in MODULES if path.name in BANNED_NAMES]


def test_no_flow_is_named_like_a_package() -> None:
    assert not {path.stem for path in (HOME / "flows").glob("*.py")} & set(PACKAGES)


def test_only_flows_and_the_web_door_read_the_clock() -> None:
    reads = re.compile(r"datetime\.now\(|date\.today\(|datetime\.utcnow\(|time\.time\(")
    wrong = [
        name
        for path, name in zip(MODULES, NAMES, strict=True)
        if not name.startswith("flows/")
        and name != "extractors/fetch/web.py"
        and reads.search(path.read_text(encoding="utf-8"))
    ]
    assert not wrong


MOST_LINES = 41  # of a function, from `def` to its last line: signature and docstring count
MOST_FILE_LINES = 300


def functions() -> list[tuple[str, int, int]]:
    """Name of every function of the packages, its lines, and how many of them are its docstring."""
    return [
        (f"{name}:{where}", lines, told)
        for path, name in zip(MODULES, NAMES, strict=True)
        for where, lines, told in outline_of(path).functions
    ]


def test_functions_stay_short() -> None:
    sizes = [lines - told for _, lines, told in functions()]
    assert median(sizes) <= 6
    assert quantiles(sizes, n=10)[8] <= 17
    assert not [item for item in functions() if item[1] > MOST_LINES]


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_files_stay_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= MOST_FILE_LINES


def test_folders_are_read_at_a_glance() -> None:
    crowded = Counter(str(path.parent.relative_to(HOME)) for path in MODULES)
    assert {folder: count for folder, count in crowded.items() if count > MOST_FILES + 1} == {}  # and __init__.py


# A rule that stands in two places drifts apart. Each of these patterns may match in one file only.
DEFINED_ONCE = {
    "days of silence of a story": (r"INTERVAL 14 DAY", "*.sql"),
    "days of silence of a story within Python": (r"INTERVAL 14 DAY|silent_days: int = 14|\"revived\" if", "*.py"),
    "statuses of readable pages in Python": (r"\"partial_paywall\"\}|\(\"ok\", \"partial_paywall\"\)", "*.py"),
    "statuses of readable pages in SQL": (r"'ok', 'partial_paywall'", "*.sql"),
    "statuses of readable pages in SQL within Python": (r"IN \('ok', 'partial_paywall'\)", "*.py"),
}


@pytest.mark.parametrize("rule", DEFINED_ONCE)
def test_each_rule_is_defined_once(rule: str) -> None:
    pattern, kind = DEFINED_ONCE[rule]
    found = [
        str(path.relative_to(HOME))
        for package in PACKAGES
        for path in (HOME / package).rglob(kind)
        if re.search(pattern, path.read_text(encoding="utf-8"))
    ]
    assert len(found) <= 1, found


def test_imports_have_no_circles() -> None:
    graph = {
        ".".join(path.relative_to(HOME).with_suffix("").parts): {
            name for name in outline_of(path).imports if name.split(".")[0] in PACKAGES
        }
        for path in MODULES
    }
    seen: set[str] = set()

    def walk(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join((*way, module))
        if module not in seen:
            for other in graph.get(module, ()):
                walk(other, (*way, module))
            seen.add(module)

    for module in graph:
        walk(module, ())


@pytest.mark.parametrize("package", ["extractors", "storage", "digest", "news"])
def test_packages_import_without_prefect(package: str) -> None:
    modules = [
        name[:-3].replace("/", ".") for name in NAMES if name.startswith(package) and not name.endswith("__init__.py")
    ]
    script = (
        f"import importlib, sys; [importlib.import_module(m) for m in {modules!r}]; print('prefect' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=HOME, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_command_line_answers_without_prefect() -> None:
    script = "import sys; from flows.cli import main; code = main(['--help']); print('prefect' in sys.modules, code)"
    done = subprocess.run([sys.executable, "-c", script], cwd=HOME, capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "False 0"


def test_five_seed_documents_and_no_tables_made_outside_migrations() -> None:
    assert len(list((HOME / "seeds").glob("[0-9][0-9][0-9]-*.md"))) == 5
    wrong = [
        name
        for path, name in zip(MODULES, NAMES, strict=True)
        if "CREATE TABLE" in path.read_text(encoding="utf-8")
        and name
        not in (
            "storage/migrate.py",
            "storage/tables/sketch_index.py",
            "storage/tables/boilerplate_index.py",
            "storage/counts/small_part.py",
        )  # the index; an archive in memory while counts are renewed
    ]
    assert not wrong


def test_every_direct_need_is_imported_somewhere() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs = [*project["dependencies"], *(need for extra in project["optional-dependencies"].values() for need in extra)]
    named = {re.match(r"[\w-]+", need)[0].lower().replace("-", "_") for need in needs}
    used = {name.split(".")[0].lower() for path in MODULES for name in outline_of(path).imports}
    # These are needed by others that do not ask for them: pyproject.toml says by whom.
    assert named - used <= {"fastapi", "lxml_html_clean", "pytz", "sqlalchemy"}


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=HOME, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout: the committed files cannot be listed")
    return [HOME / name for name in done.stdout.splitlines()]


def test_no_index_address_and_no_machine_path_is_committed() -> None:
    wrong = re.compile(
        r"--(?:extra-)?index-url\s+\S|https?://\S+/simple\b|https?://\S+\.whl\b|(?<![\w.])/(?:work|root)/[\w.]"
    )
    found = []
    for path in tracked():
        if path.exists() and path.stat().st_size < 2_000_000 and path.name != "test_house.py":
            text = path.read_bytes().decode("utf-8", "ignore")
            found += [f"{path.relative_to(HOME)}: {match[0]}" for match in wrong.finditer(text)]
    assert not found


def test_no_sentence_of_the_seed_originals_is_committed() -> None:
    originals = sorted((HOME.parent / "shared" / "seeds").glob("*.txt"))
    if not originals:
        pytest.skip("../shared/seeds is absent: the originals cannot be compared")
    runs: dict[str, str] = {}
    for path in originals:
        words = re.findall(r"\w+", path.read_text(encoding="utf-8").lower())
        runs |= {" ".join(words[i : i + 9]): path.name for i in range(len(words) - 8)}
    found = []
    for path in tracked():
        if path.exists() and path.suffix in (".py", ".md", ".toml", ".csv", ".jsonl", ".html", ".sql", ".json"):
            words = re.findall(r"\w+", path.read_text(encoding="utf-8", errors="ignore").lower())
            found += [
                f"{path.name}: {run}" for i in range(len(words) - 8) if (run := " ".join(words[i : i + 9])) in runs
            ]
    assert not found


def test_no_two_migrations_have_one_number() -> None:
    numbers = sorted(int(path.name[:4]) for path in (HOME / "storage" / "migrations").glob("*.sql"))
    assert numbers == list(range(1, len(numbers) + 1)), "renumber: another migration took the number"


CITED = re.compile(r'docs/decisions\.md,\s+"([^"\n]+)"')
CITING = [
    path
    for package in PACKAGES
    for path in sorted((HOME / package).rglob("*"))
    if path.suffix in (".py", ".sql", ".toml")
]


def test_each_decision_that_is_cited_has_its_heading() -> None:
    told = (HOME / "docs" / "decisions.md").read_text(encoding="utf-8").casefold()
    headings = [line for line in told.splitlines() if line.startswith("#")]
    cited = {(path.name, name) for path in CITING for name in CITED.findall(path.read_text(encoding="utf-8"))}
    assert len(cited) > 5
    assert {one for one in cited if not any(one[1].casefold() in heading for heading in headings)} == set()

"""How much faster two Dask workers read WARC files than one, and what a killed backfill does again.

    python -m benchmarks.backfill.make_warc DIR --pages 20000
    python -m benchmarks.backfill.run speed DIR/*.warc.gz --archive WORK     # two workers against one, in turn
    python -m benchmarks.backfill.run killed DIR/*.warc.gz --archive WORK    # killed three times, then to its end

Reading and saving alone: linking is measured elsewhere. Prefect's server is one for the while of each run.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from flows.demo.demo import demo_environment
from flows.operations.own_server import environment
from news.articles.warc_pieces import BATCH_BYTES

FINE = 3_000_000  # so that what is read by a moment can be told to some 60 pages


def read(files: list[Path], folder: Path, workers: int, batch_bytes: int) -> dict[str, float]:
    """Read the files into the archive in `folder`; return the seconds of reading, and the CPU seconds of all."""
    from prefect import flow

    from flows.backfill_pages import AHEAD, cluster, read_on_cluster
    from flows.collecting.backfill import backfill
    from flows.configuration.settings import present
    from storage.archive import Archive

    @flow(task_runner=cluster(workers=workers))
    def only_read() -> dict[str, float]:
        now = present()
        with Archive.open(folder / "archive", now=now) as archive:
            spread = partial(read_on_cluster, ahead=AHEAD * workers)
            done = backfill(
                archive,
                files,
                spread,
                now=now,
                say=lambda line: print(line, file=sys.stderr, flush=True),
                batch_bytes=batch_bytes,
            )
        return {"pages": done.pages, "seconds": done.seconds, "before": done.before, "batches": done.batches,
                "done": done.done, "articles": done.new_articles}  # fmt: skip

    counts = only_read()
    spent = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return counts | {"cpu": sum(use.ru_utime + use.ru_stime for use in spent)}


def in_process(
    files: list[Path], folder: Path, workers: int, batch_bytes: int = BATCH_BYTES
) -> "subprocess.Popen[str]":
    """Start a process that reads."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, "-m", "benchmarks.backfill.run", "read", *map(str, files), "--archive", str(folder)]
    return subprocess.Popen(
        [*words, "--workers", str(workers), "--batch-bytes", str(batch_bytes)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def together(files: list[Path], folder: Path, seconds: float) -> None:
    """Read with one worker and with two at the same time; print what each had read when the slower batches came.

    On a machine that others keep busy this is the fair comparison: every reading process gets the same share.
    """
    started = time.monotonic()
    runs = {workers: in_process(files, folder / f"together-{workers}", workers, FINE) for workers in (1, 2)}
    time.sleep(seconds)
    for run in runs.values():
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    import duckdb

    pages = {}
    for workers in runs:
        path = folder / f"together-{workers}" / "archive" / "store.duckdb"
        with duckdb.connect(str(path)) as connection:
            sql = "SELECT coalesce(sum(pages), 0), count(*) FROM archive.backfill_batches"
            ((pages[workers], batches),) = connection.execute(sql).fetchall()
        print(
            f"{workers} workers: {pages[workers]} pages, {batches} batches saved in {time.monotonic() - started:.0f} s"
        )
    print(f"two against one: {pages[2] / pages[1]:.2f}")


def speed(files: list[Path], folder: Path, rounds: int) -> None:
    """Read with one worker and with two, in turn; print pages a second and their ratio."""
    for number in range(rounds):
        pace = {}
        for workers in (1, 2):
            out, _ = in_process(files, folder / f"{number}-{workers}", workers).communicate()
            counts = json.loads(out.splitlines()[-1])
            pace[workers] = counts["pages"] / counts["seconds"]
            read_pages, cpu = counts["pages"], 1000 * counts["cpu"] / counts["pages"]
            print(f"{workers} workers: {read_pages} pages in {counts['seconds']:.0f} s: {pace[workers]:.1f} a second, "
                  f"{cpu:.0f} ms of CPU a page", flush=True)  # fmt: skip
        print(f"two against one: {pace[2] / pace[1]:.2f}", flush=True)


def killed(files: list[Path], folder: Path, kills: int, every: float) -> None:
    """Kill the run some times, each after it has saved more; then let it end, and count the notes of batches."""
    import duckdb

    for _ in range(kills):
        process = in_process(files, folder, 2)
        time.sleep(every)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        print("killed", flush=True)
    out, _ = in_process(files, folder, 2).communicate()
    print(out.splitlines()[-1])
    with duckdb.connect(str(folder / "archive" / "store.duckdb"), read_only=True) as connection:
        sql = "SELECT count(*), count(DISTINCT (source, first_byte)), sum(pages) FROM archive.backfill_batches"
        print("batches noted, different ones, pages:", connection.execute(sql).fetchall())
        sql = "SELECT count(*), count(DISTINCT article_id) FROM archive.articles"
        print("rows and articles:", connection.execute(sql).fetchall())


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("speed", "together", "killed", "read"))
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--archive", type=Path, required=True, help="an empty folder to work in")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--batch-bytes", type=int, default=BATCH_BYTES)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--every", type=float, default=180.0, help="seconds until a kill")
    options = parser.parse_args()
    files = [path.resolve() for path in options.files]
    if options.what == "speed":
        speed(files, options.archive, options.rounds)
    elif options.what == "together":
        together(files, options.archive, options.every)
    elif options.what == "killed":
        killed(files, options.archive, options.kills, options.every)
    else:
        settings = demo_environment(options.archive) | {"DASK_LOGGING__DISTRIBUTED": "error"}
        (options.archive / "prefect").mkdir(parents=True, exist_ok=True)
        with environment(settings):
            print(json.dumps(read(files, options.archive, options.workers, options.batch_bytes)))


if __name__ == "__main__":
    main()

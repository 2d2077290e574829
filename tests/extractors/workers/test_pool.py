"""Workers that can be killed: order kept, a crash costs one job, any caller may start them."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from extractors.workers.pool import KillableWorkers, WorkerRules
from extractors.workers.process import Lost

ROOT = Path(__file__).resolve().parents[3]
JOBS = "tests.extractors.workers.worker_jobs:work"


def workers(**more: float) -> KillableWorkers[str, object]:
    rules = WorkerRules(seconds=more.get("seconds", 20.0), jobs_per_worker=int(more.get("jobs_per_worker", 1000)))
    return KillableWorkers(JOBS, context="!", workers=2, rules=rules)


def answers(jobs: list[str], **more: float) -> list[object]:
    pool = workers(**more)
    try:
        return [answer for _, answer in pool.map(jobs)]
    finally:
        pool.close()


def test_answers_come_in_the_order_of_the_jobs() -> None:
    jobs = [f"say {n}" for n in range(50)]
    assert answers(jobs) == [f"{n}!" for n in range(50)]


def test_a_crash_costs_one_job_and_the_rest_of_its_batch_goes_on() -> None:
    found = answers(["say a", "crash", "say b", "leave", "say c"])
    assert [a for a in found if not isinstance(a, Lost)] == ["a!", "b!", "c!"]
    lost = [a for a in found if isinstance(a, Lost)]
    assert [(a.how, a.reason) for a in lost] == [
        ("crashed", "the worker died of SIGSEGV"), ("crashed", "the worker ended with 3"),
    ]  # fmt: skip


def test_a_job_that_hangs_is_killed_from_outside() -> None:
    found = answers(["say a", "hang", "say b"], seconds=0.5)
    assert (found[0], found[2]) == ("a!", "b!")
    assert isinstance(found[1], Lost)
    assert found[1].how == "timeout"


def test_an_exception_in_a_job_is_a_crash_of_that_job() -> None:
    found = answers(["say a", "raise", "say b"])
    assert (found[0], found[2]) == ("a!", "b!")
    assert isinstance(found[1], Lost)
    assert (found[1].how, found[1].reason) == ("crashed", "RuntimeError: raise")


def test_a_worker_is_replaced_after_its_jobs() -> None:
    pids = answers(["pid"] * 24, jobs_per_worker=4)
    assert max(pids.count(pid) for pid in pids) <= 4


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each worker starts anew")
def test_workers_of_all_pools_are_copies_of_one_process_and_another_takes_its_place_where_it_dies() -> None:
    (first,), (second,) = answers(["parent"]), answers(["parent"])
    assert first == second != os.getpid()
    pool = workers()
    try:
        assert [answer for _, answer in pool.map(["say a"])] == ["a!"]
        os.kill(int(str(first)), signal.SIGKILL)
        (lost, said) = [answer for _, answer in pool.map(["crash", "say b"])]
    finally:
        pool.close()
    assert isinstance(lost, Lost)
    assert (lost.how, lost.reason, said) == ("crashed", "the worker died of SIGKILL", "b!")
    assert answers(["parent"]) not in ([first], [os.getpid()])


def test_a_worker_that_cannot_import_its_function_is_told_as_lost() -> None:
    pool: KillableWorkers[str, object] = KillableWorkers("tests.extractors.workers.worker_jobs:none", workers=1)
    try:
        ((_, lost),) = pool.map(["say a"])
    finally:
        pool.close()
    assert isinstance(lost, Lost)
    assert (lost.how, lost.reason) == ("crashed", "the worker ended with 1")


def test_workers_stay_for_the_next_call_and_an_unfinished_one_leaves_nothing_behind() -> None:
    pool = workers()
    try:
        first = {answer for _, answer in pool.map(["pid"] * 40)}
        for _, answer in pool.map(f"say {n}" for n in range(40)):
            assert answer == "0!"
            break
        assert [answer for _, answer in pool.map(["say x", "say y"])] == ["x!", "y!"]
        again = {answer for _, answer in pool.map(["pid"] * 4)}
        assert os.getpid() not in first | again
    finally:
        pool.close()


def test_jobs_are_taken_only_as_they_are_needed() -> None:
    taken = []

    def coming():
        for n in range(10_000):
            taken.append(n)
            yield f"say {n}"

    pool = workers()
    try:
        assert next(iter(pool.map(coming())))[1] == "0!"
        assert len(taken) < 1_000
    finally:
        pool.close()


def test_two_threads_take_turns() -> None:
    pool = workers()
    found: dict[int, list[object]] = {}

    def ask(me: int) -> None:
        found[me] = [answer for _, answer in pool.map([f"say {me}-{n}" for n in range(20)])]

    threads = [threading.Thread(target=ask, args=(me,)) for me in range(3)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        pool.close()
    assert found == {me: [f"{me}-{n}!" for n in range(20)] for me in range(3)}


def test_they_start_from_code_without_a_guard_and_without_a_file(tmp_path: Path) -> None:
    code = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from extractors.workers.pool import KillableWorkers
pool = KillableWorkers({JOBS!r}, context="?", workers=1)
print([answer for _, answer in pool.map(["say a", "say b"])])
pool.close()
"""
    script = tmp_path / "no_guard.py"
    script.write_text(code)
    for arguments in (["-c", code], [str(script)]):
        ran = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=60, check=False)
        assert (ran.stdout.strip(), ran.stderr) == ("['a?', 'b?']", "")


def test_a_worker_ends_with_its_parent() -> None:
    code = f"""
import os, sys; sys.path.insert(0, {str(ROOT)!r})
from extractors.workers.pool import KillableWorkers, WorkerRules
pool = KillableWorkers({JOBS!r}, workers=1, context="", rules=WorkerRules(seconds=1.0))
jobs = pool.map(["pid", "hang"])
print(next(jobs)[1], flush=True)
os._exit(0)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    pid = int(ran.stdout)
    waiting = threading.Event()
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            return
        waiting.wait(0.1)
    raise AssertionError(f"worker {pid} outlived its parent")

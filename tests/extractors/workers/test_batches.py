"""How jobs are dealt out, without a process: batches, jobs ahead, time limits, and what a lost worker costs."""

import resource
import signal
import time
from collections import deque
from dataclasses import replace
from typing import Any

import pytest

from extractors.workers.pool import KillableWorkers, WorkerRules, _cause, _Run
from extractors.workers.process import Lost, _answer, _limit_to

RULES = WorkerRules()


class Worker:
    """A worker that keeps what it is sent."""

    def __init__(self, *, is_ready: bool = True, done: int = 0) -> None:
        self.jobs: deque[int] = deque()
        self.batches: list[list[int]] = []
        self.done = done
        self.is_ready = is_ready
        self.since = time.monotonic()
        self.is_ended = False

    def send(self, batch: list[tuple[int, Any]]) -> None:
        self.jobs.extend(number for number, _ in batch)
        self.batches.append([job for _, job in batch])

    def end(self) -> None:
        self.is_ended = True


def run(jobs: int, *workers: Worker, rules: WorkerRules = RULES, size: int = 0) -> _Run[int, Any]:
    pool: KillableWorkers[int, Any] = KillableWorkers("m:f", workers=len(workers), rules=rules, size=lambda job: size)
    pool._workers = list(workers)  # type: ignore[arg-type]
    return _Run(pool, enumerate(range(jobs)))


def test_a_batch_has_eight_jobs_and_every_idle_worker_gets_one() -> None:
    first, second = Worker(), Worker()
    run(20, first, second)._feed()
    assert (first.batches, second.batches) == ([[*range(8)]], [[*range(8, 16)]])


@pytest.mark.parametrize(("size", "jobs"), [(1_999_999, 3), (2_000_000, 2), (4_000_000, 1), (5_000_000, 1), (10, 8)])
def test_a_batch_ends_with_the_job_that_fills_its_bytes(size: int, jobs: int) -> None:
    worker = Worker()
    run(20, worker, size=size)._feed()
    assert worker.batches == [[*range(jobs)]]


def test_a_worker_gets_no_more_jobs_than_it_may_still_do() -> None:
    worker = Worker(done=997)
    run(20, worker)._feed()
    assert worker.batches == [[0, 1, 2]]


def test_answers_that_wait_for_a_slow_job_stop_the_dealing() -> None:
    slow, quick = Worker(), Worker()
    rules = replace(RULES, batch_jobs=2, ahead_jobs=6)
    dealt = run(50, slow, quick, rules=rules)
    for _ in range(10):
        dealt._feed()
        for number in quick.jobs:
            dealt.answered[number] = "done"
        quick.jobs.clear()
    assert (slow.batches, quick.batches) == ([[0, 1]], [[2, 3], [4, 5]])


@pytest.mark.parametrize(("is_ready", "limit"), [(True, 10.0), (False, 60.0)])
def test_a_job_and_a_start_have_limits_of_their_own(is_ready: bool, limit: float) -> None:
    worker = Worker(is_ready=is_ready)
    assert run(1, worker)._limit(worker) == limit  # type: ignore[arg-type]


def test_a_lost_worker_costs_the_job_in_work_and_the_rest_goes_again_in_front() -> None:
    worker = Worker()
    dealt = run(20, worker, rules=replace(RULES, batch_jobs=4))
    dealt._feed()
    dealt._lose(worker, "timeout", "no answer")  # type: ignore[arg-type]
    assert worker.is_ended
    assert {number: (lost.how, lost.reason) for number, lost in dealt.answered.items()} == {0: ("timeout", "no answer")}
    assert list(dealt.again)[:3] == [1, 2, 3]
    assert worker not in dealt.pool._workers


def test_a_worker_that_dies_before_its_first_word_is_no_jobs_fault_until_the_third() -> None:
    dealt = run(20, Worker(), rules=replace(RULES, batch_jobs=3))
    for attempt in range(3):
        worker = Worker(is_ready=False)
        dealt.pool._workers = [worker]  # type: ignore[list-item]
        dealt._feed()
        assert list(worker.jobs) == [0, 1, 2]
        dealt._lose(worker, "crashed", "gone")  # type: ignore[arg-type]
        assert list(dealt.answered) == ([] if attempt < 2 else [0])
    assert list(dealt.again)[:2] == [1, 2]


@pytest.mark.parametrize(
    ("code", "words"),
    [(0, "the worker ended with 0"), (3, "the worker ended with 3"), (-9, "the worker died of SIGKILL")],
)
def test_why_a_worker_is_gone(code: int, words: str) -> None:
    assert _cause(code) == words


def test_an_exception_becomes_the_reason_of_a_lost_job_cut_to_a_line() -> None:
    def fails(job: str, context: str) -> str:
        raise ValueError(job * 400)

    lost = _answer(fails, "x", "", 5.0)
    assert isinstance(lost, Lost)
    assert (lost.how, lost.reason, len(lost.reason)) == ("crashed", "ValueError: " + "x" * 288, 300)
    assert 0 <= lost.seconds < 5
    assert _answer(lambda job, context: job + context, "a", "b", 5.0) == "ab"


@pytest.mark.parametrize(
    ("hard", "most", "limit"), [(resource.RLIM_INFINITY, 500, 500), (1000, 500, 500), (400, 500, 400), (500, 500, 500)]
)
def test_a_worker_limits_itself_to_no_more_than_it_may(
    monkeypatch: pytest.MonkeyPatch, hard: int, most: int, limit: int
) -> None:
    told: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda what: (resource.RLIM_INFINITY, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda what, limits: told.append((what, limits)))
    _limit_to(resource.RLIMIT_DATA, most)
    assert told == [(resource.RLIMIT_DATA, (limit, limit))]


def test_the_kernel_ends_a_worker_whose_job_hangs_after_twice_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, float]] = []
    monkeypatch.setattr(signal, "setitimer", lambda which, seconds: told.append((which, seconds)))
    _answer(lambda job, context: job, "a", "b", 5.0)
    assert told == [(signal.ITIMER_REAL, 11.0), (signal.ITIMER_REAL, 0)]

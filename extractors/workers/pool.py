"""Worker processes that can be killed one by one: what hangs or crashes a parser costs one job, never the run.

A process pool of the standard library breaks whole when one worker dies, and cannot end one job; threads crash lxml
under trafilatura (https://github.com/adbar/trafilatura/issues/840) and gain nothing. A worker here is a copy of a fresh
interpreter that imported one function (fork_server.py), and answers over a socket. It never imports the caller's
`__main__`, so that it starts from a script without a guard, from `python -c`, from a thread and from a notebook alike.
"""

import os
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, Literal, TypeVar

from extractors.workers.fork_server import start
from extractors.workers.process import Lost
from news.records import record

__all__ = ["KillableWorkers", "Lost", "WorkerRules"]

Job = TypeVar("Job")
Answer = TypeVar("Answer")


@record
class WorkerRules:
    """How workers are fed and ended."""

    seconds: float = 10.0  # for one job
    start_seconds: float = 60.0  # for the imports, on a machine that is busy
    jobs_per_worker: int = 1_000  # then a fresh process
    memory_bytes: int = 1_000_000_000  # of one worker; an allocation beyond it fails
    batch_jobs: int = 8  # sent at a time: the cost of a message is small against a job of 30 ms
    batch_bytes: int = 4_000_000
    ahead_jobs: int = 256  # answers that may wait for a slower job before them


class _Worker:
    """One process and our end of its socket."""

    def __init__(self, target: str, context: Any, rules: WorkerRules) -> None:
        ours, theirs = socket.socketpair()
        self.process = start(target, theirs)
        theirs.close()
        self.pipe = Connection(ours.detach())
        self.jobs: deque[int] = deque()  # numbers of the jobs it holds, first one in work
        self.done = 0
        self.since = time.monotonic()  # when the job in work, or the start, began
        self.is_ready = False
        self._waiting: list[Any] = [(context, rules.memory_bytes, rules.seconds)]  # for a worker that cannot read yet

    def send(self, batch: list[tuple[int, Any]]) -> None:
        self.jobs.extend(number for number, _ in batch)
        self._offer([job for _, job in batch])

    def greet(self, pid: int) -> None:
        """Hand over what waited: the worker's first word has come. Before it, sending would wait for its imports."""
        self.is_ready = True
        self.process.pid = pid
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            self._offer(message)

    def _offer(self, message: Any) -> None:
        if not self.is_ready:
            self._waiting.append(message)
            return
        with suppress(OSError):  # it is dead: the next look at its socket tells
            self.pipe.send(message)
        self.since = time.monotonic()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.pipe.close()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class KillableWorkers(Generic[Job, Answer]):
    """Runs one function over many jobs in processes that are killed from outside when a job takes too long."""

    def __init__(
        self,
        target: str,
        *,
        context: Any = None,
        workers: int | None = None,
        size: Callable[[Job], int] = lambda job: 0,
        rules: WorkerRules = WorkerRules(),
    ) -> None:
        """Plan the workers; each starts when there is work for it.

        Args:
            target: "module:function", called with a job and `context`; a function `prepare` beside it, if there is
                one, is called once before the first job.
            context: sent to each worker once.
            workers: how many processes; None: one a core.
            size: bytes of a job, so that a batch stays small.
            rules: the limits.
        """
        self._target, self._context, self._size, self._rules = target, context, size, rules
        self._count = workers or _cores()
        self._workers: list[_Worker] = []
        self._lock = threading.Lock()

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that live now."""
        return tuple(worker.process.pid for worker in self._workers if worker.process.pid)

    def close(self) -> None:
        """End every worker, whatever it is doing."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def map(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Answer | Lost]]:
        """Yield each job with its answer, in order; one call at a time uses the workers, others wait."""
        with self._lock:
            run = _Run(self, enumerate(jobs))
            try:
                yield from run.answers()
            finally:
                self._end_busy()

    def _end_busy(self) -> None:
        """End the workers that a run left amid its jobs: their answers would be taken for the next run's."""
        for worker in [w for w in self._workers if w.jobs]:
            self._drop(worker)

    def _drop(self, worker: _Worker) -> None:
        worker.end()
        self._workers.remove(worker)

    def _idle(self) -> _Worker | None:
        """Return a worker without a job, if need be a new one; None: as many as planned are busy."""
        for worker in [w for w in self._workers if not w.jobs]:
            if worker.done < self._rules.jobs_per_worker:
                return worker
            self._drop(worker)
        if len(self._workers) >= self._count:
            return None
        self._workers.append(_Worker(self._target, self._context, self._rules))
        return self._workers[-1]


class _Run(Generic[Job, Answer]):
    """One pass over jobs: what is queued, in work, answered and told."""

    def __init__(self, pool: KillableWorkers[Job, Answer], jobs: Iterator[tuple[int, Job]]) -> None:
        self.pool, self.rules = pool, pool._rules
        self.coming = jobs
        self.again: deque[int] = deque()  # jobs of a batch whose worker was lost
        self.held: dict[int, Job] = {}
        self.answered: dict[int, Answer | Lost] = {}
        self.told = 0  # jobs whose answers were yielded
        self.taken = 0
        self.failed_starts = 0

    def answers(self) -> Iterator[tuple[Job, Answer | Lost]]:
        while True:
            self._feed()
            while self.told in self.answered:
                number, self.told = self.told, self.told + 1
                yield self.held.pop(number), self.answered.pop(number)
            if not any(worker.jobs for worker in self.pool._workers):
                if not self._has_more():
                    return
                continue
            self._collect()

    def _has_more(self) -> bool:
        if not self.again and (following := next(self.coming, None)) is not None:
            self._hold(following)
        return bool(self.again)

    def _hold(self, following: tuple[int, Job]) -> None:
        number, self.held[following[0]] = following
        self.again.append(number)
        self.taken = number + 1

    def _feed(self) -> None:
        """Give a batch to every worker that has nothing to do."""
        while self.taken - self.told < self.rules.ahead_jobs or self.again:
            if not self._has_more() or (worker := self.pool._idle()) is None:
                return
            worker.send(self._batch(self.rules.jobs_per_worker - worker.done))

    def _batch(self, most: int) -> list[tuple[int, Job]]:
        batch: list[tuple[int, Job]] = []
        size = 0
        while len(batch) < min(most, self.rules.batch_jobs) and size < self.rules.batch_bytes and self._has_more():
            number = self.again.popleft()
            batch.append((number, self.held[number]))
            size += self.pool._size(self.held[number])
        return batch

    def _collect(self) -> None:
        """Take the answers that have come; end the workers whose time is over."""
        busy = [worker for worker in self.pool._workers if worker.jobs]
        now = time.monotonic()
        pause = max(0.0, min(worker.since + self._limit(worker) - now for worker in busy))
        ready = wait([worker.pipe for worker in busy], timeout=pause)
        for worker in busy:
            if worker.pipe in ready:
                self._take(worker)
            elif time.monotonic() - worker.since >= self._limit(worker):
                self._lose(worker, "timeout", f"no answer within {self._limit(worker):g} s")

    def _limit(self, worker: _Worker) -> float:
        return self.rules.seconds if worker.is_ready else self.rules.start_seconds

    def _take(self, worker: _Worker) -> None:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            code = worker.process.wait()
            return self._lose(worker, "timeout" if code == -signal.SIGALRM else "crashed", _cause(code))
        worker.since = time.monotonic()
        if not worker.is_ready:
            worker.greet(answer)
            self.failed_starts = 0
            return None
        worker.done += 1
        self.answered[worker.jobs.popleft()] = answer
        return None

    def _lose(self, worker: _Worker, how: Literal["timeout", "crashed"], reason: str) -> None:
        """Answer for the job in work, and queue the rest of its batch again, in front."""
        lost = Lost(how=how, reason=reason, seconds=time.monotonic() - worker.since)
        rest = list(worker.jobs)
        is_ready = worker.is_ready
        self.pool._drop(worker)
        if not is_ready:
            self.failed_starts += 1
            if self.failed_starts < 3:  # it died before it saw a job: no job is to blame
                self.again.extendleft(reversed(rest))
                return
        self.answered[rest[0]] = lost
        self.again.extendleft(reversed(rest[1:]))


def _cause(code: int) -> str:
    return f"the worker died of {signal.Signals(-code).name}" if code < 0 else f"the worker ended with {code}"

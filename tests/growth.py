"""How much work a call is, and how it grows with its input: a busy machine slows both sides of a comparison alike."""

import time
from collections.abc import Callable

ROUNDS = 3


def growth(work: Callable[[int], object], small: int, factor: int) -> float:
    """Return how many times as much work `factor` times the size takes; of several rounds the best of each.

    Work in proportion gives about `factor`, work by pairs its square.
    """
    return _least(work, small * factor) / max(_least(work, small), 1e-4)


def effort(work: Callable[[], object], enough: float = 0.0) -> float:
    """Return the work of a call in reference loops (each about .14 s of a core of 2026), measured beside each other."""
    return in_reference_loops(lambda: _seconds(work), enough)


def in_reference_loops(measured: Callable[[], float], enough: float = 0.0) -> float:
    """Return measured seconds of a core in reference loops, of several rounds the best.

    What is always slow is so in each round. A round that stays under `enough` is the last.
    """
    best = float("inf")
    for _ in range(ROUNDS):
        beside = reference_seconds()
        taken = measured()
        best = min(best, taken / max(beside, reference_seconds()))
        if best < enough:
            break
    return best


def reference_seconds() -> float:
    """Return the seconds of work that the reference loop of 400,000 turns takes now, by a quarter of it."""
    return 4 * _seconds(_quarter_of_the_loop)


def _quarter_of_the_loop() -> dict[str, int]:
    sizes: dict[str, int] = {}
    for number in range(100_000):
        word = f"{number % 997}:{number}"
        sizes[word[:5]] = sizes.get(word[:5], 0) + len(word)
    return sizes


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _least(work: Callable[[int], object], size: int) -> float:
    return min(_seconds(lambda: work(size)) for _ in range(ROUNDS))

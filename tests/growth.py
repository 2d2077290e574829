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
    """Return the work of a call in reference loops (each about .14 s of a core of 2026), measured beside each other.

    The best of several rounds; a round that stays under `enough` is the last.
    """
    best = float("inf")
    for _ in range(ROUNDS):
        beside = reference_seconds()
        taken = _seconds(work)
        best = min(best, taken / max(beside, reference_seconds()))
        if best < enough:
            break
    return best


def reference_seconds() -> float:
    """Return the seconds of work that the reference loop takes now."""
    return _seconds(_reference_loop)


def _reference_loop() -> dict[str, int]:
    sizes: dict[str, int] = {}
    for number in range(400_000):
        word = f"{number % 997}:{number}"
        sizes[word[:5]] = sizes.get(word[:5], 0) + len(word)
    return sizes


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _least(work: Callable[[int], object], size: int) -> float:
    return min(_seconds(lambda: work(size)) for _ in range(ROUNDS))

"""How the work of a call grows with its input: a busy machine slows both sizes alike."""

import time
from collections.abc import Callable

ROUNDS = 3


def growth(work: Callable[[int], object], small: int, factor: int) -> float:
    """Return how many times as much work `factor` times the size takes; of several rounds the best of each.

    Work in proportion gives about `factor`, work by pairs its square.
    """
    return _least(work, small * factor) / max(_least(work, small), 1e-4)


def _least(work: Callable[[int], object], size: int) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work(size)
        taken.append(time.process_time() - began)
    return min(taken)

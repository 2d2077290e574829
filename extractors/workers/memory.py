"""What the allocator does with memory that is freed: a worker keeps it for its next page."""

import ctypes
import sys
from contextlib import suppress

# Numbers of malloc.h of glibc, and what is set.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
KEPT = 64_000_000  # bytes that are kept when they are freed; the trees of a large page take less
IN_HEAP = 16_000_000  # bytes of one block that is taken from what is kept; texts and markup of pages are smaller


def keep_freed_memory() -> None:
    """Have the C library keep what is freed, up to a bound: else each page gives back what the next one asks for.

    The kernel clears every page of memory that it hands out. Another C library than glibc stays as it is.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            library = ctypes.CDLL(None)
            library.mallopt(_TRIM_THRESHOLD, KEPT)
            library.mallopt(_MMAP_THRESHOLD, IN_HEAP)

"""Memory given back to the system as soon as it is free, where memory is scarce."""

import ctypes
from contextlib import suppress

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""The numbers of glibc's `mallopt`."""
LARGE = 128 * 1024
"""Bytes of a block that goes back the moment it is freed: the pixels of a photo, not objects."""


def stay_small() -> None:
    """Have the C library keep little for later; call it before threads start.

    By itself glibc learns from the first photo that large blocks come again, and keeps them in
    an arena for each thread, a hundred MB in all. Other C libraries are left as they are.
    """
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(MMAP_THRESHOLD, LARGE)
        mallopt(TRIM_THRESHOLD, LARGE)
        mallopt(ARENA_MAX, 2)

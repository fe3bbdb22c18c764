"""Memory given back to the system as soon as it is free, where memory is scarce."""

import ctypes
from contextlib import suppress

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""The numbers of glibc's `mallopt`."""
LARGE = 2 * 1024 * 1024
"""Bytes of a block that goes back the moment it is freed: all pixels of a large photo. A block that
comes again has to be mapped and cleared anew, page by page: were those of the small copy, on which
photos are read, given back as well, reading would take twice as long."""


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

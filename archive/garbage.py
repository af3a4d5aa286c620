"""How often Python looks for garbage that refers to itself, in a process that reads many pages."""

import gc

_SELDOM = 50_000  # objects that have come and not gone: those of some twenty pages under way at once


def collect_seldom() -> None:
    """Look seldom, and never at what there is now, which is what was imported.

    A page is read by means of some thousand objects, none of which refers to itself: they go when it has been read.
    Looking for others takes a fifth of the time of reading it where Python's own setting stays.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])

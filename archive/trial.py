"""A page that may have killed a process, parsed by one that may die of it: who has died is known for sure then."""

import os
import resource
import signal
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import NoReturn

from archive.ingest import Parse, read
from archive.records import Capture, Page

SECONDS = 120  # of its processor's time; no page that was ever seen takes one

_NO_PROCESS = 75  # an exit code that nothing else has
_FILES = 2**16  # more than a run has open
_STOPPED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # who ends a run says nothing of the page


def tried(parse: Parse, capture: Capture) -> Page | None:
    """What a parse function makes of a capture; None where it ends the process that runs it, or goes on for ever.

    MemoryError where that has not memory enough, or no process can be had: it says nothing of the page.
    """
    ours, theirs = Pipe(duplex=False)
    with ours, theirs:
        try:
            child = os.fork()
        except OSError as error:
            raise MemoryError(f"no process can be started to parse a page: {error.strerror}") from error
        if child == 0:
            _parse(parse, capture, theirs)
        theirs.close()  # so that its death ends the pipe
        page: Page | None = None
        with suppress(EOFError, OSError):
            page = ours.recv()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == _NO_PROCESS:
        raise MemoryError
    return page if code == 0 else None


def _parse(parse: Parse, capture: Capture, theirs: "Connection[Page, None]") -> NoReturn:
    """What the other process does. It keeps nothing open: if we are killed, it must not hold the archive's lock."""
    code = _NO_PROCESS
    try:
        for number in _STOPPED:
            signal.signal(number, signal.SIG_IGN)
        os.closerange(3, theirs.fileno())
        os.closerange(theirs.fileno() + 1, _FILES)
        most = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS if most < 0 else min(SECONDS, most), most))
        code = 1  # from here on it is the page's doing
        theirs.send(read(capture, parse))
        code = 0
    except MemoryError:
        code = _NO_PROCESS
    finally:
        os._exit(code)

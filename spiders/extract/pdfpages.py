"""A process that reads one PDF from its standard input and writes the text of its pages, each ended by a form feed.

What cannot be read is told in a line on standard error. It ends itself when that takes too much.
"""

import logging
import resource
import sys
from io import BytesIO

from pypdf import PdfReader

PAGES = 1000
TEXT = 500_000  # characters
SECONDS = 60  # of work; a page takes some hundredths
MEMORY = 512 * 1024**2  # bytes, ten times the largest file


def limit(seconds: int = SECONDS, memory: int = MEMORY) -> None:
    """Let the kernel end this process when it takes more, or less where it may have less."""
    _set(resource.RLIMIT_CPU, seconds, seconds + 1)  # SIGXCPU, and a second later SIGKILL
    _set(resource.RLIMIT_AS, memory, memory)


def _set(what: int, soft: int, hard: int) -> None:
    given = resource.getrlimit(what)[1]
    most = hard if given == resource.RLIM_INFINITY else min(hard, given)
    resource.setrlimit(what, (min(soft, most), most))


def main() -> None:
    """Read, page by page; one that can't be read costs no other."""
    logging.disable()  # it warns of every way in which real files differ from the standard
    reader = PdfReader(BytesIO(sys.stdin.buffer.read()))
    if reader.is_encrypted:
        reader.decrypt("")  # nearly always only changing and printing need the password
    left, lost, read = TEXT, 0, 0
    pages = len(reader.pages)
    while read < min(pages, PAGES) and left > 0:
        read += 1
        try:
            text = reader.pages[read - 1].extract_text()
        except Exception:  # it has no class of its own for what it can't read
            lost += 1
            continue
        _write(text[:left].replace("\f", "\n") + "\f")
        left -= len(text)
    if lost:
        _tell(f"{lost} of {pages} pages can't be read")
    elif read < pages:
        _tell(f"only the first {read} of {pages} pages can be searched")


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def _tell(message: str) -> None:
    sys.stderr.write(f"{message}\n")


if __name__ == "__main__":
    limit()
    try:
        main()
    except MemoryError:
        _tell("reading it takes too much memory")
    except Exception as error:
        _tell(f"it can't be read: {' '.join(str(error).split())[:200]}")

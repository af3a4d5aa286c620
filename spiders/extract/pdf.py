"""The text of PDF files, read by a process of its own: what such a file may cost, no look at its bytes can tell."""

import re
import signal
import subprocess
import sys
import unicodedata

_READER = [sys.executable, "-m", "spiders.extract.pdfpages"]
_PATIENCE = 600  # seconds by the clock, on a machine that has other work; pdfpages.py counts its own
_STOPPED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)  # who ends a crawl says nothing of the file
_FULL = 0.75  # of the longest line of a page: shorter ones end a paragraph

_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = "\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u2018-\u201d"
# A font for each script, and a space wherever they meet: 不低于 3.5% 。
_SPACED = re.compile(rf"(?<=[{_HAN}{_MARKS}]) (?=[0-9A-Za-z{_MARKS}])|(?<=[0-9A-Za-z%]) (?=[{_HAN}{_MARKS}])")
_GOES_ON = re.compile(rf"[{_HAN}，、（《“]\Z")
# Fonts draw a character and the radical of its shape as one, and files may give the radical: ⼀ for 一.
_LOOKALIKE = re.compile("[\u2e80-\u2fdf\ufb00-\ufb06]+")


def pdf_text(data: bytes) -> tuple[str, str | None]:
    """The text of a file, and what of it could not be read; a paragraph a line, where that can be told.

    MemoryError where no process can be had to read it: that says nothing of the file.
    """
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter and module)
            _READER, input=data, capture_output=True, timeout=_PATIENCE, check=False, start_new_session=True
        )
    except subprocess.TimeoutExpired:
        return "", "reading it takes too long"
    except OSError as error:
        raise MemoryError(f"no process can be started to read a PDF: {error.strerror}") from error
    if -done.returncode in _STOPPED:
        return pdf_text(data)
    if done.returncode:
        return "", "reading it takes too long" if -done.returncode == signal.SIGXCPU else "reading it fails"
    said = done.stderr.decode("utf-8", "replace").strip()
    pages = done.stdout.decode("utf-8").split("\f")
    return "\n".join(filter(None, map(joined, pages))), said or None


def joined(page: str) -> str:
    """A page with its lines put together that were broken because they were full.

    >>> joined("云岭开发区\\n研发投入占比不低于 3.5% 的企\\n业可以申报。")
    '云岭开发区\\n研发投入占比不低于3.5%的企业可以申报。'
    """
    page = _LOOKALIKE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), page)
    lines = [_SPACED.sub("", " ".join(line.split())) for line in page.split("\n")]
    full = _FULL * max(map(len, lines))
    parts: list[str] = []
    for line in filter(None, lines):
        parts += [line, "" if len(line) >= full and _GOES_ON.search(line) else "\n"]
    return "".join(parts).strip("\n")

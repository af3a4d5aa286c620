"""What reading one page costs, in a process of its own: `python -m tests.faults.measured NAME` prints it as JSON.

With --body before the name it writes the page itself.
"""

import gzip
import io
import json
import re
import subprocess
import sys
import time
import zipfile
import zlib
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import brotli  # type: ignore[import-untyped,unused-ignore]

from archive.records import Capture
from spiders.parse import parse
from spiders.profile import Profile
from tests.faults.hostile import HTML, article

ROOT = Path(__file__).parents[2]
MEGABYTE = 2**20


@dataclass(frozen=True)
class Cost:
    """CPU seconds, and the growth of the most memory held, in MB, over what stood before."""

    name: str
    outcome: str
    seconds: float
    growth: float


def measured(name: str) -> Cost:
    """The cost of a page that is known here by name."""
    arguments = [sys.executable, "-m", "tests.faults.measured", name]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    return Cost(**json.loads(done.stdout))


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bomb.txt", bytes(64 * MEGABYTE))
    return held.getvalue()


def _docx() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "word/document.xml", b"<w:document xmlns:w='w'>" + b"<w:p/>" * (8 * MEGABYTE) + b"</w:document>"
        )
    return held.getvalue()


def _pdf() -> bytes:
    stream = zlib.compress(bytes(100 * MEGABYTE))
    content = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    objects = (b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, content)
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer\n<< /Size 5 /Root 1 0 R >>\n%%EOF\n"


def _bomb(name: str) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """A body and its headers."""
    match name:
        case "gzip" | "gzip-without-limit":
            return gzip.compress(bytes(100 * MEGABYTE)), (("Content-Encoding", "gzip"),)
        case "brotli":
            return brotli.compress(bytes(100 * MEGABYTE), quality=5), (("Content-Encoding", "br"),)
        case "nested":
            inner = gzip.compress(bytes(100 * MEGABYTE))
            return gzip.compress(inner), (("Content-Encoding", "gzip, gzip"),)
        case "zip":
            return _zip(), (("Content-Type", "application/zip"),)
        case "docx":
            return _docx(), (("Content-Type", "application/zip"),)
        case "pdf":
            return _pdf(), (("Content-Type", "application/pdf"),)
        case _:
            raise ValueError(name)


def _stored(name: str) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """The bomb as another process made it, for making it takes memory too."""
    made = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from tests.faults.measured import _bomb; import sys; sys.stdout.buffer.write(_bomb({name!r})[0])",
        ],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    packed = (("Content-Type", "application/octet-stream"),)
    headers = {**dict.fromkeys(("zip", "docx", "pdf"), packed), "brotli": (("Content-Encoding", "br"),)}
    nested = (("Content-Encoding", "gzip, gzip" if name == "nested" else "gzip"),)
    return made.stdout, headers.get(name, nested)


def _cost(name: str) -> Cost:
    body, headers = _stored(name)
    capture = Capture(
        record_id="urn:x",
        run_id="r",
        site_id="trap.test",
        url="http://trap.test/a.html",
        captured_at="2026-09-01T00:00:00.000Z",
        status=200,
        headers=headers,
        body=body,
    )
    profile = Profile.generic("http://trap.test/")
    parse(_plain(capture), profile)  # what is imported and built at the first page is no cost of this one
    before, begun = _peak(), time.process_time()
    if name == "gzip-without-limit":
        outcome = f"{len(gzip.decompress(body))} bytes"
    else:
        outcome = parse(capture, profile).outcome.value
    return Cost(name, outcome, time.process_time() - begun, _peak() - before)


def _plain(capture: Capture) -> Capture:
    """A plain page in place of the bomb."""
    return replace(capture, body=article(1), headers=(HTML,))


def _peak() -> float:
    """The most memory that this program has had, in MB; getrusage(2) would count the parent's at the fork as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]  # Linux has it always


if __name__ == "__main__":
    if sys.argv[1] == "--body":
        sys.stdout.buffer.write(_bomb(sys.argv[2])[0])
    else:
        print(json.dumps(asdict(_cost(sys.argv[1]))))

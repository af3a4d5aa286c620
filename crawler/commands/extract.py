"""`scrapy extract`: what parse makes of a page, as JSON Lines."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from archive.errors import UsageError
from archive.records import Capture
from crawler.command import Command as BaseCommand
from crawler.command import told
from crawler.live import fetched
from spiders.extracted import answer
from spiders.loader import ProfileLoader
from spiders.parse import parse
from spiders.profile import Profile

# A saved page has an address only if the user says so; a name that no site can have (RFC 2606) stands for it.
_NOWHERE = "http://saved.invalid/"


@dataclass(frozen=True, slots=True)
class Saved:
    """A page in a file. `url` is its address, None if unknown; so is `content_type`."""

    file: str
    url: str | None = None
    content_type: str | None = None


class Command(BaseCommand):
    """Reads saved pages and live ones; live ones are asked for politely, and nothing is archived."""

    requires_crawler_process = True

    def syntax(self) -> str:
        return "[--jsonl] FILE_OR_URL..."

    def short_desc(self) -> str:
        return "Print what is read from saved or live pages, as JSON Lines"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--jsonl", action="store_true", help='the files list saved pages: {"file", "url", "content_type"} a line'
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        # Below what the command line gives, above what a crawl wants to tell.
        self._settings.set("LOG_LEVEL", "WARNING", priority="project")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        if not args:
            raise UsageError("nothing to extract; give files or addresses")
        loader = ProfileLoader.from_settings(self._settings)
        for capture, name in self._captures(args, opts.jsonl):
            page = parse(capture, _profile(loader, capture.url))
            self.say(json.dumps(answer(name, page), ensure_ascii=False))
        return 0

    def _captures(self, args: list[str], listed: bool) -> Iterator[tuple[Capture, str]]:
        """Each page with the name that the answer bears; files first, as they can be had at once."""
        urls = [arg for arg in args if arg.startswith(("http://", "https://"))]
        paths = [Path(arg) for arg in args if arg not in urls]
        for path in paths:
            for saved in _listed(path) if listed else (Saved(str(path)),):
                yield _capture(saved), saved.file
        if urls:
            assert self.crawler_process is not None
            for capture in fetched(self.crawler_process, urls):
                if capture.error:
                    told(f"{capture.url}: {capture.error}", 0)
                yield capture, capture.url


def _profile(loader: ProfileLoader, url: str) -> Profile:
    return Profile.generic(url) if url.startswith(_NOWHERE) else loader.profile_for(url)


def _listed(path: Path) -> Iterator[Saved]:
    """The pages that a list of them names, one JSON object a line."""
    for number, line in enumerate(_read(path).decode("utf-8", "replace").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=Saved)
        except msgspec.MsgspecError as error:
            raise UsageError(f'{path}, line {number}: not an object with "file", "url" and "content_type"') from error


def _capture(saved: Saved) -> Capture:
    """A saved page as if it had been received just so."""
    headers = (("Content-Type", saved.content_type),) if saved.content_type else ()
    return Capture(
        record_id="",
        run_id="",
        site_id="",
        url=saved.url or _NOWHERE + Path(saved.file).name,
        captured_at="",
        status=200,
        headers=headers,
        body=_read(Path(saved.file)),
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; give a file that can be read or an http address") from error

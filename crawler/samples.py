"""Saved pages of a site, each with what was read of it, so that one sees when that changes.

A sample is PAGE.html, its bytes as the site meant them, and beside it PAGE.json with the capture and the records.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive import payload
from archive.errors import UsageError, of_folder
from archive.records import Capture
from spiders.extracted import records
from spiders.parse import parse
from spiders.profile import Profile
from spiders.survey import Seen, Survey

_SHOWN = 60  # characters of a value
_BEFORE = 10  # of these before the first that differs


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A saved page. `expected` is what should be read of it, None where nobody has said yet."""

    path: Path
    capture: Capture
    expected: Mapping[str, Any] | None


def read(path: Path) -> Sample:
    """The sample whose page is this file. UsageError where what stands beside it can't be read."""
    beside = path.with_suffix(".json")
    try:
        told = json.loads(beside.read_text("utf-8"))
        about = told["capture"]
        capture = Capture(
            record_id="",
            run_id="",
            site_id=path.parent.name,
            url=about["url"],
            captured_at=about["captured_at"],
            status=200,
            headers=(("Content-Type", about["content_type"]),) if about["content_type"] else (),
            body=path.read_bytes(),
        )
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}; a sample is a page and a JSON file beside it") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{beside}: not the capture of a sample ({error}); delete it and its page") from error
    return Sample(path=path, capture=capture, expected=told.get("records"))


def samples(folder: Path) -> list[Sample]:
    """All samples of a folder, by name; none where there is no folder."""
    return [read(path) for path in sorted(folder.glob("*.html"))]


def save(folder: Path, survey: Survey, profile: Profile) -> list[Path]:
    """Write the home page, the lists and the articles that a survey saw; those of an earlier one are replaced.

    The records are what the profile reads of the pages as they are saved.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in [*folder.glob("*.html"), *folder.glob("*.json")]:
            path.unlink()
        return [_save(folder / f"{name}.html", seen.capture, profile) for name, seen in _named(survey)]
    except OSError as error:
        raise of_folder(folder, error) from error


def differences(expected: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    """Which values are read otherwise than expected, each as `field: before -> now`."""
    before, now = dict(_values(expected)), dict(_values(found))
    for field in dict.fromkeys((*before, *now)):
        if before.get(field) != now.get(field):
            yield f"{field}: {' -> '.join(_shown(before.get(field), now.get(field)))}"


def _named(survey: Survey) -> Iterator[tuple[str, Seen]]:
    if survey.home is not None:
        yield "home", survey.home
    kinds: tuple[tuple[str, Sequence[Seen]], ...] = (("article", survey.articles), ("listing", survey.listings))
    for kind, pages in kinds:
        for number, seen in enumerate(pages, start=1):
            yield f"{kind}-{number}", seen


def _save(path: Path, capture: Capture, profile: Profile) -> Path:
    kept = ("url", "captured_at")
    about = {name: getattr(capture, name) for name in kept} | {"content_type": capture.header("Content-Type")}
    path.write_bytes(payload.decode(capture).data)
    _tell(path, {"capture": about})
    _tell(path, {"capture": about, "records": records(parse(read(path).capture, profile))})
    return path


def _tell(path: Path, told: Mapping[str, Any]) -> None:
    path.with_suffix(".json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _values(record: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield from _values(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _shown(*values: Any) -> Iterator[str]:
    """Two values as JSON, those that are long from shortly before the place where they begin to differ."""
    texts = [" ".join(json.dumps(value, ensure_ascii=False).split()) for value in values]
    differ = (place for place, both in enumerate(zip(*texts, strict=False)) if len(set(both)) > 1)
    start = max(0, next(differ, min(map(len, texts))) - _BEFORE) if max(map(len, texts)) > _SHOWN else 0
    for text in texts:
        end = start + _SHOWN
        yield f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"

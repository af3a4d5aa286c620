"""Bad input is told in one line, before anything is made or asked for."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.cmdline import execute


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """A command lets SIGTERM interrupt it; the tests go on without."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def ended(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int | str | None:
    """The exit code of a command that ends before it needs a process of its own."""
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    with pytest.raises(SystemExit) as end:
        execute(["scrapy", *map(str, arguments)])
    return end.value.code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["crawl", "dmo"], "there is no spider dmo; did you mean `demo`?"),
        (["crawl"], "give one spider's name"),
        (["crawl", "demo", "tieling"], "give one spider's name"),
        (["crawl", "site"], "no address is given; say which site"),
        (["crawl", "site", "-a", "url=kfq.test"], "-a url=kfq.test is no http address"),
        (["crawl", "demo", "-a", "url=http://a.test/"], "-a url goes with the spider `site`"),
        (["crawl", "demo", "-a", "full"], "-a full has no value"),
        (["crawl", "demo", "-s", "CLOCK=late"], "CLOCK is 'late'"),
        (["crawl", "demo", "-s", "CLOCK"], "use -s NAME=VALUE"),
        (["rebuild", "--workers", "0"], "--workers '0' is no number from 1 to 64"),
        (["demo", "--no-serve", "now"], "now means nothing to `scrapy demo`"),
        (["demo", "--no-serve", "--archive", __file__], "give a folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_is_told_in_one_line_with_code_2(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    arguments: list[str],
    said: str,
) -> None:
    assert ended(monkeypatch, *arguments, "-s", f"ARCHIVE_DIR={tmp_path / 'archive'}") == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("zone-archive: ")
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_in_a_profile_names_file_key_and_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "kfq.toml").write_text('home = "http://kfq.test/"\ntitel = "x"\n')
    assert ended(monkeypatch, "crawl", "kfq", "-s", f"PROFILES={tmp_path}") == 2
    assert capsys.readouterr().err == "zone-archive: kfq.toml: has no key `titel`; did you mean `title`?\n"


def test_the_list_of_spiders_is_that_of_profiles(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(monkeypatch, "list") == 0
    assert {"demo", "site", "tieling", "tieling-city"} <= set(capsys.readouterr().out.split())

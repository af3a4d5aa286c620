"""Profiles: what a file gives, and that every mistake in one names file, key and remedy."""

import re
from pathlib import Path

import pytest

from spiders.profile import PROFILES, Profile, ProfileError, Section

LEAST = 'home = "http://www.kfq.test/"\n'


def load(folder: Path, text: str, name: str = "kfq.toml") -> Profile:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return Profile.load(path)


def test_a_home_page_is_enough(tmp_path: Path) -> None:
    profile = load(tmp_path, LEAST)
    assert (profile.name, profile.title, profile.starts) == ("kfq", "kfq", ("http://www.kfq.test/",))
    assert profile.all_hosts == ("kfq.test",)
    assert not profile.verified


def test_all_keys_of_the_template_are_read() -> None:
    profile = Profile.load(PROFILES / "_template.toml")
    empty = [key for key in Profile.__struct_fields__ if not getattr(profile, key) and key != "verified"]
    assert empty == []
    assert profile.sections[0] == Section(name="园区要闻", url="http://www.kfq.test/news/")
    assert profile.layouts[0].article.body and profile.layouts[0].listing.row
    rules = [*profile.article.__struct_fields__, *profile.listing.__struct_fields__]
    assert [key for key in rules if not (getattr(profile.article, key, ()) or getattr(profile.listing, key, ()))] == []


@pytest.mark.parametrize("path", sorted(PROFILES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_profile_that_we_ship_loads(path: Path) -> None:
    profile = Profile.load(path)
    assert profile.home.startswith("http")
    assert re.search(r"[\u4e00-\u9fff]", profile.title)


def test_a_capture_is_read_by_the_rules_of_its_day(tmp_path: Path) -> None:
    text = (
        f'{LEAST}[article]\nbody = ["div.new"]\n'
        '[[layouts]]\nuntil = 2023-05-01\n[layouts.article]\nbody = ["div.old"]\n'
        '[[layouts]]\nuntil = 2019-12-31\n[layouts.article]\nbody = ["td.oldest"]\n[layouts.listing]\nrow = ["tr"]\n'
    )
    profile = load(tmp_path, text)
    days = (
        "2019-12-31T15:59:59.000Z",
        "2019-12-31T16:00:00.000Z",  # the first of January in China
        "2023-05-01T08:00:00.000Z",
        "2023-05-01T22:00:00.000Z",
    )
    rules = [profile.as_of(day) for day in (*days, "")]
    assert [each.article.body for each in rules] == [
        *(("td.oldest",), ("div.old",), ("div.old",), ("div.new",)),
        ("div.new",),
    ]
    assert [each.listing.row for each in rules[:2]] == [("tr",), ()]
    assert profile.digest != load(tmp_path, f'{LEAST}[article]\nbody = ["div.new"]\n').digest


def test_only_what_reading_depends_on_is_in_the_digest(tmp_path: Path) -> None:
    plain = load(tmp_path, LEAST).digest
    assert load(tmp_path, f"# seen to fit\n{LEAST}verified = true\n[settings]\nDOWNLOAD_DELAY = 9\n").digest == plain
    assert load(tmp_path, f'{LEAST}[article]\ntitle = ["h1"]\n').digest != plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "x"\n', "has no `home`; give the home page, like"),
        ('home = "kfq.test"\n', "`home` is 'kfq.test'; give the home page, like"),
        ("home = 3\n", '`home`: expected a text, got a number; write home = "..."'),
        ("home = \n", "see _template.toml"),
        (
            f'{LEAST}[[sections]]\nname = "x"\nurl = "http://kfq.test/x/"\nhosts = ["a.test"]\n',
            "[sections] has no key `hosts`; put it above the first [table]",
        ),
        (f'{LEAST}[[layouts]]\n[layouts.article]\nbody = ["p"]\n', "has no `until`; give the last day, like"),
        (f'{LEAST}[[layouts]]\nuntil = "soon"\n', "`until`"),
        (f'{LEAST}[[layouts]]\nuntil = 2023-05-01\n[layouts.article]\nbody = ["p["]\n', "[layouts.article] `body` has"),
        (f'{LEAST}titel = "x"\n', "has no key `titel`; did you mean `title`?"),
        (f'{LEAST}name = "kfq"\n', "`name` is not given in a profile: the file's name is the profile's"),
        (f'{LEAST}[article]\ntitel = ["h1"]\n', "[article] has no key `titel`; did you mean `title`?"),
        (f'{LEAST}[article]\ntitle = "h1"\n', '[article] `title`: expected a list, got a text; write title = ["..."]'),
        (f'{LEAST}[article]\ntitle = ["h1", 3]\n', "each entry of [article] `title`: expected a text, got a number"),
        (f'{LEAST}[article]\nbody = ["div["]\n', "[article] `body` has 'div[': not CSS"),
        (f'{LEAST}[listing]\nnext = ["a::attr(href)"]\n', "a rule selects elements; leave out what follows ::"),
        (f'{LEAST}verified = "yes"\n', "`verified`: expected true or false, got a text; write verified = true"),
        (f'{LEAST}cms = "TRS"\n', "`cms` is 'TRS'; it may have: dedecms, easysite, "),
        (f'{LEAST}cms = "empirecm"\n', "`cms` is 'empirecm'; did you mean `empirecms`?, or leave it out"),
        (f'{LEAST}hosts = ["http://a.test/"]\n', "`hosts` has 'http://a.test/'; give bare host names"),
        (f'{LEAST}seeds = ["/news/"]\n', "'/news/' is no http address; give it whole"),
        (
            f'{LEAST}seeds = ["http://a.test/"]\n',
            "http://a.test/ is on another host than `home`; add its host to `hosts`",
        ),
        (
            f'{LEAST}zone = "铁岭经开区"\n',
            "`zone` is '铁岭经开区', which is no national zone; did you mean \"铁岭经济技术开发区\"?",
        ),
        (f'{LEAST}zone = "x"\n', "give its full name as in archive/zones.csv, or leave it out"),
        (f'{LEAST}[[sections]]\nname = "要闻"\n', "[sections] has no `url`; give the first page, like"),
        (f"{LEAST}[settings]\nDOWNLOAD_DELEY = 5\n", "[settings] may not have `DOWNLOAD_DELEY`; did you mean"),
        (f"{LEAST}[settings]\nROBOTSTXT_OBEY = false\n", "[settings] may not have `ROBOTSTXT_OBEY`"),
        (f'{LEAST}[settings]\nDOWNLOAD_DELAY = "5"\n', "[settings] `DOWNLOAD_DELAY` is '5'; give a number"),
        (f"{LEAST}[settings]\nDOWNLOAD_DELAY = -1\n", "[settings] `DOWNLOAD_DELAY` is -1; give 0 or more"),
        (f"{LEAST}settings = 5\n", "`settings` is 5; write [settings]"),
        (f"{LEAST}[settings]\nDOWNLOAD_DELAY = [1]\n", "[settings] `DOWNLOAD_DELAY` is [1]; give a number"),
    ],
)
def test_a_mistake_names_file_key_and_remedy(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ProfileError) as mistake:
        load(tmp_path, text)
    message = str(mistake.value)
    assert message.startswith("kfq.toml: ")
    assert said in message
    assert "\n" not in message


def test_a_file_that_is_not_text_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "kfq.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProfileError, match=r"kfq\.toml: .*_template\.toml"):
        Profile.load(path)


@pytest.mark.parametrize("name", ["Kfq.toml", "kfq.gov.cn.toml", "site.toml"])
def test_a_name_that_no_spider_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProfileError, match="name the file"):
        load(tmp_path, LEAST, name)


def test_a_site_without_a_profile_is_named_after_its_host() -> None:
    profile = Profile.generic("http://www.kfq.test/index.html")
    assert (profile.name, profile.all_hosts) == ("kfq.test", ("kfq.test",))
    assert profile.digest == Profile.generic("http://other.test/").digest

"""CMS families: what a file gives, and that every mistake in one names file, key and remedy."""

from pathlib import Path

import pytest

from spiders.family import Family, families, family_named
from spiders.profile import ProfileError

LEAST = 'title = "x"\nrank = 1\n[fingerprint]\nmarkup = ["made-by-x"]\n'
NAMES = {
    *("trs", "jcms", "jpaas", "ucap", "nfcms", "gkmlpt", "lkcms", "vsb", "webplus", "easysite", "epoint", "empirecms"),
    "dedecms",
}


def load(folder: Path, text: str) -> Family:
    path = folder / "x.toml"
    path.write_text(text, encoding="utf-8")
    return Family.load(path)


def test_there_are_thirteen_families_and_no_two_of_a_rank() -> None:
    assert {family.name for family in families()} == NAMES
    assert len({family.rank for family in families()}) == len(NAMES)


def test_every_family_tells_what_it_is_recognised_by_and_where_text_and_files_stand() -> None:
    for family in families():
        assert family.fingerprint.article or family.fingerprint.listing or family.fingerprint.markup, family.name
        assert family.article.body or family.article.shared_body, family.name


def test_a_family_is_found_by_its_name() -> None:
    assert family_named("easysite") in families()
    assert family_named("wordpress") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "x"\nrank = 1\n', "has no `fingerprint`; add fingerprint = ..."),
        (f'{LEAST}markups = ["x"]\n', "[fingerprint] has no key `markups`; did you mean `markup`?"),
        (f'{LEAST}article = ["/a("]\n', "[fingerprint] `article` has '/a(': no pattern"),
        (f'{LEAST}[article]\nbody = ["div.a p"]\n', "[article] `body` has 'div.a p'; name a tag"),
        (f'{LEAST}[article]\ntitle = ["div["]\n', "[article] `title` has 'div[': not CSS"),
        (f'{LEAST}[article]\nbetween = ["x"]\n', "each entry of [article] `between`: expected a list, got a text"),
        (f'{LEAST}[listing]\nrow = "li"\n', '[listing] `row`: expected a list, got a text; write row = ["..."]'),
        (f'{LEAST}[files]\naddress = ["*"]\n', "[files] `address` has '*': no pattern"),
        ("title = ", "x.toml: Invalid value"),
    ],
)
def test_a_mistake_names_file_key_and_remedy(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ProfileError) as mistake:
        load(tmp_path, text)
    message = str(mistake.value)
    assert message.startswith("x.toml: ")
    assert said in message
    assert "\n" not in message

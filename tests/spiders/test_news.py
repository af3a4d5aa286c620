"""What the spider asks with."""

import pytest

from archive.records import Address
from spiders.news import AnySite

HOME = "http://kfq.test/"


def headers(address: Address) -> dict[str, str]:
    found = AnySite(url=HOME).request(address).headers.to_unicode_dict()
    return {name: value for name, value in found.items() if isinstance(name, str)}


@pytest.mark.parametrize(
    ("found_on", "expected"),
    [(f"{HOME}xwzx/", {"Referer": f"{HOME}xwzx/"}), ("https://kfq.test/xwzx/", {}), (None, {})],
)
def test_a_request_tells_which_page_led_to_it_as_a_browser_would(
    found_on: str | None, expected: dict[str, str]
) -> None:
    assert headers(Address(url=f"{HOME}a/1.html", site_id="kfq", kind="article", found_on=found_on)) == expected

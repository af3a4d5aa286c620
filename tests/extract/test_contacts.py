"""The numbers and addresses are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.contacts import emails, phones


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0100-2345678", ["0100-2345678"]),
        ("0100—2345678", ["0100-2345678"]),
        ("０１００－２３４５６７８", ["0100-2345678"]),
        ("（0100）2345678", ["0100-2345678"]),
        ("024-22345678 22345679", ["024-22345678", "024-22345679"]),
        ("024-22345678/22345679、22345670", ["024-22345678", "024-22345679", "024-22345670"]),
        ("024-22345678，0410-2345678", ["024-22345678", "0410-2345678"]),
        ("02422345678", ["024-22345678"]),
        ("0410 2345678", ["0410-2345678"]),
        ("2345678", ["2345678"]),
        ("86-10-22345678", ["010-22345678"]),
        ("0100-2345678转801", ["0100-2345678转801"]),
        ("0100-2345678-801", ["0100-2345678-801"]),
        ("13912345678", ["13912345678"]),
        ("400-123-4567", ["400-123-4567"]),
        ("12345", ["12345"]),
        ("0386-12345 0386—12366", ["0386-12345", "0386-12366"]),
        ("0100-2345678 0100-2345678", ["0100-2345678"]),
        ("8:30-17:30", []),
        ("2001-2012", []),
        ("邮编 112000", []),
        ("辽公网安备21010202000123号", []),
        ("", []),
    ],
)
def test_numbers_are_read_as_area_and_number(text: str, numbers: list[str]) -> None:
    assert phones(text) == numbers


@pytest.mark.parametrize(
    ("text", "announced", "found"),
    [
        ("邮箱:kfq@example.com", False, ["kfq@example.com"]),
        ("kfq@163.comICP证", False, ["kfq@163.com"]),
        ("a.b-c@mail.gov.cn。", False, ["a.b-c@mail.gov.cn"]),
        ("KFQ@EXAMPLE.COM", False, ["KFQ@EXAMPLE.COM"]),
        ("ｋｆｑ＠example.com", False, ["kfq@example.com"]),
        ("a@b.cn c@d.cn a@b.cn", False, ["a@b.cn", "c@d.cn"]),
        ("kfq（at）example.com", True, ["kfq@example.com"]),
        ("kfq [at] example.com", True, ["kfq@example.com"]),
        ("kfq#example.com", True, ["kfq@example.com"]),
        ("kfq#example.com", False, []),
        ("meet(at)example.com", False, []),
        ("@example.com", False, []),
        ("", True, []),
    ],
)
def test_addresses_end_where_another_script_begins(text: str, announced: bool, found: list[str]) -> None:
    assert emails(text, announced=announced) == found


@given(st.text(alphabet="0123456789-—转() 电话@.aA#", max_size=40))
def test_any_text_is_answered(text: str) -> None:
    assert all(number.strip() for number in phones(text))
    assert all("@" in address for address in emails(text, announced=True))

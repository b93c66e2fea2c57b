"""Who wrote and to whom: addresses are read before names are decoded, for anybody may write any name."""

from __future__ import annotations

from base64 import b64encode
from email.utils import getaddresses, parseaddr

import pytest

from parsers import read
from parsers.document import Headers

TRUE = "evil@evil.example"
FALSE = "xxgk@jyt.yanjiang.example"


def word(text: str) -> str:
    return f"=?utf-8?B?{b64encode(text.encode()).decode()}?="


def headers(*lines: str) -> Headers:
    found = read("\r\n".join((*lines, "", "x")).encode(), "来信.eml").headers
    assert found is not None
    return found


NAMES = (
    f"教育厅 <{FALSE}>", FALSE, f"<{FALSE}>", f'"教育厅" <{FALSE}>,', f"{FALSE}, 教育厅", "<script>x</script>",
    f'"<{FALSE}>"', f"教育厅 ({FALSE}", f"教育厅 <{FALSE}> \\", "李, 明",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["{} <{}>", '"{}" <{}>'])
def test_an_address_in_an_encoded_name_is_no_address(name, form):
    found = headers(f"From: {form.format(word(name), TRUE)}", "To: b@example.org")
    assert parseaddr(found.sender or "")[1] == TRUE
    assert FALSE not in (found.sender or "")


@pytest.mark.parametrize("name", NAMES)
def test_every_recipient_keeps_its_own_address(name):
    found = headers(
        "From: a@example.org", f"To: {word(name)} <{TRUE}>, {word('乙')} <b@example.org>"
    )
    assert [each for _, each in getaddresses([found.to or ""])] == [TRUE, "b@example.org"]


@pytest.mark.parametrize("name", ["Reply-To", "Delivered-To", "X-Original-To"])
def test_the_other_lines_of_addresses_are_read_alike(name):
    found = headers(
        "From: a@example.org", "To: b@example.org", f"{name}: {word(NAMES[0])} <{TRUE}>"
    )
    assert parseaddr(dict(found.marks)[name.lower()])[1] == TRUE


@pytest.mark.parametrize("line", ["{}", "{} <", "{} <evil@evil.example", "{}, <>", ";{}"])
def test_what_is_encoded_as_a_whole_is_nobodys_address(line):
    found = headers(f"From: {line.format(word(NAMES[0]))}", "To: b@example.org")
    assert FALSE not in [each for _, each in getaddresses([found.sender or ""])]


def test_a_name_without_signs_of_addresses_stands_as_it_is():
    found = headers(f"From: {word('演江自治区教育厅(办公室)')} <{TRUE}>", "To: b@example.org")
    assert found.sender == f"演江自治区教育厅(办公室) <{TRUE}>"

"""Names of applicants: whole names are compared, and nobody is told by a surname."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Finding, Verdict
from parsers.document import Document, Line, TextFrom

_RECEIVED = "本机关于2020年9月18日收到{}提交的政府信息公开申请，申请公开“2019年度部门决算”。"


def _scanned(document: Document) -> Document:
    pages = (
        replace(
            page,
            text_from=TextFrom.OCR,
            lines=tuple(Line(line.text, line.bbox, 0.97) for line in page.lines),
        )
        for page in document.pages
    )
    return replace(document, pages=tuple(pages))


def _named(expected: str, addressee: str, *, scan: bool = False, **parts: str) -> Finding:
    document = document_of(letter(addressee=addressee, **parts))
    dossier = Dossier(_scanned(document) if scan else document, Expected(applicant=expected))
    return judge(dossier).finding(Element.APPLICANT)


@pytest.mark.parametrize(
    ("expected", "addressee"),
    [
        ("赵亮", "赵亮亮："),
        ("赵亮亮", "赵亮："),
        ("司徒静", "司徒静雯女士："),
        ("孙立人", "孙立仁："),
        ("周子墨", "周紫墨先生："),
        ("李国强", "刘国强："),
        ("林晓雯", "陈大明："),
    ],
)
def test_another_name_is_told_however_near_it_is(expected: str, addressee: str) -> None:
    assert _named(expected, addressee).defects == ("other_name",)


@pytest.mark.parametrize(
    ("expected", "addressee"),
    [
        ("赵亮", "赵亮亮："),
        ("司徒静雯", "司徒静："),
        ("孙立人", "孙立仁："),
        ("李国强", "刘国强："),
        ("周子墨", "周于墨："),
    ],
)
def test_on_a_scan_a_name_nearly_right_is_a_persons_to_see(expected: str, addressee: str) -> None:
    assert _named(expected, addressee, scan=True).verdict is Verdict.UNCLEAR
    assert _named("林晓雯", "陈大明：", scan=True).defects == ("other_name",)


@pytest.mark.parametrize(
    ("expected", "addressee"),
    [
        ("演江鼎和公司", "演江鼎和公司工会："),
        ("演江鼎和公司工会", "演江鼎和公司："),
        ("演江鼎和有限责任公司", "演江鼎和有限公司："),
        ("演江市第三中学", "演江市第三中学分校："),
        ("明珠", "欧阳明珠："),
        ("陳明", "陈明："),
    ],
)
def test_part_of_a_bodys_name_is_a_persons_to_see(expected: str, addressee: str) -> None:
    assert _named(expected, addressee).verdict is Verdict.UNCLEAR


@pytest.mark.parametrize(
    ("expected", "addressee"),
    [
        ("林晓雯", "林某："),
        ("林晓雯", "林×雯女士："),
        ("林某某", "林晓雯："),
        ("赵亮", "赵亮律师："),
        ("赵亮", "赵亮等："),
        ("赵亮", "赵亮亮、赵亮："),
        ("买买提·艾力", "买买提艾力："),
        ("鼎和科技有限公司", "演江市鼎和科技有限公司："),
        ("赵亮、孙立人", "孙立人、赵亮："),
        ("赵亮、孙立人", "孙立人："),
    ],
)
def test_the_same_name_masked_or_with_a_word_behind_it_is_the_applicants(
    expected: str, addressee: str
) -> None:
    assert _named(expected, addressee).verdict is Verdict.PRESENT


@pytest.mark.parametrize("expected", ["", "赵亮"])
@pytest.mark.parametrize(
    "addressee", ["赵女士：", "赵先生：", "欧阳女士：", "尊敬的赵同志：", "赵老师您好："]
)
def test_a_surname_alone_names_nobody(expected: str, addressee: str) -> None:
    assert _named(expected, addressee).defects == ("generic",)


def test_who_is_greeted_by_a_surname_and_named_in_the_text_is_named() -> None:
    for expected in ("", "赵亮"):
        found = _named(expected, "赵女士：", request=_RECEIVED.format("赵亮"))
        assert (found.verdict, found.value) == (Verdict.PRESENT, "赵亮")


def test_a_longer_name_in_the_text_is_not_the_name_expected() -> None:
    found = _named("赵亮", "赵亮亮：", request=_RECEIVED.format("赵亮亮"))
    assert found.defects == ("other_name",)
    assert _named("赵亮", "赵女士：", request=_RECEIVED.format("赵亮亮")).defects == ("generic",)
    assert _named("赵亮", "", request=_RECEIVED.format("赵亮亮")).verdict is Verdict.UNCLEAR

"""A seal's name read from ink may confirm whose letter it is; it accuses only where it can hardly be misread."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import UNIT, document_of, letter
from harness.checker.finding import Element, Finding, Verdict
from parsers.document import Document, Seal

GOVERNMENT = "演江市人民政府"


def sealed(name: str | None, sure: float, issuer: str = UNIT) -> Document:
    document = document_of(letter(issuer=issuer), seal=None)
    seal = Seal(None, name, name_confidence=sure)
    return replace(document, pages=(replace(document.pages[0], seals=(seal,)),))


def found(name: str | None, sure: float, issuer: str = UNIT) -> Finding:
    dossier = Dossier(sealed(name, sure, issuer), Expected(unit=issuer))
    return judge(dossier).finding(Element.SEAL)


@pytest.mark.parametrize("sure", [0.99, 0.9, 0.6, 0.3])
@pytest.mark.parametrize(
    "name", [UNIT, "演江市财正局", "演江市水利局", "外河县教育体育局", "某某科技有限公司", "市财", "口口口口"]
)  # fmt: skip
def test_no_name_read_from_ink_of_which_the_gist_is_not_known_makes_a_seal_defective(
    name: str, sure: float
) -> None:
    finding = found(name, sure)
    assert finding.verdict in (Verdict.PRESENT, Verdict.UNCLEAR)
    assert finding.defects == ()


@pytest.mark.parametrize("name", ["外河县水利局", "演江市自然资源和规划局", "某某科技有限公司"])
def test_another_body_s_name_read_surely_in_every_character_is_for_a_person(name: str) -> None:
    finding = found(name, 0.96)
    assert finding.verdict is Verdict.UNCLEAR
    assert f"“{name}”" in finding.reason
    assert UNIT in finding.reason
    assert "核对原件" in finding.reason


@pytest.mark.parametrize("name", ["外河县水利局", "某某科技有限公司"])
def test_another_name_read_with_doubt_is_said_and_left_alone(name: str) -> None:
    finding = found(name, 0.8)
    assert finding.verdict is Verdict.PRESENT
    assert "未作核对" in finding.reason


@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        (UNIT, UNIT),
        ("演江市财政局政府信息公开专用章", UNIT),
        (GOVERNMENT + "办公室", GOVERNMENT),
        (GOVERNMENT + "办公厅", GOVERNMENT),
        (GOVERNMENT + "政府信息公开专用章", GOVERNMENT),
    ],
)
def test_the_right_name_confirms_the_seal(name: str, issuer: str) -> None:
    finding = found(name, 0.93, issuer)
    assert finding.verdict is Verdict.PRESENT
    assert f"与“{issuer}”相符" in finding.reason


def test_a_name_with_one_slip_is_called_near_and_not_the_same() -> None:
    finding = found("演江市财正局", 0.93)
    assert finding.verdict is Verdict.PRESENT
    assert "相近" in finding.reason


def test_a_ring_read_from_its_middle_on_is_no_other_body() -> None:
    assert found("市财政局演江", 0.97).verdict is Verdict.PRESENT


def ink(name: str, sure: float, gist: float, colour: str = "red", unit: str = UNIT) -> Finding:
    document = sealed(name, sure, unit)
    (page,) = document.pages
    seals = tuple(replace(one, gist_confidence=gist, colour=colour) for one in page.seals)
    document = replace(document, pages=(replace(page, seals=seals),))
    return judge(Dossier(document, Expected(unit=unit))).finding(Element.SEAL)


@pytest.mark.parametrize(
    "name", ["演江市审计局", "演江市卫生健康委员会", "外河县水利局", "演江市住房和城乡建设局"]
)
def test_another_body_s_whole_name_in_plain_red_ink_is_a_mismatch(name: str) -> None:
    assert ink(name, 0.93, 0.99).defects == ("name_mismatch",)


@pytest.mark.parametrize(
    ("name", "sure", "gist", "colour"),
    [
        ("演江市审计局", 0.85, 0.99, "red"),  # one character is not sure
        ("演江市审计局", 0.95, 0.93, "red"),
        ("演江市审计局", 0.95, 0.99, "grey"),  # a copy: the ring may hold the words below it
        ("演江市财会局", 0.95, 0.99, "red"),  # but for one character
        ("寅汇市财政局", 0.95, 0.99, "red"),  # may be slips
        ("演江市审计", 0.95, 0.99, "red"),  # no whole name
        ("演江市局财政", 0.95, 0.99, "red"),  # a ring read from its middle on
        ("演江市财政审计局", 0.95, 0.99, "red"),  # says more, and nothing else
        ("演江市国有资产管理局", 0.95, 0.99, "red"),  # may be the same body under another name
        ("演江市金融工作局", 0.95, 0.99, "red"),
    ],
)  # fmt: skip
def test_what_may_be_misread_accuses_nobody(
    name: str, sure: float, gist: float, colour: str
) -> None:
    assert ink(name, sure, gist, colour).defects == ()


def test_a_name_that_the_file_states_still_accuses() -> None:
    assert found("演江市水利和湖泊局", 1.0).defects == ("name_mismatch",)


def test_a_seal_whose_name_could_not_be_read_is_a_seal() -> None:
    finding = found(None, 1.0)
    assert (finding.verdict, finding.value) == (Verdict.PRESENT, None)


def gist(name: str, gist_confidence: float | None, issuer: str = UNIT) -> Finding:
    document = sealed(name, 0.65, issuer)
    (page,) = document.pages
    seals = tuple(replace(one, gist_confidence=gist_confidence) for one in page.seals)
    document = replace(document, pages=(replace(page, seals=seals),))
    return judge(Dossier(document, Expected(unit=issuer))).finding(Element.SEAL)


@pytest.mark.parametrize("name", ["外河县水利局", "沅州市司法局", "某某科技有限公司"])
def test_one_unsure_character_does_not_hide_that_a_name_is_another_s(name: str) -> None:
    assert gist(name, 0.97).verdict is Verdict.UNCLEAR
    assert gist(name, 0.8).verdict is Verdict.PRESENT
    assert gist(name, None).verdict is Verdict.PRESENT


@pytest.mark.parametrize("name", [UNIT, "演江市财正局", "寅江市财正局", "演江市水利局"])
def test_with_an_unsure_character_one_slip_more_is_forgiven(name: str) -> None:
    assert gist(name, 0.97).verdict is Verdict.PRESENT

"""Guides of our own are read as their labels say."""

from __future__ import annotations

from functools import cache

import pytest

from harness.guide.finding import Guide
from harness.guide.items import Item
from harness.guide.read import read_guide
from tests.harness.guide.guides import GUIDES, Written
from tests.harness.guide.written import document_of

_VERDICTS = {"p": "present", "a": "absent", "d": "defective", "u": "unclear"}
NAMES = {one.name: one for one in GUIDES}


@cache
def _read(name: str) -> Guide:
    return read_guide(document_of(NAMES[name]))


def _labels(guide: Written) -> list[tuple[str, str]]:
    words = guide.verdicts.split()
    return list(zip(words[::2], words[1::2], strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_item_is_found_as_it_is_labelled(name: str) -> None:
    found = _read(name)
    wrong = [
        f"{item}: {found.of(Item(item)).verdict} not {_VERDICTS[verdict]}: {found.of(Item(item)).reason}"
        for item, verdict in _labels(NAMES[name])
        if found.of(Item(item)).verdict != _VERDICTS[verdict]
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_values_are_copied_as_they_stand(name: str) -> None:
    found = _read(name)
    assert found.unit == NAMES[name].unit
    told = {item: found.of(Item(item)).value for item in NAMES[name].values}
    assert told == NAMES[name].values


@pytest.mark.parametrize("name", NAMES)
def test_channels_are_open_closed_untold_or_unclear(name: str) -> None:
    if NAMES[name].channels:
        signs = "".join(
            "+" if one.open else "-" if one.open is False else "0" if one.told is False else "?"
            for one in _read(name).channels
        )
        assert signs == NAMES[name].channels, [one.reason for one in _read(name).channels]


@pytest.mark.parametrize("name", NAMES)
def test_defects_are_the_labelled_ones_and_no_others(name: str) -> None:
    labelled = NAMES[name].defects
    told = {
        str(one.element): one.defects[0]
        for one in _read(name).findings
        if one.is_fault and one.defects
    }
    asked = {item for item, _ in _labels(NAMES[name])}
    assert {item: told.get(item) for item in asked if item in told or item in labelled} == labelled


@pytest.mark.parametrize("name", NAMES)
def test_every_fault_says_why_and_quotes_what_it_blames(name: str) -> None:
    for one in _read(name).findings:
        assert one.reason
        if one.verdict == "defective" and "basic_missing" not in one.defects:
            assert one.evidence and all(span.text for span in one.evidence)


@pytest.mark.parametrize("name", NAMES)
def test_no_value_is_invented(name: str) -> None:
    text = "".join("".join(page.text.split()) for page in document_of(NAMES[name]).pages)
    for item in ("email", "telephone", "fax", "postcode", "website"):
        for value in _read(name).of(Item(item)).values:
            assert value.replace("(", "（").replace(")", "）") in text or value in text

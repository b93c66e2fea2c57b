"""The same guide says the same in every form, and a text broken in the middle of its words accuses nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.guide.read import read_guide
from parsers import read
from tests.harness.guide.guides import GUIDES, Written
from tests.harness.guide.written import document_of

WHOLE = [one for one in GUIDES if not one.scripts]


def _verdicts(guide: Written) -> dict[str, tuple[str, str | None]]:
    return {
        str(one.element): (str(one.verdict), one.value)
        for one in read_guide(document_of(guide)).findings
    }


@pytest.mark.parametrize("guide", WHOLE, ids=[one.name for one in WHOLE])
def test_a_guide_says_the_same_as_page_paper_and_text(guide: Written) -> None:
    page, paper, text = (
        _verdicts(replace(guide, name=f"指南.{end}")) for end in ("html", "docx", "txt")
    )
    assert page == paper == text


@pytest.mark.parametrize("width", [20, 28, 33, 40])
@pytest.mark.parametrize("guide", WHOLE, ids=[one.name for one in WHOLE])
def test_a_text_broken_at_any_width_accuses_of_nothing_more(guide: Written, width: int) -> None:
    lines = [
        line for block in guide.blocks if isinstance(block, str) for line in _broken(block, width)
    ]
    whole = [block for block in guide.blocks if isinstance(block, str)]
    was = read_guide(read("\n".join(whole).encode(), "指南.txt"))
    now = read_guide(read("\n".join(lines).encode(), "指南.txt"))
    more = [
        (one.element, one.reason)
        for one, before in zip(now.findings, was.findings, strict=True)
        if one.is_fault and not before.is_fault
    ]
    assert not more


def _broken(block: str, width: int) -> list[str]:
    return [block[at : at + width] for at in range(0, len(block), width)]

"""The transition table: whole, readable, and the same as the page made from it."""

from __future__ import annotations

from pathlib import Path

from harness.clock.diagram import page
from harness.clock.events import Kind
from harness.clock.remarks import KIND_NAMES
from harness.clock.timeline import PHASE_NAMES, TRANSITIONS, Phase

DOCS = Path(__file__).parents[3] / "docs" / "clock.md"


def test_every_phase_and_every_kind_has_its_place_and_its_name() -> None:
    assert set(TRANSITIONS) == set(PHASE_NAMES) == set(Phase)
    assert set(KIND_NAMES) == set(Kind)
    assert {kind for after in TRANSITIONS.values() for kind in after} == set(Kind)


def test_every_phase_can_be_reached() -> None:
    reached, before = {Phase.NOT_SENT}, set()
    while reached != before:
        before = set(reached)
        reached |= {to for phase in before for to in TRANSITIONS[phase].values()}
    assert reached == set(Phase)


def test_an_answered_or_withdrawn_application_stays_so() -> None:
    for phase in (Phase.ANSWERED, Phase.WITHDRAWN):
        assert set(TRANSITIONS[phase].values()) == {phase}


def test_the_page_in_the_docs_is_made_from_the_table() -> None:
    assert DOCS.read_text(encoding="utf-8") == page(), (
        "请运行 python -m harness.clock.diagram docs/clock.md"
    )

"""A campaign of five units from `new` to `report`, by the command line alone: real mail servers on
loopback, paper and calls through the ledger as people keep it, each answer as contracts.md has it.

One life, told in the order of its days (2026-02-20 to 2026-06-01); each step goes on from the last.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

import beginning
import coming
import deciding
import handing_over
from desk import Desk
from life import Life
from office import post_office

pytestmark = pytest.mark.needs("dovecot")
STEPS = (
    beginning.begun,
    beginning.planned,
    beginning.posted,
    beginning.received,
    beginning.mailed,
    beginning.submitted,
    coming.come,
    coming.undecided,
    deciding.filed,
    deciding.photographed,
    deciding.ruled,
    deciding.corrected,
    deciding.mended,
    handing_over.reported,
    handing_over.kept,
)


@pytest.fixture
def life(tmp_path: Path, dovecot, new_store) -> Iterator[Life]:
    with post_office() as post:
        yield Life(Desk(tmp_path), post, dovecot, new_store())


def test_five_units_are_assessed_from_the_first_table_to_the_report(life: Life) -> None:
    for step in STEPS:
        step(life)

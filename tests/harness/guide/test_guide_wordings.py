"""Every wording of guides finds its example, leaves the other alone, and is used by somebody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.guide import wordings as book
from harness.reading.wordings.book import Wording
from parsers.page.punctuation import canonical

ENTRIES = [one for ones in book.wordings().values() for one in ones]


@pytest.mark.parametrize("one", ENTRIES, ids=[f"{one.says} {one.where}" for one in ENTRIES])
def test_a_wording_finds_its_example_and_leaves_the_other_alone(one: Wording) -> None:
    ours = re.compile(book.piece_of_entry(one).regex)
    assert ours.search(canonical(one.finds))
    assert not ours.search(canonical(one.leaves))
    assert book.pattern(one.says).search(canonical(one.finds))


def test_no_wording_stands_twice() -> None:
    said = [(one.says, one.phrase) for one in ENTRIES]
    assert len(said) == len(set(said))


def test_every_code_is_asked_for() -> None:
    folder = book.FOLDER.parent
    source = "".join(path.read_text("utf-8") for path in Path(folder).glob("*.py"))
    composed = ("label_", "perhaps_", "_open", "_closed", "_perhaps", "_told")
    for says in book.wordings():
        assert f'"{says}"' in source or any(part in says for part in composed), says

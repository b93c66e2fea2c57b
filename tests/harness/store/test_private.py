"""What is encrypted is bound to its place, and a letter is the same file however often it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.store import keys
from harness.store.private import (
    MARK,
    NotOpened,
    decrypt,
    encrypt,
    key_of,
    unwrapped,
    wrapped,
)

PLACE = ("outbox", "U001-A", "sha256")
LETTER = "证件号码".encode() * 50


@pytest.fixture
def key_id(tmp_path: Path) -> str:
    return keys.new_key(tmp_path / "测评")


def test_a_letter_gives_the_same_file_and_another_letter_shares_no_nonce(key_id: str) -> None:
    once = wrapped(key_id, LETTER, PLACE)
    assert once == wrapped(key_id, LETTER, PLACE) and unwrapped(once, PLACE) == LETTER
    others = {
        once,
        wrapped(key_id, LETTER + b"\n", PLACE),
        wrapped(key_id, LETTER, ("outbox", "U002-A", "sha256")),
    }
    at = len(MARK) + len(key_id) + 1
    assert len({each[at : at + 12] for each in others}) == 3


def test_a_number_that_is_encrypted_twice_does_not_look_the_same(key_id: str) -> None:
    assert encrypt(key_id, LETTER, PLACE) != encrypt(key_id, LETTER, PLACE)


def test_a_file_says_which_key_it_needs_and_one_that_is_open_is_itself(key_id: str) -> None:
    assert key_of(wrapped(key_id, LETTER, PLACE)) == key_id
    assert key_of(LETTER) is None and unwrapped(LETTER, PLACE) == LETTER


def test_a_letter_that_was_cut_off_or_put_in_place_of_another_is_not_opened(key_id: str) -> None:
    whole = wrapped(key_id, LETTER, PLACE)
    head = len(MARK) + len(key_id) + 1
    for cut in (head, head + 5, head + 12, len(whole) - 1):
        with pytest.raises(NotOpened):
            unwrapped(whole[:cut], PLACE)
    with pytest.raises(NotOpened):
        unwrapped(whole, ("outbox", "U001-B", "sha256"))
    with pytest.raises(keys.KeyLost):
        unwrapped(MARK + b"no", PLACE)


def test_a_name_of_a_key_never_leads_out_of_the_folder_of_keys(key_id: str, tmp_path: Path) -> None:
    (tmp_path / "x.key").write_text("00" * keys.SIZE)
    for strange in ("../" * 8 + f"{tmp_path}/x", str(tmp_path / "x"), "", "\0"):
        with pytest.raises(keys.KeyLost):
            decrypt(strange, LETTER, PLACE)
        assert not keys.drop_key(strange)
    assert (tmp_path / "x.key").exists()

"""What lies in incoming/ is kept once and whole: letters that grow, letters that share a page, files
that are still being copied."""

from __future__ import annotations

import os
import threading
import time
from io import BytesIO

import pytest
from PIL import Image

from harness.campaign.receiving.collect import keep_papers
from harness.intake import folder as intake
from harness.store.evidence import sha256
from harness.store.standing import operations


def _picture(shade: int) -> bytes:
    file = BytesIO()
    Image.new("L", (40, 40), shade).save(file, "PNG")
    return file.getvalue()


PAGES = {number: _picture(number) for number in range(12)}


def _lay(desk, folder: str, *names: int) -> None:
    for number in names:
        desk.lay(f"{number}.png", PAGES[number], folder)


def _kept(desk) -> list[list[int]]:
    """The letters that were kept, each as its pages in order."""
    numbers = {sha256(data): number for number, data in PAGES.items()}
    return [
        [numbers[sha] for sha in (each.arrival.sha256, *(page[2] for page in each.arrival.pages))]
        for each in desk.arrivals()
    ]


def _collect(desk) -> list[list[int]]:
    assert desk.collect() == ()
    return _kept(desk)


def test_pages_that_are_laid_in_later_become_pages_of_the_same_letter_in_the_order_of_names(desk):
    _lay(desk, "信1", 1)
    assert _collect(desk) == [[1]]
    _lay(desk, "信1", 2)
    assert _collect(desk) == [[1, 2]]
    _lay(desk, "信1", 0, 10)
    assert _collect(desk) == [[0, 1, 2, 10]]
    assert _collect(desk) == [[0, 1, 2, 10]]


def test_letters_that_share_a_page_are_all_kept(desk):
    _lay(desk, "信A", 1, 2)
    _lay(desk, "信B", 1, 9)
    assert _collect(desk) == [[1, 2], [1, 9]]
    _lay(desk, "信B", 10)
    _lay(desk, "信C", 1)
    assert _collect(desk) == [[1, 2], [1, 9, 10]]


def test_a_letter_does_not_take_in_another_that_begins_with_its_only_page(desk):
    _lay(desk, "信A", 1)
    assert _collect(desk) == [[1]]
    _lay(desk, "信B", 1, 9)
    assert _collect(desk) == [[1], [1, 9]]


def test_another_letter_in_a_folder_that_was_emptied_is_another_letter(desk):
    _lay(desk, "信1", 1, 2)
    assert _collect(desk) == [[1, 2]]
    for path in (desk.folder / "incoming" / "信1").iterdir():
        path.unlink()
    _lay(desk, "信1", 3, 4)
    assert _collect(desk) == [[1, 2], [3, 4]]


def test_a_folder_that_was_renamed_holds_the_same_letter(desk):
    _lay(desk, "信1", 1, 2)
    assert _collect(desk) == [[1, 2]]
    (desk.folder / "incoming" / "信1").rename(desk.folder / "incoming" / "财政厅")
    assert _collect(desk) == [[1, 2]]


def test_sheets_that_lay_loose_before_are_not_kept_twice(desk):
    _lay(desk, "纸质来件", 1, 2)
    assert _collect(desk) == [[1], [2]]
    _lay(desk, "信1", 1, 2)
    assert _collect(desk) == [[1], [2]]


def test_a_letter_of_pages_that_are_letters_of_their_own_elsewhere_is_kept(desk):
    _lay(desk, "信A", 1)
    _lay(desk, "信B", 9)
    _lay(desk, "信C", 1, 9)
    assert _collect(desk) == [[1], [9], [1, 9]]


def test_a_loose_sheet_that_was_put_into_a_folder_with_another_is_one_letter(desk):
    _lay(desk, "纸质来件", 1)
    assert _collect(desk) == [[1]]
    _lay(desk, "信1", 1, 2)
    assert _collect(desk) == [[1, 2]]


def test_what_is_added_to_a_letter_is_in_the_history(desk):
    _lay(desk, "信1", 1)
    _collect(desk)
    _lay(desk, "信1", 2)
    _collect(desk)
    with desk.store.reading() as connection:
        assert "补入" in operations(connection)[-1].what


def test_a_file_that_is_being_copied_is_left_and_told_and_taken_when_it_is_whole(
    desk, answer, monkeypatch
):
    monkeypatch.setattr(intake, "QUIET", 0.5)
    done = threading.Event()
    path = desk.lay("答复.docx", answer[:100])

    def copying() -> None:
        with path.open("ab") as file:
            while not done.wait(0.05):
                file.write(b"x")
                file.flush()

    copier = threading.Thread(target=copying)
    copier.start()
    try:
        time.sleep(0.1)
        (item,) = keep_papers(desk.workspace)
    finally:
        done.set()
        copier.join()
    assert "答复.docx" in item.what and "还在写入" in item.why
    assert desk.arrivals() == []
    desk.lay("答复.docx", answer)
    assert desk.collect() == ()
    assert [each.arrival.sha256 for each in desk.arrivals()] == [sha256(answer)]


def test_a_letter_one_page_of_which_is_being_copied_is_left_whole(desk, monkeypatch):
    _lay(desk, "信1", 1, 2)
    monkeypatch.setattr(
        intake, "_growing", lambda incoming: frozenset({incoming / "信1" / "2.png"})
    )
    (item,) = desk.collect()
    assert "2.png" in item.what
    assert _kept(desk) == []


@pytest.mark.parametrize("ahead", [-1.0, 1.0])
def test_a_file_that_was_laid_in_just_now_is_waited_for_and_taken(desk, answer, monkeypatch, ahead):
    """Also where the clock of the machine that wrote it is a little ahead."""
    monkeypatch.setattr(intake, "QUIET", 1.5)
    path = desk.lay("答复.docx", answer)
    os.utime(path, (time.time() + ahead, time.time() + ahead))
    began = time.monotonic()
    assert desk.collect() == ()
    assert 0.4 < time.monotonic() - began < 5
    assert len(desk.arrivals()) == 1

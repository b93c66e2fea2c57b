"""One way to the picture of a page, on which the boxes fit."""

from __future__ import annotations

import pytest

from parsers import pages, read
from parsers.parser import Unreadable


def test_a_pdf_page_has_the_size_that_the_resolution_gives(pdf_of):
    assert pages.render(pdf_of("正文"), "a.pdf", 1, dpi=72).size == (596, 842)


def test_a_scan_is_shown_at_the_size_of_its_page(letter_picture, jpeg):
    data = jpeg(letter_picture(150), dpi=150)
    page = read(data, "a.jpg").pages[0]
    shown = pages.render(data, "a.jpg", 1, dpi=72)
    assert shown.size == (round(page.width), round(page.height))


@pytest.mark.parametrize("page", [0, 2, -1])
def test_a_page_that_is_not_there_is_refused(pdf_of, page):
    with pytest.raises(Unreadable, match="没有第"):
        pages.render(pdf_of("正文"), "a.pdf", page)


def test_what_has_no_layout_has_no_picture():
    with pytest.raises(Unreadable, match="没有固定版面"):
        pages.render("答复".encode(), "a.txt", 1)

"""One way to the picture of a page, on which the boxes fit."""

from __future__ import annotations

import io

import pytest
from PIL import Image, features

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


def test_a_frame_of_a_long_scan_is_shown_by_its_number(letter_picture):
    out = io.BytesIO()
    pages_of_it = [Image.new("RGB", (827, 1169), colour) for colour in ("white", "red", "blue")]
    pages_of_it[0].save(out, "TIFF", save_all=True, append_images=pages_of_it[1:], dpi=(100, 100))
    assert pages.render(out.getvalue(), "a.tif", 3, dpi=50).getpixel((5, 5)) == (0, 0, 255)
    with pytest.raises(Unreadable, match="没有第4页"):
        pages.render(out.getvalue(), "a.tif", 4)


@pytest.mark.skipif(not features.check("avif"), reason="this Pillow writes no AVIF")
def test_a_photograph_of_a_telephone_is_shown_at_the_size_of_its_page(letter_picture):
    out = io.BytesIO()
    letter_picture(100).convert("RGB").save(out, "AVIF")
    page = read(out.getvalue(), "a.heic").pages[0]
    shown = pages.render(out.getvalue(), "a.heic", 1, dpi=72)
    assert shown.size == (round(page.width), round(page.height))

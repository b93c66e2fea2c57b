"""Red ink is taken away; print under it, and what is not red, stays."""

from __future__ import annotations

import numpy as np

from parsers.seals.without_red import without_red


def test_red_becomes_paper_and_print_under_it_stays():
    page = np.full((4, 4, 3), 255, np.uint8)
    page[0] = (210, 40, 40)  # red ink on paper
    page[1] = (70, 15, 15)  # print with red ink on it
    page[2] = (20, 20, 20)  # print
    page[3] = (30, 60, 200)  # a blue signature
    cleared = without_red(page)
    assert (cleared[0] == 255).all()
    assert (cleared[1] == 0).all()
    assert (cleared[2] == page[2]).all() and (cleared[3] == page[3]).all()


def test_a_page_without_red_is_left_as_it_is():
    page = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    page[:, :, 0] = page[:, :, 1]
    assert (without_red(page) == page).all()

"""What a seal covers on a scan is read by its ink where it can be, and else told as unread."""

from __future__ import annotations

import sys
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from parsers import read
from parsers.document import TEXT, Document, Seal
from parsers.page.dates import day_of
from parsers.page.lifted import greys_of, without_seals
from parsers.page.picture import Picture

sys.path.append(str(Path(__file__).parent))
import scan_pages
from scan_pages import BODY, DPI, GREY, POINT, SIGNED, SIZE, Sheet, grainy, letter, saved

PLAIN = tuple(line.strip("　") for line in BODY)


def sealed(ink: tuple[int, int, int] = (205, 35, 45), **how: object) -> Sheet:
    sheet = letter(**how)  # type: ignore[arg-type]
    sheet.press(SIGNED[0], 430 * POINT, sheet.foot - 0.6 * SIZE, ink)
    return sheet


@cache
def seen(kind: str) -> Document:
    """Each page is read once for all tests."""
    return read(saved(grainy(PAGES[kind]())), f"{kind}.png")


def red() -> Image.Image:
    """A seal on signature and date, a scanner's mark further right than the body, a day of arrival."""
    sheet = sealed()
    high = sheet.picture.height
    sheet.pen.text((sheet.picture.width - 20, high - 22), "扫描全能王 创建", font=scan_pages.font(26), fill=(110,) * 3, anchor="rm")  # fmt: skip
    sheet.write("签收", 100 * POINT, sheet.foot, SIZE * 0.9, GREY)
    sheet.write("2026年3月20日", 85 * POINT, sheet.foot + 1.4 * SIZE, SIZE * 0.9, GREY)
    return sheet.picture


def upside_down() -> Image.Image:
    return sealed().picture.rotate(180)


def grey_on_the_last_line() -> Image.Image:
    sheet = letter(signed=("",))
    sheet.press(SIGNED[0], 330 * POINT, sheet.foot - 2 * SIZE, GREY)
    return sheet.picture.convert("L").convert("RGB")


def broken_off() -> Image.Image:
    sheet = sealed(body=BODY[:-1])
    return sheet.picture


def form() -> Image.Image:
    sheet = Sheet(Image.new("RGB", (round(595 * POINT), round(330 * POINT)), "white"), 0)
    cells = (
        ("申请人", ("赵某",)),
        (
            "救济途径",
            ("如不服本答复，可以在六十日内申请行政复", "议，也可以在六个月内提起行政诉讼。"),
        ),
        ("答复机关", ("河汐市档案馆",)),
        ("答复日期", ("2026年3月16日",)),
    )
    left, middle, right, y = (edge * POINT for edge in (70, 190, 530, 40))
    for label, lines in cells:
        high = (0.9 + 1.4 * len(lines)) * SIZE
        sheet.pen.rectangle((left, y, right, y + high), outline="black", width=2)
        sheet.pen.line((middle, y, middle, y + high), fill="black", width=2)
        sheet.write(label, left + SIZE / 2, y + high / 2)
        for at, words in enumerate(lines):
            sheet.write(words, middle + SIZE / 2, y + (1.1 + 1.4 * at) * SIZE)
        y += high
    return sheet.picture


PAGES = {one.__name__: one for one in (red, upside_down, grey_on_the_last_line, broken_off, form)}


def words(kind: str) -> list[str]:
    (page,) = seen(kind).pages
    return [line.text for line in page.lines]


def test_a_red_seal_on_the_signature_covers_nothing():
    assert (seen("red").unread, seen("red").said) == ((), ())
    assert [*SIGNED] == [line for line in words("red") if line in SIGNED]
    assert words("red")[2 : 2 + len(PLAIN)] == [*PLAIN]


def test_a_page_that_lies_upside_down_is_read_with_its_seal():
    (page,) = seen("upside_down").pages
    assert words("upside_down")[-2:] == [*SIGNED]
    assert [seal.name for seal in page.seals] == [SIGNED[0]]
    assert page.lines[0].bbox[1] > page.lines[-1].bbox[3]  # where it is shown


def test_a_grey_seal_on_the_body_is_told_and_the_line_below_it_is_not_lost():
    left = [one for one in seen("grey_on_the_last_line").unread if one.code == "covered"]
    assert [one.touches for one in left] == [(TEXT,)]
    assert left[0].page == 1 and "正文" in left[0].what
    assert any(line.startswith("区人民法院") for line in words("grey_on_the_last_line"))


def test_a_body_that_breaks_off_is_told():
    (left,) = (one for one in seen("broken_off").unread if one.code == "cut_line")
    assert (left.touches, left.page) == ((TEXT,), 1)
    assert "河汐市江南" in left.what


def test_a_form_is_read_cell_by_cell():
    assert words("form") == [
        "申请人│赵某",
        "救济途径│如不服本答复，可以在六十日内申请行政复议，也可以在六个月内提起行政诉讼。",
        "答复机关│河汐市档案馆",
        "答复日期│2026年3月16日",
    ]
    assert [one.code for one in seen("form").unread] == ["seals"]  # it has no colour


class TestInk:
    """What is left in a seal's box when its ink is taken away."""

    BOX = (60.0, 40.0, 180.0, 160.0)  # points

    def page(self, ink: tuple[int, int, int]) -> Picture:
        sheet = Sheet(Image.new("RGB", (round(300 * POINT), round(200 * POINT)), "white"), 0)
        sheet.write("二〇二六年三月十六日", 70 * POINT, 100 * POINT)
        sheet.press("河汐市档案馆", 120 * POINT, 100 * POINT, ink)
        return Picture(np.asarray(sheet.picture), DPI)

    @pytest.mark.parametrize(
        ("ink", "colour"), [((205, 35, 45), "red"), ((40, 60, 190), None), ((90, 90, 90), "grey")]
    )
    def test_print_stays_and_the_seal_goes(self, ink, colour):
        picture, bare = self.page(ink), self.page((255, 255, 255))
        left = without_seals(picture, [Seal(self.BOX, colour=colour)])
        dark = bare.pixels.max(axis=2) < 60
        assert (left.max(axis=2)[dark] < 120).mean() > 0.9
        seal = (picture.pixels.max(axis=2) < 230) & (bare.pixels.min(axis=2) > 250)
        assert (left.min(axis=2)[seal] > 180).mean() > 0.9

    def test_of_black_in_black_only_ring_and_star_are_taken(self):
        picture = self.page((0, 0, 0))
        seal = Seal(self.BOX, colour="grey")
        assert greys_of(picture, seal).one
        left = without_seals(picture, [seal])
        ring = np.hypot(*(np.indices(left.shape[:2]).T - np.array([100, 120]) * POINT).T)
        edge = np.abs(ring - 59 * POINT) < POINT / 2
        assert left[edge].min() > 200 and left.min() < 60

    def test_a_page_without_seals_stays_as_it_is(self):
        picture = self.page((205, 35, 45))
        assert without_seals(picture, ()) is picture.pixels


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年3月16日", date(2026, 3, 16)),
        ("二〇二六年三月十六日", date(2026, 3, 16)),
        ("二○一九年十二月三十一日", date(2019, 12, 31)),
        ("二O二〇年元月廿九日", date(2020, 1, 29)),
        ("2026 年 3 月 6 日", date(2026, 3, 6)),
        ("2026年2月30日", None),
        ("2026年3月", None),
        ("2026年3月1", None),
    ],
)
def test_a_day_is_one_of_the_calendar(text, day):
    assert day_of(text) == day

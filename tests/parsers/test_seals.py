"""Seals are found where one was pressed, and nowhere else."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from parsers.document import Box, Seal
from parsers.page.picture import Picture
from parsers.seals import seal

Drawing = Image.Image
RED = (214, 24, 32)
AT = (420.0, 675.0)  # where `stamp` presses, in points


def picture(page: Drawing, dpi: float) -> Picture:
    return Picture(np.asarray(page.convert("RGB")), dpi)


def seals_on(shown: Picture) -> tuple[Seal, ...]:
    return seal.search(shown).seals


def dots(millimetres: float, dpi: float) -> int:
    return round(millimetres / 25.4 * dpi)


def compressed(page: Drawing, quality: int) -> Drawing:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality)
    return Image.open(out).convert("RGB")


def photographed(page: Drawing) -> Drawing:
    """Yellow light from the left, a little out of focus."""
    light = np.linspace(1, 0.7, page.width)[None, :, None] * np.array([0.85, 0.80, 0.68])
    pixels = (np.asarray(page) * light).astype(np.uint8)
    return compressed(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(1.2)), 60)


def faded(page: Drawing) -> Drawing:
    """A quarter of the ink did not take."""
    chance = np.random.default_rng(7)
    pixels = np.array(page)
    pixels[chance.random(pixels.shape[:2]) < 0.25] = 255
    return Image.fromarray(pixels)


def place_of(box: Box | None) -> tuple[float, float]:
    assert box is not None
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


@pytest.fixture(scope="session")
def letters(letter_picture: Callable[..., Drawing]) -> dict[float, Drawing]:
    return {dpi: letter_picture(dpi) for dpi in (72, 100, 150, 200)}


class TestFound:
    @pytest.mark.parametrize("millimetres", [38, 42, 45, 50])
    @pytest.mark.parametrize(
        "name", ["演练局", "演江自治区演练局", "演江自治区住房和城乡建设厅演练政府信息公开专用章"]
    )
    def test_a_seal_over_the_date_is_found_where_it_is(
        self, letters, seal_of, stamped, name, millimetres
    ):
        page = stamped(letters[100], seal_of(name, dots(millimetres, 100)), 100)
        (found,) = seals_on(picture(page, 100))
        assert math.dist(place_of(found.bbox), AT) < 2
        assert found.bbox[2] - found.bbox[0] == pytest.approx(millimetres * 72 / 25.4, rel=0.04)
        assert (found.name, found.colour) == (None, "red")

    @pytest.mark.parametrize("dpi", [72, 150, 200])
    def test_the_box_does_not_depend_on_the_resolution(self, letters, seal_of, stamped, dpi):
        page = stamped(letters[dpi], seal_of(pixels=dots(42, dpi)), dpi)
        (found,) = seals_on(picture(page, dpi))
        assert math.dist(place_of(found.bbox), AT) < 2.5

    @pytest.mark.parametrize(
        "looks",
        [
            {"star": False},
            {"strength": 110},
            {"ring": 0.012},
            {"ring": 0.05},
            {"red": (150, 20, 40)},
        ],
        ids=["no star", "faint", "thin ring", "thick ring", "dark red"],
    )
    def test_seals_of_many_makes_are_found(self, letters, seal_of, stamped, looks):
        page = stamped(letters[100], seal_of(pixels=dots(42, 100), **looks), 100)
        assert len(seals_on(picture(page, 100))) == 1

    @pytest.mark.parametrize("damage", [lambda p: compressed(p, 30), photographed, faded])
    def test_a_seal_is_found_through_damage(self, letters, seal_of, stamped, damage):
        page = damage(stamped(letters[150], seal_of(pixels=dots(42, 150)), 150))
        assert len(seals_on(picture(page, 150))) == 1

    def test_a_turned_seal_is_found(self, letters, seal_of, stamped):
        turned = seal_of(pixels=dots(42, 100)).rotate(37, resample=Image.Resampling.BICUBIC)
        assert len(seals_on(picture(stamped(letters[100], turned, 100), 100))) == 1

    def test_a_blue_seal_is_found_and_not_called_red(self, letters, seal_of, stamped):
        page = stamped(letters[100], seal_of(pixels=dots(42, 100), red=(30, 40, 200)), 100)
        (found,) = seals_on(picture(page, 100))
        assert found.colour is None

    def test_a_copied_seal_is_found_and_called_grey(self, letters, seal_of, stamped):
        page = stamped(letters[150], seal_of(pixels=dots(42, 150)), 150).convert("L")
        (found,) = seals_on(picture(page, 150))
        assert found.colour == "grey"

    def test_an_oval_seal_is_found_by_its_writing(self, letters, seal_of, stamped):
        oval = seal_of(pixels=dots(45, 150)).resize((dots(45, 150), dots(30, 150)))
        (found,) = seals_on(picture(stamped(letters[150], oval, 150), 150))
        x0, y0, x1, y1 = found.bbox
        assert (x1 - x0) / (y1 - y0) == pytest.approx(1.5, rel=0.03)

    def test_a_blue_seal_beside_a_red_one_is_found(self, letters, seal_of, stamped):
        one = stamped(letters[100], seal_of(pixels=dots(42, 100)), 100)
        blue = seal_of("演江市演练委员会", dots(42, 100), red=(30, 40, 200))
        found = seals_on(picture(stamped(one, blue, 100, (170, 690)), 100))
        assert {one.colour for one in found} == {"red", None}

    def test_two_seals_on_one_page_are_two(self, letters, seal_of, stamped):
        one = stamped(letters[100], seal_of(pixels=dots(42, 100)), 100)
        both = stamped(one, seal_of("演江市演练委员会", dots(45, 100)), 100, (170, 690))
        assert len(seals_on(picture(both, 100))) == 2

    def test_a_seal_cut_by_the_edge_of_the_page_is_found(self, letters, seal_of, stamped):
        page = stamped(letters[100], seal_of(pixels=dots(42, 100)), 100, (552, 675))
        assert len(seals_on(picture(page, 100))) == 1

    def test_a_seal_is_found_in_a_picture_that_ends_at_its_ring(self, seal_of):
        side = dots(42, 100)
        alone = Image.new("RGB", (side, side), "white")
        alone.paste(seal_of(pixels=side), (0, 0), seal_of(pixels=side))
        assert len(seals_on(picture(alone, 100))) == 1


def red_table(pen: ImageDraw.ImageDraw) -> None:
    for row in range(9):
        pen.line((100, 300 + 50 * row, 700, 300 + 50 * row), fill=RED, width=2)
    for column in range(7):
        pen.line((100 + 100 * column, 300, 100 + 100 * column, 700), fill=RED, width=2)


def red_code(pen: ImageDraw.ImageDraw) -> None:
    chance = random.Random(3)
    for x in range(33):
        for y in range(33):
            if chance.random() < 0.5:
                pen.rectangle((500 + 5 * x, 800 + 5 * y, 504 + 5 * x, 804 + 5 * y), fill=RED)


def square_seal(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((520, 850, 680, 1010), outline=RED, width=7)
    for row in range(2):
        for column in range(2):
            x, y = 545 + 65 * column, 875 + 65 * row
            pen.line((x, y, x + 45, y + 45), fill=RED, width=8)
            pen.line((x, y + 30, x + 45, y + 5), fill=RED, width=8)


def fingerprint(pen: ImageDraw.ImageDraw) -> None:
    for ridge in range(12):
        wide, high = 6 + 4 * ridge, 8 + 6 * ridge
        start = 20 * ridge
        pen.arc(
            (560 - wide, 900 - high, 560 + wide, 900 + high), start, start + 300, fill=RED, width=3
        )


def circled_in_pen(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((500, 850, 660, 1004), outline=RED, width=4)


def target(pen: ImageDraw.ImageDraw) -> None:
    for ring in range(5):
        reach = 20 + 16 * ring
        pen.ellipse((580 - reach, 900 - reach, 580 + reach, 900 + reach), outline=RED, width=8)


def filled_disc(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((500, 850, 660, 1010), fill=RED)
    pen.rectangle((540, 900, 620, 950), fill="white")


def pie_chart(pen: ImageDraw.ImageDraw) -> None:
    pen.pieslice((500, 850, 680, 1030), 0, 250, fill=RED)
    pen.pieslice((500, 850, 680, 1030), 250, 360, fill=(240, 160, 160))


def doughnut_chart(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((500, 850, 680, 1030), fill=RED)
    pen.ellipse((550, 900, 630, 980), fill="white")


def urgent_stamp(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((480, 120, 680, 190), outline=RED, width=6)
    for stroke in range(8):
        pen.line((500 + 20 * stroke, 135, 515 + 20 * stroke, 175), fill=RED, width=6)


def small_round_stamp(pen: ImageDraw.ImageDraw) -> None:
    """A receiving clerk's date stamp, 20 mm."""
    pen.ellipse((540, 900, 618, 978), outline=RED, width=3)
    pen.line((545, 930, 613, 930), fill=RED, width=3)
    pen.line((545, 950, 613, 950), fill=RED, width=3)


def emblem(pen: ImageDraw.ImageDraw) -> None:
    """A letterhead's logo: a gold star on a red disc with a toothed rim."""
    for tooth in range(24):
        angle = tooth * math.pi / 12
        x, y = 413 + 70 * math.cos(angle), 120 + 70 * math.sin(angle)
        pen.ellipse((x - 9, y - 9, x + 9, y + 9), fill=RED)
    pen.ellipse((350, 57, 476, 183), fill=RED)
    pen.ellipse((390, 97, 436, 143), fill=(250, 210, 60))


def red_words(pen: ImageDraw.ImageDraw) -> None:
    chance = random.Random(5)
    for row in range(14):
        for column in range(24):
            x, y = 110 + 25 * column, 300 + 40 * row
            for _ in range(5):
                ends = [(x + chance.randint(0, 20), y + chance.randint(0, 20)) for _ in range(2)]
                pen.line(ends, fill=RED, width=2)


DRAWINGS = [
    red_table, red_code, square_seal, fingerprint, circled_in_pen, target, filled_disc, pie_chart,
    doughnut_chart, urgent_stamp, small_round_stamp, emblem, red_words,
]  # fmt: skip


class TestQuiet:
    @pytest.mark.parametrize("dpi", [72, 100, 200])
    def test_a_red_heading_and_its_rule_are_no_seal(self, letters, dpi):
        assert seals_on(picture(letters[dpi], dpi)) == ()

    @pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.__name__)
    def test_red_drawings_are_no_seal(self, letters, drawing):
        page = letters[100].copy()
        drawing(ImageDraw.Draw(page))
        assert seals_on(picture(page, 100)) == ()

    @pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.__name__)
    def test_red_drawings_are_no_seal_in_a_photograph(self, letters, drawing):
        page = letters[100].copy()
        drawing(ImageDraw.Draw(page))
        assert seals_on(picture(photographed(page), 100)) == ()

    @pytest.mark.parametrize("seed", range(6))
    def test_red_scribble_is_no_seal(self, seed):
        chance = random.Random(seed)
        page = Image.new("RGB", (827, 1169), "white")
        pen = ImageDraw.Draw(page)
        for _ in range(60):
            x, y = chance.randint(0, 800), chance.randint(0, 1100)
            shape = chance.choice([pen.line, pen.rectangle, pen.arc])
            box = (x, y, x + chance.randint(20, 300), y + chance.randint(20, 300))
            if shape == pen.arc:
                start = chance.randint(0, 360)
                pen.arc(box, start, start + chance.randint(30, 150), fill=RED, width=3)
            elif shape == pen.line:
                pen.line(box, fill=RED, width=3)
            else:
                pen.rectangle(box, outline=RED, width=3)
        assert seals_on(picture(page, 100)) == ()

    def test_an_empty_page_has_no_seal(self):
        assert seals_on(picture(Image.new("RGB", (827, 1169), "white"), 100)) == ()

    @pytest.mark.parametrize("size", [(1, 1), (3, 400), (400, 3)])
    def test_a_picture_too_small_for_a_seal_has_none(self, size):
        assert seals_on(picture(Image.new("RGB", size, RED), 100)) == ()


class TestOvals:
    """A copied oval is known by an exact ring over print with writing round about, and by no less."""

    @pytest.mark.parametrize("colour", [RED, (20, 20, 20), (40, 60, 180)])
    @pytest.mark.parametrize("at", [(420, 675), (300, 400)], ids=["date", "text"])
    def test_an_ellipse_drawn_around_words_is_no_seal(self, letters, colour, at):
        page = letters[100].copy()
        x, y = (edge * 100 / 72 for edge in at)
        box = (x - dots(22.5, 100), y - dots(15, 100), x + dots(22.5, 100), y + dots(15, 100))
        ImageDraw.Draw(page).ellipse(box, outline=colour, width=4)
        assert seals_on(picture(page, 100)) == ()

    @pytest.mark.parametrize("colour", [RED, (20, 20, 20)])
    def test_words_in_an_ellipse_on_blank_paper_are_no_seal(self, colour):
        page = Image.new("RGB", (827, 1169), "white")
        pen = ImageDraw.Draw(page)
        pen.ellipse((500, 850, 677, 968), outline=colour, width=4)
        for row in range(3):
            for column in range(7):
                x, y = 530 + 17 * column, 875 + 25 * row
                pen.line((x, y, x + 10, y + 14), fill=colour, width=2)
                pen.line((x + 10, y, x, y + 14), fill=colour, width=2)
        assert seals_on(picture(page, 100)) == ()


class TestDoubt:
    """Where something red might be a seal of a kind that is not known, nobody may say none."""

    def test_a_ring_of_strokes_that_are_no_writing_is_in_doubt(self, letters):
        page = letters[100].copy()
        pen = ImageDraw.Draw(page)
        pen.ellipse((500, 850, 680, 970), outline=RED, width=4)
        for stroke in range(12):
            pen.line((530 + 10 * stroke, 880, 525 + 10 * stroke, 935), fill=RED, width=3)
        search = seal.search(picture(page, 100))
        assert (search.seals, search.doubtful) == ((), True)

    def test_a_red_heading_its_rule_and_a_name_seal_leave_no_doubt(self, letters):
        page = letters[100].copy()
        ImageDraw.Draw(page).rectangle((520, 850, 600, 930), outline=RED, width=5)
        assert not seal.search(picture(page, 100)).doubtful

    def test_a_page_with_a_seal_found_leaves_no_doubt(self, letters, seal_of, stamped):
        page = stamped(letters[100], seal_of(pixels=dots(42, 100)), 100)
        assert not seal.search(picture(page, 100)).doubtful

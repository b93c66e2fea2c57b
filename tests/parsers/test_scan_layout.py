"""Pieces of writing come in the order in which a person reads them: by cells, by columns, by lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsers.page import layout
from parsers.page.cells import Cells, cells
from parsers.page.cut_line import cut_above, cut_line
from parsers.page.level_copy import LevelCopy
from parsers.page.missed import missed
from parsers.page.rows import Piece
from parsers.page.turning import level_box, shown_box, turned_box

HIGH = 40.0  # pixels of a line


def piece(text: str, x: float, y: float, wide: float | None = None, slant: float = 0.0) -> Piece:
    """A line that begins at (x, y) and falls by `slant`."""
    wide = wide or HIGH * len(text)
    drop = wide * slant
    corners = [[x, y], [x + wide, y + drop], [x + wide, y + drop + HIGH], [x, y + HIGH]]
    return Piece(np.array(corners, np.float32), text, 0.99)


def texts(pieces: Sequence[Piece], form: Cells | None = None, slant: float = 0.0) -> list[str]:
    return [line.text for line in layout.lines(pieces, slant, form)]


Corners = Sequence[int]  # left, top, right, bottom


def ruled(
    columns: Sequence[int], rows: Sequence[int], turn: float = 0.0, broken: int = 0,
    stems: Sequence[Corners] = (), seal: Corners | None = None,
) -> Cells | None:  # fmt: skip
    """The cells of a drawn table, by a copy in which a line is 14 pixels high. `stems`: of characters; `seal`:
    where one was lifted off with the rules below it."""
    page = Image.new("RGB", (1600, 1200), "white")
    pen = ImageDraw.Draw(page)
    for y in rows:
        pen.line((columns[0], y, columns[-1], y), fill="black", width=3)
    for x in columns:
        pen.line((x, rows[0], x, rows[-1]), fill="black", width=3)
    for at in range(broken):
        pen.rectangle(
            (columns[1] - 4, rows[0] + 90 + 180 * at, columns[1] + 4, rows[0] + 92 + 180 * at),
            fill="white",
        )
    for left, top, right, bottom in stems:
        pen.rectangle((left, top, right, bottom), fill="black")
    if seal:
        pen.rectangle(tuple(seal), fill="white")
    page = page.rotate(-np.degrees(turn), fillcolor="white", resample=Image.Resampling.BICUBIC)
    copy = LevelCopy.of(np.asarray(page), turn, HIGH)
    if seal is None:
        return cells(copy)
    x0, y0, x1, y1 = seal
    return cells(copy, [np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)])


class TestForms:
    COLUMNS, ROWS = (100, 400, 1400), (100, 180, 340, 420)
    PIECES = (
        piece("申请人", 120, 120), piece("张某", 420, 120),
        piece("如不服本答复，可在六十日内申请行政复", 420, 200),
        piece("救济途径", 120, 240),
        piece("议，也可在六个月内起诉。", 420, 280),
        piece("答复机关", 120, 360), piece("某市财政局", 420, 360),
    )  # fmt: skip
    READ = (
        "申请人│张某",
        "救济途径│如不服本答复，可在六十日内申请行政复议，也可在六个月内起诉。",
        "答复机关│某市财政局",
    )

    @pytest.mark.parametrize("turn", [0.0, 0.015, -0.03])
    def test_a_ruled_form_is_read_cell_by_cell(self, turn):
        form = ruled(self.COLUMNS, self.ROWS, turn)
        assert form is not None and len(form.boxes) == 6
        if not turn:
            assert texts(self.PIECES, form) == [*self.READ]

    def test_small_gaps_in_its_rules_do_not_matter(self):
        form = ruled(self.COLUMNS, (100, 260, 520, 680), broken=3)
        assert form is not None and len(form.boxes) == 6

    def test_characters_below_each_other_in_narrow_rows_are_no_rule(self):
        rows = range(100, 341, 48)
        stems = [(200, top + 7, 206, top + 41) for top in rows[:-1]]
        form = ruled(self.COLUMNS, rows, stems=stems)
        assert form is not None and len(form.boxes) == 10

    @pytest.mark.parametrize("seal", [(900, 390, 1200, 690), (1120, 390, 1340, 690)])
    def test_rules_go_on_below_a_seal(self, seal):
        form = ruled(self.COLUMNS, (100, 180, 340, 420), seal=seal)
        assert form is not None and len(form.boxes) == 6

    def test_words_beside_a_seal_are_no_rule(self):
        dense = [(x, 440, x + 30, 446) for x in range(420, 1400, 36)]
        form = ruled(self.COLUMNS, (100, 180, 340, 520), stems=dense, seal=(900, 380, 1200, 600))
        assert form is not None and len(form.boxes) == 6

    def test_a_form_without_rules_is_read_likewise(self):
        pieces = [
            piece("申请人", 120, 120), piece("张某", 420, 120),
            piece("如不服本答复，可在六十日内申请行政复", 420, 215), piece("救济途径", 120, 240),
            piece("议，也可在六个月内起诉。", 420, 265),
            piece("答复机关", 120, 360), piece("某市财政局", 420, 360),
            piece("答复日期", 120, 440), piece("二〇二六年三月", 420, 440),
        ]  # fmt: skip
        assert texts(pieces) == [*self.READ, "答复日期│二〇二六年三月"]

    def test_what_runs_through_two_cells_is_cut_where_they_end(self):
        form = ruled(self.COLUMNS, self.ROWS)
        assert form is not None
        both = form.apart(piece("申请人张某", 120, 120, 500).corners)
        assert [round(float(part[0, 0])) for part in both] == [120, pytest.approx(405, abs=12)]
        assert len(form.apart(piece("申请人", 120, 120).corners)) == 1

    def test_a_frame_and_a_stamp_are_no_form(self):
        assert ruled([100, 1500], [100, 1100]) is None
        assert ruled([100, 400], [100, 180, 260]) is None

    def test_two_cells_of_words_are_two_paragraphs(self):
        pieces = [
            piece("第一段的文字在这里写满一整行的样子吧", 420, 190), piece("第二段。", 420, 235),
            piece("说明", 120, 240), piece("甲", 120, 120), piece("乙", 420, 120),
        ]  # fmt: skip
        assert texts(pieces, ruled(self.COLUMNS, self.ROWS))[1].startswith("说明│第一段")


class TestColumns:
    LEFT = tuple(piece(f"左栏第{row}行的文字写到栏的尽头", 100, 200 + 60 * row) for row in range(6))
    RIGHT = tuple(
        piece(f"右栏第{row}行的文字写到栏的尽头", 900, 205 + 60 * row) for row in range(6)
    )

    def test_two_columns_are_read_one_after_the_other(self):
        title, foot = (
            piece("横贯两栏的标题，写在上方正中的位置", 400, 100),
            piece("页脚" * 14, 200, 700),
        )
        read = texts([*self.RIGHT, title, foot, *self.LEFT])
        assert [line[0] for line in read] == ["横", *"左" * 6, *"右" * 6, "页"]

    def test_a_signature_beside_a_few_lines_is_no_column(self):
        few = [piece("附件与联系方式写在左边这一处", 100, 200 + 60 * row) for row in range(3)]
        signed = [piece("某市财政局", 1000, 200), piece("三月六日", 1000, 260)]
        assert texts([*few, *signed])[0].endswith("某市财政局")

    def test_a_signature_below_few_long_lines_ends_a_column(self):
        right = [*self.RIGHT[:3], piece("特此答复。", 900, 385), piece("某市财政局", 1100, 445), piece("三月六日", 1100, 505)]  # fmt: skip
        read = texts([*right, *self.LEFT])
        assert [line[0] for line in read] == [*"左" * 6, *"右" * 3, "特", "某", "三"]

    def test_lines_that_cross_the_page_are_no_columns(self):
        long = [piece("贯" * 30, 100, 200 + 60 * row) for row in range(8)]
        assert texts(long) == ["贯" * 30] * 8


@pytest.mark.parametrize(
    ("before", "lines"),
    [("签收", ["签收", "2026年3月6日"]), ("答复日期", ["答复日期 2026年3月6日"]), ("收到时间：", ["收到时间： 2026年3月6日"])],
)  # fmt: skip
def test_a_date_far_from_what_stands_level_with_it_is_a_line_of_its_own(before, lines):
    assert texts([piece(before, 100, 200), piece("2026年3月6日", 700, 204)]) == lines


class TestCutLines:
    BODY = tuple(("本" * 30, (80.0, 100.0 + 30 * row, 680.0, 120.0 + 30 * row)) for row in range(4))
    SIGNED = (
        ("某市财政局", (500.0, 300.0, 620.0, 320.0)),
        ("2026年3月6日", (500.0, 330.0, 640.0, 350.0)),
    )

    def test_a_line_that_breaks_off_above_a_signature_is_cut(self):
        assert cut_line([*self.BODY, *self.SIGNED], (), last=True) == "本" * 30

    @pytest.mark.parametrize("end", ["。", "；", "：", "？", "60日", "第7号", "提起诉讼", "答复书"])
    def test_a_line_that_ends_is_whole(self, end):
        body = [*self.BODY[:-1], ("本" * 26 + end, self.BODY[-1][1])]
        assert cut_line([*body, *self.SIGNED], (), last=True) is None

    def test_a_short_last_line_without_a_stop_is_whole(self):
        short = ("请予知悉", (80.0, 190.0, 160.0, 210.0))
        assert cut_line([*self.BODY[:-1], short, *self.SIGNED], (), last=True) is None

    def test_it_is_cut_where_a_seal_begins(self):
        short = ("或自收到本答复", (80.0, 190.0, 330.0, 210.0))
        lines = [*self.BODY[:-1], short, *self.SIGNED]
        assert cut_line(lines, [(340.0, 180.0, 480.0, 320.0)], last=True) == short[0]

    def test_a_short_last_line_of_the_second_column_goes_on_with_it(self):
        left = [("左" * 16, (80.0, 100.0 + 30 * row, 370.0, 120.0 + 30 * row)) for row in range(8)]
        right = [
            ("右" * 16, (400.0, 100.0 + 30 * row, 690.0, 120.0 + 30 * row)) for row in range(3)
        ]
        end = ("起行政诉讼。", (400.0, 190.0, 500.0, 210.0))
        assert cut_line([*left, *right, end, *self.SIGNED], (), last=True) is None

    def test_a_page_may_end_within_a_sentence_where_another_follows(self):
        page = [*self.BODY, ("—1—", (350.0, 700.0, 400.0, 715.0))]
        assert cut_line(page, (), last=False) is None
        assert cut_line(page, (), last=True) == "本" * 30

    def test_a_page_that_begins_within_a_sentence_at_its_edge_is_cut(self):
        assert cut_above(self.BODY, top=8.0) == "本" * 30
        assert cut_above(self.BODY, top=90.0) is None
        apart = [("2026年3月1日传真" * 4, (80.0, 20.0, 600.0, 40.0)), *self.BODY]
        assert cut_above(apart, top=8.0) is None


def test_a_row_of_ink_that_the_search_passed_over_is_told():
    page = Image.new("RGB", (1400, 700), "white")
    pen = ImageDraw.Draw(page)
    for row in range(6):
        for at in range(26):
            x, y = 100 + 44 * at, 100 + 90 * row
            pen.rectangle((x, y, x + 12, y + 28), fill="black")
            pen.rectangle((x + 18, y + 4, x + 32, y + 10), fill="black")
            pen.rectangle((x + 18, y + 18, x + 32, y + 26), fill="black")
    quads = [piece("本" * 26, 95, 94 + 90 * row, 1150).corners for row in range(6)]
    copy = LevelCopy.of(np.asarray(page), 0.0, HIGH)
    assert missed(copy, quads, ()) == []
    (found,) = missed(copy, [*quads[:3], *quads[4:]], ())
    assert found[0, 0] == pytest.approx(100, abs=15) and found[1, 0] == pytest.approx(1235, abs=15)
    assert found[0, 1] == pytest.approx(370, abs=15)
    assert missed(copy, [*quads[:3], *quads[4:]], [quads[3]]) == []  # a seal lies there


@pytest.mark.parametrize("turns", range(4))
def test_a_box_goes_to_the_upright_page_and_back(turns):
    box, shape, scale = (100.0, 50.0, 300.0, 80.0), (1000, 800), 0.5
    upright = turned_box(box, turns, shape, scale)
    assert (upright[2] - upright[0] > upright[3] - upright[1]) == (turns % 2 == 0)
    assert shown_box(upright, turns, shape, scale) == pytest.approx(box)


def test_a_slanted_line_is_as_high_as_it_is():
    left, top, right, bottom = level_box((100.0, 100.0, 500.0, 155.0), 0.0875, line=True)
    assert (right - left, bottom - top) == (pytest.approx(400), pytest.approx(20, abs=1))

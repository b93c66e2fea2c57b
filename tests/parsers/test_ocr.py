"""Writing on pictures is read where it stands, however the page lies, and doubt is said."""

from __future__ import annotations

import io
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsers import read
from parsers.document import Line, TextFrom
from parsers.page import engine, ocr
from parsers.page.picture import Picture
from parsers.page.punctuation import proper
from parsers.page.recognised import joined, read_picture

sys.path.append(str(Path(__file__).parent))  # the letters beside this file
import worn_letters
from worn_letters import FONTS, LETTERS, worn

WORDS = ("演江自治区演练局文件", "你申请公开的信息不存在", "二〇二〇年十月十二日")


def slip(dpi: float = 100) -> Image.Image:
    """Three lines on a slip of paper: quicker to read than a page."""
    page = Image.new("RGB", (round(5 * dpi), round(1.6 * dpi)), "white")
    pen = ImageDraw.Draw(page)
    font = worn_letters.ImageFont.truetype(str(worn_letters.fonts.serif_path()), round(dpi * 0.22))
    for row, words in enumerate(WORDS):
        pen.text((0.3 * dpi, (0.2 + 0.4 * row) * dpi), words, font=font, fill="black")
    return page


def texts(lines: tuple[Line, ...]) -> tuple[str, ...]:
    return tuple(line.text for line in lines)


def distance(a: str, b: str) -> int:
    """How many characters must change to make one text of the other."""
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        now = [i]
        for j, y in enumerate(b, 1):
            now.append(min(before[j] + 1, now[-1] + 1, before[j - 1] + (x != y)))
        before = now
    return before[-1]


class TestLetters:
    def test_a_slanted_stamped_scan_is_read_with_its_date_under_the_seal(self):
        sample = worn(LETTERS[1], FONTS[1], "扫描 150 dpi，歪斜 5°")
        document = read(sample.data, "答复书.jpg")
        (page,) = document.pages
        got = page.text.replace("\n", "").replace(" ", "")
        assert (page.text_from, document.said) == (TextFrom.OCR, ())
        assert distance(got, sample.text) < 0.03 * len(sample.text)
        assert page.lines[-1].text == LETTERS[1].day

    def test_a_photo_says_how_sure_each_line_is(self):
        sample = worn(LETTERS[0], FONTS[0], "照片")
        (page,) = read(sample.data, "照片.jpg").pages
        assert all(0 < line.confidence <= 1 for line in page.lines)
        assert LETTERS[0].number in page.text


class TestPlaces:
    def test_lines_come_from_top_to_bottom_with_boxes_in_points(self):
        lines = ocr.read_page(np.asarray(slip()), 100).lines
        assert texts(lines) == WORDS
        assert all(upper.bbox[1] < lower.bbox[1] for upper, lower in pairwise(lines))
        x0, y0, x1, y1 = lines[0].bbox
        assert (x0, y0) == (pytest.approx(21.6, abs=6), pytest.approx(17, abs=6))
        assert (x1 - x0, y1 - y0) == (pytest.approx(158, abs=12), pytest.approx(18, abs=8))

    @pytest.mark.parametrize("quarters", [1, 2, 3])
    def test_a_turned_page_is_read_and_its_boxes_lie_where_it_is_shown(self, quarters):
        turned = np.ascontiguousarray(np.rot90(np.asarray(slip()), quarters))
        lines = ocr.read_page(turned, 100).lines
        assert texts(lines) == WORDS
        x0, y0, x1, y1 = (round(edge * 100 / 72) for edge in lines[0].bbox)
        assert turned[y0:y1, x0:x1].min() < 60
        assert (x1 - x0 > y1 - y0) == (quarters == 2)

    def test_a_photo_with_a_mark_of_its_turn_is_read_upright(self):
        out = io.BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 6
        slip().transpose(Image.Transpose.ROTATE_90).save(out, "JPEG", quality=95, exif=exif)
        (page,) = read(out.getvalue(), "照片.jpg").pages
        assert page.width > page.height
        assert texts(page.lines) == WORDS

    def test_cells_beside_each_other_are_one_line(self):
        page = Image.new("RGB", (800, 120), "white")
        font = worn_letters.ImageFont.truetype(str(worn_letters.fonts.serif_path()), 30)
        pen = ImageDraw.Draw(page)
        pen.text((500, 42), "演练局公开", font=font, fill="black")
        pen.text((20, 40), "文书名称", font=font, fill="black")
        assert texts(ocr.read_page(np.asarray(page), 100).lines) == ("文书名称 演练局公开",)

    def test_the_same_picture_gives_the_same_lines(self):
        picture = np.asarray(slip())
        assert ocr.read_page(picture, 100) == ocr.read_page(picture.copy(), 100)


class TestHonesty:
    def test_a_blank_page_is_read_and_empty(self):
        paper = np.full((800, 600, 3), 240, np.uint8)
        assert read_picture(Picture(paper, 72), (), 1) == read_picture(Picture(paper, 72), (), 2)
        assert read_picture(Picture(paper, 72), (), 1).text_from is TextFrom.OCR

    def test_a_picture_without_writing_is_not_called_read(self):
        page = np.full((300, 300, 3), 255, np.uint8)
        page[40:260, 40:260] = 20
        read = read_picture(Picture(page, 72), (), 3)
        assert (read.text_from, read.lines) == (TextFrom.NONE, ())
        assert "第3页" in read.unread[0].what

    def test_writing_too_poor_to_read_is_named(self):
        tiny = slip(30).resize((500, 160), Image.Resampling.NEAREST)
        chance = np.random.default_rng(3)
        noisy = np.asarray(tiny, np.float32) * 0.6 + 60 + chance.normal(0, 45, (160, 500, 1))
        read = read_picture(Picture(np.clip(noisy, 0, 255).astype(np.uint8), 100), (), 1)
        assert read.unread
        assert texts(read.lines) != WORDS

    def test_a_missing_model_is_named_and_nothing_is_fetched(self, monkeypatch):
        monkeypatch.setattr(engine, "_DETECTOR", "no-such-model.onnx")
        engine._session.cache_clear()
        picture = np.asarray(slip(90))
        read = read_picture(Picture(picture, 90), (), 1)
        engine._session.cache_clear()
        assert read.text_from is TextFrom.NONE
        assert "no-such-model.onnx" in read.unread[0].what

    def test_digital_lines_stand_before_what_was_recognised_in_the_same_place(self):
        read = read_picture(Picture(np.asarray(slip()), 100), (), 1)
        known = (Line("你申请公开的信息不存在。", read.lines[1].bbox),)
        both = joined(read, known)
        assert both.text_from is TextFrom.MIXED
        assert texts(both.lines) == (WORDS[0], known[0].text, WORDS[2])

    def test_reading_says_nothing_on_the_console_and_starting_loads_no_engine(self):
        code = (
            "import sys, parsers, numpy as np\n"
            "assert 'rapidocr' not in sys.modules and 'onnxruntime' not in sys.modules\n"
            "from parsers.page import ocr\n"
            "ocr.read_line(np.full((32, 64, 3), 255, np.uint8))\n"
            # a line, such as a seal's ring, is read without what looks for writing
            "from parsers.page import engine\n"
            "assert engine._session.cache_info().currsize == 1\n"
            "assert 'rapidocr' not in sys.modules"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert (done.stdout, done.stderr) == (b"", b"")


class TestOneLine:
    def test_a_line_is_read_with_a_confidence_for_each_character(self):
        read = ocr.read_line(np.asarray(slip().crop((20, 15, 480, 50))))
        assert "".join(char for char, _ in read) == WORDS[0]
        assert min(confidence for _, confidence in read) > 0.8

    def test_an_empty_picture_is_no_line(self):
        assert ocr.read_line(np.zeros((0, 20, 3), np.uint8)) == ()


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        ("张某某:", "张某某："),
        ("(四）项、《档案利用办法》", "（四）项、《档案利用办法》"),
        ("练路12号（邮编530000)。", "练路12号（邮编530000）。"),
        ("演练局公开[2020]第12号", "演练局公开〔2020〕第12号"),
        ("演府〔2020] 5号", "演府〔2020〕 5号"),
        ("电话:0771－5550123", "电话：0771-5550123"),
        ("不存在,特此告知;", "不存在，特此告知；"),
    ],
)
def test_signs_are_set_as_they_were_printed(seen, printed):
    assert proper(seen) == printed


@pytest.mark.parametrize(
    "text",
    [
        "8:30-12:00",
        "2018—2020年",
        "gk@yanlian.example",
        "1,234.56元",
        "Reply (2020): see page 3, no. 4",
        "（2020）演01行初1号",
        "国办发〔2010〕5号",
    ],
)
def test_signs_that_are_right_stay(text):
    assert proper(text) == text

"""A long scan costs no more memory than a short one, no other file its turn, and nobody a verdict."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path
from threading import Event

import pylopdf_fonts_zh_cn as fonts
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers import pages, read
from parsers.document import TextFrom
from parsers.page import ocr

A4 = (1654, 2339)  # at 200 dpi
SLIP = (400, 90)


def page(number: int, size: tuple[int, int]) -> Image.Image:
    """One line near the top."""
    paper = Image.new("RGB", size, "white")
    font = ImageFont.truetype(str(fonts.serif_path()), 36)
    ImageDraw.Draw(paper).text((30, 20), f"答复书第{number}页", font=font, fill="black")
    return paper


def scan(count: int, size: tuple[int, int] = SLIP) -> bytes:
    first, *others = (page(number, size) for number in range(1, count + 1))
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=200)
    return out.getvalue()


def sources(document) -> list[TextFrom]:
    return [each.text_from for each in document.pages]


class TestLimits:
    def test_pages_beyond_the_limit_are_not_read_and_are_named(self, monkeypatch):
        monkeypatch.setattr("parsers.effort.MAX_OCR_PAGES", 2)
        document = read(scan(4), "扫描.pdf")
        assert sources(document) == [*[TextFrom.OCR] * 2, *[TextFrom.NONE] * 2]
        (warning,) = (one for one in document.said if "没有识别" in one)
        assert warning.startswith("第3页起的图像没有识别文字：") and "2页" in warning
        assert document.error is None

    def test_what_lies_in_one_mail_is_counted_together(self, monkeypatch):
        monkeypatch.setattr("parsers.effort.MAX_OCR_PAGES", 3)
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "a@example.org", "答复"
        mail.set_content("见附件")
        for name in ("一.pdf", "二.pdf", "三.pdf"):
            mail.add_attachment(scan(2), maintype="application", subtype="pdf", filename=name)
        parts = read(mail.as_bytes(), "来信.eml").parts
        ocr_, none = TextFrom.OCR, TextFrom.NONE
        assert [sources(part) for part in parts] == [[ocr_, ocr_], [ocr_, none], [none, none]]
        said = [[one[:4] for one in part.said if "没有识别" in one] for part in parts]
        assert said == [[], ["第2页起"], ["第1页起"]]

    def test_each_document_names_the_first_of_its_own_pages(self, monkeypatch):
        monkeypatch.setattr("parsers.effort.MAX_OCR_PAGES", 0)
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "a@example.org", "答复"
        mail.set_content("见附件")
        for name, count in (("一.pdf", 1), ("二.pdf", 3)):
            mail.add_attachment(scan(count), maintype="application", subtype="pdf", filename=name)
        parts = read(mail.as_bytes(), "来信.eml").parts
        said = [[one[:4] for one in part.said if "没有识别" in one] for part in parts]
        assert said == [["第1页起"], ["第1页起"]]

    def test_the_next_file_is_read_again(self, monkeypatch):
        monkeypatch.setattr("parsers.effort.MAX_OCR_PAGES", 1)
        documents = [read(scan(1), "a.pdf") for _ in range(3)]
        assert [sources(document) for document in documents] == [[TextFrom.OCR]] * 3

    def test_time_is_limited_likewise(self, monkeypatch):
        monkeypatch.setattr("parsers.effort.MAX_OCR_SECONDS", 0.0)
        document = read(scan(2), "扫描.pdf")
        assert sources(document) == [TextFrom.NONE] * 2
        assert "分钟" in document.said[0]

    def test_a_page_with_its_text_needs_no_recognition_and_is_read_after_the_limit(
        self, monkeypatch, pdf_of
    ):
        monkeypatch.setattr("parsers.effort.MAX_OCR_PAGES", 0)
        document = read(pdf_of("政府信息公开申请答复书，你申请公开的信息经检索不存在"), "a.pdf")
        assert (sources(document), document.said) == ([TextFrom.DIGITAL], ())


def test_another_file_is_shown_while_a_scan_is_read(monkeypatch):
    read_page, begun, shown = ocr.read_page, Event(), Event()

    def waiting(*given):
        begun.set()
        assert shown.wait(60)
        return read_page(*given)

    monkeypatch.setattr(ocr, "read_page", waiting)
    with ThreadPoolExecutor(1) as other:
        reading = other.submit(read, scan(1), "扫描.pdf")
        try:
            assert begun.wait(60)
            assert ThreadPoolExecutor(1).submit(pages.render, scan(1), "a.pdf", 1).result(30)
        finally:
            shown.set()
        assert reading.result().pages[0].text == "答复书第1页"


def test_a_scanned_page_with_a_date_alone_is_not_called_empty():
    """Nobody may call a date absent that stands alone on the last page."""
    paper = page(1, A4)
    ImageDraw.Draw(paper).rectangle((0, 0, 1654, 100), fill="white")
    font = ImageFont.truetype(str(fonts.serif_path()), 32)
    ImageDraw.Draw(paper).text((900, 300), "2020年11月3日", font=font, fill=(70, 70, 70))
    out = io.BytesIO()
    paper.save(out, "PDF", resolution=200)
    document = read(out.getvalue(), "末页.pdf")
    assert (document.text, sources(document)) == ("2020年11月3日", [TextFrom.OCR])


@pytest.mark.parametrize("specks", [0, 30])
def test_the_back_of_a_sheet_is_blank_also_where_dust_lies_on_it(specks):
    paper = Image.new("RGB", A4, (246, 246, 242))
    pen = ImageDraw.Draw(paper)
    for number in range(specks):
        x, y = 37 * number % 1650, 611 * number % 2300
        pen.ellipse((x, y, x + 3, y + 3), fill="black")
    out = io.BytesIO()
    paper.save(out, "PDF", resolution=200)
    document = read(out.getvalue(), "背面.pdf")
    assert (document.text, document.pages[0].text_from is TextFrom.NONE) == ("", False)


# the peak of this program alone: ru_maxrss would begin with that of the process that started it
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak")
def test_pages_are_let_go_when_they_are_read(tmp_path):
    program = (
        "import re, sys; from pathlib import Path; from parsers import read\n"
        "for name in sys.argv[1:]:\n"
        "    assert '答复书' in read(Path(name).read_bytes(), name).text\n"
        "    status = Path('/proc/self/status').read_text()\n"
        "    print(int(re.search(r'VmHWM:\\s*(\\d+)', status)[1]) // 1024)"
    )
    names = []
    for count in (2, 8):
        names.append(str(tmp_path / f"{count}.pdf"))
        Path(names[-1]).write_bytes(scan(count, A4))
    ran = subprocess.run(
        [sys.executable, "-c", program, *names], capture_output=True, text=True, check=True
    )
    before, after = map(int, ran.stdout.split())
    # six more pages, each of 11 megabytes of pixels, would show if they were kept
    assert after - before < 50 and after < 1000

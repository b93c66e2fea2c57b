"""What a file is, is decided by its bytes; whatever comes, reading does not raise."""

from __future__ import annotations

import importlib
import inspect
import io
import pkgutil
import shutil
import subprocess
import tempfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import parsers
from parsers import PARSERS, claimants, formats, limits, read, read_and_keep
from parsers.document import TextFrom
from parsers.word import legacy

FOR_LIBREOFFICE = (b"{\\rtf1 ", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1WordDocument\0")  # a second each
HEADS = (
    *FOR_LIBREOFFICE,
    *(
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"Subject: x\r\nFrom: y\r\n\r\n",
        b"<html>",
        b"\xef\xbb\xbf",
    ),
    *(b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"BM", b"GIF89a", b"Rar!\x1a\x07"),
)
ANYTHING = st.one_of(st.binary(max_size=300), st.text(max_size=100).map(str.encode))


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def is_reader(module: str) -> bool:
    """Whether a module of the folder has the one function of `parsers.parser.Parser`."""
    read = getattr(importlib.import_module(f"parsers.{module}"), "read", None)
    return inspect.isfunction(read) and len(inspect.signature(read).parameters) == 3


class TestTheList:
    def test_every_module_that_reads_a_format_is_in_the_list_once(self):
        every = pkgutil.walk_packages(parsers.__path__, "parsers.")
        found = [m.name.removeprefix("parsers.") for m in every if not m.ispkg]
        assert sorted(each.module for each in PARSERS) == sorted(filter(is_reader, found))

    @pytest.mark.parametrize("each", PARSERS, ids=lambda each: each.module)
    def test_every_parser_says_what_it_cannot_see(self, each):
        assert "看不见" in each.parser.__doc__
        assert each.name and each.media

    def test_every_way_to_tell_a_format_is_used_by_one(self):
        told = {name for name in vars(formats) if name.startswith("is_")} - {"is_text", "is_zip"}
        assert sorted(each.claims.__name__ for each in PARSERS) == sorted(told)

    @settings(max_examples=300, deadline=None)
    @given(st.sampled_from(HEADS), ANYTHING)
    @example(b"PK\x05\x06", b"\x00" * 18)
    @example(b"From: a\nTo: b\n\n", b"%PDF-1.7")
    @example(b"\xff\xd8\xff", b"")
    def test_no_bytes_are_claimed_twice(self, head, rest):
        assert len(claimants(head + rest)) <= 1

    @settings(max_examples=200, deadline=None)
    @given(st.sampled_from([head for head in HEADS if head not in FOR_LIBREOFFICE]), ANYTHING)
    def test_no_bytes_make_reading_raise_or_say_nothing(self, head, rest):
        document = read(head + rest, "来件")
        assert document.pages or document.parts or document.error

    def test_the_name_does_not_decide(self):
        assert read("答复".encode(), "答复书.pdf").media == "txt"

    def test_an_empty_file_is_named_empty(self):
        assert read(b"", "a.pdf").error.code == "empty"

    def test_unknown_bytes_are_kept_with_a_word(self):
        document = read(bytes(range(256)), "a.bin")
        assert (document.media, document.error.code) == ("unknown", "unknown_format")

    def test_a_word_file_with_a_password_is_named_encrypted(self):
        data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le")
        assert read(data, "答复书.docx").error.code == "encrypted"

    def test_a_workbook_is_not_taken_for_an_archive(self):
        data = zipped(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"})
        document = read(data, "a.xlsx")
        assert (document.media, document.error.code) == ("xlsx", "damaged")


class TestKeeping:
    def test_the_bytes_of_every_file_inside_are_kept_by_their_fingerprint(self):
        inner = zipped(**{"答复书.txt": "答复".encode()})
        outer = zipped(**{"内层.zip": inner})
        kept = read_and_keep(outer, "外层.zip")
        assert kept.document == read(outer, "外层.zip")
        assert [kept.files[part.sha256] for part in kept.document.walk()] == [
            outer, inner, "答复".encode()
        ]  # fmt: skip

    def test_a_file_that_cannot_be_read_is_kept_like_any_other(self):
        assert list(read_and_keep(b"%PDF-1.4 broken", "a.pdf").files.values()) == [
            b"%PDF-1.4 broken"
        ]


class TestPlain:
    @pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_text_is_read_in_every_charset_of_the_country(self, charset):
        document = read("关于答复\n第二行𠮷".encode(charset), "a.txt")
        assert [line.text for line in document.pages[0].lines] == ["关于答复", "第二行𠮷"]
        assert (document.media, document.warnings) == ("txt", ())

    def test_a_cut_text_is_read_and_says_that_something_is_missing(self):
        document = read("关于政府信息公开申请的答复".encode()[:-1], "a.txt")
        assert document.text.startswith("关于政府信息公开申请的答")
        assert [one.code for one in document.unread] == ["characters"]

    def test_a_web_page_is_read_in_order(self):
        page = "<!DOCTYPE html><title>题</title><h1>答复书</h1><p>甲<p>乙"
        document = read(page.encode(), "a.html")
        # what stands on a window's frame does not stand on the page
        assert (document.media, document.text) == ("html", "答复书\n甲\n乙")

    @pytest.mark.parametrize(
        "piece", ["<a", "<a b='", "<div>x", "<!--", "<title>x", "<table><tr><td>x"]
    )
    def test_a_page_that_never_closes_anything_is_read_in_no_time(self, piece):
        begun = time.process_time()
        document = read(("<html>" + piece * (2_000_000 // len(piece))).encode(), "a.html")
        assert document.error is None
        assert time.process_time() - begun < 10  # of Python's own parser: hours

    @pytest.mark.parametrize("head, line", [("", "a\n"), ("<html>", "<p>a")])
    def test_of_text_without_end_the_beginning_is_read_and_the_rest_named(self, head, line):
        begun = time.process_time()
        document = read((head + line * (60_000_000 // len(line))).encode(), "a")
        assert time.process_time() - begun < 20
        read_page, unread = document.pages
        assert len(read_page.lines) == limits.MAX_LINES and read_page.seals_searched
        assert unread.text_from is TextFrom.NONE and not unread.seals_searched
        assert "其余未读取" in document.unread[0].what

    def test_a_picture_inside_a_web_page_does_not_use_up_what_is_read(self):
        picture = "iVBORw0KGgo" * (limits.MAX_CHARACTERS // 10)
        page = f"<html><img src='data:image/png;base64,{picture}'><p>特此答复。"
        document = read(page.encode(), "a.html")
        assert (document.text, document.warnings) == ("特此答复。", ())
        assert len(document.parts) == 1

    def test_text_that_mentions_a_header_is_no_mail(self):
        assert read("主题: 答复\nSubject: x".encode(), "a.txt").media == "txt"


class TestArchives:
    def test_members_are_parts(self):
        document = read(zipped(**{"答复书.txt": "答复".encode(), "__MACOSX/x": b"x"}), "a.zip")
        assert [(part.name, part.text) for part in document.parts] == [("答复书.txt", "答复")]

    def test_names_in_the_code_page_of_a_chinese_windows_are_read(self):
        # the stand-in has the length of the GBK name and no mark of UTF-8
        name = "答复书.txt".encode("gb18030")
        data = zipped(**{"x" * len(name): b"abc"}).replace(b"x" * len(name), name)
        assert read(data, "a.zip").parts[0].name == "答复书.txt"

    def test_an_archive_in_an_archive_is_opened_but_not_for_ever(self):
        data = "答复".encode()
        for depth in range(limits.MAX_DEPTH + 2):
            data = zipped(**{f"{depth}.zip": data})
        *_, innermost = read(data, "a.zip").walk()
        assert innermost.error.code == "too_large"

    def test_a_bomb_is_not_opened(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("bomb.txt", b" " * 30_000_000)
        document = read(out.getvalue(), "a.zip")
        assert document.parts == ()
        assert "压缩比异常" in document.unread[0].what

    def test_a_member_with_a_password_is_named(self):
        data = bytearray(zipped(**{"a.txt": b"abc"}))
        data[6] |= 1  # the flags, in the member and in the directory
        data[data.index(b"PK\x01\x02") + 8] |= 1
        assert [one.code for one in read(bytes(data), "a.zip").unread] == ["encrypted"]

    def test_one_damaged_member_does_not_lose_the_others(self):
        data = zipped(**{"a.txt": b"aaaa", "b.txt": "好".encode()}).replace(b"aaaa", b"aaab", 1)
        document = read(data, "a.zip")
        assert [part.text for part in document.parts] == ["好"]
        assert "已损坏" in document.unread[0].what


class TestPictures:
    def test_a_scan_is_a_page_read_by_ocr(self, letter_picture, jpeg):
        document = read(jpeg(letter_picture(150), dpi=150), "扫描.jpg")
        (page,) = document.pages
        assert (document.media, page.text_from) == ("jpg", TextFrom.OCR)
        assert page.width == pytest.approx(595, abs=1)
        assert document.warnings == ()

    def test_a_seal_on_a_scan_is_found(self, letter_picture, stamped, seal_of, jpeg):
        data = jpeg(stamped(letter_picture(150), seal_of(pixels=248), 150), dpi=150)
        assert len(read(data, "a.jpg").pages[0].seals) == 1

    def test_a_picture_of_a_seal_alone_is_a_seal(self, seal_of, png):
        (seal,) = read(png(seal_of(pixels=500)), "a.png").pages[0].seals
        assert seal.bbox[2] > 400

    def test_a_black_and_white_scan_cannot_say_that_there_is_no_seal(self, letter_picture, png):
        page = read(png(letter_picture(100, heading=False).convert("1")), "a.png").pages[0]
        assert (page.seals, page.seals_searched) == ((), False)

    def test_a_colour_scan_without_a_seal_was_searched(self, letter_picture, jpeg):
        page = read(jpeg(letter_picture(150)), "a.jpg").pages[0]
        assert (page.seals, page.seals_searched) == ((), True)

    def test_every_frame_of_a_fax_is_a_page(self, letter_picture):
        out = io.BytesIO()
        sheet = letter_picture(72).convert("1")
        sheet.save(out, "TIFF", save_all=True, append_images=[sheet], dpi=(72, 72))
        assert [page.number for page in read(out.getvalue(), "a.tif").pages] == [1, 2]

    def test_the_first_bytes_of_a_picture_are_damaged(self, letter_picture, jpeg):
        data = jpeg(letter_picture(72))
        assert read(data[:200], "a.jpg").error.code == "damaged"


class TestOldWord:
    def test_without_libreoffice_the_file_is_kept_and_the_tool_named(self, monkeypatch, tmp_path):
        monkeypatch.setenv("PATH", str(tmp_path))
        if legacy.find_office():
            pytest.skip("LibreOffice lies in its usual place")
        document = read(b"{\\rtf1 \\u31572?\\u22797?}", "a.doc")
        assert (document.media, document.error.code) == ("doc", "tool_missing")
        assert "LibreOffice" in document.error.message

    @pytest.mark.needs("soffice")
    def test_with_libreoffice_the_text_is_read(self):
        document = read(b"{\\rtf1\\ansi \\u31572?\\u22797?\\u20070?\\par}", "a.doc")
        assert (document.error, document.text) == (None, "答复书")


def test_a_letter_in_word_in_a_zip_is_read_through():
    out = io.BytesIO()
    letter = docx.Document()
    letter.add_paragraph("答复书")
    letter.save(out)
    document = read(zipped(**{"答复书.docx": out.getvalue()}), "a.zip")
    assert [part.text for part in document.walk()] == ["", "答复书"]


class TestOpenDocument:
    @pytest.mark.parametrize(
        ("kind", "media"),
        [("text", "odt"), ("spreadsheet", "ods"), ("presentation", "unknown")],
    )
    def test_an_opendocument_is_not_taken_for_an_archive(self, kind, media, monkeypatch, tmp_path):
        monkeypatch.setenv("PATH", str(tmp_path))  # no LibreOffice: what counts is who claims it
        mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
        document = read(zipped(mimetype=mimetype, **{"META-INF/manifest.xml": b"<x/>"}), "a.odt")
        assert (document.media, document.parts) == (media, ())

    def test_a_zip_of_programs_is_still_kept_with_a_word(self):
        data = zipped(**{"META-INF/manifest.xml": b"<x/>", "a.txt": b"abc"})
        assert read(data, "a.jar").error.code == "unknown_format"


def doc(letter: str, rows: int = 40) -> bytes:
    """A .doc by LibreOffice itself."""
    text = docx.Document()
    for row in range(rows):
        text.add_paragraph(f"{letter}{row}")
    out = io.BytesIO()
    text.save(out)
    office = legacy.find_office()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.docx")
        source.write_bytes(out.getvalue())
        profile = Path(folder, "profile").as_uri()
        command = [str(office), "--headless", f"-env:UserInstallation={profile}"]
        subprocess.run(
            [*command, "--convert-to", "doc", "--outdir", folder, str(source)],
            check=True,
            capture_output=True,
        )
        return source.with_suffix(".doc").read_bytes()


@pytest.fixture(scope="module")
def letter() -> bytes:
    return doc("政府信息公开申请答复书")


@pytest.mark.needs("soffice")
class TestRealOldWord:
    def test_two_at_once_do_not_meet_and_leave_nothing_behind(self, letter, monkeypatch, tmp_path):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        with ThreadPoolExecutor(2) as pool:
            documents = list(pool.map(lambda name: read(letter, name), ("a.doc", "b.wps")))
        assert [document.media for document in documents] == ["doc", "wps"]
        assert all(d.text.startswith("政府信息公开申请答复书0\n") for d in documents)
        assert list(tmp_path.iterdir()) == []

    def test_a_conversion_that_takes_too_long_is_ended(self, letter, monkeypatch, tmp_path):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        monkeypatch.setattr(legacy, "_SECONDS", 0.2)
        monkeypatch.setattr(shutil, "which", lambda name: None if name == "antiword" else name)
        monkeypatch.setattr(legacy, "find_office", lambda: Path("soffice"))
        document = read(letter, "a.doc")
        assert document.error.code == "too_large"
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.needs("antiword")
    def test_antiword_gives_the_words_and_nothing_is_called_absent(self, letter, monkeypatch):
        monkeypatch.setattr(legacy, "find_office", lambda: None)
        document = read(letter, "a.doc")
        (page,) = document.pages
        assert page.lines[0].text == "政府信息公开申请答复书0"
        assert (page.text_from, page.seals_searched) == (TextFrom.NONE, False)
        assert "antiword" in document.unread[0].what

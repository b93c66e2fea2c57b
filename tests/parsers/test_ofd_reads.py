"""What an OFD shows is read wherever it lies and whichever way it runs; what it does not show is not."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from parsers import effort, read
from parsers.document import SEAL, TEXT, Document, TextFrom
from parsers.ofd import ofd_font
from parsers.page import recognised

sys.path.append(str(Path(__file__).parent))  # the packages made beside this file
from ofd_files import (
    ANNOTATIONS,
    FONTS,
    PICTURE,
    composite,
    font,
    image,
    instead,
    named,
    note,
    noted,
    ofd,
    outlined,
    path,
    sheet,
    text,
    uses,
)

LETTER = text("答复书")
MM = 72 / 25.4


def words(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines]


def said(page: str, **more: object) -> list[str]:
    document = read(ofd(page, **more), "a.ofd")  # type: ignore[arg-type]
    assert document.error is None
    assert document.left == ()
    return words(document)


class TestComposites:
    def test_text_in_one_stands_where_its_matrix_puts_it(self):
        more = 'CTM="0.5 0 0 0.5 10 0"'
        page = text("下面", y=80) + uses(boundary="10 20 200 100", more=more)
        document = read(ofd(page, resources=composite(text("上面", 20, 30))), "a.ofd")
        assert words(document) == ["上面", "下面"]
        x0, y0, x1, _ = document.pages[0].lines[0].bbox
        assert (x0 / MM, x1 / MM) == pytest.approx((30, 35), abs=0.1)
        assert y0 / MM == pytest.approx(20 + (34 - 0.86 * 5) / 2, abs=0.1)

    def test_one_in_another_is_read_too(self):
        inner, outer = composite(text("甲乙"), "70"), composite(uses("70"), "71")
        assert said(uses("71"), resources=inner + outer) == ["甲乙"]

    def test_one_may_be_a_resource_of_the_page_alone(self):
        members = {"Doc_0/Pages/R.xml": named("Res", composite(text("甲乙")))}
        head = "<ofd:PageRes>R.xml</ofd:PageRes>"
        assert said(uses(), head=head, members=members) == ["甲乙"]

    def test_a_picture_in_one_is_searched_for_seals(self, seal_of, png):
        stamped = Image.new("RGB", (300, 300), "white")
        stamped.paste(seal_of(pixels=165).convert("RGB"), (60, 60))
        inner = composite('<ofd:ImageObject ResourceID="9" Boundary="0 0 76 76"/>')
        data = ofd(LETTER + uses(boundary="100 150 76 76"), resources=PICTURE + inner, members={"Doc_0/Res/a.png": png(stamped)})  # fmt: skip
        (seal,) = read(data, "a.ofd").pages[0].seals
        assert seal.bbox[0] / MM == pytest.approx(100 + 76 * 60 / 300, abs=3)

    def test_what_one_repeats_without_end_is_not_read_for_ever(self, monkeypatch):
        monkeypatch.setattr("parsers.ofd.ofd_units.MAX_UNITS", 5000)
        units = "".join(composite(uses(str(n + 1)) * 12, str(n)) for n in range(1, 9))
        document = read(ofd(LETTER + uses("1"), resources=units + composite(LETTER, "9")), "a.ofd")
        assert document.pages[0].text_from is TextFrom.NONE


def test_text_and_blocks_in_a_pattern_are_read():
    cell = f"<ofd:CellContent><ofd:PageBlock>{text('甲乙')}</ofd:PageBlock></ofd:CellContent>"
    colour = (
        f'<ofd:FillColor><ofd:Pattern Width="9" Height="9">{cell}</ofd:Pattern></ofd:FillColor>'
    )
    assert said(path("M 0 0 L 9 0", colours=colour)) == ["甲乙"]


class TestWhatIsNotShown:
    @pytest.mark.parametrize(
        "page",
        [
            text("作废", y=50, more='Visible="false"'),
            text("作废", y=50, more='Visible="0"'),
            text("作废", y=50, more='Alpha="0"'),
            text("作废", y=50).replace("<ofd:TextCode", '<ofd:FillColor Value="0 0 0" Alpha="0"/><ofd:TextCode'),
            f'<ofd:PageBlock Visible="False">{text("作废", y=50)}</ofd:PageBlock>',
            uses(more='Visible="false"'),
            '<ofd:ImageObject ResourceID="none" Boundary="0 0 9 9" Visible="false"/>',
        ],
    )  # fmt: skip
    def test_a_hidden_object_is_no_part_of_the_letter(self, page):
        assert said(LETTER + page, resources=composite(text("作废", y=50))) == ["答复书"]

    def test_a_hidden_layer_is_none(self):
        page = (
            f'</ofd:Layer><ofd:Layer Visible="false">{text("作废")}</ofd:Layer><ofd:Layer>{LETTER}'
        )
        assert said(page) == ["答复书"]

    def test_text_without_fill_is_shown_where_no_picture_lies(self):
        assert said(text("答复书", more='Fill="false"')) == ["答复书"]


class TestAnnotations:
    def read(self, *notes: str, page: str = LETTER) -> Document:
        return read(ofd(page, document=ANNOTATIONS, members=noted(*notes)), "a.ofd")

    def test_a_stamp_and_a_typed_note_are_read_where_they_are_drawn(self):
        document = self.read(note(text("收文", 0, 0), boundary="50 100 60 20"))
        assert (words(document), document.left) == (["答复书", "收文"], ())
        assert document.pages[0].lines[1].bbox[0] / MM == pytest.approx(50, abs=0.1)

    def test_a_watermark_is_no_text_of_the_letter(self):
        document = self.read(note(text("仅供内部使用", 35, 30), "Watermark"))
        assert (words(document), document.left) == (["答复书"], ())

    def test_a_note_in_the_gap_of_a_line_joins_it(self):
        page = text("2026年", 20) + text("日", 70)
        document = self.read(note(text("3月16", 48, 30)), page=page)
        assert [word.replace(" ", "") for word in words(document)] == ["2026年3月16日"]

    def test_one_that_lies_over_the_text_keeps_a_line_of_its_own(self):
        document = self.read(note(text("已阅", 22, 30.5)))
        assert sorted(words(document)) == ["已阅", "答复书"]

    def test_a_hidden_one_is_not_there(self):
        assert words(self.read(note(text("作废", y=60), more='Visible="false"'))) == ["答复书"]

    def test_a_watermark_with_a_seal_in_it_leaves_the_seal_open(self, seal_of, png):
        picture = Image.new("RGB", (300, 300), "white")
        picture.paste(seal_of(pixels=165).convert("RGB"), (60, 60))
        mark = note(image("0 0 76 76"), "Watermark", "100 100 80 80")
        members = {**noted(mark), "Doc_0/Res/a.png": png(picture)}
        document = read(ofd(LETTER, document=ANNOTATIONS, resources=PICTURE, members=members), "a.ofd")  # fmt: skip
        assert document.pages[0].seals == ()
        assert [one.touches for one in document.left] == [(SEAL,)]


class TestTemplates:
    def test_one_may_use_another_and_a_loop_ends(self):
        common = "".join(f'<ofd:TemplatePage ID="{n}" BaseLoc="T{n}.xml"/>' for n in (3, 4))
        members = {
            "Doc_0/T3.xml": sheet(text("上", y=10), '<ofd:Template TemplateID="4"/>'),
            "Doc_0/T4.xml": sheet(text("中", y=20), '<ofd:Template TemplateID="3"/>'),
        }
        head = '<ofd:Template TemplateID="3" ZOrder="Foreground"/>'
        found = said(LETTER, head=head, common=common, members=members)
        assert list(dict.fromkeys(found)) == ["上", "中", "答复书"]


class TestWhichWayTextRuns:
    def test_a_column_is_read_downwards(self):
        column = text("二〇二六年", 100, 20, code='DeltaY="g 9 5"')
        assert said(column + text("正文", 20, 28)) == ["二〇二六年", "正文"]

    def test_reading_direction_alone_makes_a_column(self):
        assert said(text("三月十六日", more='ReadDirection="90"', code="x='1'")) == ["三月十六日"]

    @pytest.mark.parametrize(("turn", "steps"), [(90, 'DeltaX="g 9 5"'), (180, ""), (270, "")])
    def test_a_page_that_is_turned_is_read_line_by_line(self, turn, steps):
        a, b = round(math.cos(math.radians(turn))), round(math.sin(math.radians(turn)))
        first, second = (
            text(words, 100, 100, f'CTM="{a} {b} {-b} {a} {-b * y} {a * y}"', steps)
            for words, y in (("第一行在上", 0), ("第二行在下", 9))
        )
        assert said(second + first) == ["第一行在上", "第二行在下"]

    def test_single_characters_that_are_turned_make_lines_too(self):
        turned = (
            text(char, 100, 100 + 5 * n, 'CTM="0 1 -1 0 0 0"') for n, char in enumerate("附件清单")
        )
        assert said("".join(turned)) == ["附件清单"]

    def test_what_runs_leftwards_is_read_as_it_is_written(self):
        assert said(text("局某某", 100, 20, code='DeltaX="-5 -5"')) == ["局某某"]

    def test_a_line_a_little_askew_is_a_line(self):
        assert said(text("二〇二六年三月", more='CTM="0.998 0.06 -0.06 0.998 0 0"')) == [
            "二〇二六年三月"
        ]

    def test_a_watermark_across_the_page_is_none(self):
        assert said(LETTER + text("样本", 50, 90, 'CTM="0.7 -0.7 0.7 0.7 0 0"')) == ["答复书"]

    def test_red_signs_round_a_ring_may_be_a_seal(self):
        ring = ""
        for n, char in enumerate("某某市财政局"):
            c, s = math.cos(n - 2.5), math.sin(n - 2.5)
            red = text(char, 150 + 18 * s, 230 - 18 * c, f'CTM="{c} {s} {-s} {c} 0 0"')
            ring += red.replace("<ofd:TextCode", '<ofd:FillColor Value="255 0 0"/><ofd:TextCode')
        (page,) = read(ofd(LETTER + ring), "a.ofd").pages
        assert not page.seals_searched

    def test_figures_as_wide_as_chinese_stand_close(self):
        assert said(text("2026年3月16日")) == ["2026年3月16日"]

    def test_a_pale_watermark_among_the_text_does_not_join_its_lines(self):
        assert sorted(said(LETTER + text("内部", 22, 30.3, 'Alpha="90"'))) == ["内部", "答复书"]

    def test_a_comment_in_the_text_cuts_nothing_off(self):
        assert said(text("答复<!-- 甲 -->书")) == ["答复书"]

    @pytest.mark.parametrize(
        ("delta", "left"),
        [("g 2 5 10 5", [0, 5, 10, 20]), ("5 g 2 7.5", [0, 5, 12.5, 20]), ("g 1 5 g 1 6 g 1 7", [0, 5, 11, 18])],
    )  # fmt: skip
    def test_steps_come_singly_and_in_groups(self, delta, left):
        codes = text("甲乙丙丁", 0, 30, code=f'DeltaX="{delta}"')
        last = read(ofd(codes), "a.ofd").pages[0].lines[0].bbox[2] / MM
        assert last == pytest.approx(left[-1] + 5, abs=0.1)


class TestGlyphsInsteadOfCharacters:
    def fonts(self, characters: str) -> dict[str, object]:
        data = font(characters, range(4, 4 + len(characters)))
        return {"resources": FONTS, "members": {"Doc_0/Res/f.ttf": data}}

    def test_private_signs_are_read_by_the_font(self):
        page = instead("\ue000\ue001\ue002", "4 5 6")
        assert said(page, **self.fonts("答复书")) == ["答复书"]

    def test_blanks_are_read_by_the_font(self):
        assert said(instead("   ", "6 5 4"), **self.fonts("书复答")) == ["答复书"]

    def test_one_blank_an_object_is_no_blank_either(self):
        page = "".join(instead(" ", str(4 + n), 20 + 5 * n) for n in range(3))
        assert said(page, **self.fonts("答复书")) == ["答复书"]

    def test_real_characters_stand(self):
        assert said(instead("答复 书", "104 105 3 106"), **self.fonts("别的字")) == ["答复 书"]

    def test_ticks_of_a_symbol_font_and_old_blanks_are_no_riddle(self):
        assert said(instead("\uf0fe", "7") + text("\ue5e5同意", 30)) == ["\uf0fe 同意"]

    def test_glyphs_without_characters_are_read_by_the_font(self):
        assert said(instead("", "4 5 6"), **self.fonts("答复书")) == ["答复书"]

    @pytest.mark.parametrize(
        "data", [b"", b"OTTO", b"\0\1\0\0" + b"\xff" * 99, font("答", range(4, 5))[:-9]]
    )
    def test_a_font_that_is_none_says_nothing(self, data):
        assert ofd_font.characters(data) == {}

    def test_a_few_unknown_signs_leave_the_others_read(self):
        page = instead("\ue000", "9") + text("政府信息公开申请答复书", y=50)
        document = read(ofd(page, **self.fonts("答复书")), "a.ofd")
        assert "政府信息公开申请答复书" in words(document)
        assert document.pages[0].text_from is TextFrom.DIGITAL
        assert [one.touches for one in document.left] == [(TEXT,)]


class TestDrawings:
    def test_a_date_in_outlines_is_read_beside_the_text(self):
        page = "".join(text("本机关经检索，你申请的信息不存在", y=30 + 9 * n) for n in range(3))
        document = read(ofd(page + outlined("二〇二六年三月十六日", 120, 200)), "a.ofd")
        assert document.left == ()
        assert words(document)[-1] == "二〇二六年三月十六日"
        assert document.pages[0].lines[-1].bbox[0] / MM == pytest.approx(120, abs=2)

    def test_a_whole_page_of_outlines_is_read(self):
        lines = ("政府信息公开申请答复书", "本机关经检索未制作该信息", "演江自治区演练局")
        page = "".join(outlined(line, 30, 50 + 15 * n) for n, line in enumerate(lines))
        document = read(ofd(page), "a.ofd")
        assert words(document) == list(lines)

    def test_where_nothing_can_be_recognised_they_are_unread(self, monkeypatch):
        monkeypatch.setattr(effort, "MAX_OCR_PAGES", 0)
        page = "".join(text("本机关经检索，你申请的信息不存在", y=30 + 9 * n) for n in range(3))
        document = read(ofd(page + outlined("二〇二六年三月十六日", 120, 200)), "a.ofd")
        assert len(words(document)) == 3
        assert [(one.touches, one.page) for one in document.left] == [((TEXT,), 1)]

    def test_a_seal_that_is_drawn_is_a_seal(self):
        red = '<ofd:FillColor Value="214 24 32"/><ofd:StrokeColor Value="214 24 32"/>'
        ring = path(
            "M 130 220 A 20 20 0 1 1 170 220 A 20 20 0 1 1 130 220 C", 'LineWidth="1.2"', red
        )
        star = "M " + " L ".join(
            f"{150 + r * math.sin(n * math.pi / 5):.2f} {220 - r * math.cos(n * math.pi / 5):.2f}"
            for n in range(10) for r in [6.0 if n % 2 == 0 else 2.3]
        ) + " C"  # fmt: skip
        name, units = "", ""
        for n, char in enumerate("演江自治区演练局"):
            turn = math.radians(-105 + 30 * n)
            c, s = math.cos(turn), math.sin(turn)
            x, y = 150 + 13.2 * s - 2.4 * c, 220 - 13.2 * c - 2.4 * s
            drawn = outlined(char, 0, 0, 4.8).replace("<ofd:Abb", f"{red}<ofd:Abb")
            units += composite(drawn, str(80 + n))
            name += uses(str(80 + n), more=f'CTM="{c} {s} {-s} {c} {x} {y}"')
        page = LETTER + ring + path(star, 'Fill="true" Stroke="false"', red) + name
        (shown,) = read(ofd(page, resources=units), "a.ofd").pages
        (seal,) = shown.seals
        assert seal.bbox[0] / MM == pytest.approx(130, abs=2)
        assert shown.text_from is TextFrom.DIGITAL

    def test_strokes_of_a_pen_that_nobody_reads_are_told(self):
        points = ((20 + n, 60 + 5 * math.sin(n * 1.7) * math.cos(n / 3)) for n in range(60))
        stroke = "M 20 60 L " + " L ".join(f"{x:.1f} {y:.1f}" for x, y in points)
        page = "".join(text("本机关经检索，你申请的信息不存在", y=100 + 9 * n) for n in range(3))
        document = read(ofd(page, document=ANNOTATIONS, members=noted(note(path(stroke), "Path"))), "a.ofd")  # fmt: skip
        assert [(one.touches, one.page) for one in document.left] == [((TEXT,), 1)]


class TestPictures:
    def write(self, words: str, size: tuple[int, int]) -> Image.Image:
        picture = Image.new("RGB", size, "white")
        face = ImageFont.truetype(str(sans_path()), 34)
        ImageDraw.Draw(picture).text((20, 20), words, font=face, fill="black")
        return picture

    @pytest.mark.parametrize("turned", [False, True])
    def test_words_in_a_picture_on_a_page_of_text_are_read(self, png, turned):
        picture = self.write("可在六十日内申请行政复议", (500, 80))
        more = 'CTM="100 0 0 16 0 0"'
        if turned:  # the picture lies upside down in the file, its matrix turns it back
            picture, more = picture.rotate(180), 'CTM="-100 0 0 -16 100 16"'
        page = "".join(text("本机关经检索，你申请的信息不存在", y=30 + 9 * n) for n in range(3))
        data = ofd(page + image("30 150 100 16", more), resources=PICTURE, members={"Doc_0/Res/a.png": png(picture)})  # fmt: skip
        document = read(data, "a.ofd")
        assert (words(document)[-1], document.left) == ("可在六十日内申请行政复议", ())
        assert document.pages[0].text_from is TextFrom.MIXED

    def test_a_picture_without_words_changes_nothing(self, png):
        blank = Image.new("RGB", (200, 200), (200, 220, 240))
        page = "".join(text("本机关经检索，你申请的信息不存在", y=30 + 9 * n) for n in range(3))
        data = ofd(page + image("30 150 40 40"), resources=PICTURE, members={"Doc_0/Res/a.png": png(blank)})  # fmt: skip
        document = read(data, "a.ofd")
        assert (document.pages[0].text_from, document.left) == (TextFrom.DIGITAL, ())

    def test_a_line_of_handwriting_is_told(self, png):
        scrawl = Image.new("RGB", (600, 120), "white")
        points = [(20 + 5 * n, 60 + 35 * math.sin(n * 1.7) * math.cos(n / 3)) for n in range(110)]
        ImageDraw.Draw(scrawl).line(points, fill="black", width=4)
        page = "".join(text("本机关经检索，你申请的信息不存在", y=30 + 9 * n) for n in range(3))
        data = ofd(page + image("110 200 60 12"), resources=PICTURE, members={"Doc_0/Res/a.png": png(scrawl)})  # fmt: skip
        assert [one.touches for one in read(data, "a.ofd").left] == [(TEXT,)]

    def test_text_below_a_scan_is_another_programs_reading_and_does_not_stand(
        self, png, monkeypatch
    ):
        seen = recognised.Reading(TextFrom.OCR, (), ())
        monkeypatch.setattr(recognised, "read_picture", lambda *_: seen)
        below = text("二〇二五年三月")
        members = {"Doc_0/Res/a.png": png(self.write("二〇二六年三月", (400, 560)))}
        assert words(read(ofd(below + image(), resources=PICTURE, members=members), "a.ofd")) == []
        assert words(read(ofd(image() + below, resources=PICTURE, members=members), "a.ofd")) == ["二〇二五年三月"]  # fmt: skip

    def test_that_reading_is_better_than_none(self, png, monkeypatch):
        monkeypatch.setattr(effort, "MAX_OCR_PAGES", 0)
        members = {"Doc_0/Res/a.png": png(self.write("二〇二六年三月", (400, 560)))}
        document = read(ofd(text("二〇二六年三月") + image(), resources=PICTURE, members=members), "a.ofd")  # fmt: skip
        (page,) = document.pages
        assert (words(document), page.text_from) == (["二〇二六年三月"], TextFrom.OCR)
        assert page.lines[0].confidence < 0.85


class TestTheFile:
    def test_every_document_in_it_is_read(self):
        second = {
            "Doc_1/Document.xml": named("Document", '<ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages>'),
            "Doc_1/P.xml": sheet(text("第二份")),
        }  # fmt: skip
        entry = "<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody>"
        document = read(ofd(LETTER, entry=entry, members=second), "a.ofd")
        assert (words(document), document.left) == (["答复书", "第二份"], ())
        assert [page.number for page in document.pages] == [1, 2]

    def test_attachments_are_parts(self):
        inner = ofd(text("答复正文"))
        members = {
            "Doc_0/B.xml": named("Attachments", '<ofd:Attachment Name="正文.ofd"><ofd:FileLoc>b/x.ofd</ofd:FileLoc></ofd:Attachment>'),
            "Doc_0/b/x.ofd": inner,
        }  # fmt: skip
        document = read(ofd(LETTER, document="<ofd:Attachments>B.xml</ofd:Attachments>", members=members), "a.ofd")  # fmt: skip
        (part,) = document.parts
        assert (part.name, words(part), document.left) == ("正文.ofd", ["答复正文"], ())

    def test_the_version_in_force_is_read(self):
        body = '<ofd:Versions><ofd:Version BaseLoc="V0.xml"/><ofd:Version Current="true" BaseLoc="V1.xml"/></ofd:Versions>'
        old = named("Document", '<ofd:Pages><ofd:Page ID="1" BaseLoc="P0.xml"/></ofd:Pages>')
        members = {
            "V0.xml": named("DocVersion", "<ofd:FileList><ofd:File>P0.xml</ofd:File></ofd:FileList><ofd:DocRoot>Old.xml</ofd:DocRoot>"),
            "V1.xml": named("DocVersion", "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"),
            "Old.xml": old, "P0.xml": sheet(text("旧稿")),
        }  # fmt: skip
        assert said(LETTER, body=body, members=members) == ["答复书"]

    def test_paths_with_either_slash_lead_to_their_files(self):
        data = ofd(LETTER).replace(b"Doc_0/Pages/P.xml", b"Doc_0\\Pages\\P.xml")
        assert words(read(data, "a.ofd")) == ["答复书"]

"""The explain view: every verdict is shown with its reason, and leads to the words it rests on."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier
from harness.checker.example import letter
from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element, Finding, Verdict
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reports.examined.explain import MOST_SHEETS, Entry, explain_index, explain_page
from harness.reports.examined.explain_marks import marked
from parsers import read
from parsers.document import Document, Line, Page, Problem, Span, TextFrom

PICTURE = "data:image/webp;base64,AAAA"
BOX = (100.0, 72.0, 300.0, 96.0)


def no_picture(_sha256: str, _page: int) -> str | None:
    return None


def every_picture(_sha256: str, _page: int) -> str | None:
    return PICTURE


def page_of(number: int = 1, lines: tuple[Line, ...] = (), paper: bool = True) -> Page:
    size = (600.0, 800.0) if paper else (None, None)
    return Page(number, *size, TextFrom.DIGITAL, lines)


def document_of(*pages: Page, name: str = "答复书.pdf", **more: object) -> Document:
    return Document(name, "ab" * 32, "pdf" if pages and pages[0].width else "docx", pages, **more)


def judgement_of(*findings: Finding) -> Judgement:
    known = {one.element: one for one in findings}
    rest = {one: Finding(one, Verdict.NOT_REQUIRED, "不要求") for one in Element}
    every = tuple({**rest, **known}.values())
    return Judgement(
        ReplyKind.ANSWER, ("not_held",), None, TextFrom.DIGITAL, 1, every, "2019-05-15"
    )


def title(*spans: Span, **more: object) -> Finding:
    return Finding(Element.TITLE, Verdict.PRESENT, "有标题", evidence=spans, **more)


class Seen(HTMLParser):
    """What matters of a page: its ids, where its links lead, what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(unquote(value or ""))
            elif name in ("src", "srcset", "action", "background", "data", "poster"):
                self.loads.append(value or "")


@pytest.fixture(scope="module")
def shown() -> str:
    document = read(letter().encode(), "答复书.txt")
    return explain_page(judge(Dossier(document)), document, no_picture)


class TestThePage:
    def test_every_element_is_told_with_its_verdict(self, shown):
        for name in ELEMENT_NAMES.values():
            assert f">{name}</" in shown
        assert shown.count('class="pill"') == len(Element)

    def test_every_link_leads_to_a_place_on_the_page_and_no_place_has_two(self, shown):
        seen = Seen(shown)
        assert {link.removeprefix("#") for link in seen.links} <= set(seen.ids)
        assert len(seen.ids) == len(set(seen.ids))

    def test_it_needs_nothing_but_itself_and_no_script(self, shown):
        seen = Seen(shown)
        assert seen.loads == []
        assert not {"script", "link", "iframe", "object"} & set(seen.tags)
        assert "@import" not in shown and "url(" not in shown
        assert "default-src 'none'" in shown

    def test_what_a_letter_says_is_never_taken_for_markup(self):
        evil = "<script>alert(1)</script>\"'&"
        span = Span(evil, 1, BOX, evil)
        document = document_of(page_of(lines=(Line(evil, BOX),)), name=evil, warnings=(evil,))
        found = Finding(Element.TITLE, Verdict.DEFECTIVE, evil, (evil,), evidence=(span,))
        for pictures in (no_picture, every_picture):
            text = explain_page(judgement_of(found), document, pictures)
            assert "<script" not in text
            assert "&lt;script&gt;" in text
        entries = [Entry(evil, None, error=evil), Entry(evil, judgement_of(), "001.html")]
        assert "<script" not in explain_index(entries)

    def test_a_letter_without_fault_and_one_without_anything_have_their_page(self):
        for document in (read(b"", "a.pdf"), read("答复".encode(), "a.txt")):
            text = explain_page(judge(Dossier(document)), document, no_picture)
            assert VERDICT_NAMES[Verdict.UNCLEAR] in text or VERDICT_NAMES[Verdict.PRESENT] in text

    def test_what_the_reading_warned_of_is_told_and_names_the_part(self):
        part = Document("附件.ofd", "cd" * 32, "ofd", error=Problem("damaged", "文件已损坏"))
        document = document_of(page_of(), warnings=("第2页未读出",), parts=(part,))
        text = explain_page(judgement_of(), document, every_picture)
        assert "<li>第2页未读出</li>" in text
        assert "<li>“附件.ofd”：文件已损坏</li>" in text

    def test_a_remark_is_told_apart_from_a_fault(self):
        number = Finding(Element.DOC_NUMBER, Verdict.PRESENT, "有文号", ("style",))
        basis = Finding(Element.LEGAL_BASIS, Verdict.DEFECTIVE, "没有条款", ("no_article",))
        text = explain_page(judgement_of(number, basis), document_of(page_of()), every_picture)
        assert '<li class="remark">提示：文号格式不合国标</li>' in text
        assert "<li>未列明具体条款</li>" in text

    def test_what_holds_of_all_elements_alike_is_said_once(self):
        text = explain_page(judgement_of(), document_of(page_of()), every_picture)
        assert text.count('<p class="why">不要求</p>') == 1
        seen = Seen(text)
        assert {link.removeprefix("#") for link in seen.links} <= set(seen.ids)

    def test_each_verdict_says_what_is_required_and_by_what(self, shown):
        assert shown.count("<summary>要求和依据</summary>") == len(Element)
        assert "党政机关公文处理工作条例第九条" in shown

    def test_of_a_long_file_only_pages_with_evidence_are_shown_and_the_rest_counted(self):
        pages = [page_of(number) for number in range(1, MOST_SHEETS + 11)]
        span = Span("答复书.pdf", MOST_SHEETS + 5, BOX, "答复书")
        text = explain_page(judgement_of(title(span)), document_of(*pages), every_picture)
        assert text.count("<figure") == 2
        assert f"另有{MOST_SHEETS + 8}页未列出" in text


class TestBoxes:
    def test_a_box_stands_where_the_words_stand(self):
        span = Span("答复书.pdf", 1, (100.0, 80.0, 301.5, 158.5), "答复书")
        (sheet,) = marked(document_of(page_of()), [title(span)]).sheets
        (mark,) = sheet.boxes
        # 1.5 points of air on a page of 600 by 800
        assert mark.box == (16.42, 9.81, 34.08, 10.19)

    def test_a_box_over_the_edge_ends_at_the_edge(self):
        span = Span("答复书.pdf", 1, (-5.0, -5.0, 700.0, 900.0), "章")
        (sheet,) = marked(document_of(page_of()), [title(span)]).sheets
        assert sheet.boxes[0].box == (0.0, 0.0, 100.0, 100.0)

    def test_a_small_box_lies_above_a_large_one(self):
        seal = Finding(
            Element.SEAL, Verdict.PRESENT, "有章", evidence=(Span("答复书.pdf", 1, BOX, "章"),)
        )
        small = title(Span("答复书.pdf", 1, (120.0, 80.0, 140.0, 90.0), "日"))
        (sheet,) = marked(document_of(page_of()), [small, seal]).sheets
        assert [mark.element for mark in sheet.boxes] == [Element.SEAL, Element.TITLE]

    def test_notes_in_the_margin_do_not_lie_on_each_other(self):
        several = [
            Finding(one, Verdict.PRESENT, "有", evidence=(Span("答复书.pdf", 1, BOX, "x"),))
            for one in (Element.TITLE, Element.REASONS, Element.DECISION)
        ]
        (sheet,) = marked(document_of(page_of()), several).sheets
        tops = [note.top for note in sheet.notes]
        assert tops == sorted(tops) and len(set(tops)) == 3

    def test_evidence_on_an_attachment_is_marked_there_and_not_on_its_namesake(self):
        inner = document_of(page_of(), name="答复.pdf")
        twin = Document(
            "包.zip", "12" * 32, "zip", parts=(document_of(page_of(), name="答复.pdf"),)
        )
        mail = Document("信.eml", "ef" * 32, "eml", (page_of(paper=False),), parts=(twin, inner))
        span = Span("答复.pdf", 1, BOX, "答复书", ("信.eml",))
        sheets = marked(mail, [title(span)]).sheets
        assert [sheet.is_marked for sheet in sheets] == [False, False, True]

    def test_evidence_that_stands_nowhere_is_quoted_without_a_link(self):
        found = title(Span("别的.pdf", 9, BOX, "没有这一页"))
        document = document_of(page_of())
        assert marked(document, [found]).anchors[Element.TITLE] == (None,)
        text = explain_page(judgement_of(found), document, every_picture)
        assert "没有这一页" in text and 'href="#m-title' not in text

    def test_a_page_whose_picture_fails_is_shown_by_its_words(self):
        lines = (Line("政府信息公开答复书", BOX),)
        span = Span("答复书.pdf", 1, BOX, "政府信息公开答复书")
        text = explain_page(
            judgement_of(title(span)), document_of(page_of(lines=lines)), no_picture
        )
        assert "<img" not in text
        assert re.search(
            r'<a class="hl e-title present" id="m-title-1"[^>]*><sup>1</sup>政府', text
        )


class TestWords:
    """What has no layout shows its lines, with the evidence marked in them."""

    def pieces(self, rows: list[str], *findings: Finding) -> list[list[tuple[str, list[str]]]]:
        lines = tuple(Line(row) for row in rows)
        document = document_of(page_of(lines=lines, paper=False), name="a.docx")
        (sheet,) = marked(document, findings).sheets
        return [[(p.text, [m.id for m in p.marks]) for p in line] for line in sheet.lines]

    def span(self, text: str) -> Span:
        return Span("a.docx", 1, None, text)

    def test_words_are_found_though_the_line_has_blanks_in_them(self):
        (line,) = self.pieces(["二〇二〇年 十 月，"], title(self.span("二〇二〇年十月")))
        assert line == [("二〇二〇年 十 月", ["m-title-1"]), ("，", [])]

    def test_marks_that_overlap_are_both_kept(self):
        decision = Finding(
            Element.DECISION, Verdict.PRESENT, "有", evidence=(self.span("予以公开"),)
        )
        (line,) = self.pieces(["经查，予以公开。"], title(self.span("经查，予以")), decision)
        assert line == [
            ("经查，", ["m-title-1"]),
            ("予以", ["m-title-1", "m-decision-1"]),
            ("公开", ["m-decision-1"]),
            ("。", []),
        ]

    def test_a_line_of_its_own_is_meant_rather_than_the_same_words_in_a_sentence(self):
        lines = self.pieces(["某市财政局告知如下", "某市财政局"], title(self.span("某市财政局")))
        assert lines[0] == [("某市财政局告知如下", [])]

    def test_what_stands_at_the_end_of_a_letter_is_looked_for_from_there(self):
        issuer = Finding(Element.ISSUER, Verdict.PRESENT, "有", evidence=(self.span("某市财政局"),))
        lines = self.pieces(["某市财政局", "答复书", "某市财政局"], issuer)
        assert [bool(line[0][1]) for line in lines] == [False, False, True]

    def test_words_that_run_on_are_found_where_they_do(self):
        found = title(self.span("政府"), self.span("网站清单"))
        lines = self.pieces(["市政府工作很忙", "你申请的政府", "网站清单收悉"], found)
        assert lines[0] == [("市政府工作很忙", [])]
        assert lines[1][1] == ("政府", ["m-title-1"])

    def test_words_that_are_not_there_mark_nothing(self):
        assert self.pieces(["答复书"], title(self.span("告知书"))) == [[("答复书", [])]]


class TestTheIndex:
    def test_it_leads_to_every_page_and_names_what_could_not_be_checked(self):
        entries = [
            Entry("甲/答复.pdf", judgement_of(), "001-答复.html"),
            Entry("坏.pdf", None, error="文件已损坏"),
        ]
        text = explain_index(entries)
        assert Seen(text).links == ["001-答复.html"]
        assert "未能检查：文件已损坏" in text and "1件未能检查" in text
        assert "甲/" not in text

    def test_the_folder_is_told_where_two_share_a_name(self):
        entries = [Entry(f"{folder}/答复.pdf", judgement_of(), "x.html") for folder in "甲乙"]
        assert "甲/答复.pdf" in explain_index(entries)

    def test_a_letter_in_doubt_is_not_counted_as_faulty(self):
        doubtful = replace(judgement_of(Finding(Element.SEAL, Verdict.UNCLEAR, "看不清")))
        text = explain_index([Entry("a.pdf", doubtful, "a.html")])
        assert "各件均无要素缺失或者瑕疵，1件有待人工认定的事项。" in text

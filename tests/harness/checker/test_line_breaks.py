"""Where the paper was broken says nothing of what a letter says: the verdicts stay."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]
sys.path += [str(TESTS), str(TESTS / "bench" / "verdicts")]

import corpus  # noqa: E402
import rebroken  # noqa: E402

from harness.checker.check import Judgement, judge  # noqa: E402
from harness.checker.dossier import Dossier, Expected  # noqa: E402
from harness.checker.finding import REMARKS, Element, Finding, Verdict  # noqa: E402
from harness.reading.page.prose import join, rows_of  # noqa: E402
from parsers.document import Document, Line, Page, TextFrom  # noqa: E402

ONE_IN = 4  # of the bench's letters, chosen by the digest of the id
ACCUSING = (Verdict.ABSENT, Verdict.DEFECTIVE)
PLACES = {
    **dict.fromkeys("题号中", rebroken.CENTRE),
    **dict.fromkeys("署日右", rebroken.RIGHT),
    **dict.fromkeys("主行抄后", rebroken.LEFT),
}
MANNERS = (
    rebroken.Paper(21),
    rebroken.Paper(25, askew=1.7),
    rebroken.Paper(28),
    rebroken.Paper(31),
    rebroken.Wrapped(14),
    rebroken.Wrapped(20, indented=False),
    rebroken.Wrapped(24, indented=False),
    rebroken.Wrapped(33),
    rebroken.Wrapped(38),
    rebroken.Wrapped(40, indented=False),
    rebroken.Wrapped(19, indented=False, spaced=True),
    rebroken.Wrapped(25, indented=False, spaced=True),
    rebroken.Wrapped(36, spaced=True),
)


def _chosen() -> list[corpus.Letter]:
    """Without tables and page breaks, which are no lines, and without what headers tell."""
    return [
        one
        for one in corpus.everything()
        if int(hashlib.sha256(one.id.encode()).hexdigest()[:8], 16) % ONE_IN == 0
        and not {key for key, _ in one.parts} & {"表", "页"}
        and one.kind not in ("auto_reply", "bounce")
    ]


def _paragraphs(letter: corpus.Letter) -> list[tuple[str, str]]:
    head = letter.masthead or (letter.unit.name if letter.head else "")
    parts = [("题", head), *letter.parts]
    return [(PLACES.get(key, rebroken.RUNNING), words) for key, words in parts if words]


def _judged(letter: corpus.Letter, document: Document) -> Judgement:
    return judge(Dossier(document, letter.expected, letter.replied_on))


def _labelled(letter: corpus.Letter, element: Element, found: Finding) -> bool:
    """A fault that is really there, and that the whole paragraphs hid."""
    label = letter.labels[element]
    faults = label.defects | label.allowed
    return found.verdict in label.verdicts and frozenset(found.defects) - REMARKS <= faults


@pytest.mark.parametrize("manner", MANNERS, ids=repr)
def test_no_break_of_a_line_accuses_anybody(manner):
    letters = _chosen()
    assert len(letters) > 200
    accused, left_open = [], []
    for letter in letters:
        paragraphs = _paragraphs(letter)
        was = _judged(letter, rebroken.whole(paragraphs))
        now = _judged(letter, manner(paragraphs))
        assert now.kind is was.kind, letter.id
        for element in Element:
            before, after = was.finding(element), now.finding(element)
            if (before.verdict, before.defects) == (after.verdict, after.defects):
                continue
            told = f"{letter.id} {element}: {before.verdict} -> {after.verdict} {after.defects}"
            if after.verdict not in ACCUSING:
                left_open.append(told)
            elif not _labelled(letter, element, after):
                accused.append(told)
    assert accused == []
    assert len(left_open) <= len(letters) * len(Element) / 300, left_open


WORDS = [
    (rebroken.CENTRE, "政府信息公开申请答复书"),
    (rebroken.LEFT, "林晓雯："),
    (rebroken.RUNNING, "你提出的政府信息公开申请（内容：现行有效的行政规范性文件目录）于2020年9月25日收到。经核，现作如下答复："),
    (rebroken.RUNNING, "经研究，同意公开您申请的现行有效的行政规范性文件目录。按照《政府信息公开条例》第三十六条第（二）项规定，现将该信息提供给您：1.《档案利用办法》（印发日期2019年3月）；其余见http://fgw.yanjiang.example/tzgg/t200516_420.html."),
    (rebroken.RUNNING, "如对本答复不服，可依法申请行政复议或者提起行政诉讼。"),
    (rebroken.RIGHT, "演江市发展和改革委员会"),
    (rebroken.RIGHT, "2020年10月16日"),
]  # fmt: skip


@pytest.mark.parametrize("columns", range(20, 36))
def test_a_paragraph_whose_stop_was_misread_does_not_swallow_the_next_one(columns):
    """Seen on a scan that lay askew: 。 behind an address read as a dot, the boxes too high to show
    the next paragraph's indent, and the article that is cited told as part of the remedies."""
    judgement = judge(Dossier(rebroken.Paper(columns, askew=1.7)(WORDS), Expected()))
    assert judgement.finding(Element.LEGAL_BASIS).verdict is Verdict.PRESENT
    remedy = judgement.finding(Element.REMEDY)
    assert remedy.verdict is Verdict.DEFECTIVE
    assert set(remedy.defects) == {"no_period", "no_organ", "no_court"}


@pytest.mark.parametrize(
    "remedy",
    [
        "如不服本答复，可向演江市人民政府申请行政复议，或者向演江市城东区人民法院起诉，本答复所附清单截至2019年3月。",
        "本件所附目录截至2019年12月，如不服可向演江市人民政府申请行政复议，或者向演江市城东区人民法院起诉。",
    ],
)
def test_a_month_of_the_calendar_is_no_period(remedy):
    words = [*WORDS[:4], (rebroken.RUNNING, remedy), *WORDS[5:]]
    finding = judge(Dossier(rebroken.whole(words), Expected())).finding(Element.REMEDY)
    assert (finding.verdict, finding.defects) == (Verdict.DEFECTIVE, ("no_period",))


# --- paper that lies otherwise --------------------------------------------------------------------

_SIZE = 20.0
_PARAGRAPHS = (
    ("本" * 28, "机" * 30, "关" * 12 + "。"),
    ("如" * 28, "不" * 29, "服" * 30, "也" * 9 + "。"),
)


def _lines(left: float = 80.0, top: float = 100.0) -> list[Line]:
    lines, y = [], top
    for paragraph in _PARAGRAPHS:
        for at, words in enumerate(paragraph):
            x = left + (2 * _SIZE if at == 0 else 0)
            lines.append(Line(words, (x, y, x + _SIZE * len(words), y + _SIZE)))
            y += 1.7 * _SIZE
    return lines


def _joined(lines: list[Line]) -> list[str]:
    page = Page(1, 900.0, 900.0, TextFrom.OCR, tuple(lines))
    document = Document("扫描.jpg", "0" * 64, "jpg", (page,))
    return join(rows_of(document, document.pages)).text.split("\n")


WHOLE = ["".join(paragraph) for paragraph in _PARAGRAPHS]


@pytest.mark.parametrize(
    "foot",
    [
        Line("扫描全能王创建", (700.0, 850.0, 840.0, 870.0)),
        Line("第1页共1页河汐市档案馆政务公开办公室印制专用纸张一九", (300.0, 850.0, 895.0, 870.0)),
        Line("CS扫描全能王", (10.0, 850.0, 130.0, 870.0)),
    ],
    ids=["mark", "footer", "left"],
)
def test_one_line_that_reaches_further_than_the_body_breaks_no_paragraph(foot):
    assert _joined([*_lines(), foot])[:2] == WHOLE


def test_nor_does_one_above_it():
    head = Line("2026-03-2009:12发自河汐市档案馆0771-5550123第01页共01页", (5.0, 5.0, 895.0, 20.0))
    assert _joined([head, *_lines()])[-2:] == WHOLE


def _turned(lines: list[Line], quarters: int) -> list[Line]:
    """As they are shown on a page of 900 by 900 points that was turned clockwise."""
    for _ in range(quarters):
        lines = [
            replace(one, bbox=(900 - one.bbox[3], one.bbox[0], 900 - one.bbox[1], one.bbox[2]))
            for one in lines
        ]
    return lines


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_sideways_or_upside_down_has_the_same_paragraphs(quarters):
    assert _joined(_turned(_lines(), quarters)) == WHOLE


def test_each_column_has_its_own_margins():
    narrow = [replace(one, text=one.text[:20], bbox=(*one.bbox[:2], min(one.bbox[2], 480.0), one.bbox[3])) for one in _lines()]  # fmt: skip
    narrow = [replace(one, text=one.text[:-1] + "完" if len(one.text) == 20 else one.text) for one in narrow]  # fmt: skip
    right = [replace(one, bbox=(one.bbox[0] + 600, *one.bbox[1:2], one.bbox[2] + 600, one.bbox[3])) for one in _lines()]  # fmt: skip
    assert len(_joined([*narrow, *right])) == 4


def test_the_cells_of_a_form_are_paragraphs_of_their_own():
    rows = (
        "申请人│赵某",
        "收到申请日期│2026年3月2日",
        "救济途径│如不服可以申请行政复议",
        "甲│乙│丙",
    )
    lines = [
        Line(words, (80.0, 100.0 + 30 * at, 700.0, 120.0 + 30 * at))
        for at, words in enumerate(rows)
    ]
    assert _joined(lines) == [
        "申请人:赵某", "收到申请日期:2026年3月2日", "救济途径:如不服可以申请行政复议", "甲;乙;丙",
    ]  # fmt: skip

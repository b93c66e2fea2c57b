"""Where the paper was broken says nothing of what a letter says: the verdicts stay."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]
sys.path += [str(TESTS), str(TESTS / "bench" / "verdicts")]

import corpus  # noqa: E402
import rebroken  # noqa: E402

from harness.checker.check import Judgement, judge  # noqa: E402
from harness.checker.dossier import Dossier, Expected  # noqa: E402
from harness.checker.finding import REMARKS, Element, Finding, Verdict  # noqa: E402
from parsers.document import Document  # noqa: E402

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
    assert len(left_open) <= 6, left_open  # of some 2,600 verdicts


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

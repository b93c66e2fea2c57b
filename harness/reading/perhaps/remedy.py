"""Coarse looks at the remedies that a letter tells: ways, periods, bodies, and their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from harness.law.body_names import same_body
from harness.reading.decision.reported_words import without_forbidden_suits, without_quotations
from harness.reading.facts import Facts
from harness.reading.page.prose import sentences
from harness.reading.perhaps.look import ABSENT, Claim, Look, found, said
from harness.reading.remedy.remedies import read_routes
from harness.reading.remedy.terms import without_stray_marks
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re
from parsers.document import TextFrom

_FAR = 80  # no sentence is sought beyond so many characters

# --- 救济渠道 ----------------------------------------------------------------------------------

# what may stand before a body's name in a sentence, and what names no body in particular
_BEFORE_NAME = re.compile(
    r"^.*(?:[日月]内|之日起?|依法|书面|可以?|应当?|直接|或者?|以及|和|及|向|到|至|由|为|是|即|请|的)"
)
_GENERIC = re.compile(
    r"上一级|上级|本级|同级|各级|有关|相关|相应|当地|所在地|地方|所属|县级以上|设区的市|主管|行政|复议|法定"
    r"|有权|具有|管辖权?|部门|机关|机构|人民|政府|法院|我|本|贵|该|其"
)
_BODY = re.compile(r"[\u4e00-\u9fff]{1,20}?(?:人民政府|政府|厅|局|委员会|总署|海关|银行|部(?!门))")
_COURT = re.compile(r"[\u4e00-\u9fff]{1,20}?法院")
_PARENS = re.compile(r"\([^()]*\)")
_NUMERALS = r"一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾\d"
# 3月 of 2019年3月 is a month of the calendar
_PERIOD = re.compile(
    rf"(?<![年{_NUMERALS}])[{_NUMERALS}]{{1,6}}(?:个)?(?:工作|自然)?(?:日|天|月)(?!\d)|半年"
)
_UNTIL = re.compile(r"月\s*\d{1,2}日(?:之?前|以前|止)")  # a day of the calendar, no period
_SUIT_WORDS = re.compile(r"诉讼(?!法)|起诉|法院")
_REVIEW_WORDS = re.compile(r"复议(?!法)")
# no body's name holds such a word: the words were cut out wrongly
_NO_NAME = re.compile(
    r"[日月]内|之日|可以?|诉至|申请|提起|收到|决定书|如|请|机关[是为即]|机构[是为即]|法院[是为即]|被告|以[本我]|[本我](?:局|厅|委|办|府)"
)


def _remedy(facts: Facts) -> str:
    """The remedies, each from the beginning of its sentence: a table cuts sentences anywhere. With them
    whatever else the letter says of a review or a suit, wherever it stands (期限:复议,60日;诉讼,6个月)."""
    text = facts.text
    told = "\n".join(text[_begun(text, a) : b] for a, b in facts.words.remedies)
    cover = facts.letter.cover.text
    if not told:
        return "\n".join(cover[a:b] for a, b in facts.cover_remedies)
    return "\n".join([told, *_said_elsewhere(facts)])


def _said_elsewhere(facts: Facts) -> Iterator[str]:
    """Sentences of the letter's own that speak of a review or a suit, and of none that there was."""
    known, (begin, end) = facts.words.remedies, facts.letter.body
    words = without_quotations(facts.text)
    for start, stop in sentences(facts.text):
        if not begin <= start < end or any(a <= start < b for a, b in known):
            continue
        sentence = words[start:stop]
        about = pattern("remedy_word").search(sentence) or pattern("tells_more").search(sentence)
        if about and not pattern("happened").search(sentence) and not _DID.match(sentence.strip()):
            yield sentence


_DID = re.compile(
    r"(?:其?后|随后|此后|之后)?(?:你|您|申请人)(?:又|再|已|曾|于|在|向|就)"
)  # 后你向某法院起诉


def _begun(text: str, at: int) -> int:
    begin = max(0, at - _FAR)
    end = max(text.rfind(mark, begin, at) for mark in "。;")
    return end + 1 if end >= 0 or at < _FAR else at


def _offered(facts: Facts, _: Claim) -> str:
    """In a sentence that tells neither what was asked for nor what happened before; or any words of a
    review or a suit that there was not."""
    return found(pattern("offered"), without_quotations(said(facts))) or next(
        _said_elsewhere(facts), ""
    )


def _named(names: re.Pattern[str], text: str) -> str:
    """The first name that is more than 上一级行政机关 or 有管辖权的人民法院."""
    for match in names.finditer(text):
        name = _BEFORE_NAME.sub("", match[0])
        if len(_GENERIC.sub("", name)) >= 3:
            return name
    return ""


def _organ(facts: Facts, _: Claim) -> str:
    """A body in the remedies; or one that the letter names elsewhere, and the remedies may mean."""
    named = _named(_BODY, _COURT.sub("", _remedy(facts)))
    return named or _elsewhere(_REVIEWS, facts) or _faintly_read(facts)


def _court(facts: Facts, _: Claim) -> str:
    named = _named(_COURT, _remedy(facts))
    return named or _elsewhere(_TRIES, facts) or _faintly_read(facts)


_FAINT = 0.93  # a line of print that is whole is read more surely


def _faintly_read(facts: Facts) -> str:
    """A line of the remedies that was recognised badly: words of it may be covered."""
    rows = facts.prose.rows
    for start, end in facts.words.remedies:
        for index in range(facts.prose.row_at(start), facts.prose.row_at(max(start, end - 1)) + 1):
            if rows[index].confidence < _FAINT:
                return rows[index].text
    return ""


def _is_recognised(facts: Facts) -> bool:
    return any(page.text_from is not TextFrom.DIGITAL for page in facts.letter.pages)


# 复议归某市人民政府管,诉讼归某区人民法院管: a sentence of its own, beside those that tell of the ways
_REVIEWS = re.compile(r"复议[^。;\n]{0,24}(?:政府|厅|局|委员会|总署|海关|部(?!门))")
_TRIES = re.compile(r"(?:诉|法院)[^。;\n]{0,24}法院")


def _elsewhere(names: re.Pattern[str], facts: Facts) -> str:
    begin = facts.letter.body[0]
    words = without_quotations(facts.text[begin:] + "\n" + facts.letter.cover.text)
    named = (match[0] for match in names.finditer(words))
    return next((one for one in named if len(_GENERIC.sub("", _BEFORE_NAME.sub("", one))) >= 3), "")


def _period(facts: Facts, _: Claim) -> str:
    """As many periods as ways: each way may have its own."""
    text = without_stray_marks(_remedy(facts))
    ways = bool(_SUIT_WORDS.search(text)) + bool(_REVIEW_WORDS.search(text))
    periods = [match[0] for match in _PERIOD.finditer(text)]
    return periods[-1] if len(periods) >= max(ways, 1) else ""


# periods that letters do give, rightly or wrongly; any other was read out of a date or a number
_GIVEN = {"月": {1, 2, 3, 6, 9, 12}, "日": {3, 5, 7, 10, 14, 15, 20, 30, 45, 50, 60, 90, 180}}
_Period = tuple[int, str]


def _odd(read: Iterable[_Period | None]) -> str:
    for period in filter(None, read):
        number, unit = period
        if number not in _GIVEN.get(unit, _GIVEN["日"]):
            return f"{number}{'个' * (unit == '月')}{unit}"
    return ""


def _right_period(facts: Facts, claim: Claim) -> str:
    """The right period stands there too; or the one read is the other way's. `about`: the periods
    that were read and are wrong, of "review" and of "suit"."""
    text, law = without_stray_marks(_remedy(facts)), facts.remedy_law
    review, suit = (cast("_Period | None", claim.about.get(way)) for way in ("review", "suit"))
    if until := found(_UNTIL, text) or _odd((review, suit)):
        return until
    if suit and not review:
        if suit == (law.reconsideration_days, "日"):
            return f"{law.reconsideration_days}日"  # the other way's period, most likely
        if suit == (law.after_reconsideration_days, "日"):
            # the suit after reconsideration, most likely
            return found(pattern("after_review"), text)
        months = "六" if law.litigation_months == 6 else "三"
        right = rf"(?:{law.litigation_months}|{months})个?月" + ("|半年" if months == "六" else "")
    elif review and not suit:
        if _is_recognised(facts) and review == (law.litigation_months, "月"):
            return f"{law.litigation_months}个月"  # likewise: a line may be lost or out of order
        right = r"(?:60|六十)(?:个?自然)?[日天]|(?:2|二|两)个月"
    else:  # both: whoever wrote both rightly wrote something else beside them
        months = "六" if law.litigation_months == 6 else "三"
        suits = re.search(
            rf"(?:{law.litigation_months}|{months})个?月" + ("|半年" if months == "六" else ""),
            text,
        )
        right = r"(?:60|六十)(?:个?自然)?[日天]|(?:2|二|两)个月"
        return suits[0] if suits and re.search(right, text) else ""
    return found(re.compile(right), text)


def _not_cut_out(facts: Facts, claim: Claim) -> str:
    """The body's name, as it was read, is no name."""
    names = str(claim.about.get("named", ""))
    return names if _NO_NAME.search(names) else _begins_late(claim) or _misread(facts, claim)


_BEFORE_IT = frozenset("找去向到请由让问跟给往至即为是可先再也还或者以直接")  # no name begins so
_MOST_BEFORE = 4


def _begins_late(claim: Claim) -> str:
    """What was read as a name is the right one with other words before it: 找荻洲区政府, 去市法院."""
    named = str(claim.about.get("named", "")).split("、")
    right = str(claim.about.get("right", "")).split("、")
    return next(
        (
            one
            for one in named
            for cut in range(1, _MOST_BEFORE + 1)
            if set(one[:cut]) <= _BEFORE_IT
            and any(len(one) > cut + 2 and same_body(one[cut:], other) for other in right)
        ),
        "",
    )


def _misread(facts: Facts, claim: Claim) -> str:
    """A recognised name that is the right one but for one character: 石览县 for 石笕县."""
    if not _is_recognised(facts):
        return ""
    named = str(claim.about.get("named", "")).split("、")
    right = str(claim.about.get("right", "")).split("、")
    return next((one for one in named for other in right if _one_apart(one, other)), "")


def _one_apart(one: str, other: str) -> bool:
    """Of a name that may lack its province or city in front."""
    size = min(len(one), len(other))
    pairs = zip(one[-size:], other[-size:], strict=True)
    return size > _LEAST and sum(a != b for a, b in pairs) == 1


_LEAST = 4


def _words(words: re.Pattern[str]) -> Look:
    def look(facts: Facts, _: Claim) -> str:
        return found(words, _offering(facts))

    return look


# words of the decisions after which no court takes a suit (class C0): one of them may have been decided
_MAY_BE_CLOSED: dict[str, re.Pattern[str]] = {
    "needs_processing": re.compile(r"加工|汇总|重新(?:整理|统计|制作)|逐[份条页件票户][^。]{0,16}(?:提取|统计|录入|比对|摘)"),
    "petition": re.compile(r"信访|投诉|举报|诉求"),
    "repeat": re.compile(r"重复(?:申请|提出|答复|处理)|再次申请|(?:此前|之前|已经?|曾)[^。]{0,20}(?:申请过|答复过|作出过?答复)"),
    "publication": re.compile(r"报纸|期刊|书籍|出版|年鉴|志书"),
    "special_regime": re.compile(r"登记(?:资料|簿|查询)|不动产登记|工商登记"),
}  # fmt: skip


def _no_suit(facts: Facts, claim: Claim) -> str:
    """A suit is told somewhere; or the letter may decide what no court takes a suit against."""
    told = _words(_SUIT_WORDS)(facts, claim)
    may_be = (
        found(words, said(facts)) for code, words in _MAY_BE_CLOSED.items() if _closes(facts, code)
    )
    return told or next(filter(None, may_be), "")


def _closes(facts: Facts, code: str) -> bool:
    """No court takes a suit against such a decision, and it was not read in this letter: what was read
    is judged by itself (checker/suits.py)."""
    return code in facts.remedy_law.no_suit and code not in facts.codes


def _offering(facts: Facts) -> str:
    return without_forbidden_suits(_PARENS.sub("", _remedy(facts)))


def _sue_at_once(facts: Facts, _: Claim) -> str:
    return found(pattern("may_sue_at_once"), _offering(facts))


def _review_before(facts: Facts, _: Claim) -> str:
    """A suit offered at once speaks louder than any word for reconsideration; where none is offered
    beside it, the suit told may be the one that comes after it."""
    text = _PARENS.sub("", _remedy(facts))
    for sentence in re.split(r"[。\n]", f"{text}\n{facts.text}"):
        if "复议" in sentence and (
            barred := found(pattern("barred"), sentence) or found(pattern("in_order"), sentence)
        ):
            return barred
    if read_routes(text).at_once or pattern("beside_review").search(text):
        return ""
    return found(pattern("review_before"), text) or found(_SUIT_WORDS, text)


_ENDED = re.compile(r"[。;:!?”)》]\Z")
_OF_REMEDIES = re.compile(r"复议|诉|法院|不服|异议|不同意|有意见|[日月]内")
_LEAST_TORN = 16  # characters: a shorter line may be a heading, a label, a name


def _torn(facts: Facts) -> str:
    """The remedies begin in the middle of a sentence: the line above them speaks of them too and ends nowhere.
    What is missing may stand there, and a reader of lines cannot know."""
    for start, _ in facts.words.remedies:
        above = facts.text[max(0, start - _FAR) : start]
        line = above[:-1].rpartition("\n")[2] if above.endswith("\n") else ""
        if len(line) >= _LEAST_TORN and not _ENDED.search(line) and _OF_REMEDIES.search(line):
            return line[-_LEAST_TORN:]
    return ""


def _whole(look: Look) -> Look:
    """A look, and the doubt of a sentence that was torn."""

    def look_again(facts: Facts, claim: Claim) -> str:
        return look(facts, claim) or _torn(facts)

    return look_again


_LOOKS: dict[tuple[str, str], Look] = {
    ("remedy", ABSENT): _offered,
    ("remedy", "no_organ"): _organ,
    ("remedy", "no_court"): _court,
    ("remedy", "no_period"): _period,
    ("remedy", "wrong_period"): _right_period,
    ("remedy", "wrong_organ"): _not_cut_out,
    ("remedy", "wrong_court"): _not_cut_out,
    ("remedy", "no_litigation"): _no_suit,
    ("remedy", "no_reconsideration"): _words(_REVIEW_WORDS),
    ("remedy", "reconsideration_first_wrong"): _sue_at_once,
    ("remedy", "reconsideration_first_missing"): _review_before,
}

LOOKS: dict[tuple[str, str], Look] = {place: _whole(look) for place, look in _LOOKS.items()}

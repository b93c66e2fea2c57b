"""Coarse looks at the remedies that a letter tells: ways, periods, bodies, and their order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from harness.reading.facts import Facts
from harness.reading.perhaps.look import ABSENT, Claim, Look, found, said
from harness.reading.remedies import read_routes
from harness.reading.remedy_terms import without_stray_marks
from harness.reading.reported_words import without_forbidden_suits, without_quotations
from parsers import lazy_re as re
from parsers.document import TextFrom

_FAR = 80  # no sentence is sought beyond so many characters

# --- 救济渠道 ----------------------------------------------------------------------------------

_OFFERED = re.compile(
    r"(?:如果?|若|倘若?|认为|对[^。;]{0,14}答复)[^。;]{0,12}(?:不服|异议|侵犯)[^。]{0,80}(?:复议|诉讼|起诉|申诉|法院)"
    r"|不服[^。;]{0,30}(?:申请行政|提起)|救济(?:途径|渠道|方式|权利|告知)"
    r"|(?:可以?|有权|应当?|须|(?<!申)请|享有|要)[^。;]{0,40}(?:复议|诉讼|起诉|申诉|法院)"
    r"|(?:[日月]之?内|[六三两]个月|[六九]十日|[69]0日|半年)[^。;]{0,60}(?:复议|诉讼|起诉)"
    r"|(?:复议|诉讼|起诉)[^。;]{0,40}(?:[日月]之?内|[六三两]个月|[六九]十日|[69]0日|半年)"
)
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
_MAY_SUE_AT_ONCE = re.compile(
    r"(?:直接|也可|亦可|或者?|均可|任选|选择)[^。;]{0,50}(?:起诉|诉讼|诉至|诉请|法院)"
    r"|(?:起诉|诉讼|法院)[^。;]{0,20}(?:均可|任选|选择)"
)
# 先 alone stands in names (先锋区)
_REVIEW_BEFORE = re.compile(
    r"首先|先(?:行(?!示范|区)|向|申请|提起|经|依法|进行|由|在|于|自)|前置|复议后|复议决定|不[得能可]直接"
)
_AFTER_REVIEW = re.compile(
    r"复议(?:机关)?[^,。;\n]{0,6}(?:决定|结果|结论|后|之后|维持|终结|逾期)|复议[^。\n]{0,40}(?:方|才)(?:可|能|得)|不服(?:行政)?复议|期满"
)
# no body's name holds such a word: the words were cut out wrongly
_NO_NAME = re.compile(
    r"[日月]内|之日|可以?|诉至|申请|提起|收到|决定书|如|请|机关[是为即]|机构[是为即]|法院[是为即]|被告|以[本我]|[本我](?:局|厅|委|办|府)"
)


def _remedy(facts: Facts) -> str:
    """The remedies, each from the beginning of its sentence: a table cuts sentences anywhere."""
    text = facts.text
    told = "\n".join(text[_begun(text, a) : b] for a, b in facts.words.remedies)
    cover = facts.letter.cover.text
    return told or "\n".join(cover[a:b] for a, b in facts.cover_remedies)


def _begun(text: str, at: int) -> int:
    begin = max(0, at - _FAR)
    end = max(text.rfind(mark, begin, at) for mark in "。;")
    return end + 1 if end >= 0 or at < _FAR else at


def _offered(facts: Facts, _: Claim) -> str:
    """In a sentence that tells neither what was asked for nor what happened before."""
    return found(_OFFERED, without_quotations(said(facts)))


def _named(pattern: re.Pattern[str], text: str) -> str:
    """The first name that is more than 上一级行政机关 or 有管辖权的人民法院."""
    for match in pattern.finditer(text):
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


def _elsewhere(pattern: re.Pattern[str], facts: Facts) -> str:
    begin = facts.letter.body[0]
    words = without_quotations(facts.text[begin:] + "\n" + facts.letter.cover.text)
    named = (match[0] for match in pattern.finditer(words))
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
            return found(_AFTER_REVIEW, text)  # the suit after reconsideration, most likely
        months = "六" if law.litigation_months == 6 else "三"
        right = rf"(?:{law.litigation_months}|{months})个?月" + ("|半年" if months == "六" else "")
    elif review and not suit:
        if _is_recognised(facts) and review == (law.litigation_months, "月"):
            return f"{law.litigation_months}个月"  # likewise: a line may be lost or out of order
        right = r"(?:60|六十)(?:个?自然)?[日天]|(?:2|二|两)个月"
    else:
        return ""
    return found(re.compile(right), text)


def _not_cut_out(_: Facts, claim: Claim) -> str:
    """The body's name, as it was read, is no name."""
    names = str(claim.about.get("named", ""))
    return names if _NO_NAME.search(names) else ""


def _words(pattern: re.Pattern[str]) -> Look:
    def look(facts: Facts, _: Claim) -> str:
        return found(pattern, without_forbidden_suits(_PARENS.sub("", _remedy(facts))))

    return look


# a suit barred, or made to wait; and a suit offered beside reconsideration
_BARRED = re.compile(
    r"(?<!可以)(?<!可)不经(?![^。;\n]{0,10}(?:可|有权))|未经|未(?:先)?申请[^。;\n]{0,8}复议|前提|首选|首要|前置|方(?:可|能|得|才)|才(?:可|能|得)|此前|(?:不(?:得|能|可|予|受理)|勿|请勿|禁止)[^。;\n]{0,24}(?:诉|受理|立案)"
)
# in a sentence that speaks of something else as well
_IN_ORDER = re.compile(
    r"(?:必须|应当?|须|需要?)(?:依法)?[^。;,\n]{0,8}(?:先|在先|经过?)[^。;\n]{0,20}复议|复议(?:在先|先行|优先)"
)
_BESIDE = re.compile(
    r"(?:或者?|也|亦|均|皆|都|选择|任选|任意|可以?直接|(?<!不得)(?<!不能)(?<!不可)直接)[^。;\n]{0,60}(?:诉讼|起诉|法院)|[六三63]个?月|半年"
)


def _review_before(facts: Facts, _: Claim) -> str:
    """A suit offered at once speaks louder than any word for reconsideration; where none is offered
    beside it, the suit told may be the one that comes after it."""
    text = _PARENS.sub("", _remedy(facts))
    for sentence in re.split(r"[。\n]", f"{text}\n{facts.text}"):
        if "复议" in sentence and (
            barred := found(_BARRED, sentence) or found(_IN_ORDER, sentence)
        ):
            return barred
    if read_routes(text).at_once or _BESIDE.search(text):
        return ""
    return found(_REVIEW_BEFORE, text) or found(_SUIT_WORDS, text)


LOOKS: dict[tuple[str, str], Look] = {
    ("remedy", ABSENT): _offered,
    ("remedy", "no_organ"): _organ,
    ("remedy", "no_court"): _court,
    ("remedy", "no_period"): _period,
    ("remedy", "wrong_period"): _right_period,
    ("remedy", "wrong_organ"): _not_cut_out,
    ("remedy", "wrong_court"): _not_cut_out,
    ("remedy", "no_litigation"): _words(_SUIT_WORDS),
    ("remedy", "no_reconsideration"): _words(_REVIEW_WORDS),
    ("remedy", "reconsideration_first_wrong"): _words(_MAY_SUE_AT_ONCE),
    ("remedy", "reconsideration_first_missing"): _review_before,
}

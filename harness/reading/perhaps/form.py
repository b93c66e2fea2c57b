"""Coarse looks at a letter's form: title, number, date, issuer, applicant, and what was asked for."""

from __future__ import annotations

from itertools import pairwise, takewhile

from harness.reading.asked.applicant import perhaps_same
from harness.reading.asked.asked_words import without_cited
from harness.reading.asked.content import opening_end
from harness.reading.facts import Facts
from harness.reading.letter_parts.doc_numbers import is_number
from harness.reading.perhaps.look import ABSENT, Claim, Look, body, found
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re
from parsers.document import TextFrom

# --- 标题, 文号, 日期 --------------------------------------------------------------------------

_TITLE_WORD = re.compile(
    r"答复|回复|复函|告知|通知|决定书?|意见|说明|情况$|结果$|处理$|办理$|函$|单$|书$|^关于"
)
_RUNNING = re.compile(r"[,。;:!]$|您好|你好|收到|收悉|^(?:主题|发件|收件|附件?[:\d])")


def _title(facts: Facts, _: Claim) -> str:
    """A short line near the top that names a kind of letter and is no sentence."""
    rows = facts.letter.prose.rows[:12]
    # a title may be broken anywhere, and its kind stand in the next line
    broken = (a.text + b.text for a, b in pairwise(rows[:5]) if not _MARKS.search(a.text + b.text))
    for text in (*(row.text for row in rows), *broken):
        if len(text) <= 40 and _TITLE_WORD.search(text) and not _RUNNING.search(text):
            return text
    return ""


_MARKS = re.compile(r"[,。;:!?@]")


_NUMBER = re.compile(
    r"[^\s,。;]{0,12}\d{1,5}号|(?<!请)(?<!件)(?<!单)(?:编号|文号)"
    r"|[^\s,。;]{0,12}[〔\[(【{](?:19|20)\d\d[〕\])】}].{0,8}"
)


def _number(facts: Facts, _: Claim) -> str:
    """Something like a number above the salutation, or the first sentence; or behind the signature."""
    rows = facts.letter.prose.rows
    head = takewhile(lambda row: len(row.text) <= 40 and not _RUNNING.search(row.text), rows[:8])
    foot = (row for row in rows[-5:] if len(row.text) <= 40 and not _CONTACT.search(row.text))
    # of a page in columns the number's line may come last
    alone = (row for row in rows if is_number(row.text))
    return found(_NUMBER, "\n".join(row.text for row in (*head, *foot, *alone)))


_CONTACT = re.compile(r"地址|[路街道巷弄]\d|电话|室|楼|附件|复议|法院")


_NUMERAL = "〇零○一二三四五六七八九十"
_DAY = re.compile(
    rf"(?:19|20)\d\d\s*[-./·年].{{0,9}}|[{_NUMERAL}0OＯ]{{2,4}}\s*[年·.].{{0,9}}"
    rf"|(?<!\d)(?:19|20)\d{{6}}(?!\d)|\d{{2}}年\s*\d|(?:\d{{1,2}}|[{_NUMERAL}]{{1,3}})\s*月\s*(?:\d|[{_NUMERAL}])"
)


def _date(facts: Facts, _: Claim) -> str:
    """A day in a short line at the foot; or a whole one in the head, where some sign."""
    rows = facts.letter.prose.rows
    foot = "\n".join(row.text for row in rows[-6:] if len(row.text) <= 30)
    head = (row.text for row in rows[:6] if len(row.text) <= 45 and not _RUNNING.search(row.text))
    return found(_DAY, foot) or found(_WHOLE_DAY, "\n".join(head))


_WHOLE_DAY = re.compile(
    rf"(?:19|20)\d\d(?:年\d{{1,2}}月\d{{1,2}}日|[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d))|[{_NUMERAL}]{{4}}年[{_NUMERAL}]{{1,3}}月[{_NUMERAL}]{{1,3}}日"
)


# --- 申请事实 ----------------------------------------------------------------------------------

_ASKED = re.compile(r"申请|来信|来函|来件|来文|要求|诉求|提出|咨询|询问|索取|想(?:了解|知道|要)")


def _request(facts: Facts, _: Claim) -> str:
    """Words on what was asked for, in the first sentences that speak of asking."""
    text = body(facts)
    asked = _ASKED.search(text)
    if asked is None:
        return ""
    return found(
        pattern("of_what"), without_cited(text[max(0, asked.start() - 60) : asked.start() + 300])
    )


def _content(facts: Facts, claim: Claim) -> str:
    """Such words, or any in the opening that nobody could explain."""
    end = opening_end(facts)
    strange = (facts.said(one) for one in facts.unexplained if one.start < end)
    return _request(facts, claim) or next(strange, "")


def _any_request(facts: Facts, claim: Claim) -> str:
    """The opening speaks of an application in some other way."""
    opening = body(facts).lstrip("\n")[:200]
    return _request(facts, claim) or found(pattern("an_application"), opening)


# --- 答复主体 ----------------------------------------------------------------------------------


def _unit_signs(facts: Facts, claim: Claim) -> str:
    """The unit's own name at the head or the foot of the letter."""
    rows = [row.text for row in facts.letter.prose.rows]
    ends = "".join([*rows[:3], *rows[-6:]])
    if claim.units and claim.units[0] in ends:
        return claim.units[0]
    signed = facts.letter.issuer.value if facts.letter.issuer else ""
    return signed if any(_shortened(signed, one) for one in claim.units if signed) else ""


_AND_MORE = re.compile(r"(?:党政|综合|政务公开|政府信息公开)?(?:综合)?办公室$|专用章$")


def _shortened(signed: str, unit: str) -> bool:
    """县发改局 for 县发展和改革局, an office for its government: the one's characters stand in the other
    in their order, from the place on."""
    bare = _AND_MORE.sub("", signed)
    short, long = sorted((bare, unit), key=len)
    if len(short) < 3 or unit[:2] not in signed:
        return False
    rest = iter(long)
    return all(char in rest for char in short)


_SIGNS = re.compile(
    r"^[\u4e00-\u9fff·()、]{3,40}(?:局|政府|厅|委员会|委|署|街道|镇|乡|办事处|管委会|中心|大队|支队|院|校|公司|台|站|所|队|馆|园|场|监狱|海关|总队|处|科|室|会|社)(?:印|章|\([^()]{1,20}\))?$"
)
_NO_SIGNATURE = re.compile(r"[向由如请可]|申请|复议|起诉|诉讼|法院|联系|地址|抄送|附件|根据")
_ASKS = re.compile(
    r"申请(?:人|单位)(?:姓名|名称)?[:(][\u4e00-\u9fff×某*·]{2,12}|^(?:致:?|@)[\u4e00-\u9fff·]{2,20}$",
    re.MULTILINE,
)


def _someone_signs(facts: Facts, claim: Claim) -> str:
    """A line at the foot that is a body's name, or nearly."""
    rows = [row.text for row in facts.letter.prose.rows[-6:]]
    unit = claim.units[0] if claim.units else ""
    if unit and (row := next((row for row in rows if unit in row), "")):
        return row
    return next((t for t in rows if _SIGNS.match(t) and not _NO_SIGNATURE.search(t)), "")


_PERSONS = re.compile(
    r"等[一二三四五六七八九十\d]+(?:人|户|名)|有限责任公司|股份有限公司|有限公司|[A-Za-z]"
)


def _same_person(facts: Facts, claim: Claim) -> str:
    """The name as expected, more or less: one of several, a company's form, another script; or it
    stands elsewhere in the letter."""
    wanted = "".join(claim.applicant.split())
    named = str(claim.value or "")
    if wanted and wanted in _without_names(facts.text, named):
        return wanted
    bare, other = _PERSONS.sub("", named), _PERSONS.sub("", wanted)
    if not bare or not other or bare == other or re.search(r"[A-Za-z]", named + wanted):
        return named
    recognised = any(page.text_from is not TextFrom.DIGITAL for page in facts.letter.pages)
    return named if perhaps_same(bare, other, recognised=recognised) else ""


_MOST_NAMES = 12  # greeted in one letter


def _without_names(text: str, named: str) -> str:
    """陈明 does not stand in 陈明亮."""
    for name in named.split("、", _MOST_NAMES)[:_MOST_NAMES]:
        text = text.replace(name, "、")
    return text


def _someone_asks(facts: Facts, claim: Claim) -> str:
    """A form's row that names who asked; or the name that is expected stands somewhere, whatever is beside it."""
    wanted = "".join(claim.applicant.split())
    return wanted if wanted and wanted in facts.text else found(_ASKS, facts.text)


LOOKS: dict[tuple[str, str], Look] = {
    ("title", ABSENT): _title,
    ("doc_number", ABSENT): _number,
    ("date", ABSENT): _date,
    ("request", ABSENT): _any_request,
    ("request", "no_content"): _content,
    ("issuer", "other_unit"): _unit_signs,
    ("issuer", ABSENT): _someone_signs,
    ("applicant", ABSENT): _someone_asks,
    ("applicant", "other_name"): _same_person,
}

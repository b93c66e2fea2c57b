"""The ways of complaint that a paragraph on remedies offers: to whom, within what time, in what order.

In: the canonical words of the paragraph. Out: `Routes`: reconsideration (行政复议) and litigation
(行政诉讼), their periods, the bodies as written and those of them that are really named.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.reading.decision.reported_words import without_forbidden_suits
from harness.reading.page.numerals import NUMBER
from harness.reading.remedy.terms import DURATION, Period, durations, without_stray_marks
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re


@dataclass(frozen=True, slots=True)
class Routes:
    reconsideration: bool
    litigation: bool
    reconsideration_period: Period | None
    litigation_period: Period | None
    organs: tuple[str, ...]  # as written
    named_organs: tuple[str, ...]  # those that name one body
    courts: tuple[str, ...]
    named_courts: tuple[str, ...]
    first: bool  # it says that reconsideration comes first
    litigation_after: bool  # the suit offered is one against the decision on reconsideration
    at_once: bool  # a suit without reconsideration is offered


_RECONSIDERATION = re.compile(r"复议")
# 提起行政诉讼的前置程序 speaks of a suit and offers none
_SUIT = re.compile(
    r"诉讼(?!法|的?前置|的?必经|之?前|以前)|起诉(?!的?前置|的?必经|之?前|以前)|人民法院|运输法院"
)
# the article that puts reconsideration first
_ARTICLE_23 = re.compile(r"复议法》?(?:[(（][^()（）]*[)）])?第(?:二十三|23)条")
# 起诉的期限为6个月, wherever it stands
_STATED = r"(?:的|申请的?)?(?:期限|时限|时效)(?:为|是|:)?[^,。;:\n\d]{{0,24}}?{}"
# a list's own line or half sentence that goes on with the way above it: ;期限:六十日
_GOES_ON = re.compile(r"(?:[;。,]\n?|\n)(?=(?:申请|起诉)?(?:期限|时限)(?:为|是|:))")
_LABELS_APART = re.compile(
    r"(?<=[府厅局院会部日月天)])(?=(?:行政)?(?:复议|诉讼|起诉|管辖|受理)(?:申请)?(?:机关|机构|法院|期限|时限):)"
)
_PARENS = re.compile(r"\([^()]*\)")
_LABELLED = re.compile(
    r"(?:(?:行政)?复议(?:机关|机构)|(?:管辖|受理|受诉|一审)的?(?:人民)?法院)(?:为|是|:)"
)
# in brackets, with or without a word that joins: (受理机关演江市人民政府)
_LABEL = re.compile(
    r"(?:(?:行政)?复议|受理|管辖|受诉)的?(?P<kind>机关|机构|法院)(?:为|是|:)?"
    r"(?P<who>[\u4e00-\u9fff]{2,30}(?:政府|厅|局|委员会|部|法院))"
)
_ORGAN = re.compile(
    r"(?:向|(?<![收接])到|至)(?P<who>(?:(?!之日|日内|月内)[^,。;\n]){2,80}?)(?:依法)?(?:书面)?(?:申请|提出|提起|提请|递交|提交|寻求|请求)[^,。;\n]{0,12}?复议"
)
_ORGAN_LABEL = re.compile(
    r"(?:复议|受理)(?:申请的?)?(?:机关|机构|单位)(?:名称)?(?:为|是|:)(?P<who>(?:(?!法院)[^,。;\n]){2,50})(?=[,。;\n]|$)"
)
_NOT_WITHIN = r"(?:(?!日内|月内|之日|[日月]之内|可以|向|到|为|即|应当|不服|人如|本级|上级|上一级|法院)[\u4e00-\u9fff])"
_KIND = r"(?:政府|厅|局|委员会|部(?!门)|署|海关)"
# 六十日内可以申请某市人民政府复议
_ORGAN_ASKED = re.compile(
    rf"(?:申请|请求|提请|报请|请|找|选择)(?P<who>{_NOT_WITHIN}{{2,40}}?{_KIND})(?:之一)?(?:对[^,。;\n]{{2,16}}?)?"
    r"(?:依法)?(?:进行|作出|予以|申请|提起|提出)?(?:行政)?复议"
    rf"|向(?P<short>{_NOT_WITHIN}{{2,40}}?{_KIND})(?:行政)?复议(?=[,。;\n]|$)"
)
# the only body in a sentence on reconsideration, set off by marks or verbs: (60日,某县人民政府)
_ORGAN_NEAR = re.compile(
    rf"(?:向|(?<!收)(?<!接)到|为|是|由|或者?|递交|提交|呈送|送|[:,、|｜→—-])(?P<who>{_NOT_WITHIN}{{2,30}}?{_KIND})"
    r"(?=[,。;、|｜\n]|或|受理|负责|管辖|提出|提交|递交|申请|寻求|行政复议(?:办公室|机构|局|处)|$)"
)
_COURT = re.compile(
    r"(?:向|(?<!收)(?<!(?<!直)接)到|至|由|诉请|递交|呈交|送交|[可接以内]去|为|是|:)(?P<who>[^,。;\n:]{0,60}法院)"
)
_COURT_NEAR = re.compile(r"[,、|｜→—-](?P<who>[\u4e00-\u9fff]{2,30}法院)(?=[,。;、|｜\n]|$)")
_UNNAMED = re.compile(
    # each word once and the longest first: 行政机关 and 行政 with 机关 would be two ways through one name
    r"^(?:其|该|我局?|本局|本|你|您|依法|有管辖权|有权|有关|有|具有|享有|拥有|所在地|作出|相关|法定|相应|上|同|各"
    r"|的|级|管辖权|主管|行政|复议|政府|人民政府|部门|机关|机构|或者?|及|所属|一|当地|地方|县级以上|受理)*+$"
)
_UNNAMED_COURT = re.compile(
    r"^(?:依法|直接|可|也可|其|有|具有|享有|拥有|相关|有关|法定|相应|当地|所在地|辖区|本机关|我局|我单位|本局|被告|行政机关|的|管辖|属地|一审|初审|基层|中级|地方|各级|或者?|权|受理)*+(?:人民)?法院$"
)


# a form's label that names both ways offers neither: 复议诉讼:可自收到之日起60日内……
_HEADED = re.compile(r"(?:^|\n)[^:,。;\n]{0,6}复议(?:、|和|与|及)?(?:行政)?诉讼[^:,。;\n]{0,6}:")


def read_routes(text: str, *, put_first: bool = False) -> Routes:
    """Take the paragraph apart; `put_first`: the letter tells their order elsewhere."""
    text = _in_plain_words(text)
    by_article = bool(_ARTICLE_23.search(text))
    text = _HEADED.sub("\n", without_stray_marks(text))
    plain = _LABELS_APART.sub(";", _GOES_ON.sub(",", _PARENS.sub(_kept, _without_laws(text))))
    offered = pattern("order_alone").sub("", without_forbidden_suits(plain))
    reconsideration = bool(_RECONSIDERATION.search(_without_after(plain)))
    litigation = bool(_SUIT.search(offered))
    organs = _organs(plain) if reconsideration else ()
    courts = _courts(offered) if litigation else ()
    at_once = litigation and _suit_at_once(offered)
    return Routes(
        reconsideration=reconsideration,
        litigation=litigation,
        reconsideration_period=_period_of(plain, _RECONSIDERATION, reconsideration),
        litigation_period=_suit_period(offered) if litigation else None,
        organs=organs,
        named_organs=tuple(one for one in organs if not _UNNAMED.match(one)),
        courts=courts,
        named_courts=tuple(one for one in courts if not _UNNAMED_COURT.match(one)),
        first=put_first or bool(pattern("puts_review_first").search(plain)),
        litigation_after=not at_once
        and (by_article or bool(pattern("after_reconsideration").search(plain))),
        at_once=at_once,
    )


_QUESTION = re.compile(r"“[^“”\n]*[能吗呢么先去要][^“”\n]*”")
_NOT_THERE = re.compile(
    r"(?:并?不是|并非|而非|不(?:要|能|必|用)?(?:找|向|去))[^,。;\n]{2,20}(?:,?而是)?"
)
_FORMER = re.compile(r"前者|前一[条种个项]")
_LATTER = re.compile(r"后者|后一[条种个项]")


def _in_plain_words(text: str) -> str:
    """打官司 is a suit; 前者 and 后者 are the ways in the order in which they stand; what the applicant
    asked (“能不能先去法院”) is none."""
    text = (
        _NOT_THERE.sub("", _QUESTION.sub("", text))
        .replace("打官司", "起诉")
        .replace("官司", "诉讼")
    )
    review, suit = text.find("复议"), re.search(r"诉讼|起诉", text)
    if review < 0 or suit is None:
        return text
    ways = ("复议", "诉讼") if review < suit.start() else ("诉讼", "复议")
    return _LATTER.sub(ways[1], _FORMER.sub(ways[0], text))


def _suit_at_once(text: str) -> bool:
    """A clause offers a suit that is none against the decision on reconsideration."""
    return any(pattern("suit_at_once").search(_before_review(clause)) for clause in _clauses(text))


def _before_review(clause: str) -> str:
    """The clause up to what may be done after reconsideration."""
    after = pattern("after_reconsideration").search(clause)
    return clause[: after.start()] if after else clause


def _kept(match: re.Match[str]) -> str:
    """Brackets hold addresses, which are dropped; the body's name, with or without saying which
    body it is (复议机关:某市人民政府), and a period are kept."""
    inner = match[0].strip("()")
    if re.match(r"(?:行政)?复议机构[^府]*$", inner):
        return ""  # the office that works for the organ of reconsideration
    if inner.removeprefix("行政") in ("复议", "诉讼", "起诉"):
        return f",{inner}"
    label = _LABEL.match(inner)
    if label:
        return f",{'管辖法院' if label['kind'] == '法院' else '复议机关'}:{label['who']}"
    if _LABELLED.match(inner) or DURATION.search(inner):
        return f",{inner},"
    return (
        f"、{inner}"
        if re.fullmatch(r"(?:即|为|指)?[\u4e00-\u9fff]{2,24}(?:政府|厅|局|委员会|部|法院)", inner)
        else ""
    )


def _without_laws(text: str) -> str:
    """Names of laws hold 复议 and 诉讼 and are neither; so are their articles' numbers no periods."""
    text = re.sub(
        r"《[^《》]{2,40}》(?:第[^,。;\n]{1,30}?条(?:第[^,。;\n]{1,8}?款)?[、和及]?)*(?:的)?(?:有关|相关)?(?:规定)?",
        "",
        text,
    )
    return re.sub(
        r"(?:中华人民共和国)?行政(?:复议|诉讼)法(?:第[^,。;\n]{1,30}?条)*(?:的)?(?:有关)?(?:规定)?",
        "",
        text,
    )


def _without_after(text: str) -> str:
    return re.sub(r"复议决定(?:书)?", "", text)


_WAY = re.compile(r"复议|(?:诉讼|起诉)(?!之?前|以前)|法院")


def _clauses(text: str) -> list[str]:
    """Cut at sentences and at “或者”, but not where that joins two organs of one way."""
    clauses: list[str] = []
    for sentence in re.split(r"[。;\n]", text):
        first, *others = re.split(r"[,、]?(?:或者?|也可以?|亦可以?)", sentence)
        clauses.append(first)
        way = bool(_WAY.search(first))
        for piece in others:
            if way:
                clauses[-1], within = _term_of_next(clauses[-1])
                clauses.append(within + piece)
            else:
                clauses[-1] += "或" + piece
            # what is put before a piece names no way, and joined pieces make none between them
            way = bool(_WAY.search(piece))
    return [clause for clause in clauses if clause]


_TERM = re.compile(r"[,、](?P<term>(?:(?!复议|诉|法院)[^,、])*[日天月]之?内,?)$")


def _term_of_next(clause: str) -> tuple[str, str]:
    """60日内……复议,6个月内也可以去法院: the words at the end are the next way's term."""
    match = _TERM.search(clause)
    if match and DURATION.search(clause, 0, match.start()):  # the way above has a term of its own
        return clause[: match.start()], match["term"]
    return clause, ""


def _period_of(text: str, word: re.Pattern[str], there: bool) -> Period | None:
    """The period in the clause of the word: the last before it, else the first after it."""
    if not there:
        return None
    stated = _stated(text, "复议")
    if stated:
        return stated
    for clause in _clauses(text):
        at = word.search(
            pattern("after_reconsideration").sub(lambda match: " " * len(match[0]), clause)
        )
        if at is None:
            continue
        terms = durations(clause)
        before = [period for position, period in terms if position < at.start()]
        after = [period for position, period in terms if position >= at.start()]
        if before or after:
            return before[-1] if before else after[0]
    return None


def _stated(text: str, way: str) -> Period | None:
    match = re.search(way + _STATED.format(rf"(?={NUMBER}|半年)"), text)
    terms = durations(text[match.end() : match.end() + 12]) if match else []
    return terms[0][1] if terms else None


def _suit_period(text: str) -> Period | None:
    """The period of the suit that may be brought at once, else of the one after reconsideration."""
    stated = _stated(text, "(?:起诉|诉讼)")
    if stated:
        return stated
    clauses = _clauses(text)
    heads = [_before_review(clause) for clause in clauses]
    tails = [clause[len(head) :] for clause, head in zip(clauses, heads, strict=True)]
    for part in (one for one in (*heads, *tails) if _SUIT.search(one)):
        last = [match.start() for match in _SUIT.finditer(part)][-1]
        terms = durations(part)
        before = [period for position, period in terms if position < last]
        behind = [period for position, period in terms if position > last]
        if behind and _terms_follow(part, terms[0][0]):
            return behind[-1] if "分别" in part else behind[0]
        if terms:
            return before[-1] if before else terms[0][1]
    return None


def _terms_follow(part: str, first: int) -> bool:
    """复议应在六十日内,起诉应在六个月内: each way stands before its term."""
    word = _RECONSIDERATION.search(part)
    return word is not None and word.start() < first


def _organs(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for match in _ORGAN.finditer(text):
        found.extend(_split(match["who"]))
    found.extend(name for match in _ORGAN_LABEL.finditer(text) for name in _split(match["who"]))
    if all(_UNNAMED.match(one) for one in found):
        asked = _ORGAN_ASKED.finditer(text)
        found.extend(name for one in asked for name in _split(one["who"] or one["short"]))
    return tuple(dict.fromkeys(found or _organs_near(text)))


def _organs_near(text: str) -> list[str]:
    """Bodies in a sentence on reconsideration alone. An office of justice may only take the papers."""
    sentences = [one for one in re.split(r"[。;\n]", text) if _RECONSIDERATION.search(one)]
    return [
        name
        for sentence in sentences
        for match in _ORGAN_NEAR.finditer(re.split(r"法院|起诉|诉讼", sentence)[0])
        for name in _split(match["who"])
        if not name.endswith(("司法局", "司法厅"))
    ]


# 和 joins two bodies behind a whole name, and stands inside one elsewhere (发展和改革委员会)
_BETWEEN = re.compile(r"、|或者?|(?<=[府厅局委部会署关室])(?:以及|和|及|与)")
# 行政复议机关演江市人民政府, 本机关的本级人民政府即演江市人民政府
_SAID_BEFORE = re.compile(
    r"^(?:(?:行政)?复议(?:机关|机构)(?:即|为|是)?:?|[^即]{0,16}(?:政府|机关|部门)[,(]?即)(?=.{3})"
)


def _split(words: str) -> list[str]:
    words = re.split(r"向(?!阳)", words)[-1]
    pieces = _BETWEEN.split(re.sub(r"(?:依法|书面|直接|提交)$", "", words))
    bare = (_SAID_BEFORE.sub("", one) for one in pieces)
    return [piece for piece in bare if piece]


def _courts(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for match in _COURT.finditer(text):
        words = re.split(r"向(?!阳)|(?<!收)(?<!(?<!直)接)到|诉至|(?<=法院)即", match["who"])[-1]
        found.extend(piece for piece in re.split(r"、|或者?", words) if piece.endswith("法院"))
    found = found or [match["who"] for match in _COURT_NEAR.finditer(text)]
    return tuple(dict.fromkeys(found))

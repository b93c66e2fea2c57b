"""Words that a letter reports but does not itself decide, blanked out at equal length.

In: a letter's text. Out: texts of the same length in which such words are spaces, so that positions
still point into the letter: names in 《》 and “”, the clause that repeats the application, what the
law says in general (“逾期不补正的，视为……”), suits forbidden, and the paragraph on remedies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from harness.reading.prose import sentences

_QUOTED = re.compile(
    r"《[^《》]{1,120}》|“[^“”]{1,300}”|‘[^‘’]{1,200}’|\"[^\"\n]{1,200}\"|「[^「」]{1,200}」|『[^『』]{1,200}』"
)
# the application told again: up to the word that ends it, or to the first word of our own inquiry
# a character of that clause: none of the words with which an agency begins to speak for itself
# (a character that begins no such word goes first: most do, and many are asked)
_TOLD = (
    r"(?:[^。\n;不属非请没未建予已经现]|(?!不属于|属于|非[我本]|请[向你您]|不存在|没有|未制作|建议|予以|不予"
    r"|已经?主动|经(?:查|审|检|核|研)|现(?:答复|将|予))[不属非请没未建予已经现])"
)
_END = r"(?=[,。;:\n]|$|\()"
_APPLICATION = re.compile(
    r"申请(?:公开|获取)[^,。;\n]{1,80}的(?:政府信息公开)?申请(?=[,。;:\n]|收悉|已收)|"
    rf"(?>(?:(?:本机关|本单位|我[局厅委办部府镇]|本[局厅委办部府镇])[^。\n]{{0,30}})?(?:收到|收悉|接到)){_TOLD}{{0,400}}?"
    rf"(?:的?(?:政府)?信息公开申请(?:表|书)?|的申请(?:表|书)?|申请表|收悉){_END}"
    rf"|(?>(?:你|您|贵)(?:\(?(?:单位|公司|们|方)\)?)?(?:于|在|通过|向)?{_TOLD}{{0,80}}?(?:提交|提出|递交|寄来|寄送|邮寄|申请公开|申请获取))"
    rf"{_TOLD}{{0,300}}?(?:收悉|的?(?:政府)?信息公开申请(?:表|书)?|的?申请){_END}"
)
_REQUESTED = re.compile(
    r"(?:申请(?:公开|获取|查询)|要求(?:公开|获取|提供))(?:的)?(?:内容|信息|事项)?(?:(?:为|是)?:[^。\n]{1,300}"
    # without a colon the words behind the next comma may be the agency's own: ……的信息为调查笔录,属于……
    r"|(?:为|是)[^,。\n]{1,300})"
)
_CONDITIONAL = re.compile(
    r"(?:(?<![例诸])如果?(?![下上何同此实期])|若(?!干)|倘若?|一旦(?!公开|披露|泄露))[^。;\n]{0,80}|逾期(?:不|未|没有)[^,。;\n]{0,16}的,[^。;\n]{0,60}"
)
# earlier letters of this procedure, told as its history
_HISTORY = re.compile(
    r"将[^。;,\n]{0,16}(?:答复书?|告知书|通知书|决定书|复函|文书|回执)[^。;,\n]{0,12}(?:发送|寄送|送达|发给|寄给|提供)|"
    r"(?:向|给|对)(?:你|您)(?:\(?单位\)?|公司)?[^。;,\n]{0,10}(?:寄送|发出|送达|发送|作出|出具|邮寄|寄出)了?"
    r"[^。;,\n]{0,30}?(?:告知书|通知书|答复书|回执|征询单|意见书)[》”]?"
)
# a model form's boxes: what was not ticked was not said
# (a tick that its font does not name comes as a private sign, or as the sign for no sign)
_TICK = "☑√■☒✓✔\ufffd\ue000-\uf8ff"
_TICKED = re.compile(f"[{_TICK}]")
_UNTICKED = re.compile(rf"[□☐▢](?![√✓✔])[^□☐▢{_TICK}。;\n]{{1,60}}")
# the information itself, given in the letter: its words decide nothing (to the end of the sentence)
_GIVEN = re.compile(
    r"(?<=提供如下:|公开如下:|内容如下:|信息如下:)[^。\n]+|(?<=提供给您:|提供给你:|向您公开:|向你公开:|向您提供:|向你提供:)[^。\n]+"
)
# so do figures: 予以公开13件
_COUNTED = re.compile(
    r"(?:予以公开|部分公开|不予公开|不予处理|无法提供|主动公开|依申请公开|信息不存在)[^,。;\n]{0,6}?\d{1,8}(?:件|条|份|项|宗|次|个)"
)
# a sentence of the law repeated as it stands; its words of giving decide nothing
_RECITED = re.compile(
    r"(?:除[^。\n]{0,40}外,)?(?:行政机关)?向申请人提供的(?:政府信息|信息)?,?应当是已制作或者?获取的(?:政府信息)?"
)
# a number of another paper holds words too: 溪住建公开费〔2026〕1号
_PAPER_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[(（【]\d{4}[〕\])）】][^号,。;\n]{0,8}号")
# what no law orders is not done by saying so: 法律、法规、规章并未规定须予公开
_NO_LAW_ORDERS = re.compile(r"(?:未|没有|无|不曾)[^,。;\n]{0,16}规定[^,。;\n]{0,16}公开")
REMEDY_WORD = re.compile(r"复议|行政诉讼|诉讼|起诉|人民法院|法院")


def _without(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)


def without_quotations(text: str) -> str:
    return _without(_QUOTED, text)


def blanked(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """The text with these ranges blanked out, in one pass: they may be many."""
    pieces, at = [], 0
    for start, end in sorted(ranges):
        if end > at:
            begin = max(start, at)
            pieces += [text[at:begin], " " * (end - begin)]
            at = end
    return "".join([*pieces, text[at:]])


def without_unticked(text: str) -> str:
    """A form's text with the boxes blanked out that nobody ticked; without any tick, as it is."""
    if not _TICKED.search(text):
        return text
    return _without(_UNTICKED, text)


def application_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the application is told again."""
    for pattern in (_APPLICATION, _REQUESTED):
        yield from (match.span() for match in pattern.finditer(text))


def quotation_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where others' words stand, and names of documents."""
    return (match.span() for match in _QUOTED.finditer(text))


def operative(text: str, remedies: tuple[tuple[int, int], ...] = ()) -> str:
    """What the letter itself finds and decides."""
    text = _without(_HISTORY, text)
    text = blanked(without_quotations(without_unticked(text)), remedies)
    for pattern in (
        _APPLICATION, _REQUESTED, _CONDITIONAL, _GIVEN, _COUNTED, _RECITED, _PAPER_NUMBER,
        _NO_LAW_ORDERS,
    ):  # fmt: skip
        text = _without(pattern, text)
    return text


# a suit that may not be brought is not offered
_FORBIDDEN = re.compile(
    r"不(?:得|能|可以?)(?:直接|径行|径直)?(?:依法)?(?:再)?(?:向[^。;,\n]{0,24}?法院)?(?:提起|提出)?(?:行政)?(?:诉讼|起诉)"
    r"|(?:直接|径行)起诉的?[,、]?[^。;\n]{0,16}(?:不予立案|不予受理|不受理)"
)


def without_forbidden_suits(text: str) -> str:
    """The text with 不得直接起诉 and the like blanked out."""
    return _without(_FORBIDDEN, text)


# --- the paragraph on remedies ----------------------------------------------------------------

_OFFER = re.compile(r"(?:可以?|有权|应当?|须|需|请|得)[^。\n]{0,130}?(?:复议|诉讼|起诉)")
_TRIGGER = re.compile(
    r"不服|有异议|认为.{0,40}(?:侵犯|违法|合法权益)|不满|之日起|[日天月]之?内|期限|权利救济|救济(?:途径|渠道|权利)|复议机关"
)
# told as something that happened: the facts of a case, no offer
_HAPPENED = re.compile(
    r"(?:判决|裁定|驳回|维持|受理了|已(?:经)?(?:作出|受理|提起|申请|向)|曾|原告|(?<!为)被告|审理|行政复议决定书?[\(〔\[]|号(?:行政)?(?:判决|裁定|复议决定))"
)
_LABELS = re.compile(
    r"^(?:\d[.、)]|\(?[一二三四五]\)?[、.)]?)?(?:行政)?(?:复议机关|复议机构|管辖法院|受理法院|诉讼法院|受诉法院)"
)

# a suit that goes on, and who takes part in it, are no way to complain of this letter
_NO_WAY = re.compile(
    r"诉讼(?:当事人|参与人|代理人?|主体|中(?!级)|程序|过程|期间|阶段|活动|案件|材料|案卷|卷宗)"
)

# a list of ways, each with its term: ①复议(60日,……)
_LISTED = re.compile(r"(?:60|六十|6|六|两|2|二|15|十五)(?:个?(?:工作|自然)?日|天|个月)|半年")
_A_BODY = re.compile(r"(?:政府|厅|局|委员会|部|署|海关)")
_ONE_WAY = re.compile(r"^[\s\d一二三四①②(（)）.、:]{0,4}(?:行政)?(?:复议|诉讼)[:(（—|｜,]")
_PUT_FIRST = re.compile(r"复议前置|前置(?:程序|条件)?[^。\n]{0,20}复议")
_OF_APPLICATION = re.compile(r"申请(?:公开|获取|查询)|收悉|收到你|收到您|提交的")


# the next sentence tells how: 60日内向某县人民政府提出
_HOW = re.compile(
    r"^[^。\n]{0,24}(?:[日天月]之?内|期限)[^。\n]{0,30}(?:向|提交|递交|送)?[^。\n]{2,40}(?:政府|法院|厅|局|委员会)"
)


def remedy_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences that tell of remedies, neighbours in the order of the letter."""
    ranges: list[tuple[int, int]] = []
    for start, end in sentences(text):
        words = text[start:end]
        if (
            _LABELS.match(words)
            or _lists(words)
            or _offers(words)
            or (ranges and ranges[-1][1] == start and (_goes_on(words) or _HOW.search(words)))
        ):
            ranges.append((start, end))
    return tuple(ranges)


def _offers(words: str) -> bool:
    bare = _without(_NO_WAY, without_quotations(words))
    if not REMEDY_WORD.search(bare):
        return False
    if not (_OFFER.search(bare) or re.search(r"依法申请|依法提起", bare)):
        return bool(re.search(r"如.{0,12}不服", bare))
    if _HAPPENED.search(bare) and not re.search(r"如.{0,30}不服|对.{0,6}本.{0,8}不服|之日起", bare):
        return False
    return bool(_TRIGGER.search(bare)) or bool(
        re.search(r"(?:可以?|有权|应当).{0,30}依法|也可以?|直接向", bare)
    )


def _lists(words: str) -> bool:
    """Both ways with a term and a body, or one way on a line of its own; or: 属复议前置事项."""
    bare = without_quotations(words)
    if _HAPPENED.search(bare) or _OF_APPLICATION.search(bare):
        return False
    if _PUT_FIRST.search(bare):
        return True
    both = "复议" in bare and re.search(r"诉讼|起诉|法院", bare)
    if not _LISTED.search(bare) or not (both or _ONE_WAY.search(bare)):
        return False
    return bool(_A_BODY.search(bare) or "法院" in bare)


def _goes_on(words: str) -> bool:
    return (
        bool(REMEDY_WORD.search(words))
        and bool(re.search(r"也可|可以|可|向|地址|电话|:", words))
        and not _HAPPENED.search(words)
    )

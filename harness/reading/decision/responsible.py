"""Whose information it is: the body that a letter names as responsible for what it does not have itself.

In: `Facts`. Out: whether a body is named, or a way out of naming one told (无法确定负责公开的机关).
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.reading.account import REQUEST
from harness.reading.decision.reported_words import blanked
from harness.reading.decision.ways_to_obtain import own_part
from harness.reading.facts import Facts
from parsers import lazy_re as re

_AGENCY = re.compile(
    r"[\u4e00-\u9fff]{2,24}?(?:人民政府|政府(?!信息)|局|厅|委员会|委|部(?!门|分)|办公室|办事处|中心|法院|检察院|公司|银行|管委会|总队|支队|大队|中队|派出所|管理所|服务站|供销社|合作社|协会|联合会|集团|法庭|图书馆|博物馆|出版社|档案馆|医院|卫生院|学校|大学|学院|中学|小学|研究院|研究所|街道|镇|乡)"
)
_VAGUE = re.compile(
    r"^(?:向|请|由|到|与|的|建议|可|你|您|应|当|以|咨询|联系)*(?:有关|相关|当地|所在地|其他|上级|下级|负责|主管|对应|具体|职能|制作|各)"
)
_CANNOT_TELL = re.compile(
    r"(?:无法|无从|不能|难以|难于|难|未能|不)(?:够)?(?:确定|判断|判明|知晓|知悉|查明|辨明)|(?:机关|单位|部门|职能|者)[^,。;\n]{0,6}(?:不明|不详)"
)
_WHOSE = re.compile(
    r"(?:向|由|属于|(?<!收)到|与|联系|咨询|是|为|系|划[入归转]至?|移交|转[入至]|归|(?:机关|单位|部门|主体)(?:名称)?:)(?P<who>[^,。;\n]{2,40})"
)
_LEAD = re.compile(r"^(?:你|您|请|其(?!他)|可|该|的)+")


# one's own body, and bodies by their kind alone: 我局, 有关部门, 事故发生地的县级人民政府
_NOBODY = re.compile(
    r"[我本该贵其](?:局|厅|委|办|府|部|院|会|镇|乡|机关|单位|中心|街道|关)|[有相]关|主管|上级|各级|同级|(?:所在|发生|当)地|[县市省]级"
)
_BEFORE = re.compile(r"^.*(?:[向由到至与和及是为归属从找请的了]|联系|咨询|参加)")
_NO_BODY = re.compile(r"《[^》]{2,60}》|办公(?:会|时间)|政府信息|行政机关|部门")
_NEAR = 6  # characters: so near behind 向, 由, 属于 stands whom they mean


def bodies_named(facts: Facts) -> Iterator[str]:
    """Every public body that the letter's own part names beside the one that answers, whatever it says
    of it."""
    for found in _AGENCY.finditer(_NO_BODY.sub("", _answering(facts))):
        name = _BEFORE.sub("", found[0])
        if len(name) >= 3 and not _VAGUE.match(name) and not _is_ours(facts, name):
            yield name
    # whatever it is called: 由该路段养护单位保存 names nobody, 由望江水文分队保存 somebody
    for match in _DOES_IT.finditer(without_nobodies(_answering(facts))):
        if len(match["who"]) >= 3 and not _VAGUE.match(match["who"]):
            yield match["who"]
    for match in _ASKED_OF.finditer(without_nobodies(_answering(facts))):
        who = next(filter(None, match.groups()))
        if len(who) >= 3 and not _NO_WHO.search(who):
            yield who


_NO_WHO = re.compile(
    rf"{_VAGUE.pattern}|{_NOBODY.pattern}|部门|机关|单位|电话|\d{{5}}|工作人员|政府信息|职责"
)


# whoever is to be asked, and whoever it is said to belong to, by any name (演江市残联, 青石桥水库)
_WHO = r"(?P<{}>(?![我本你您其该上下同各此这那哪何])[^,。;:\n]{{2,24}}?)"
_ASKED_OF = re.compile(
    rf"(?:联系|咨询|询问|致电){_WHO.format('a')}(?=[,。;(\n]|$)|[与同和]{_WHO.format('b')}(?:取得)?(?:联系|咨询|对接)"
    rf"|(?:机关|单位|主体)(?:名称)?(?:为|是|系|:)[“]?{_WHO.format('c')}(?=[”,。;(\n]|$)|(?<!不)(?:属于?|由|系){_WHO.format('d')}(?:的?职责|的?职权|形成|公开)"
)
_DOES_IT = re.compile(
    r"(?<!不)(?<!非)(?:[向由找]|归)(?P<who>(?![我本你您其该])[^,。;:\n]{2,24}?)(?:负责|制作|编制|保存|保管|实施|承办|核发|审批|管理|掌握|提出|申请|咨询|索取|反映)"
)


def agency_told(facts: Facts) -> bool:
    """Another public body, or a way out of naming one."""
    text = _answering(facts)
    if _CANNOT_TELL.search(text):
        return True
    for match in _WHOSE.finditer(text):
        for found in _AGENCY.finditer(match["who"]):
            bare = _LEAD.sub("", found[0])
            if found.start() <= _NEAR and len(bare) >= 3 and not _is_ours(facts, bare):
                return True
    return False


def without_nobodies(text: str) -> str:
    """Without 我局 and 有关部门, which name nobody."""
    return _VAGUE_BODY.sub("", text)


_VAGUE_BODY = re.compile(
    rf"(?:{_NOBODY.pattern})[^,。;\n]{{0,6}}?(?:部门|机关|单位)|[省市县区乡镇]里?的?(?:有关|相关|主管)(?:部门|机关|单位)|[我本](?:局|厅|委|办|府|镇|乡|街道|机关|单位)"
)


def _is_ours(facts: Facts, name: str) -> bool:
    """The body that answers, or none in particular."""
    letter = facts.letter
    ours = "".join(one.value for one in (letter.issuer, letter.masthead, letter.title) if one)
    return bool(_VAGUE.match(name) or _NOBODY.search(name)) or name in ours


def _answering(facts: Facts) -> str:
    """The letter's own part without what it tells of the request before it begins to answer."""
    begin = facts.letter.body[0]
    decided = min((one.start for one in facts.words.decided if one.start >= begin), default=begin)
    asked = (
        (one.start - begin, one.end - begin)
        for one in facts.clauses
        if begin <= one.start and one.end <= decided and one.claims == {REQUEST}
    )
    return blanked(own_part(facts), asked)

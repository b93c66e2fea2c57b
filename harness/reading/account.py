"""An account of every sentence: which reader claims it, and which nobody claims.

In: a `Letter` and its `Words`. Out: the letter's clauses, each with what it was read as: head, request,
law, search, reason, decision, way, remedy, courtesy, contact, attachment, signature, matter. A clause
that nobody claims is *unexplained*: it may say in words of its own what some rule is about to call
missing (这份合同早就登在《青禾日报》第4版了). So nothing is called absent beside it; it is shown, for
people to read and for readers to learn from.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.reading.letter import Letter
from harness.reading.reported_words import application_spans, quotation_spans
from harness.reading.words import Words
from parsers import lazy_re as re

HEAD, REQUEST, LAW, REMEDY, DECISION, FOOT = "head", "request", "law", "remedy", "decision", "foot"
QUOTED = "quoted"
_CLAUSE = re.compile(r"[^,。;:!?\n]++")
_SOMETHING = 5  # characters of its own: fewer are 现答复如下, 经查, a name

# what a clause is read as; coarse, for it only tells that somebody knows what the clause is about
_CLAIMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (claim, re.compile(pattern))
    for claim, pattern in (
        (
            REQUEST,
            r"收到|收悉|接到|签收|(?:提交|提出|递交|寄来|寄送|填报|登记|受理)[^,。;]{0,20}(?:申请|来信|来函)|(?:你|您|贵|申请人)[^,。;]{0,24}(?:申请|要求|请求|希望|想|需要|索取|询问|咨询)"
            r"|^(?:申请|要求|请求)(?:公开|获取|提供|查询)|所需(?:的)?(?:政府)?信息|申请(?:内容|事项|编号|时间|日期|人)",
        ),
        (
            LAW,
            r"第[一二三四五六七八九十百零\d]+条|条例|《[^》]{2,60}(?:法|规定|办法|细则|意见|通知)》|(?:根据|依据|依照|按照)[^,。;]{0,30}(?:规定|要求|法)|之?规定$",
        ),
        (
            "search",
            r"经[^,。;]{0,30}(?:检索|查询|查找|核查|核实|审查|审核|研究|核对|调查|了解|审慎|会商|征求)|(?:检索|查找|查询|翻阅|翻查|查阅|核查|梳理|排查|搜索)(?:了|过)?|未(?:能)?(?:查|找|检索)",
        ),
        (
            "reason",
            r"因为?(?!此|而)|由于|鉴于|考虑到|理由|原因|损害|侵害|危害|影响|妨碍|泄露|涉及|属于|不属|职责|职权|职能|内部|过程性|秘密|隐私|权益|第三方|执法|案卷|形成|制作|保存|掌握|加工|汇总|分析|统计|整理|归档|移交|重复|逾期|数量|频次|信访|投诉|举报|咨询|出版|登记|征求意见|同意|制发",
        ),
        (
            "decision",
            r"公开|提供|不存在|不予|予以|同意|答复如下|告知如下|决定|无法|办理|处理|告知|回复",
        ),
        (
            "way",
            r"网站|网址|上网|http|www|登录|查阅|查询|下载|附件|附后|随(?:函|信|本)|邮寄|寄送|邮箱|领取|复印|窗口|地址|电话|公报|专栏|栏目|公众号|光盘|电子版|扫描件|链接|大厅|档案馆|图书馆|联系|原件|纸质|快递|EMS",
        ),
        (REMEDY, r"复议|诉讼|起诉|法院|不服|异议|救济|侵犯|合法权益"),
        (
            "courtesy",
            r"^(?:特此|此复|专此|此致|敬礼|感谢|谢谢|(?:您|你)们?好(?!奇)|请[知予]|如有(?:疑问|问题|不明)|祝|敬请|欢迎|望|请谅解|特予|顺祝|抱歉|不便)|理解(?:和|与)?支持|关心(?:和|与)?支持|监督",
        ),
        (
            "contact",
            r"联系(?:人|电话|方式|地址)|电话|邮编|邮政编码|传真|电子邮箱|地址|办公时间|工作时间|承办人",
        ),
        ("attachment", r"^附件?\d{0,2}$|^附件|附:|共\d+页|页\)?$|一式|抄送|此件|此页无正文"),
        # who speaks, of which point: what is said of it follows in a clause of its own
        (
            "lead",
            r"^.{0,8}(?:认为|确认|看来|来看|内容看|查明|获悉|认定|答复)$|^(?:你|您)们?(?:想?要|问)的(?:东西|材料|信息|内容)$"
            r"|^(?:关于|对于?|针对|其中|就)?第?\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)?(?:[、和及与至]第?\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)?)*+[项点条个](?:[、和及]第.{1,3}[项点条个])*+(?:[^已登在是有可见了]{0,20})$",
        ),
        (
            "promise",
            r"(?:将|会|正)(?:认真|进一步|继续|尽快|及时|积极)?(?:研究|重视|采纳|跟进|改进|努力|加强|推进|完善|协调)|耐心等待|敬请等待",
        ),
        ("heading", r"^[一二三四五六七八九十]、|^\([一二三四五六七八九十]\)"),
        ("day", r"^(?:19|20)\d\d年\d{1,2}月\d{1,2}日$|^[〇零一二三四五六七八九十]{4}年"),
    )
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a clause stands in the letter's prose, and what it was read as; nothing: unexplained."""

    start: int
    end: int
    claims: frozenset[str]


def account(letter: Letter, words: Words) -> tuple[Clause, ...]:
    """Every clause of the letter with its claims."""
    text = letter.text
    places = [match.span() for match in _CLAUSE.finditer(text)]
    claimed = _claimed(places, _spans(letter, words))
    clauses, listing = [], False
    for (start, end), close in zip(places, claimed, strict=True):
        said = text[start:end]
        claims = close | {claim for claim, pattern in _CLAIMS if pattern.search(said)}
        if listing and not claims and text[start - 1] in ":;\n":
            claims.add(REQUEST)
        listing = _goes_on_listing(text, start, end, listing, asked=REQUEST in claims)
        clauses.append(Clause(start, end, frozenset(claims)))
    return tuple(clauses)


def _claimed(
    places: list[tuple[int, int]], spans: Iterable[tuple[str, int, int]]
) -> list[set[str]]:
    """Of each clause what the close readers say of a part of it."""
    ends = [end for _, end in places]
    claimed: list[set[str]] = [set() for _ in places]
    for claim, start, end in spans:
        for index in range(bisect_right(ends, start), bisect_left(ends, end) + 1):
            if index < len(places) and places[index][0] < end:
                begin, close = places[index]
                shared = min(close, end) - max(begin, start)
                # a clause that only holds a name in quotation marks is nobody else's words
                if claim != QUOTED or 2 * shared >= close - begin:
                    claimed[index].add(claim)
    return claimed


_LIST_BEGINS = re.compile(r"(?:如下|以下[^,]{0,8}|内容|信息|事项|项|为|是|包括)$")


def _goes_on_listing(text: str, start: int, end: int, listing: bool, *, asked: bool) -> bool:
    """Whether the next clause is one more of the things asked for: 申请公开以下两项:1.……;2.……"""
    mark = text[end : end + 1]
    if mark == ":" and asked:
        return _LIST_BEGINS.search(text, start, end) is not None
    return listing and mark in (":", ";", "\n") and mark != ""


def unexplained(clauses: tuple[Clause, ...], text: str) -> tuple[Clause, ...]:
    """The clauses that nobody claims and that say something."""
    return tuple(
        one
        for one in clauses
        if not one.claims and _characters(text[one.start : one.end]) >= _SOMETHING
    )


def _characters(said: str) -> int:
    return sum("\u4e00" <= char <= "\u9fff" for char in said)


def _spans(letter: Letter, words: Words) -> Iterator[tuple[str, int, int]]:
    """What the close readers claim: the structure, the request retold, citations, decisions, remedies."""
    begin = letter.body[0]
    for place in (letter.masthead, letter.title, letter.addressee, letter.number):
        if place:
            yield HEAD, place.start, place.end
    for place in (letter.issuer, letter.dated):
        if place:
            yield FOOT, place.start, place.end
    yield from ((REQUEST, a, b) for a, b in application_spans(letter.text) if b > begin)
    yield from ((QUOTED, a, b) for a, b in quotation_spans(letter.text))
    yield from ((LAW, one.start, one.end) for one in words.citations)
    yield from ((DECISION, one.start, one.end) for one in words.decided)
    yield from ((REMEDY, a, b) for a, b in words.remedies)

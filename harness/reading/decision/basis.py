"""What the words around a citation say of it: that it held then, that it is the old text of the 条例, what for.

In: `Facts` and a `Citation`. Out: yes or no, by the words that stand there. Which article supports which
decision is the law's (harness/law), and whether it was cited rightly the rule's.
"""

from __future__ import annotations

from bisect import bisect

from harness.reading.decision.citations import Citation
from harness.reading.decision.decisions import Decided
from harness.reading.facts import Facts
from parsers import lazy_re as re

# a condition of the old article 13; the words alone may also stand beside article 35 (number of applications)
_THREE_NEEDS = re.compile(
    r"(?:无关|没有关系|不相关|不符合?|非[^,。;]{0,4}|不属于?|不具有?|未[^,。;]{0,10}证明|不能[^,。;]{0,6}证明)[^,。;]{0,16}生产、?生活、?(?:和)?科研|生产、?生活、?(?:和)?科研[^,。;]{0,12}需要?(?:的[^,。;]{0,8})?(?:均|并|明显)?(?:无关|没有关系|不相关|不符)"
)


def for_want_of_a_need(facts: Facts) -> bool:
    """Refused for want of a need of one's own, for production, life or research."""
    return _THREE_NEEDS.search(facts.words.told, facts.letter.body[0]) is not None


_CASE_FILE = re.compile(r"执法案卷|案卷信息")
_HOUSEHOLD = re.compile(r"内部|人事|后勤")


def is_case_file_alone(facts: Facts) -> bool:
    """Kept back as a case file, and not as internal affairs besides."""
    words = facts.words.operative
    return _CASE_FILE.search(words) is not None and not _HOUSEHOLD.search(words)


# told as what held before, not as what is applied now
_THEN = re.compile(r"当时|原(?:条例|来|《)|旧|修[订正]前|曾|先前|此前|判决|裁定|20(?:0\d|1[0-8])年")


def of_then(text: str, one: Citation) -> bool:
    """Cited in a clause about an earlier answer or judgment."""
    return bool(_THEN.search(text, max(0, one.start - 60), one.start))


_ORDER_492 = re.compile(r"第?492号(?:令)?[)）]?(?=(?:的?第|之)|的?(?:有关|相关)?规定)")
_ORDER_711 = re.compile(r"第?711号|2019年.{0,12}修[订正]")


def order_492_applied(text: str) -> bool:
    """Order 492 named as the law applied, right before its article: the history of the 条例 names 711
    beside it, or says that it held then."""
    if _ORDER_711.search(text):
        return False
    return any(
        not _THEN.search(text, max(0, match.start() - 40), match.start())
        for match in _ORDER_492.finditer(text)
    )


_IN_COVER = re.compile(r"政府信息公开条例.{0,6}第.{1,4}条")


def told_in_cover(facts: Facts) -> str:
    """The article as the mail that carries the letter cites it; empty where it does not."""
    found = _IN_COVER.search(facts.letter.cover.text)
    return found[0] if found else ""


def is_on_disclosure(law: str) -> bool:
    """A rule on disclosure, of a place or a department: 演江市政府信息公开规定."""
    return "信息公开" in law or "政务公开" in law


def is_statute(law: str) -> bool:
    """A law or a 条例, and no 办法 of some office."""
    return law.endswith(("法", "条例", "法典"))


# --- decisions told point by point -------------------------------------------------------------------

_N = r"[一二三四五六七八九1-9①-⑳]"
_POINT = re.compile(
    rf"(?<=[。;:\n])(?:(?:{_N}[、.)]|\({_N}\)|[①-⑳])(?![^,。;:\n]{{0,10}}(?:请求|收件|申请|情况|事实|查明|审查|核实|认定|理由|决定|依据|救济|结论))"
    rf"|(?:关于|对于|针对|至于)[^,。;\n]{{2,40}}[,:]|第\(?{_N}\)?[项个点])"
)
_NOT_ONE = frozenset({"unknown", "partial"})


def decided_apart(facts: Facts) -> tuple[Decided, ...]:
    """The decisions of a letter that goes point by point and decides at least two of them differently;
    empty where it does not."""
    begin, end = facts.letter.body
    points = [match.start() for match in _POINT.finditer(facts.words.told, begin, end)]
    at = [
        (bisect(points, one.start), one) for one in facts.words.decided if one.code not in _NOT_ONE
    ]
    within = [(point, one) for point, one in at if point and one.start < end]
    if len({point for point, _ in within}) < 2 or len(within) < len(at):
        return ()
    return tuple(one for _, one in within)

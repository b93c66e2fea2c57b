"""事实理由: the facts and reasons that a letter gives for what it decides.

In: `Facts`. Out: the place of a reason in the letter's own words, or None; and whether those words hold
more than what every letter says. What was asked for, the articles cited and the conclusion itself
give no reason.
"""

from __future__ import annotations

from harness.reading.asked.content import request_told
from harness.reading.decision.reported_words import blanked
from harness.reading.facts import Facts
from harness.reading.page.marks import Marks
from harness.reading.page.prose import Place, joined
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re


def reason_told(facts: Facts) -> Place | None:
    """The first reason that the letter gives."""
    begin, end = _own_part(facts)
    words = _findings(facts)[begin:end]
    reason = _reason(words, facts, begin) or _ground(facts, begin, end)
    if reason is None:
        return None
    start, stop = _meant(facts.text, begin + reason[0], begin + reason[1])
    return Place(joined(facts.prose.raw[start:stop]).strip("，,。 "), start, stop)


def says_more(facts: Facts) -> bool:
    """It says something that is neither citation nor conclusion, and may be a reason."""
    begin, end = _own_part(facts)
    return len(_beside_common_words(_findings(facts)[begin:end])) >= _SOMETHING


def _beside_common_words(words: str) -> str:
    return pattern("common_words").sub("", words).replace(" ", "")


def _own_part(facts: Facts) -> tuple[int, int]:
    """The body behind the salutation: 某某人民法院家属院, a name, gives no reasons."""
    begin, end = facts.letter.body
    addressee = facts.letter.addressee
    return (max(begin, addressee.end), end) if addressee and addressee.end <= end else (begin, end)


_RECEIPT = re.compile(
    r"^[^,。;\n]{0,30}(?:收到|收悉|登记|受理|签收)$"
    r"|^[^,。;\n]{0,50}(?:申请|来信|来函|来件|材料|表|书)[^,。;\n]{0,20}(?:收到|收悉|登记|受理|签收)(?:了|的)?$"
)
# what was asked for, and whom to ask: words like a reason's that give none
_NO_REASON = re.compile(
    r"[^,。;:\n]{0,12}所需的?(?:政府)?信息[^,。;:\n]{0,10}?(?:描述为|[为是]?[:“‘])|[(]?联系(?:人|电话|方式)"
)
_CONTACT = re.compile(
    r"(?:电话|邮箱|传真|联系人|邮编)(?:号码)?(?:为|是)?[:(\d]|(?:来电|致电|拨打)[^,。;\n]{0,6}\d"
)
# the citation and the conclusion behind a reason are no part of it; so is the label of a form's row
_BASIS = re.compile(
    r",(?:现|故|因此|为此)?(?:根据|依据|依照|按照)[^。;\n]{0,30}(?:《|条例|第[一二三四五六七八九十百\d]+条)"
)
_ROW = re.compile(r"(?:答复|处理)(?:意见|内容|结果):|(?:事实|理由)(?:和|及|与)?(?:理由|依据)?:")
_SOMETHING = 6
# from a clause's first character on, which no blank precedes: elsewhere in a row of blanks it is not tried
_SOME_WORDS = re.compile(rf"(?<! )(?: *+[^ ]){{{_SOMETHING}}}")


def _meant(text: str, start: int, stop: int) -> tuple[int, int]:
    """The reason alone, with brackets and quotation marks whole."""
    row = _ROW.match(text, start, stop)
    start = row.end() if row else start
    basis = _BASIS.search(text, start + 6, stop)
    if basis:
        stop = basis.start()
    for opening, closing in ("()", "“”", "《》"):
        inside = text[start:stop]
        if inside.count(closing) > inside.count(opening):
            begin = max(text.rfind(mark, 0, start) for mark in "。;\n") + 1
            at = text.rfind(opening, begin, start)
            # from the mark's clause on: half a bracket is no quotation
            start = max(text.rfind(",", begin, at) + 1, begin) if at >= 0 else start
    return start, stop


def _ground(facts: Facts, begin: int, end: int) -> tuple[int, int] | None:
    found = pattern("ground").search(facts.words.told, begin, end)
    return (found.start(), found.end()) if found else None


def _findings(facts: Facts) -> str:
    """The operative words without the citations, for an article's number is no reason, without what
    was asked for, and without the conclusion told once more."""
    cited = ((one.start, one.end) for one in facts.words.citations)
    asked = request_told(facts).content
    found_so = asked and pattern("found_of_request").search(asked.value)
    names = [(asked.start, asked.end)] if asked and not found_so else []
    words = blanked(facts.words.operative, [*cited, *names])
    return pattern("conclusion_again").sub(lambda match: " " * len(match[0]), words)


def _reason(words: str, facts: Facts, offset: int) -> tuple[int, int] | None:
    reasons = ("searched", "cause") if "not_held" in facts.codes else ("cause",)
    begins, ends = Marks(words, "。;\n,"), Marks(words, "。;\n")
    tried, bare = (-1, -1), None
    for match in pattern(*reasons).finditer(words):
        clause = begin, end = begins.behind(match.start()), ends.at(match.end())
        if clause == tried or not _SOME_WORDS.match(words, begin, end):
            continue
        tried = clause
        told = words[begin:end].strip()
        # 本机关已于同日登记: how the application came, no reason
        if _RECEIPT.match(told) or _NO_REASON.match(facts.text, offset + begin):
            continue
        comma = words.find(",", match.end(), end)
        if _CONTACT.search(words, begin, comma if comma >= 0 else end):
            continue
        place = end - len(words[begin:end].lstrip()), end
        if _beside_common_words(told):
            return place
        bare = bare or place  # 经审查,现答复如下: better than nothing, and nothing more
    return bare

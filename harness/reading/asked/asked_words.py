"""Words in which a letter tells what was asked for.

In: a text, most often the letter's opening. Out: where the thing asked for stands in it, or None. By the words
of a request first; by whatever the opening says beside what every opening says; by what the letter gives.
"""

from __future__ import annotations

from harness.reading.asked.asked_span import LEAST, whole
from harness.reading.wordings.book import pattern, taken
from parsers import lazy_re as re


def by_request(text: str) -> tuple[int, int] | None:
    for match in pattern("asked_for_told").finditer(text):
        start, end = taken(match)
        words = re.sub(r"^(?:政府)?信息(?:内容|名称)?(?:为|是|:)", "", text[start:end])
        if listed := _LIST.match(text, start):
            return listed.span("items")
        if not _says_nothing(words):
            return whole(text, start, end)
    return None


# 两项信息:1.……;2.……
_LIST = re.compile(
    r"(?:以下|下列|如下)?(?:[一二两三四五六七八九\d]{1,2}[件项个])?(?:信息|内容|事项|材料)?:\n?(?P<items>(?=[(一1①])[^。\n]{4,300})"
)
# what stands behind 申请公开的 without saying what was asked for
_THIS = r"的?(?:该|此|上述|相关|有关|政府|所|某[项一种个些]|任何|具体|特定)*"
_KIND = (
    r"(?:政府)?(?:信息|内容|事项|资料|材料|文件|申请|申请表|申请书)?"
    r"(?:公开)?的?(?:申请|信息|申请表|内容)?"
)
_FOUND_OF_IT = (
    r"收悉|不存在|不属于.*|不[予能宜应得].*|已.*|属于.*|予以.*|可以.*|未.*|没有.*|后|经.*|涉及.*"
    r"|现.*|需要.*|无.*|系.*|是.*|为.*|应.*|由.*|进行.*|中.*|在.*|的?(?:形式|名义|方式|渠道).*"
)
_EMPTY = re.compile(f"^{_THIS}{_KIND}(?:{_FOUND_OF_IT})?$")


def _says_nothing(words: str) -> bool:
    """Neither a thing nor a matter: 该信息, 你11月22日递交, 本局已经制作的信息."""
    return bool(
        len(words) < 2
        or words.startswith("什么")
        or _EMPTY.match(words)
        or pattern("for_anything").fullmatch(words)
        or _own_signs(words) < 2
    )


_QUOTED = re.compile(r"“[^”\n]{3,300}”")
_NAMED = re.compile(r"[“《](?P<name>[^”》\n]{3,120})[”》]")


def by_wish(opening: str) -> tuple[int, int] | None:
    for match in pattern("wanted_told").finditer(opening):
        start, end = taken(match)
        quoted = _QUOTED.match(opening, start)
        if quoted and quoted.end() < end:
            return quoted.span()
        if not _says_nothing(opening[start:end]):
            return whole(opening, start, end)
    named = (match for match in _NAMED.finditer(opening) if not _NO_REQUEST.search(match["name"]))
    return next((match.span() for match in named), None)


def by_gift(text: str) -> tuple[int, int] | None:
    for match in pattern("given_told").finditer(text):
        start, end = taken(match)
        words = text[start:end]
        if not (pattern("not_a_thing").search(words) or _says_nothing(words)):
            return start, end
    return None


_NO_WORD = re.compile(r"[\W_A-Za-z]")


def _own_signs(words: str) -> int:
    """How many characters there are beside what every opening says: a few are no content."""
    return len(_NO_WORD.sub("", pattern("every_opening").sub("", words)))


def says_something(clause: str) -> bool:
    """Whether a clause about the application says more than every opening does."""
    return _own_signs(clause) >= LEAST


_NO_REQUEST = re.compile(
    r"条例|法$|规定$|办法$|申请表|申请书|解释$|信息公开申请|所需信息|依申请公开|申请内容|通知书$|告知书$"
)
# a paper that the letter goes by
_CITED = re.compile(
    r"(?:根据|依据|依照|按照|参照|适用|援引)[^,。;\n《“]{0,16}[《“][^》”\n]{2,80}[》”]"
    r"|[《“][^》”\n]{2,80}[》”](?=[^,。;\n]{0,12}(?:第[^,。;\n]{1,6}条|规定|要求|精神|明确))"
)


def without_cited(text: str) -> str:
    """The text without the papers that it goes by: none of them is what was asked for."""
    return _CITED.sub(lambda match: " " * len(match[0]), text)


def by_the_rest(text: str, end: int) -> tuple[int, int] | None:
    """What the opening says beside what every opening says; else a paper that is named in quotation marks."""
    start = len(text) - len(text.lstrip(":,，。\n"))
    if _own_signs(text[start:end]) >= LEAST:
        return start, end
    named = _NAMED.finditer(without_cited(text))
    return next((one.span() for one in named if not _NO_REQUEST.search(one["name"])), None)

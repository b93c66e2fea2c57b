"""The thing asked for from its first word to its last, with its quotation marks and brackets whole.

In: a text and where words of it begin and end. Out: the same, put right: without the verb that asks, without
what is then said of it; and those words as they are told.
"""

from __future__ import annotations

from parsers import lazy_re as re

LEAST = 4  # characters: fewer name nothing
_OPENS, _CLOSES = '“‘「『"', '”’」』"'
# words in quotation marks may hold any mark; outside of them the clause ends at the next one
_PHRASE = re.compile(
    r"(?:“[^”\n]{0,200}”|‘[^’\n]{0,200}’|「[^」\n]{0,200}」|『[^』\n]{0,200}』|\"[^\"\n]{0,200}\"|[^,。;\n“”\"])+"
)
_TAIL = re.compile(
    r"(?:等)?(?:的)?(?:相关|有关)?(?:政府)?(?:信息|资料|材料|文件)?(?:公开)?(?:的)?(?:申请(?:表|书)?)?(?:已?收悉)?$"
)


# where the agency begins to speak of it
_SAID_OF_IT = re.compile(
    r"(?:已经?(?:在|于|由|主动|公开|将)|经(?:查|审|检|核)|属于|不(?:属|予|存)|未(?:制|获|保|查|检)|涉及(?:商业|个人|国家|第三|他人|内部|隐私|秘密|工作)|均(?:不|未|已|属)|现(?:予|将|已|向)|与(?:你|您|申请人|自身)|由[^,。;]{2,30}(?:制作|保存|作出|负责))"
)


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The thing asked for with the quotation marks inside it: “2019年度”部门决算 is one thing."""
    if not any(mark in _OPENS + _CLOSES for mark in text[max(0, start - 1) : end + 1]):
        return start, end
    begin = start - 1 if start and text[start - 1] in _OPENS else start
    phrase = _PHRASE.match(text, begin)
    if phrase is None or phrase.end() <= end - 1:
        return start, end
    plain = _NAMES.sub(lambda found: "“" * len(found[0]), phrase[0])
    tail = _SAID_OF_IT.search(plain, 2) or _TAIL.search(phrase[0])
    cut = begin + tail.start() if tail else phrase.end()
    return (begin, cut) if cut > start else (start, end)


def _unquoted(words: str) -> str:
    """Without the marks around the whole, or a single one left at an end."""
    if words[:1] in _OPENS and words[-1:] in _CLOSES and not re.search(r"[“”]", words[1:-1]):
        return words[1:-1]
    if words.count("“") != words.count("”"):
        return words.strip("“”")
    return words


# 要求公开并提供: the asking itself
_VERBS = re.compile(
    r"(?:(?:你|您|贵[\u4e00-\u9fff]{1,3})(?:所)?(?=要求|申请|请求|关于))?(?:要求|申请|请求|关于(?=获取|公开))?(?:[,:、的]|并?(?:查询|获取|公开|提供|了解|查阅|查看|复制)(?:并|和|及|或)?(?=[^开]))*+(?:的?政府信息(?:内容)?(?:为|是|:)+)?"
)
_BEHIND = re.compile(
    r"(?:一事|的(?:书面|网络|网上|电子|信函)?(?:政府信息公开|信息公开|公开)?(?:申请|来信|邮件|挂号信|信函|来函)(?:[(（于已由].*)?)$"
)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """From the first word of what was asked for to its last: without the verb that asks for it, and
    without what is then said of it."""
    verbs = _VERBS.match(text, start, end)
    if verbs and end - verbs.end() >= LEAST:
        start = verbs.end()
    plain = _NAMES.sub(lambda found: "“" * len(found[0]), text[start:end])
    said = _SAID_OF_IT.search(plain, 2)
    end = start + said.start() if said else end
    behind = _BEHIND.search(text, start + 2, end)
    end = behind.start() if behind else end
    closes = text.find(")", start, end)
    if closes >= 0 and text.find("(", start, closes) < 0:
        end = closes
    opened = text.rfind("(", start, end)
    if opened > start and text.find(")", opened, end) < 0:
        closed = text.find(")", end, end + _BRACKET)
        end = closed + 1 if closed >= 0 else opened
    return start, end


_NAMES = re.compile(r"[“‘「『《][^”’」』》]{0,200}[”’」』》]")
_BRACKET = 60  # characters that one stands open at most


# what the letter says of the application, run on behind what was asked for
_ENDING = re.compile(
    r"(?<=.{4})(?:(?:的)?(?:政府)?(?:信息)?(?:公开)?(?:的)?申请)?(?:[我本][局厅委办部府镇院机关单位]{1,3})?(?:已经?|均已)?(?:收悉|收到)$|(?<=.{4})由[^,。;]{2,30}(?:制作|保存|作出|负责(?:公开)?)$"
)


def as_told(words: str) -> str:
    """Words as they are quoted: without a mark left at an end, or what is run on behind them."""
    return _unquoted(_ENDING.sub("", words.strip("：:，,")))

"""申请事实: what a letter tells of the application: that it came, on which day, and what it asked for.

In: `Facts`. Out: `Request`, each of its parts with its place in the letter. Behind the salutation alone:
the applicant's name is no content. What was asked for is looked for in the words of a request first,
then in the opening, however it is put.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.reading import numerals
from harness.reading.facts import Facts
from harness.reading.letter import Letter
from harness.reading.prose import Place


@dataclass(frozen=True, slots=True)
class Request:
    """The application as a letter tells it."""

    received: tuple[int, int] | None  # where it speaks of an application at all
    content: Place | None  # what was asked for
    has_day: bool  # it tells a day in its first sentences
    counted: bool = False  # or the numbers of applications, or how many they are


def request_told(facts: Facts) -> Request:
    letter = facts.letter
    begin = _begins(letter)
    text = facts.words.told[begin : letter.body[1]]
    received = _RECEIVED.search(text)
    if received is None:
        return Request(None, None, has_day=False)
    span = _asked_for(text, received.end())
    content = _as_place(facts, begin + span[0], begin + span[1]) if span else None
    where = (begin + received.start(), begin + received.end())
    return Request(where, content, _has_day(text), _COUNTED.search(text) is not None)


_COUNTED = re.compile(
    r"(?:申请|登记|受理|收件|流水|回执|查询)(?:表|书)?(?:编?号码?|序号)[^,。;\n]{0,4}[A-Za-z\d]|申请[^,。;\n]{0,8}\d{1,4}[件份]|\d{1,4}[件份][^,。;\n]{0,12}申请"
)


def _begins(letter: Letter) -> int:
    """Behind the salutation, and what else its line says of the applicant (身份证号:……)."""
    place = letter.addressee
    if place is None:
        return letter.body[0]
    row = letter.prose.row_at(place.start)
    return letter.prose.end_of(row) if letter.prose.rows[row].text.endswith(":") else place.end


def _asked_for(text: str, received: int) -> tuple[int, int] | None:
    """In the letter's opening first: a title cited further down is another paper's. At the end by what
    the letter gives."""
    opening = text[: _opening_ends(text, received)]
    return (
        _content(opening)
        or _wanted(opening)
        or _content(text)
        or _told_in_other_words(text)
        or _given(text)
    )


def _opening_ends(text: str, received: int) -> int:
    """Where the agency begins to speak for itself, at the end of a paragraph at the latest."""
    begins = _ANSWER_BEGINS.search(text, received)
    return min(begins.start() if begins else len(text), _paragraph_end(text))


def opening_end(facts: Facts) -> int:
    """Where the letter has told the application and begins to speak of it."""
    begin = _begins(facts.letter)
    text = facts.words.told[begin : facts.letter.body[1]]
    received = _RECEIVED.search(text)
    return begin + _opening_ends(text, received.end() if received else 0)


def told_in_cover(facts: Facts) -> bool:
    """The mail that carries the letter says what was asked for."""
    cover = facts.letter.cover.text
    return bool(cover) and _content(cover) is not None


def _as_place(facts: Facts, start: int, end: int) -> Place:
    start, end = _trimmed(facts.text, start, end)
    words = facts.prose.raw[start:end].replace("\n", "").strip("：:，,")
    return Place(_unquoted(_ENDING.sub("", words)), start, end)


# 要求公开并提供: the asking itself
_VERBS = re.compile(
    r"(?:(?:你|您|贵[\u4e00-\u9fff]{1,3})(?:所)?(?=要求|申请|请求|关于))?(?:要求|申请|请求|关于(?=获取|公开))?(?:[,:、的]|并?(?:查询|获取|公开|提供|了解|查阅|查看|复制)(?:并|和|及|或)?(?=[^开]))*+(?:的?政府信息(?:内容)?(?:为|是|:)+)?"
)
_BEHIND = re.compile(
    r"(?:一事|的(?:书面|网络|网上|电子|信函)?(?:政府信息公开|信息公开|公开)?(?:申请|来信|邮件|挂号信|信函|来函)(?:[(（于已由].*)?)$"
)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """From the first word of what was asked for to its last: without the verb that asks for it, and
    without what is then said of it."""
    verbs = _VERBS.match(text, start, end)
    if verbs and end - verbs.end() >= _SOMETHING:
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

_RECEIVED = re.compile(
    r"信息公开申请|收到|收悉|接到|签收|请求公开|[交送递寄](?:来|出|达|到)|提交|提出|递交|寄来|来信|申请公开|申请获取|要求公开|要求获取|申请查询|的申请|申请的(?=[“《])|所申请|你申请|您申请|(?:申请|要求|请)[我本][\u4e00-\u9fff]{1,3}(?:公开|提供)|来[件函信文]|所求|(?:你|您|贵)[^,。;\n]{0,16}(?:想?要|索[要取]|需要|问)的|申请(?:时间|日期|内容|事项)|所需(?:的)?(?:政府)?信息|信息名称"
)
_CONTENT = re.compile(
    r"\((?:申请)?内容(?:为|是|:)(?P<inner>[^)]{3,120})\)"
    r"|(?:所[求要问索]|诉求|来[件函信](?:内容|请求))的?(?:信息|材料|内容|文件)?[,、]?(?:为|是|:)(?P<sought>[“《]?[^,。;\n“”]{3,80})"
    r"|(?:申请|来[信函件])[,，](?:你|您)?(?:想?要(?!求)|索要)(?P<put>[^,。;\n]{4,200})"
    r"|(?:^|[\n。:])第?\(?[一二三四五1-9]\)?[项件、.][:,]?(?P<item>[“《][^”》\n]{3,120}[”》])"
    r"|(?:你|您|贵)[^,。;\n]{0,16}?(?<!需)(?:想?要|索[要取]|需要|问)的(?:是)?(?P<wanted>[^,。;\n]{4,200})"
    r"|想(?:要)?(?:了解|知道|获取|查阅)的(?:是|为)(?P<wish>[^,。;]{3,80})"
    r"|(?:申请|要求|请求|需要?|依法)(?:[我本](?:局|厅|委|办|府|部|镇|乡|院|会|机关|单位|街道)(?:政府)?)?(?:公开(?!平台|系统|栏|窗口|办)|获取|查询|了解|提供|查阅)(?:的)?(?:政府)?(?:信息|内容|事项|资料|材料)?(?:内容|描述|名称)?(?:为|是|:|的是|如下)?"
    r"(?P<what>[“\"《‘「]?[^,。;\n“”]{2,200})"
    r"|申请(?:公开|获取)?的(?P<bare>[^,。;\n“”]{6,200})"
    r"|(?:(?<![机海])关于|(?<![成造])就(?!(?:你|您)的?(?:咨询|来信|申请))|有关)(?P<about>[“《]?[^,。;\n]{3,80}?)(?:的)?(?:政府)?(?:信息)?(?:公开)?(?:的)?申请"
    r"|(?:询问|咨询|反映)(?:的(?:是|内容为)?)?:?(?P<queried>[“《][^”》\n]{2,120}[”》])"
    r"|(?:申请|要求)的(?P<asked>[“《][^”》\n]{2,120}[”》])"
    r"|(?:^|\n)[一二1][、.]申请(?:事项|内容|情况)\n(?P<headed>[^。\n]{2,160})"
    r"|(?:所需信息|申请内容|信息内容|申请事项|内容描述|所需的?政府信息|信息名称|申请信息)(?:的?描述)?(?:为|是|:)(?P<listed>[^。\n]{2,120})"
    r"|(?P<quoted>[“《「][^”》」\n]{3,120}[”》」])(?:等)?(?:的)?(?:政府)?(?:信息|资料|文件)?(?:的)?(?:公开)?(?:的)?申请"
    r"|(?:申请|要求)(?:公开|获取|了解|查询)(?:的)?[:：]?(?:\n)?(?P<quoted2>[“《「\d][^\n]{3,120})"
)
# what stands behind 申请公开的 without saying what was asked for
_EMPTY = re.compile(
    r"^(?:的)?(?:该|此|上述|相关|有关|政府|所|某[项一种个些]|任何|具体|特定)*(?:政府)?(?:信息|内容|事项|资料|材料|文件|申请|申请表|申请书)?(?:公开)?(?:的)?(?:申请|信息|申请表|内容)?(?:收悉|不存在|不属于.*|不[予能宜应得].*|已.*|属于.*|予以.*|可以.*|未.*|没有.*|后|经.*|涉及.*|现.*|需要.*|无.*|系.*|是.*|为.*|应.*|由.*|进行.*|中.*|在.*|(?:的)?(?:形式|名义|方式|渠道).*)?$"
)

# what the letter says of the application, run on behind what was asked for
_ENDING = re.compile(
    r"(?<=.{4})(?:(?:的)?(?:政府)?(?:信息)?(?:公开)?(?:的)?申请)?(?:[我本][局厅委办部府镇院机关单位]{1,3})?(?:已经?|均已)?(?:收悉|收到)$|(?<=.{4})由[^,。;]{2,30}(?:制作|保存|作出|负责(?:公开)?)$"
)


def _content(text: str) -> tuple[int, int] | None:
    for match in _CONTENT.finditer(text):
        name = next(group for group, words in match.groupdict().items() if words)
        words = re.sub(r"^(?:政府)?信息(?:内容|名称)?(?:为|是|:)", "", match[name])
        if listed := _LIST.match(text, match.start(name)):
            return listed.span("items")
        if not _says_nothing(words):
            return _whole(text, match.start(name), match.end(name))
    return None


# 两项信息:1.……;2.……
_LIST = re.compile(
    r"(?:以下|下列|如下)?(?:[一二两三四五六七八九\d]{1,2}[件项个])?(?:信息|内容|事项|材料)?:\n?(?P<items>(?=[(一1①])[^。\n]{4,300})"
)
# what an application may be for by law, and nothing in particular
_ANY = re.compile(
    r"(?:[我本](?:局|厅|委|办|府|部|镇|乡|院|会|机关)|行政机关|已经?|既[有存]|现[有存]).{0,16}(?:制作|获取|保存|的|信息).*|以一定形式.*|就.*(?:作出?|提出|进行).*|(?:以下|下列|如下)?[一二两三四五六七八九\d]{1,2}[件项个](?:事|信息|内容)?[,:]?|(?:内容|信息|事项)?(?:不是|不属|并非).*"
)


def _says_nothing(words: str) -> bool:
    """Neither a thing nor a matter: 该信息, 你11月22日递交, 本局已经制作的信息."""
    return bool(
        len(words) < 2
        or words.startswith("什么")
        or _EMPTY.match(words)
        or _ANY.fullmatch(words)
        or len(_OPENING.sub("", words)) < 2
    )


# asked in any words, in a letter's opening
_WANTS = re.compile(
    r"(?:内容|诉求|需求|事项|请求)(?:共[^,。;:\n]{1,4}项)?(?:(?:是|为(?!什么|何))?:\n?|是|为(?!什么|何)|涉及|包括)(?:询问|公开|获取|查阅|了解|复制)?(?P<all>[^。;\n]{4,300})"
    r"|(?:提出|提交|递交|寄来|交来)的(?:关于)?(?:公开|获取|查询|查阅|了解)?(?P<of>“[^”\n]{3,200}”|[^,。;\n“”]{4,200}?)(?:的|之)(?:书面|网上|政府信息公开|信息公开)?申请"
    r"|(?:希望|想(?:要)?|拟|要求?|请求|申请(?=公开|获取|查|看|了解|复制|[“《])|申请的(?=是|为|:)|(?<![申恳])请(?=[我本公提书])|提出(?=公开|获取|查|了解|:)|需要?|索[取要]|问(?:的是)?:?|写(?:的是|有|明的?(?:内容)?(?:是|为)?):?|填写(?:的是|了|的)?:?|载明?(?:的信息)?(?:为|是)?:?|称:?)"
    r"(?:[我本](?:局|厅|委|办|府|部|镇|乡|院|会|机关|单位|街道|关|所))?(?:公开|获取|查(?!处|明)[阅看]?|看|了解|知道|知悉|得到|提供|复制|寄送|说明|解释|询问)?(?:一[套份件])?(?:的)?(?:内容)?(?:是|为(?!什么|何)|:)?"
    r"(?P<it>“[^”\n]{3,300}”|《[^》\n]{3,120}》[^,。;\n]{0,60}|[^,。;\n“”]{4,200})"
)
# what the letter gives is what was asked for, where it says so nowhere else
_GIVES = re.compile(
    r"(?:(?<!不)(?<!未)同意|决定|予以|现将?|可以)(?:向(?:你|您|贵公司))?(?:公开|提供)?(?P<it>(?<=公开|提供)[^,。;\n]{4,80}|《[^》\n]{3,120}》[^,。;\n]{0,20}|“[^”\n]{3,120}”)"
)
_NOT_A_THING = re.compile(
    r"[,见]|附件|方式|给?[你您]|部分|其余|其他|相关|上述|该|此|所申请|范围|信息$|情形|条件|如下"
)


_QUOTED = re.compile(r"“[^”\n]{3,300}”")
_NAMED = re.compile(r"[“《](?P<name>[^”》\n]{3,120})[”》]")


def _wanted(opening: str) -> tuple[int, int] | None:
    for match in _WANTS.finditer(opening):
        name = next(group for group, words in match.groupdict().items() if words)
        start, end = match.span(name)
        quoted = _QUOTED.match(opening, start)
        if quoted and name == "all":
            return quoted.span()
        if not _says_nothing(match[name]):
            return _whole(opening, start, end)
    named = (match for match in _NAMED.finditer(opening) if not _NO_REQUEST.search(match["name"]))
    return next((match.span() for match in named), None)


def _given(text: str) -> tuple[int, int] | None:
    for match in _GIVES.finditer(text):
        if not (_NOT_A_THING.search(match["it"]) or _says_nothing(match["it"])):
            return match.span("it")
    return None


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


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
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


# what an opening says whatever was asked for; more than a few characters beside it are the content
_OPENING = re.compile(
    r"尊敬的|你|您|们|\(?单位\)?|公司|本机关|本单位|[我本][局厅委办部府镇会院署]|我们|收到|收悉|接到|来信|来函|来件|邮件|申请人?|登记|受理|签收|送达|提交|提出|递交|寄送|寄来|"
    r"填写|提供|获取|通过|采取|信函|挂号信?|特快专递|电子邮件|网络|网上|在线|平台|系统|当面|现场|邮寄|邮政|传真|方式|渠道|途径|形式|政府|信息|公开|依法|审查|研究|办理|处理|"
    r"高度重视|感谢|关注|关心|支持|理解|工作|现(?:将)?|答复|告知|回复|函复|如下|有关|相关|情况|结果|内容|事项|材料|资料|已|认真|及时|立即|即|予以|后|并|的|了|对|向|于|在|以|就|为|是|将|由|和|"
    r"好|申请表|表|查收|附件|发送|答复书|请|给|书|编号|收件|单号|年|月|日|当日|份|至|共|上述|描述|一?栏|[\d一二三四五六七八九十〇○零]|[\W_]|[A-Za-z]"
)
_ANSWER_BEGINS = re.compile(
    r"(?:答复|告知|回复|函复|意见|告知(?:你|您))(?:如下)|经(?:查|审查|检索|研究|核|审核|查询)|(?<=[,。;:\n])(?:根据|依据|按照|依照)"
)


def _told_in_other_words(text: str) -> tuple[int, int] | None:
    """What was asked for in the letter's opening, however it is put; or named in quotation marks."""
    begins = _ANSWER_BEGINS.search(text)
    limit = _paragraph_end(text)
    end = min(begins.start(), limit) if begins else limit
    start = len(text) - len(text.lstrip(":,，。\n"))
    if len(_OPENING.sub("", text[start:end])) >= _SOMETHING:
        return start, end
    for match in _NAMED.finditer(without_cited(text)):
        if not _NO_REQUEST.search(match["name"]):
            return match.start(), match.end()
    return None


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


def _paragraph_end(text: str) -> int:
    """The end of the paragraph that tells of the application; after a colon, of the next one too."""
    received = _RECEIVED.search(text)
    at = text.find("\n", received.end() if received else 0)
    if at > 0 and text[at - 1] == ":":
        at = text.find("\n", at + 1)
    return at if at >= 0 else min(len(text), 160)


_SOMETHING = 4


def _has_day(text: str) -> bool:
    """A date in the first sentences, with or without its year."""
    head = text[:220]
    return bool(numerals.dates(head)) or bool(
        re.search(
            r"\d{1,2}月\d{1,2}日|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日", head
        )
    )

"""Words in which a letter tells what was asked for.

In: a text, most often the letter's opening. Out: where the thing asked for stands in it, or None. By the words
of a request first; by whatever the opening says beside what every opening says; by what the letter gives.
"""

from __future__ import annotations

from harness.reading.asked_span import LEAST, whole
from parsers import lazy_re as re

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


def by_request(text: str) -> tuple[int, int] | None:
    for match in _CONTENT.finditer(text):
        name = next(group for group, words in match.groupdict().items() if words)
        words = re.sub(r"^(?:政府)?信息(?:内容|名称)?(?:为|是|:)", "", match[name])
        if listed := _LIST.match(text, match.start(name)):
            return listed.span("items")
        if not _says_nothing(words):
            return whole(text, match.start(name), match.end(name))
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


def by_wish(opening: str) -> tuple[int, int] | None:
    for match in _WANTS.finditer(opening):
        name = next(group for group, words in match.groupdict().items() if words)
        start, end = match.span(name)
        quoted = _QUOTED.match(opening, start)
        if quoted and name == "all":
            return quoted.span()
        if not _says_nothing(match[name]):
            return whole(opening, start, end)
    named = (match for match in _NAMED.finditer(opening) if not _NO_REQUEST.search(match["name"]))
    return next((match.span() for match in named), None)


def by_gift(text: str) -> tuple[int, int] | None:
    for match in _GIVES.finditer(text):
        if not (_NOT_A_THING.search(match["it"]) or _says_nothing(match["it"])):
            return match.span("it")
    return None


# what an opening says whatever was asked for; more than a few characters beside it are the content
_OPENING = re.compile(
    r"尊敬的|你|您|们|\(?单位\)?|公司|本机关|本单位|[我本][局厅委办部府镇会院署]|我们|收到|收悉|接到|来信|来函|来件|邮件|申请人?|登记|受理|签收|送达|提交|提出|递交|寄送|寄来|"
    r"填写|提供|获取|通过|采取|信函|挂号信?|特快专递|电子邮件|网络|网上|在线|平台|系统|当面|现场|邮寄|邮政|传真|方式|渠道|途径|形式|政府|信息|公开|依法|审查|研究|办理|处理|"
    r"高度重视|感谢|关注|关心|支持|理解|工作|现(?:将)?|答复|告知|回复|函复|如下|有关|相关|情况|结果|内容|事项|材料|资料|已|认真|及时|立即|即|予以|后|并|的|了|对|向|于|在|以|就|为|是|将|由|和|"
    r"好|申请表|表|查收|附件|发送|答复书|请|给|书|编号|收件|单号|年|月|日|当日|份|至|共|上述|描述|一?栏|[\d一二三四五六七八九十〇○零]|[\W_]|[A-Za-z]"
)


def says_something(clause: str) -> bool:
    """Whether a clause about the application says more than every opening does."""
    return len(_OPENING.sub("", clause)) >= LEAST


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
    if len(_OPENING.sub("", text[start:end])) >= LEAST:
        return start, end
    named = _NAMED.finditer(without_cited(text))
    return next((one.span() for one in named if not _NO_REQUEST.search(one["name"])), None)

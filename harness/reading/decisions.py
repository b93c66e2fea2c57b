"""What a letter decides, by the codes of contracts.md: from its operative words, else by article.

In: the operative text (masks.operative) and the citations. Out: `Decided`s in the order of the
contract, each with the words that say so. A letter may decide several things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.reading.citations import Citation

ORDER = (
    "already_public", "granted", "partial", "refused_secret", "refused_third_party",
    "refused_internal", "refused_process", "not_held", "not_responsible", "repeat",
    "special_regime", "needs_processing", "petition", "publication", "excessive",
    "not_government_information", "abandoned", "unknown",
)  # fmt: skip

NAMES = {
    "already_public": "已主动公开",
    "granted": "予以公开",
    "partial": "部分公开",
    "refused_secret": "不予公开（国家秘密、法律禁止、三安全一稳定）",
    "refused_third_party": "不予公开（商业秘密、个人隐私等第三方权益）",
    "refused_internal": "不予公开（内部事务信息）",
    "refused_process": "不予公开（过程性信息、行政执法案卷）",
    "not_held": "信息不存在",
    "not_responsible": "不属于本机关负责公开",
    "repeat": "不予重复处理",
    "special_regime": "另有特别规定",
    "needs_processing": "需要加工、分析，不予提供",
    "petition": "不作为政府信息公开申请处理（信访、投诉、举报）",
    "publication": "公开出版物",
    "excessive": "数量、频次明显超过合理范围，不予处理",
    "not_government_information": "不属于政府信息",
    "abandoned": "逾期未补正或者未缴费，视为放弃",
    "unknown": "决定不明",
}

_US = r"(?:(?:本|我|该)(?:行政)?(?:机关|单位|部门|局|厅|委|办|府|部|镇|乡|街道|院|署|会|区|市|县|所|中心)(?:办事处|政府|\(机构\))?|(?:省|市|县|区|镇|乡|州|盟)(?:人民)?政府)"
_INFO = r"(?:(?:该|此|上述|以上|相关|所申请(?:公开)?的?|申请公开的?){0,4}(?:政府)?(?:信息|材料|文件|资料|内容|数据|事项|记录))"

_REFUSAL = re.compile(
    r"不予(?:以)?(?:对外|[向对](?:你|您|申请人|社会))?(?:公开|提供)|不(?:能|宜|便|得|应|可)(?:予以?)?(?:对外|[向对](?:你|您|申请人|社会))?(?:公开|提供)|决定不(?:公开|提供)|不同意公开|无法(?:对外)?公开|不属于.{0,8}公开范围|不在.{0,10}公开范围|免于?公开|不公开"
)
# 不予公开 counts as decided only outside of what is denied or reported
_NOT_REFUSED = re.compile(
    r"第三方不同意公开|是否(?:不予)?公开|不属于不予公开|并非不予公开"
    r"|(?:不含有?|不包含|[不未]涉及|没有|并无|不存在|不具有|除)[^,。;\n]{0,40}不(?:予|得|应|宜|能|可)(?:以)?公开的"
)

_GROUNDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "refused_secret",
        re.compile(
            r"国家秘密|国家机密|(?:属于|定为|标注为)(?:秘密|机密|绝密)|密级|法律、?行政法规(?:规定)?禁止公开|国家安全|公共安全|经济安全|社会稳定"
        ),
    ),
    ("refused_third_party", re.compile(r"商业秘密|个人隐私|个人信息|第三方|第三人|权利人")),
    (
        "refused_internal",
        re.compile(
            r"内部事务|人事管理|后勤管理|内部工作流程|内部管理(?:信息)?|内部工作(?:信息|安排|文件)"
        ),
    ),
    (
        "refused_process",
        re.compile(
            r"过程性|讨论记录|过程稿|磋商信函|请示报告|(?:行政)?执法案卷|处于(?:调查|讨论|研究|处理)|(?:正在|尚在)(?:调查|讨论|研究|处理)"
        ),
    ),
)

# everything but refusals: any of the patterns decides
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "not_held",
        re.compile(
            rf"不存在(?![^,。;\n]{{0,14}}(?:情形|情况|问题|可能|争议))|{_INFO}?(?:未|没有|并未|均未|尚未)(?:曾)?(?:制作|制定|获取|保存|形成|产生|查询到|检索到|检索出|查找到|找到|查到|搜索到)"
            rf"|未(?:能)?(?:查询|检索|查找|搜索)到|查无(?:此|该|相关|所)|检索(?:无|没有|未果|不到)|经检索,?没有|没有(?:你|您)(?:所)?(?:要|申请|需要)[^,。;\n]{{0,8}}信息|{_US}(?:处|这里)?(?:也|均|并|都)?没有(?=[,。;])|(?:本机关|我局)无(?:此|该|相关|上述){_INFO}"
        ),
    ),
    (
        "not_responsible",
        re.compile(
            r"(?:不是|并非|非)[^,。;\n]{0,14}公开(?:主体|义务(?:主体|人|机关)|机关|责任)|"
            rf"(?:不属于?|不是|非属?|并非)(?:由)?(?:{_US})(?:负责)?(?:(?!履行)[^,。;\n]){{0,14}}(?:公开|职责|职能|权限|制作|掌握|保存|管理|管辖|负责|信息)"
            rf"|(?:不由|非由?|不归){_US}(?:负责|制作|保存|公开)|不属于?[^,。;\n]{{0,12}}(?:负责公开|负责范围|职责范围|职权范围|职能范围|公开(?:职责|权限))"
            rf"|(?:{_US})?(?:不|未|并未|并不)掌握|(?:{_US})(?:不|并不)(?:负责|承担|具有|具备|保存)[^,。;\n]{{0,16}}(?:公开|职责|职能|制作|信息|管理)"
            r"|由[^,。;\n]{2,30}(?:政府|局|厅|委|部|部门|机关|单位)(?:负责|承担|核发|统计|管理)?(?:制作|保存|作出|印发|(?<=负责)|(?<=承担)|(?<=核发)|(?<=统计)|(?<=管理))[^\n]{0,100}?(?<!可)(?:向|与)[^。\n]{2,40}(?:申请|咨询|联系|了解)"
            r"|应当?由[^,。;\n]{1,30}负责公开|由[^,。;\n]{2,30}(?:局|厅|委员会|委|政府|部|办|办事处|中心|院)(?:负责公开|制作并?负责公开)|非本机关(?:政府)?信息"
            r"|应当?(?:直接)?(?:向|到)[^,。;\n]{2,30}(?:政府|局|厅|委员会|委|部|办|院|处)(?:提出)?申请(?:公开|获取)"
        ),
    ),
    (
        "already_public",
        re.compile(
            r"(?<!未)(?<!没有)(?:已经?|均已|业已|已由[^,。;\n]{2,24})(?:依法)?(?:向社会)?(?:主动)?(?:公开|公布|发布|公示|刊登|刊载)"
            r"|(?<!未)(?<!没有)已经?(?:在|于|通过)[^。;\n]{2,80}?(?:公开|公布|发布|公示|刊登|刊载|查询|查阅)"
            r"|(?<!未)已经?将[^。;\n]{0,30}(?:在|于|通过)[^。;\n]{2,60}?(?:公开|公布|发布|公示)"
            r"|(?<!不)属于?(?:本机关|我局|我厅)?(?:已|应当?)?主动公开(?:的)?(?:范围|信息|政府信息|内容|事项)?"
            r"|(?:刊登|刊载|登载)(?:于|在)[^,。;\n]{2,40}|(?:已|均)(?:列入|编入|载入|收入|收录于)[^,。;\n]{2,40}"
            r"|(?:该|此|上述|所申请的?)(?:政府)?(?:信息|内容|文件|材料|数据)[^,。;\n]{0,8}可以?(?:在|于|到|从|通过)[^。;\n]{2,80}(?:查询|查阅|查看|获取|下载|浏览)"
            r"|(?:可以?|请)(?:你|您|自行)*(?:登录|登陆|访问|浏览|点击|进入|通过[^,。;\n]{2,40}(?:网站|网址|网|专栏|公报|公众号))[^。;\n]{0,80}(?:查询|查阅|查看|获取|下载|浏览|了解|检索)(?!(?:办理|申请|受理|本件)?(?:的)?(?:进度|状态|结果))"
        ),
    ),
    (
        "granted",
        re.compile(
            r"(?<!不)(?<!无一)(?<!没有人)(?<!无人)(?:予以?|同意|决定|准予)(?:依申请)?(?:全部)?(?:公开|提供)(?!查询服务)|(?<![不无未])(?:属于|属|可以?)(?:依申请)?(?:应当)?(?:予以?)?公开(?:的)?(?:范围|信息|政府信息)?(?=[,。;]|的)"
            r"|现(?:将|向|予|依法|随|以|给[你您])[^。;\n]{0,60}(?:提供|公开|发送|寄送|送达|附(?:后|上))|(?:提供|公开|发送|寄送|邮寄|交付)(?:给|予)(?:你|您|申请人)"
            r"|(?<![不无法未])(?<!不[能宜便得应可予])(?<!难以)(?:向|给)(?:你|您|申请人)(?:\(?单位\)?|公司)?(?:公开|提供|发送|寄送)|随(?:函|信|本(?:答复|函|件|邮件))(?:附|寄|提供|送)|(?:复印件|电子版|扫描件)(?:附后|见附件|附上|请查收)|现提供[^,。;\n]{0,12}份|(?:都|均|全部)?可以(?:提供)?给[你您]|(?:放|附)在[^,。;\n]{0,10}附件"
            r"|(?:信息|材料|内容|数据|情况|资料)(?:详)?见附件|(?:现|兹)(?:提供|公开)如下|(?:公开|提供)(?:的)?(?:信息|内容|情况)如下"
        ),
    ),
    (
        "partial",
        re.compile(
            r"部分(?:予以?)?公开|予以部分公开|部分(?:信息|内容)?不予公开|(?<![不无未])(?<!无法|难以|不能|不宜)(?<!无法作|难以作|不能作|无法做)区分处理(?!的(?:意义|可能|必要|条件))|(?:其余|其他|剩余)(?:部分|信息|内容)[^。;\n]{0,30}不予公开|(?:隐去|遮盖|删除|去标识化|匿名化|脱密)[^。;\n]{0,40}(?:后|处理)[^。;\n]{0,20}(?:公开|提供)"
            r"|(?:隐去|遮盖|遮挡|屏蔽|删除|脱敏)[^。;\n]{0,30}(?:余下|其余|其他|剩余)[^。;\n]{0,16}(?:公开|提供)"
        ),
    ),
    (
        "repeat",
        re.compile(
            r"重复申请|不予重复(?:处理|答复)|不再重复(?:处理|答复)|重复(?:提出|提交)[^。;\n]{0,12}申请|申请[^。;\n]{0,30}(?:相同|同一)[^。;\n]{0,8}信息[^。;\n]{0,30}不(?:予|再)"
        ),
    ),
    (
        "special_regime",
        re.compile(
            r"(?:法律|行政法规|法规)[^。;\n]{0,24}(?:对[^。;\n]{0,30})?(?:有特别规定|另有规定|另有特别规定)|(?:依照|按照|依据)(?:有关|相关)?法律、?行政法规的?规定办理|(?:工商|企业|不动产|房屋|土地)登记(?:资料|信息|档案)[^。;\n]{0,60}(?:查询|办理|规定)|(?:已|已经)移交[^。;\n]{0,20}档案馆"
        ),
    ),
    (
        "needs_processing",
        re.compile(
            r"(?:需要?|须|应)(?:由)?(?:本机关|行政机关|我局|另行)?[^,。;\n]{0,24}(?:加工|汇总|分析|统计|整理|重新制作|另行制作|归纳)|没有现成|无现成|(?:需要?|须)[^。;\n]{0,16}(?:重新|逐[一个份件册条项])[^。;\n]{0,12}(?:计算|摘[录取]|提取|筛选|比对|翻阅|核对|制作|录入|查找)|(?:是|属于?|即|系)[^,。;\n]{0,16}(?:信息|资料|数据|材料|记录)(?:的|进行)?(?:再)?(?:加工|分析|汇总)|(?:加工|分析|汇总)[^。;\n]{0,24}(?:不予提供|可以不予提供|无法提供)"
        ),
    ),
    ("publication", re.compile(r"公开出版物|(?:属于|为)[^。;\n]{0,10}(?:政府公报|报刊|书籍)")),
    (
        "excessive",
        re.compile(r"(?:数量|频次|频率)[^。;\n]{0,24}(?:明显)?超(?:过|出)(?:了)?合理范围"),
    ),
    (
        "abandoned",
        re.compile(
            r"(?>(?:逾期|至今|未在|未于|仍未|没有在)[^。;\n]{0,40}?(?:补正|缴纳|缴费|说明理由|提供))[^。;\n]{0,60}(?:视为放弃|不再处理|终止|结案|放弃)|(?:该|此|你的?|您的?|本|上述)申请(?:依法)?(?:已)?视(?:为|作)(?:自动)?放弃|(?>(?:逾期|期满)[^。;\n]{0,30}?(?:未|没有)[^,。;\n]{0,12}?(?:缴|补正))[\s\S]{0,180}?(?:不再处理|终止|结案)|视(?:为|作)?(?:你|您|申请人)?(?:已)?(?:自动)?放弃(?:本次|该|此)?(?:政府信息公开)?申请"
        ),
    ),
)
_NOT_OURS = re.compile(
    r"不(?:再)?(?:把|将)?(?:其|它|此|之|该件|来件|来信)?(?:作为|当作|视为|按)政府信息公开申请(?:来)?(?:予以?)?(?:处理|办理|答复|提供|公开)?|不属于(?:.{0,10})?政府信息公开(?:申请)?(?:的)?(?:受理|调整|申请|处理)?(?:范围|范畴|事项|申请)|不符合政府信息公开申请"
)
_PETITION = re.compile(r"信访|投诉|举报|控告|申诉")
_NOT_INFORMATION = re.compile(
    r"(?:不属于|不是|并非|不构成|不符合|不落入|不在)[^,。;\n]{0,40}(?<!不)(?:政府信息|公开条例)(?!公开申请)(?:的?(?:定义|范围|范畴|概念))?|非政府信息(?!公开)|(?:属于|系|为|属)(?:政策|业务|事项|法律)?咨询(?:类|性|事项)?|咨询(?:事项|性质|类)"
)
_SCOPE_ONLY = re.compile(r"负责公开|公开范围|本机关|本单位|[本我][局厅委]")


@dataclass(frozen=True, slots=True)
class Decided:
    code: str
    start: int
    end: int


def decide(text: str, citations: Sequence[Citation]) -> tuple[Decided, ...]:
    """Everything that these operative words decide; `unknown` where nothing was recognised."""
    found = {one.code: one for one in _by_words(text)}
    found = _settle(found, citations, text)
    if not found:
        found = {one.code: one for one in _by_article(citations)}
        if "partial" in found:
            found = {code: one for code, one in found.items() if not code.startswith("refused_")}
    return tuple(sorted(found.values(), key=lambda one: ORDER.index(one.code)))


def _by_words(text: str) -> Iterable[Decided]:
    own = _NOT_OURS.sub(lambda match: " " * len(match[0]), text)
    for code, pattern in _WORDS:
        match = pattern.search(own)
        if match and not (code == "abandoned" and _threatened(text, match)):
            yield Decided(code, match.start(), match.end())
    yield from _refusals(text)
    not_ours = _NOT_OURS.search(text)
    if not_ours:
        code = "petition" if _PETITION.search(text) else "not_government_information"
        yield Decided(code, not_ours.start(), not_ours.end())
        return
    nothing = _NOT_INFORMATION.search(text)
    if nothing and not _SCOPE_ONLY.search(nothing[0]):
        yield Decided("not_government_information", nothing.start(), nothing.end())


# 请于10个工作日内补正,逾期不补正视为放弃: what will be if nothing comes, not what has been
_ASKS_FOR_MORE = re.compile(
    r"(?:请|应当?|须|需)(?!求)[^。\n]{0,80}(?:补正|补充|说明|提供|提交|缴纳|缴费|更正)"
)
_WILL_BE = re.compile(r"逾期(?:仍)?(?:不|未)|(?:视为|视作|视)")
_HAS_BEEN = re.compile(r"至今|仍未|已逾期|已经?超过|现(?:已|视)|[你您]逾期|未收到|申请人逾期")


def _threatened(text: str, match: re.Match[str]) -> bool:
    """The sentence asks for something first, and says what follows if it does not come."""
    begin = max(text.rfind(mark, 0, match.start()) for mark in "。\n") + 1
    before = text[begin : match.start()]
    return bool(
        _WILL_BE.match(match[0]) and _ASKS_FOR_MORE.search(before)
    ) and not _HAS_BEEN.search(text[begin : match.end()])


def _refusals(text: str) -> Iterable[Decided]:
    refusal = next(
        (m for m in _REFUSAL.finditer(text) if not _denied(text, m)),
        None,
    )
    if refusal is None:
        return
    grounded = False
    for code, pattern in _GROUNDS:
        ground = pattern.search(text)
        if ground:
            grounded = True
            yield Decided(
                code, min(ground.start(), refusal.start()), max(ground.end(), refusal.end())
            )
    if not grounded:
        yield Decided("refused", refusal.start(), refusal.end())


def _denied(text: str, refusal: re.Match[str]) -> bool:
    """The words of refusal themselves are part of what is denied or reported."""
    begin = max(0, refusal.start() - 45)
    return any(
        begin + found.end() > refusal.start()
        for found in _NOT_REFUSED.finditer(text[begin : refusal.end() + 2])
    )


_ARTICLES = {
    "14": "refused_secret", "15": "refused_third_party", "16/1": "refused_internal", "16/2": "refused_process",
    "36.1": "already_public", "36.2": "granted", "37": "partial", "36.4": "not_held", "36.5": "not_responsible",
    "10": "not_responsible",
    "36.6": "repeat", "36.7": "special_regime", "38": "needs_processing", "39/1": "petition",
    "39/2": "publication", "35": "excessive",
}  # fmt: skip


# they also order how to ask for more: cited, they bear out words of giving up, and say nothing without them
_OF_SILENCE = (30, 42)


def _by_article(citations: Sequence[Citation]) -> Iterable[Decided]:
    for one in citations:
        code = next((_ARTICLES[place] for place in one.places() if place in _ARTICLES), None)
        if one.is_regulation and code:
            yield Decided(code, one.start, one.end)


# 未制作 and the like are a finding in a letter about existence, and a reason in many another
_NOT_THERE = re.compile(
    r"不存在|查无|检索(?:无|没有|未果|不到)|经检索,?没有|(?:未|没有)(?:能)?(?:查询|检索|查找|搜索|查|找)到|均无(?:此|该|相关)"
)
_NEXT_ITEM = re.compile(
    r"(?:^|[。;\n])(?:关于|对于|针对|其中)?(?:\(?[二三四五六七八九]\)?[、.]|\([二三四五六七八九]\)|[2-9][.、)]|第\(?(?:[二三四五六七八九]|[2-9])\)?[项个条]|(?:对|关于|就|针对)第)"
)


def _by_items(text: str) -> bool:
    """The letter answers point by point, so that each point may be decided in its own way."""
    body = re.split(r"\n附件?[:\d]", text, maxsplit=1)[
        0
    ]  # a list of enclosures is no answer by points
    return bool(_NEXT_ITEM.search(body)) and len(_SECTION.findall(body)) < 2


# 一、收件与请求。二、核实情况。三、认定及理由: the sections of a letter, and no items of an application
_SECTION = re.compile(
    r"(?:^|[。;\n])[一二三四五六七八九][、.][^,。;:\n]{0,10}(?:请求|收件|申请(?:情况|事项|内容)|情况|事实|查明|审查|核实|认定|理由|决定|依据|救济|结论)"
)


def _drop_reason_for_finding(found: dict[str, Decided], cited: set[str], text: str) -> None:
    """“未形成正式意见” beside a refusal, “未制作” beside 不属于本机关负责: the reason of another decision."""
    if "not_held" not in found or "not_held" in cited or _NOT_THERE.search(text):
        return
    others = set(found) - {"not_held"}
    if _by_items(text) or not (others & _WITH_SUCH_REASONS):
        return
    found.pop("not_held")


def _drop_told_aside(found: dict[str, Decided], cited: set[str], text: str) -> None:
    """Beside a refusal under its article, 招标结果已公示 tells what else may be known; beside 第三十八条,
    不存在这样的表 is why it would have to be made. Neither is a decision unless its article is cited."""
    refused = any(code.startswith("refused_") for code in found)
    if refused and "already_public" not in cited and (cited or not _by_items(text)):
        found.pop("already_public", None)
    if "needs_processing" in found and "needs_processing" in cited and "not_held" not in cited:
        found.pop("not_held", None)


_WITH_SUCH_REASONS = frozenset(
    {"not_responsible", "needs_processing", "refused_process", "refused_internal", "unknown"}
    | {"not_government_information", "petition"}
)


def _settle(
    found: dict[str, Decided], citations: Sequence[Citation], text: str
) -> dict[str, Decided]:
    """Words that belong to another decision, settled by what stands beside them."""
    cited = {one.code for one in _by_article(citations)}
    if any(one.is_regulation and one.article in _OF_SILENCE for one in citations):
        cited.add("abandoned")
    refused = found.pop("refused", None)
    if refused:
        _name_the_refusal(found, refused, cited)
    _drop_reason_for_finding(found, cited, text)
    _drop_told_aside(found, cited, text)
    if "not_held" in found and "not_responsible" in found:
        _drop_uncited(found, "not_held", "not_responsible", cited)
    if "already_public" in found and "granted" in found and not _by_items(text):
        _one_of_a_sentence(found, cited)
    if "granted" in found and "needs_processing" not in cited:
        found.pop("needs_processing", None)
    if _by_items(text):
        _part_of_an_item(found, cited)
        _gather_within_items(found, text)
    else:
        _gather_partial(found, cited, text)
    if "petition" in cited and "not_government_information" in found:
        # 不作为政府信息公开申请处理 under 第三十九条第一款, whatever the letter calls the matter
        one = found.pop("not_government_information")
        found.setdefault("petition", Decided("petition", one.start, one.end))
    return _meant(_narrow(found, cited), cited, text)


def _meant(found: dict[str, Decided], cited: set[str], text: str) -> dict[str, Decided]:
    """Where a letter does not go point by point, and some of what was found stands under its article,
    the rest was told aside: how the first application ended, what else is public."""
    under = {code for code in found if code in cited}
    if not under or _by_items(text):
        return found
    return {code: one for code, one in found.items() if code in under or code == "partial"}


# decisions that say of themselves that nothing is given: 不予提供 beside them is no other one
_SAY_NO = frozenset(
    [
        "needs_processing",
        "partial",
        "not_held",
        "not_responsible",
        "petition",
        "excessive",
        "repeat",
        "special_regime",
        "not_government_information",
        "publication",
        "abandoned",
    ]
)


# refused by these articles, whatever words say so: 对你的申请不予提供
_NO_BY_ARTICLE = frozenset({"needs_processing", "excessive", "petition", "repeat"})


def _name_the_refusal(found: dict[str, Decided], refused: Decided, cited: set[str]) -> None:
    """A refusal whose words give no ground: the article names it, else it stays unknown."""
    by_article = [code for code in cited if code.startswith("refused_")] or [
        code
        for code in cited & _SAY_NO
        if code in _NO_BY_ARTICLE and not _SAY_NO & set(found) - {"not_held"}
    ]
    for code in by_article:
        found.setdefault(code, Decided(code, refused.start, refused.end))
    if not by_article and not _SAY_NO & set(found):
        found["unknown"] = Decided("unknown", refused.start, refused.end)


# article 37 cited to say that it cannot be applied
_WHOLE = re.compile(
    r"(?:无法|不能|难以|不宜|不可)[^,。;\n]{0,8}区分|(?:整[体份件表]|全部|均|一律)[^,。;\n]{0,8}不予公开"
)


def _gather_partial(found: dict[str, Decided], cited: set[str], text: str) -> None:
    """What is given and what is kept back of one piece of information are one decision."""
    kept_back = [one for code, one in found.items() if code.startswith("refused_")]
    if kept_back and "partial" in cited and not _WHOLE.search(text):
        found.setdefault("partial", Decided("partial", kept_back[0].start, kept_back[0].end))
    if "partial" in found:
        for code in [code for code in found if code == "granted" or code.startswith("refused_")]:
            found.pop(code)


def _part_of_an_item(found: dict[str, Decided], cited: set[str]) -> None:
    """Article 37 cited, and something kept back: one of the items is given in part."""
    kept_back = [one for code, one in found.items() if code.startswith("refused_")]
    if "partial" in cited and "partial" not in found and len(kept_back) == 1:
        found["partial"] = Decided("partial", kept_back[0].end, kept_back[0].end)


def _gather_within_items(found: dict[str, Decided], text: str) -> None:
    """The same, where it is one item of several that is given in part."""
    if "partial" not in found:
        return
    begins = [0, *(match.start() for match in _NEXT_ITEM.finditer(text)), len(text)]
    at = found["partial"].start
    start = max(begin for begin in begins if begin <= at)
    end = min(begin for begin in begins if begin > at)
    for code in [code for code in found if code.startswith("refused_")]:
        if start <= found[code].start < end:
            found.pop(code)


def _drop_uncited(found: dict[str, Decided], one: str, other: str, cited: set[str]) -> None:
    if one in cited and other not in cited:
        found.pop(other)
    elif other in cited and one not in cited:
        found.pop(one)


def _one_of_a_sentence(found: dict[str, Decided], cited: set[str]) -> None:
    """“已在网站上予以公开” is one decision, not two; the article says which where it is cited."""
    public, granted = found["already_public"], found["granted"]
    near = abs(public.start - granted.start) < 60
    if near and "granted" not in cited:
        found.pop("granted")
    elif near and "already_public" not in cited:
        found.pop("already_public")


# a ground's words often occur in a letter that decides by another: the article says which was meant
def _narrow(found: dict[str, Decided], cited: set[str]) -> dict[str, Decided]:
    refusals = [code for code in found if code.startswith("refused_")]
    meant = [code for code in refusals if code in cited]
    if meant and len(refusals) > len(meant):
        for code in set(refusals) - set(meant):
            found.pop(code)
    if "repeat" in found or "petition" in found:
        # how the first application was answered is told, not decided again
        for code in ("already_public", "not_held", "not_responsible", "granted"):
            if code in found and code not in cited:
                found.pop(code)
    if (
        "not_responsible" in found
        and "granted" in found
        and "granted" not in cited
        and "not_responsible" in cited
    ):
        found.pop("granted")
    return found

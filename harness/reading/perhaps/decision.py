"""Coarse looks at what a letter decides and by which law."""

from __future__ import annotations

from harness.reading.account import DECISION, FOOT, HEAD, LAW, REMEDY, REQUEST
from harness.reading.facts import Facts
from harness.reading.items import in_doubt
from harness.reading.perhaps.look import ABSENT, Claim, Look, body, found, said
from harness.reading.reported_words import blanked
from harness.reading.ways_to_obtain import without_contacts
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re

# --- 法律依据 ----------------------------------------------------------------------------------

# a name behind a number stands in a list of documents: 2.《档案利用办法》
_ANY_LAW = re.compile(
    r"第[一二三四五六七八九十百零\d]+条|条例|(?<![\d一二三四五六七八九十][.、)])《[^》]{0,120}(?:法|规定|办法|细则)》"
)
_ITS_ARTICLE = re.compile(r"信息公开条例》?[^。;]{0,12}第[^。;]{1,8}条")
_ITEM = re.compile(
    r"第?[(]?[一二三四五六七八九十]{1,2}[)]?项|(?:三十六|36)条(?:之|[“\"])[(][一二三四五六七][)]"
)
# an item of the application, and none of an article
_ASKED_ITEM = re.compile(
    r"(?:关于|对于?|针对|就|申请)[^,。;\n]{0,6}第?[(]?[一二三四五六七八九十]{1,2}[)]?项|第[(]?[一二三四五六七八九十]{1,2}[)]?项(?=信息|申请|内容|经|可以|不|已|属|予|由|,)"
)
_THE_REGULATION = re.compile(r"信息\s*公开\s*条例")
_BIG = re.compile(
    r"(?:[一二三四五六七八九]百|[七八九]十|1\d\d|[7-9]\d)[一二三四五六七八九十零\d]{0,8}+条"
)


def _law(facts: Facts, _: Claim) -> str:
    return found(_ANY_LAW, said(facts)) or found(_ITS_ARTICLE, facts.text)


def _item(facts: Facts, _: Claim) -> str:
    """An item stands somewhere, and belongs to no article: the line that joins it may be torn."""
    told = ((one.start, one.end) for one in facts.words.citations if one.item is not None)
    return found(_ITEM, _ASKED_ITEM.sub("", blanked(facts.words.told, told)))


def _regulation(facts: Facts, _: Claim) -> str:
    return found(_THE_REGULATION, body(facts))


def _too_big(_: Facts, claim: Claim) -> str:
    """No text of the 条例 has as many articles: the number is another law's."""
    return found(_BIG, str(claim.about.get("cited", "")))


# what a letter that decides so would hardly do without; a word may stand for more than one class
_OF_DECISION: dict[str, re.Pattern[str]] = {
    "granted": re.compile(r"予以公开|提供|附件|随(?:函|信|文)|寄送|现将|如下"),
    "partial": re.compile(r"部分|区分处理|遮[盖挡]|隐去"),
    "already_public": re.compile(r"已[^。;,]{0,12}(?:公开|公布|发布|公示|刊登)|网站|网址|www|http"),
    "not_held": re.compile(r"不存在|未(?:制作|获取|保存|形成|掌握|查|检索|找)|没有[^。;]{0,20}信息|无(?:此|该|相关)"),
    "not_responsible": re.compile(r"(?:不|非|无|没有|超出)[^。;,]{0,12}(?:职责|职权|职能|负责)|主管|不掌握|由[^。;]{2,20}(?:制作|保存|公开|答复|负责)"),
    "refused_secret": re.compile(r"秘密|密级|保密|安全|稳定"),
    "refused_third_party": re.compile(r"商业秘密|隐私|第三方|权利人|合法权益"),
    "refused_internal": re.compile(r"内部|人事|后勤"),
    "refused_process": re.compile(r"过程|讨论|磋商|请示|报告|稿|会议|执法案卷|卷宗|案卷"),
    "petition": re.compile(r"信访|投诉|举报|反映|咨询|诉求"),
    "repeat": re.compile(r"重复|此前|已(?:于|经|向|作出)|曾"),
    "publication": re.compile(r"报纸|期刊|书籍|出版|年鉴|志"),
    "excessive": re.compile(r"数量|频次|频繁|反复|大量|多次"),
    "needs_processing": re.compile(r"加工|分析|汇总|整理|制作|统计|搜集"),
    "special_regime": re.compile(r"另有(?:特别)?规定|特别规定|档案|登记|查询|专门|《[^》]{4,120}办法》"),
    "abandoned": re.compile(r"放弃|逾期|未(?:补正|缴)|终止"),
    "not_government_information": re.compile(r"不(?:是|属于|构成)|非政府信息|不予处理"),
}  # fmt: skip


def _fitting(facts: Facts, claim: Claim) -> str:
    """Words of a decision that an article cited would support: the one read may be the wrong one. Of
    decisions told apart, each with words of its own, that is none."""
    if claim.about.get("decided") == "apart":
        return ""
    cited = [one for one in facts.words.citations if one.article is not None]
    body = said(facts)
    for code, places in facts.law.fits.items():
        if code in facts.codes or code not in _OF_DECISION:
            continue
        if any(_is_at(one.article, one.item, places) for one in cited):
            words = found(_OF_DECISION[code], body)
            if words:
                return words
    return ""


def _is_at(article: int | None, item: int | None, places: tuple[str, ...]) -> bool:
    return any(
        place in (f"{article}.{item}", str(article)) or place.startswith(f"{article}/")
        for place in places
    )


# --- 处理决定 ----------------------------------------------------------------------------------

_ANY_DECISION = re.compile(
    r"(?:予以|同意|部分)公开|现(?:将|予)|不存在|不属于|不予|无法提供|不掌握|未(?:制作|获取|保存|形成)|终止|重复申请|放弃|不再(?:处理|办理)|办结|结案"
)
_WAY = re.compile(
    r"网址|网页|www|http|\.cn|登录(?!(?:你|您|本机关|我[局委厅县市]|[省市县区]?(?:人民)?政府|官方|门户|有关|相关|互联网|信息公开)*+(?:网站?|官网|平台)(?:上|进行|自行|查[阅询看找]|浏览|了解|获取|即可|[,。;\n]|$))|点击|链接|公报|公众号|附件|附后|附上|随(?:函|信|文|本)|寄(?:送|给|达|出)|邮寄|邮[箱件]|领取|复印|(?:到|至|前往|[向经]|持)[^。;,]{2,30}查[阅询看]|光盘"
    r"|见后|如上|附后|公开[^。;]{0,20}(?:为|如下):|\d(?:\.\d{1,8})?(?:万|亿|元|%|人次|平方米|公里|亩)|窗口|档案馆|图书馆|现场|前往|联系[^。;,]{0,20}(?:获取|领取|查阅|复制)|下载|栏目|报刊|见[表附下]|小程序|公示栏|公告栏|张贴|(?:可|能)(?:查|看)[到得阅询看]?|(?:第|(?<!\d))\d++版|日报|晚报|微信|推文|平台|阅览|摘抄|查收|另邮|传[去给送]|档案室|APP|客户端|电视台|大厅"
)
# a place that is more than 政府网站, whatever it is: 公开在村务墙上
_VAGUE_PLACE = r"政府网|门户|官方|官网|网站|网上|网络|互联网|线上|社会"
_SOMEWHERE = re.compile(
    rf"(?:公开|公布|发布|公示|刊登|登|载|贴|挂|放|摆|存|印|播|写)(?:在|于|到|进|上)(?!\d)(?:(?!{_VAGUE_PLACE})[^,。;\n]){{2,30}}(?![^,。;\n])"
    rf"|[在于](?!\d|去年|今年|此前|近日|日前|法定|规定|当时|第)(?:(?!{_VAGUE_PLACE})[^,。;\n]){{3,30}}?(?:公开|公布|发布|公示|刊登|登载|播出|张贴|陈列)"
)
_NOTHING_TO_OBTAIN = re.compile(r"不予公开|不存在|不属于|放弃|终止|重复")
_OTHER_BODY = re.compile(
    r"(?:尚|还)?(?:难|无法|无从|不能|未能)(?:以|于)?[^,。;\n]{0,4}(?:确定|判明|判断|知晓|知悉|查明|辨明)|(?:机关|单位|部门|职能|者)[^,。;\n]{0,6}(?:不明|不详|不清)"
    r"|(?:向|由|(?<!收)到|至|与|是|为|属于|联系|咨询|请找)[^,。;我本贵该你您的]{0,24}?(?:税务|海关|公安|法庭|银行|局|厅|委员会|委|办公室|办|政府|部(?!门)|署|中心|公司|集团|合作社|供销社|协会|(?<![有相][关])部门|站|所|院|馆|法院|街道|镇|乡)"
)


# a clause read so is known by its manner alone: 县图书馆有合订本可以翻 is a way, and who tells a way decides
_MAY_DECIDE = frozenset({DECISION, "way", "reason", "search"})
_NO_DECISION = frozenset({HEAD, REQUEST, LAW, REMEDY, FOOT, "courtesy", "promise", "contact"})


def _decision(facts: Facts, _: Claim) -> str:
    """Words of a decision anywhere: a form's cells may have been taken for its remedies."""
    start = facts.letter.title.end if facts.letter.title else 0
    said_so = found(_ANY_DECISION, facts.text[start:])
    return said_so or found(pattern("points_elsewhere"), said(facts)) or _by_manner(facts)


def _by_manner(facts: Facts) -> str:
    begin, end = facts.letter.body
    told = (
        facts.said(one)
        for one in facts.clauses
        if begin <= one.start < end and one.claims & _MAY_DECIDE and not one.claims & _NO_DECISION
    )
    return next(told, "")


def _way(facts: Facts, _: Claim) -> str:
    """A way is told after all; or something else was decided, and nothing there to be obtained."""
    body = without_contacts(said(facts))
    return (
        found(_WAY, body)
        or found(_SOMEWHERE, body)
        or found(_NOTHING_TO_OBTAIN, body)
        or _told_at_length(facts, 200)
    )


def _items(facts: Facts, claim: Claim) -> str:
    """Words that nobody understood, where the letter speaks of none of the items it answers."""
    return in_doubt(facts, claim.items or 0)


def _other_body(facts: Facts, _: Claim) -> str:
    return found(_OTHER_BODY, body(facts)) or _told_at_length(facts, 130)


_HAN = re.compile(r"[\u4e00-\u9fff]")


def _told_at_length(facts: Facts, most: int) -> str:
    """The longest sentence of a letter that says more of its own than this many characters: bare
    letters, which tell no way and name no body, say less, and a long one may tell it in any words."""
    begin, end = facts.letter.body
    own = facts.words.operative[begin:end]
    if len(_HAN.findall(own)) <= most:
        return ""
    return max(re.split(r"[。;\n]", own), key=len).strip()


LOOKS: dict[tuple[str, str], Look] = {
    ("legal_basis", ABSENT): _law,
    ("legal_basis", "other_law_only"): _regulation,
    ("legal_basis", "no_item"): _item,
    ("legal_basis", "no_such_article"): _too_big,
    ("legal_basis", "does_not_fit"): _fitting,
    ("decision", ABSENT): _decision,
    ("decision", "no_way_to_obtain"): _way,
    ("decision", "unanswered_item"): _items,
    ("decision", "no_agency_named"): _other_body,
}

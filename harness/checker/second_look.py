"""复看: before a fault is claimed, the letter is looked over once more for anything like its opposite.

In: a `Finding` that accuses, and the `Opened` letter. Out: the same finding, or one that leaves a
person to decide. The rules read closely and know only the wordings that somebody thought of; these
looks are coarse on purpose. A rule that did not find the organ in a paragraph that names some body
has not understood the paragraph: that is no ground for saying that none is named (contracts.md,
section 1: a verdict of absent or defective needs grounds). What was seen is told in the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import takewhile

from harness.checker.asked import asked
from harness.checker.finding import REMARKS, Element, Finding, Verdict
from harness.checker.masks import without_forbidden_suits, without_quotations
from harness.checker.opened import Opened
from harness.checker.routes import read_routes
from parsers.document import TextFrom

ABSENT = "absent"
ACCUSING = (Verdict.ABSENT, Verdict.DEFECTIVE)
_FAR = 80  # no sentence is sought beyond so many characters
_SHOWN = 24  # so many characters of what was seen are told

Look = Callable[[Opened, Finding], str]


def looked_again(finding: Finding, opened: Opened) -> Finding:
    """The finding without the faults that a second look makes doubtful."""
    if finding.verdict not in ACCUSING:
        return finding
    faults = finding.defects if finding.verdict is Verdict.DEFECTIVE else (ABSENT,)
    seen = {fault: _seen(opened, finding, fault) for fault in faults}
    doubtful = {fault: words for fault, words in seen.items() if words}
    if not doubtful:
        return finding
    if not set(faults) - doubtful.keys() - REMARKS:
        return replace(
            finding,
            verdict=Verdict.UNCLEAR,
            defects=(),
            reason=f"疑似：{finding.reason}；但{asked(finding.element, doubtful)}",
            confidence=min(finding.confidence, 0.5),
        )
    return _in_part(finding, doubtful)


def _in_part(finding: Finding, doubtful: dict[str, str]) -> Finding:
    """Some of the faults stand. A reason that tells each in a clause of its own loses the others."""
    clauses = finding.reason.split("；")
    certain = tuple(fault for fault in finding.defects if fault not in doubtful)
    reason = finding.reason
    if len(clauses) == len(finding.defects):
        kept = (c for fault, c in zip(finding.defects, clauses, strict=True) if fault in certain)
        reason = "；".join(kept)
    return replace(finding, defects=certain, reason=f"{reason}；{asked(finding.element, doubtful)}")


def _seen(opened: Opened, finding: Finding, fault: str) -> str:
    look = LOOKS.get((finding.element, fault))
    return look(opened, finding)[:_SHOWN] if look else ""


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0].strip() if match else ""


# --- 标题, 文号, 日期 --------------------------------------------------------------------------

_TITLE_WORD = re.compile(r"答复|回复|复函|告知|通知|决定书?|意见书|说明$|函$")
_RUNNING = re.compile(r"[,。;:!]$|您好|你好|收到|收悉|^(?:主题|发件|收件)")


def _title(opened: Opened, _: Finding) -> str:
    """A short line near the top that names a kind of letter and is no sentence."""
    rows = opened.letter.prose.rows[:12]
    for row in rows:
        if len(row.text) <= 40 and _TITLE_WORD.search(row.text) and not _RUNNING.search(row.text):
            return row.text
    return ""


_NUMBER = re.compile(
    r"[^\s,。;]{0,12}\d{1,5}号|(?<!请)(?<!件)(?<!单)(?:编号|文号)"
    r"|[^\s,。;]{0,12}[〔\[(【{](?:19|20)\d\d[〕\])】}].{0,8}"
)


def _number(opened: Opened, _: Finding) -> str:
    """Something like a number above the salutation, or the first sentence."""
    rows = opened.letter.prose.rows[:8]
    head = takewhile(lambda row: len(row.text) <= 40 and not _RUNNING.search(row.text), rows)
    return _found(_NUMBER, "\n".join(row.text for row in head))


_NUMERAL = "〇零○一二三四五六七八九十"
_DAY = re.compile(
    rf"(?:19|20)\d\d\s*[-./·年].{{0,9}}|[{_NUMERAL}0OＯ]{{2,4}}\s*[年·.].{{0,9}}"
    rf"|(?<!\d)(?:19|20)\d{{6}}(?!\d)|\d{{2}}年\s*\d|(?:\d{{1,2}}|[{_NUMERAL}]{{1,3}})\s*月\s*(?:\d|[{_NUMERAL}])"
)


def _date(opened: Opened, _: Finding) -> str:
    tail = "\n".join(row.text for row in opened.letter.prose.rows[-6:] if len(row.text) <= 30)
    return _found(_DAY, tail)


# --- 申请事实 ----------------------------------------------------------------------------------

_ASKED = re.compile(r"申请|来信|来函|来件|来文|要求|诉求|提出|咨询|询问|索取|想(?:了解|知道|要)")
_OF_WHAT = re.compile(
    r"《(?!中华|[^》]*(?:条例|法|办法|规定|申请[表书])》)[^》]{3,}》|“[^”]{4,}”|(?<!机)关于(?!做好|印发|你|您|政府信息|[^,。;]{0,30}收到)[^,。;]{4,60}"
    r"|(?:申请|要求|索取|查询|了解|获取|获得)(?:公开|获取|提供|查阅)?"
    r"(?!的?(?:政府)?信息|的?(?:内容|事项|材料)|行政|公开|人|表|书|方式|事宜|已|收)[^,。;]{5,}"
)


def _request(opened: Opened, _: Finding) -> str:
    """Words on what was asked for, in the first sentences that speak of asking."""
    text = _body(opened)
    asked = _ASKED.search(text)
    if asked is None:
        return ""
    return _found(_OF_WHAT, text[max(0, asked.start() - 60) : asked.start() + 300])


# 申请公开的信息不存在 speaks of the information and tells no application
_AN_APPLICATION = re.compile(
    r"(?:你|您|贵|申请人)[^。\n]{0,40}(?:申请|来信|来函|来件|要求|请求|想?要|索取)(?!公开的?(?:政府)?信息)[^。\n]{4,60}"
)


def _any_request(opened: Opened, finding: Finding) -> str:
    """The opening speaks of an application in some other way."""
    opening = _body(opened).lstrip("\n")[:200]
    return _request(opened, finding) or _found(_AN_APPLICATION, opening)


# --- 法律依据 ----------------------------------------------------------------------------------

_ANY_LAW = re.compile(r"第[一二三四五六七八九十百零\d]+条|条例|《[^》]*(?:法|规定|办法|细则)》")
_ITS_ARTICLE = re.compile(r"信息公开条例》?[^。;]{0,12}第[^。;]{1,8}条")
_ITEM = re.compile(r"第?[(]?[一二三四五六七八九十]{1,2}[)]?项")
_THE_REGULATION = re.compile(r"信息\s*公开\s*条例")
_ARTICLE = re.compile(r"([一二三四五六七八九十百零\d]+)条")
_BIG = re.compile(
    r"(?:[一二三四五六七八九]百|[七八九]十|1\d\d|[7-9]\d)[一二三四五六七八九十零\d]*条"
)


def _law(opened: Opened, _: Finding) -> str:
    return _found(_ANY_LAW, _said(opened)) or _found(_ITS_ARTICLE, opened.text)


def _item(opened: Opened, _: Finding) -> str:
    """An item stands somewhere: the line that joins it to its article may be torn."""
    return _found(_ITEM, opened.text)


def _regulation(opened: Opened, _: Finding) -> str:
    return _found(_THE_REGULATION, _body(opened))


def _too_big(_: Opened, finding: Finding) -> str:
    """No text of the 条例 has as many articles: the number is another law's."""
    return _found(_BIG, finding.reason)


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
    "special_regime": re.compile(r"另有(?:特别)?规定|特别规定|档案|登记|查询|专门|《[^》]{4,}办法》"),
    "abandoned": re.compile(r"放弃|逾期|未(?:补正|缴)|终止"),
    "not_government_information": re.compile(r"不(?:是|属于|构成)|非政府信息|不予处理"),
}  # fmt: skip


def _fitting(opened: Opened, _: Finding) -> str:
    """Words of a decision that an article cited would support: the one read may be the wrong one."""
    cited = [one for one in opened.words.citations if one.article is not None]
    body = _said(opened)
    for code, places in opened.law.fits.items():
        if code in opened.codes or code not in _OF_DECISION:
            continue
        if any(_is_at(one.article, one.item, places) for one in cited):
            words = _found(_OF_DECISION[code], body)
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
    r"网址|网页|www|http|\.cn|登录|点击|链接|公报|公众号|附件|附后|附上|随(?:函|信|文|本)|寄(?:送|给|达|出)|邮寄|邮[箱件]|领取|复印|(?:到|至|前往|[向经]|持)[^。;,]{2,30}查[阅询看]|光盘"
    r"|见后|如上|附后|公开[^。;]{0,20}(?:为|如下):|\d(?:\.\d+)?(?:万|亿|元|%|人次|平方米|公里|亩)|窗口|档案馆|图书馆|现场|前往|联系[^。;,]{0,20}(?:获取|领取|查阅|复制)|下载|栏目|报刊|见[表附下]|小程序|公示栏|公告栏|张贴|(?:可|能)(?:查|看)[到得阅询看]?|APP|客户端|电视台|大厅"
)
_ONE_FINDING = re.compile(
    r"予以公开|不予公开|提供给?你|信息不存在|不属于|不予处理|已(?:主动)?公开|无法提供|不掌握"
)
_NOTHING_TO_OBTAIN = re.compile(r"不予公开|不存在|不属于|放弃|终止|重复")
_OTHER_BODY = re.compile(
    r"(?:向|由|(?<!收)到|至|与|是|为|属于|联系|咨询)[^,。;我本贵该你您的]{1,24}?(?:局|厅|委员会|委|办公室|办|政府|部(?!门)|署|中心|公司|集团|合作社|供销社|协会|(?<![有相][关])部门|站|所|院|馆|法院|街道|镇|乡)"
)


def _decision(opened: Opened, _: Finding) -> str:
    return _found(_ANY_DECISION, _body(opened))


def _way(opened: Opened, _: Finding) -> str:
    """A way is told after all; or something else was decided, and nothing there to be obtained."""
    body = _said(opened)
    return _found(_WAY, body) or _found(_NOTHING_TO_OBTAIN, body)


def _items(opened: Opened, _: Finding) -> str:
    """As many findings as items asked for: each item may have its own, whatever it is called."""
    found = [match[0] for match in _ONE_FINDING.finditer(_body(opened))]
    return found[-1] if len(found) >= (opened.expected.items or 1) else ""


def _other_body(opened: Opened, _: Finding) -> str:
    return _found(_OTHER_BODY, _body(opened))


# --- 救济渠道 ----------------------------------------------------------------------------------

_OFFERED = re.compile(
    r"(?:如果?|若|倘若?|认为|对[^。;]{0,14}答复)[^。;]{0,12}(?:不服|异议|侵犯)[^。]{0,80}(?:复议|诉讼|起诉|申诉|法院)"
    r"|不服[^。;]{0,30}(?:申请行政|提起)|救济(?:途径|渠道|方式|权利|告知)"
    r"|(?:可以?|有权|应当?|须|(?<!申)请|享有|要)[^。;]{0,40}(?:复议|诉讼|起诉|申诉|法院)"
    r"|(?:[日月]之?内|[六三两]个月|[六九]十日|[69]0日|半年)[^。;]{0,60}(?:复议|诉讼|起诉)"
    r"|(?:复议|诉讼|起诉)[^。;]{0,40}(?:[日月]之?内|[六三两]个月|[六九]十日|[69]0日|半年)"
)
# what may stand before a body's name in a sentence, and what names no body in particular
_BEFORE_NAME = re.compile(
    r"^.*(?:[日月]内|之日起?|依法|书面|可以?|应当?|直接|或者?|以及|和|及|向|到|至|由|为|是|即|请|的)"
)
_GENERIC = re.compile(
    r"上一级|上级|本级|同级|各级|有关|相关|相应|当地|所在地|地方|所属|县级以上|设区的市|主管|行政|复议|法定"
    r"|有权|具有|管辖权?|部门|机关|机构|人民|政府|法院|我|本|贵|该|其"
)
_BODY = re.compile(r"[\u4e00-\u9fff]{1,20}?(?:人民政府|政府|厅|局|委员会|总署|海关|银行|部(?!门))")
_COURT = re.compile(r"[\u4e00-\u9fff]{1,20}?法院")
_PARENS = re.compile(r"\([^()]*\)")
_PERIOD = re.compile(
    r"[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾\d]{1,6}(?:个)?(?:工作|自然)?(?:日|天|月)(?!\d)|半年"
)
_UNTIL = re.compile(r"月\s*\d{1,2}日(?:之?前|以前|止)")  # a day of the calendar, no period
_SUIT_WORDS = re.compile(r"诉讼(?!法)|起诉|法院")
_REVIEW_WORDS = re.compile(r"复议(?!法)")
_MAY_SUE_AT_ONCE = re.compile(
    r"(?:直接|也可|亦可|或者?|均可|任选|选择)[^。;]{0,50}(?:起诉|诉讼|诉至|诉请|法院)"
    r"|(?:起诉|诉讼|法院)[^。;]{0,20}(?:均可|任选|选择)"
)
# 先 alone stands in names (先锋区)
_REVIEW_BEFORE = re.compile(
    r"首先|先(?:行(?!示范|区)|向|申请|提起|经|依法|进行|由|在|于|自)|前置|复议后|复议决定|不[得能可]直接"
)
_AFTER_REVIEW = re.compile(r"复议(?:决定|结果|结论|后|之后)")
# no body's name holds such a word: the words were cut out wrongly
_NO_NAME = re.compile(
    r"[日月]内|之日|可以?|诉至|申请|提起|收到|决定书|如|请|机关[是为即]|机构[是为即]|法院[是为即]|被告|以[本我]|[本我](?:局|厅|委|办|府)"
)


def _remedy(opened: Opened) -> str:
    """The remedies, each from the beginning of its sentence: a table cuts sentences anywhere."""
    text = opened.text
    told = "\n".join(text[_begun(text, a) : b] for a, b in opened.words.remedies)
    cover = opened.letter.cover.text
    return told or "\n".join(cover[a:b] for a, b in opened.cover_remedies)


def _begun(text: str, at: int) -> int:
    end = max(text.rfind(mark, 0, at) for mark in "。;")
    return end + 1 if at - end <= _FAR else at


def _offered(opened: Opened, _: Finding) -> str:
    """In a sentence that tells neither what was asked for nor what happened before."""
    return _found(_OFFERED, without_quotations(_said(opened)))


def _named(pattern: re.Pattern[str], text: str) -> str:
    """The first name that is more than 上一级行政机关 or 有管辖权的人民法院."""
    for match in pattern.finditer(text):
        name = _BEFORE_NAME.sub("", match[0])
        if len(_GENERIC.sub("", name)) >= 3:
            return name
    return ""


def _organ(opened: Opened, _: Finding) -> str:
    return _named(_BODY, _COURT.sub("", _remedy(opened)))


def _court(opened: Opened, _: Finding) -> str:
    return _named(_COURT, _remedy(opened))


def _period(opened: Opened, _: Finding) -> str:
    """As many periods as ways: each way may have its own."""
    text = _remedy(opened)
    ways = bool(_SUIT_WORDS.search(text)) + bool(_REVIEW_WORDS.search(text))
    periods = [match[0] for match in _PERIOD.finditer(text)]
    return periods[-1] if len(periods) >= max(ways, 1) else ""


def _right_period(opened: Opened, finding: Finding) -> str:
    """The right period stands there too; or the one read is the other way's."""
    text = _remedy(opened)
    law = opened.remedy_law
    if until := _found(_UNTIL, text):
        return until
    if "起诉期限" in finding.reason and "复议期限" not in finding.reason:
        if f"“{law.reconsideration_days}日”" in finding.reason:
            return f"{law.reconsideration_days}日"  # the other way's period, most likely
        if f"“{law.after_reconsideration_days}日”" in finding.reason:
            return _found(_AFTER_REVIEW, text)  # the suit after reconsideration, most likely
        months = "六" if law.litigation_months == 6 else "三"
        right = rf"(?:{law.litigation_months}|{months})个?月" + ("|半年" if months == "六" else "")
    elif "复议期限" in finding.reason and "起诉期限" not in finding.reason:
        recognised = any(page.text_from is not TextFrom.DIGITAL for page in opened.letter.pages)
        if recognised and f"“{law.litigation_months}个月”" in finding.reason:
            return f"{law.litigation_months}个月"  # likewise: a line may be lost or out of order
        right = r"(?:60|六十)(?:个?自然)?[日天]|(?:2|二|两)个月"
    else:
        return ""
    return _found(re.compile(right), text)


def _not_cut_out(key: str) -> Look:
    """The body's name, as the rule read it, is no name."""

    def look(_: Opened, finding: Finding) -> str:
        way = finding.extra.get(key)
        names = str(way.get("court" if key == "litigation" else "organ", "")) if isinstance(
            way, Mapping
        ) else ""  # fmt: skip
        return names if _NO_NAME.search(names) else ""

    return look


def _words(pattern: re.Pattern[str]) -> Look:
    def look(opened: Opened, _: Finding) -> str:
        return _found(pattern, without_forbidden_suits(_PARENS.sub("", _remedy(opened))))

    return look


def _review_before(opened: Opened, _: Finding) -> str:
    """A suit offered at once speaks louder than any word for reconsideration."""
    text = _remedy(opened)
    return "" if read_routes(text).at_once else _found(_REVIEW_BEFORE, text)


# --- 答复主体 ----------------------------------------------------------------------------------


def _unit_signs(opened: Opened, _: Finding) -> str:
    """The unit's own name at the head or the foot of the letter."""
    unit = opened.expected.unit
    rows = [row.text for row in opened.letter.prose.rows]
    ends = "".join([*rows[:3], *rows[-6:]])
    return unit if unit and unit in ends else ""


_SIGNS = re.compile(
    r"^[\u4e00-\u9fff·()]{3,30}(?:局|政府|厅|委员会|委|署|街道|镇|乡|办事处|管委会|中心|大队|支队|院|校|公司)(?:\([^()]{1,6}\))?$"
)
_NO_SIGNATURE = re.compile(r"[向由如请可]|申请|复议|起诉|诉讼|法院|联系|地址|抄送|附件|根据")
_ASKS = re.compile(
    r"申请(?:人|单位)(?:姓名|名称)?[:(][\u4e00-\u9fff×某*·]{2,12}|^(?:致:?|@)[\u4e00-\u9fff·]{2,20}$",
    re.MULTILINE,
)


def _someone_signs(opened: Opened, _: Finding) -> str:
    """A line at the foot that is a body's name, or nearly."""
    rows = [row.text for row in opened.letter.prose.rows[-6:]]
    return next((t for t in rows if _SIGNS.match(t) and not _NO_SIGNATURE.search(t)), "")


def _someone_asks(opened: Opened, _: Finding) -> str:
    """A form's row that names who asked."""
    return _found(_ASKS, opened.text)


def _body(opened: Opened) -> str:
    """The letter without its remedies, from the title on."""
    start = opened.letter.title.end if opened.letter.title else 0
    return opened.words.told[start:]


_THE_REQUEST = re.compile(
    r"(?:申请|要求)(?:公开|获取|查询|提供|查阅)(?:(?!,经|根据|依据|依照|,现|[我本]局|本机关|,该)[^。;\n])*"
    r"|[^。;\n,]*?(?:邮寄|寄来|提交|提出|递交)[^。;\n,]*申请[表书]?》?(?=[,。;\n])"
)
_ITS_NAMES = re.compile(r"《([^《》]{4,80})》|“([^“”]{4,80})”")
_OF_LAW = re.compile(r"信息公开条例|中华人民共和国")


def _said(opened: Opened) -> str:
    """What the agency itself says: without what was asked for and the names of it."""
    text = _body(opened)
    told = "".join(match[0] for match in _THE_REQUEST.finditer(text))
    names = {one for pair in _ITS_NAMES.findall(told) for one in pair if one}
    text = _THE_REQUEST.sub(lambda match: " " * len(match[0]), text)
    for name in names:
        if not _OF_LAW.search(name):
            text = text.replace(name, " " * len(name))
    return text


LOOKS: dict[tuple[Element, str], Look] = {
    (Element.TITLE, ABSENT): _title,
    (Element.DOC_NUMBER, ABSENT): _number,
    (Element.DATE, ABSENT): _date,
    (Element.REQUEST, ABSENT): _any_request,
    (Element.REQUEST, "no_content"): _request,
    (Element.LEGAL_BASIS, ABSENT): _law,
    (Element.LEGAL_BASIS, "other_law_only"): _regulation,
    (Element.LEGAL_BASIS, "no_item"): _item,
    (Element.LEGAL_BASIS, "no_such_article"): _too_big,
    (Element.LEGAL_BASIS, "does_not_fit"): _fitting,
    (Element.DECISION, ABSENT): _decision,
    (Element.DECISION, "no_way_to_obtain"): _way,
    (Element.DECISION, "unanswered_item"): _items,
    (Element.DECISION, "no_agency_named"): _other_body,
    (Element.REMEDY, ABSENT): _offered,
    (Element.REMEDY, "no_organ"): _organ,
    (Element.REMEDY, "no_court"): _court,
    (Element.REMEDY, "no_period"): _period,
    (Element.REMEDY, "wrong_period"): _right_period,
    (Element.REMEDY, "wrong_organ"): _not_cut_out("reconsideration"),
    (Element.REMEDY, "wrong_court"): _not_cut_out("litigation"),
    (Element.REMEDY, "no_litigation"): _words(_SUIT_WORDS),
    (Element.REMEDY, "no_reconsideration"): _words(_REVIEW_WORDS),
    (Element.REMEDY, "reconsideration_first_wrong"): _words(_MAY_SUE_AT_ONCE),
    (Element.REMEDY, "reconsideration_first_missing"): _review_before,
    (Element.ISSUER, "other_unit"): _unit_signs,
    (Element.ISSUER, ABSENT): _someone_signs,
    (Element.APPLICANT, ABSENT): _someone_asks,
}

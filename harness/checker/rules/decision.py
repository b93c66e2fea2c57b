"""处理决定

要求：答复应当有明确的处理决定，并给出该决定应有的内容：已主动公开的，告知获取的方式、途径；予以公开的，提供信息或者告知方式、
途径和时间；不属于本机关负责公开、能够确定负责机关的，告知该机关名称、联系方式；申请有几项的，逐项答复。
依据：条例第三十六条、第三十七条、第三十八条、第三十九条。
瑕疵：no_way_to_obtain（只说已公开、可以公开，没有可用的方式、途径）；no_agency_named（未告知负责公开的机关名称）；
unanswered_item（有申请事项未答复，需有 EXPECT 的项数）。
"""

from __future__ import annotations

import re

from harness.checker.dossier import Expected
from harness.checker.example import Example, letter
from harness.checker.finding import Element, Finding
from harness.checker.opened import Opened
from harness.reading.decisions import NAMES
from harness.reading.items import unanswered
from harness.reading.reported_words import blanked

ELEMENT = Element.DECISION

_AGENCY_SENTENCE = "根据《政府信息公开条例》第三十六条第（五）项，该信息不属于本机关负责公开"
PRESENT = (
    Example(letter()),
    Example(
        letter(
            decision="该信息已主动公开，根据《政府信息公开条例》第三十六条第（一）项，请登录http://www.yj.example/cz/js.html查阅。"
        )
    ),
    Example(
        letter(
            decision=_AGENCY_SENTENCE + "，建议你向演江市住房和城乡建设局申请，联系电话12345678。"
        )
    ),
)
DEFECTIVE = (
    Example(
        letter(decision="根据《政府信息公开条例》第三十六条第（一）项，该信息已主动公开，见官网。"),
        defects=("no_way_to_obtain",),
    ),
    Example(
        letter(decision=_AGENCY_SENTENCE + "，请向有关部门咨询。"), defects=("no_agency_named",)
    ),
    Example(
        letter(decision="一、关于第1项，予以公开，见附件1。二、关于第2项，予以公开，见附件2。"),
        defects=("unanswered_item",),
        expected=Expected(items=3),
    ),
    # that two were asked for is told again, and is no answer
    Example(
        letter(
            request="本机关于2020年9月18日收到你的申请，你申请公开以下两项信息：1.2019年度部门决算；2.2019年度采购合同。",
            decision="关于第1项，经检索，未查询到该信息。根据《政府信息公开条例》第三十六条第（四）项，该信息不存在。",
        ),
        defects=("unanswered_item",),
        expected=Expected(items=2),
    ),
)
ABSENT = (
    Example(
        letter(
            decision="我们将认真研究你的意见，感谢你对财政工作的关心和支持。",
            title="政府信息公开申请答复书",
        )
    ),
)
QUIET = (
    Example(
        letter(
            request="本机关于2020年9月18日收到你的申请，你申请公开两项信息：1.部门决算；2.采购合同。",
            decision="关于第1项，经检索，未查询到；采购合同同样未查询到。根据《政府信息公开条例》第三十六条第（四）项，信息不存在。",
        ),
        expected=Expected(items=2),
    ),
    Example(
        letter(
            decision="关于第1至3项，经检索，未查询到。根据《政府信息公开条例》第三十六条第（四）项，信息不存在。"
        ),
        expected=Expected(items=3),
    ),
    # told in the letter itself
    Example(
        letter(
            decision="根据《政府信息公开条例》第三十六条第（二）项，本机关予以公开：2019年全市部门决算支出合计12.6亿元，其中教育支出3.1亿元。"
        )
    ),
    # the law's own words on what is given are no giving
    Example(
        letter(
            decision="根据《政府信息公开条例》第三十八条，行政机关向申请人提供的信息应当是已制作或者获取的政府信息，你所申请的内容需要加工、分析，不予提供。"
        )
    ),
    Example(
        letter(
            decision="该信息已在《演江市人民政府公报》2020年第5期公布，你可到市图书馆查阅。根据《政府信息公开条例》第三十六条第（一）项答复如上。"
        )
    ),
    Example(
        letter(decision="你申请的信息已主动公开，可在演江市财政局门户网站“财政数据”专栏查询。")
    ),
    Example(letter(decision="现将你申请公开的《2019年度部门决算》提供给你（详见附件）。")),
    Example(letter(decision=_AGENCY_SENTENCE + "，本机关也无法确定负责公开的机关。")),
    Example(
        letter(
            decision=_AGENCY_SENTENCE
            + "，该信息由演江市水利局制作，请向其申请，地址：演江市水文路1号。"
        )
    ),
    Example(
        letter(
            decision="你申请的三项信息，经检索均不存在。根据《政府信息公开条例》第三十六条第（四）项答复如上。"
        ),
        expected=Expected(items=3),
    ),
)

_URL = re.compile(
    r"https?:|www\.|[a-z0-9-]\.(?:gov|com|org|cn|net|example)|网址|链接|二维码", re.IGNORECASE
)
_PLACE = re.compile(
    r"(?:公报|年鉴|报)(?:》)?[^,。;\n]{0,14}第?[\d一二三四五六七八九十]+期|专栏|栏目|版块|板块|专题|频道|首页|页面|点击|搜索|路径|[—\-][>—]|→|>|一栏|网站?[—–\-]|公众号|档案馆|图书馆|查阅(?:点|场所|室)|政务(?:服务)?(?:大厅|中心)|[路街道巷]\d{1,5}号|\d{7,}"
)
_ATTACHED = re.compile(
    r"附件|附后|附:|随(?:函|信|本|邮件)|复印件|光盘|电子版|如下|邮寄|发送|扫描件|寄送|提供(?:给|予)|另附|领取|现场|查阅|抄录|公开给|向(?:你|您)(?:公开|提供)"
)
_AGENCY = re.compile(
    r"[\u4e00-\u9fff]{2,24}?(?:人民政府|政府(?!信息)|局|厅|委员会|委|部(?!门|分)|办公室|办事处|中心|法院|检察院|公司|银行|管委会|总队|支队|档案馆|医院|卫生院|学校|大学|学院|中学|小学|研究院|研究所|街道|镇|乡)"
)
_VAGUE = re.compile(
    r"^(?:向|请|由|到|与|的|建议|可|你|您|应|当|以|咨询|联系)*(?:有关|相关|当地|所在地|其他|上级|下级|负责|主管|对应|具体|职能|制作|各)"
)
# the information itself, told in the letter: 予以公开:2023年,全市共安装……
_TOLD_HERE = re.compile(
    r"(?:公开|提供|告知|信息|内容|情况|答复|查到了?|数据|结果)(?:如下)?:(?!\n?特此)\n?[^。\n]{8,}"
    r"|直接(?:告诉|告知|答复|回复)[你您]"
)
_CANNOT_TELL = re.compile(
    r"(?:无法|无从|不能|难以|难于|难|未能|不)(?:够)?(?:确定|判断|判明|知晓|知悉|查明|辨明)|(?:机关|单位|部门|职能|者)[^,。;\n]{0,6}(?:不明|不详)"
)


def check(opened: Opened) -> Finding:
    codes = tuple(code for code in opened.codes if code != "unknown")
    if not opened.codes and opened.facts.speaks_of_the_matter:
        return opened.unclear(ELEMENT, "有答复内容，但看不出属于哪一种处理决定，请人工认定")
    if not opened.codes:
        return opened.absent(ELEMENT, "全文没有对申请作出处理决定")
    spans = tuple(span for one in opened.words.decided for span in opened.quote(one.start, one.end))
    first = opened.words.decided[0]
    if not codes and opened.text.startswith(("不属于", "不在"), first.start):
        # 不属于公开范围: a refusal in disguise, or the finding that another regime governs
        return opened.unclear(
            ELEMENT, "有拒绝公开的意思，但看不出属于哪一种情形，请人工认定", evidence=spans
        )
    if not codes:
        refused = "不予公开（未写明属于哪一种情形）"
        return opened.present(ELEMENT, f"处理决定为“{refused}”", value=refused, evidence=spans)
    value = "、".join(NAMES[code] for code in codes)
    faults = _faults(opened, set(codes))
    if faults:
        return opened.faulty(ELEMENT, faults, f"处理决定为“{value}”", value=value, evidence=spans)
    return opened.present(ELEMENT, f"处理决定为“{value}”", value=value, evidence=spans)


def _faults(opened: Opened, codes: set[str]) -> dict[str, str]:
    # the application told again, and the remedy, name agencies and places too
    text = _asked_blanked(_own_part(opened))
    faults = {}
    if codes & {"already_public", "granted"} and not _way(opened, text, codes):
        faults["no_way_to_obtain"] = "没有告知获取信息的具体方式、途径"
    if "not_responsible" in codes and codes == {"not_responsible"} and not _agency(text):
        faults["no_agency_named"] = "没有告知负责公开该信息的机关名称"
    missing = _unanswered(opened)
    if missing:
        faults["unanswered_item"] = missing
    return faults


def _own_part(opened: Opened) -> str:
    """The letter's body and the mail around it, without the paragraph on remedies."""
    begin, end = opened.letter.body
    return opened.words.told[begin:end] + "\n" + opened.letter.cover.text


# a body named in what was asked for does not become responsible by it
_ASKED = re.compile(
    r"(?<=[申要请][请求公])(?:公开|获取|查询|了解|提供)?(?:的)?(?:信息|内容)?(?:为|是)?:?(?P<what>“[^”\n]{2,200}”)"
)


def _asked_blanked(text: str) -> str:
    named = (match.span("what") for match in _ASKED.finditer(text))
    return blanked(text, ((start + 1, end - 1) for start, end in named))  # the marks stay


def _way(opened: Opened, text: str, codes: set[str]) -> bool:
    if _URL.search(text) or _PLACE.search(text):
        return True
    if "granted" in codes and _TOLD_HERE.search(text):
        return True
    if "granted" in codes or "partial" in codes:
        return bool(_ATTACHED.search(opened.text)) or len(opened.dossier.document.parts) > 1
    return bool(
        re.search(
            r"附件|附后|复印件|随(?:函|信)|(?<!答复)(?<!告知)(?<!回复)(?<!函复)如下:|提供(?:给|予)|一并",
            text,
        )
    )


def _agency(text: str) -> bool:
    """Another public body, or a way out of naming one."""
    if _CANNOT_TELL.search(text):
        return True
    for match in re.finditer(
        r"(?:向|由|属于|(?<!收)到|与|联系|咨询|是|为|系|划[入归转]至?|移交|转[入至]|归|(?:机关|单位|部门|主体)(?:名称)?:)(?P<who>[^,。;\n]{2,40})",
        text,
    ):
        for found in _AGENCY.finditer(match["who"]):
            bare = re.sub(r"^(?:你|您|请|其|可|该|的)+", "", found[0])
            if not _VAGUE.match(bare) and not re.match(r"[本我]", bare) and len(bare) >= 3:
                return True
    return False


def _unanswered(opened: Opened) -> str:
    """Items answered one by one, fewer than were asked for, and no word that covers the rest."""
    asked = opened.expected.items
    if not asked or asked < 2:
        return ""
    missing = unanswered(_without_citations(opened), asked, len(opened.codes))
    if not missing:
        return ""
    return f"申请共{asked}项，第{'、'.join(map(str, missing))}项未见答复"


def _without_citations(opened: Opened) -> str:
    """The letter's own words: an item of an article is no item of the application."""
    begin, end = opened.letter.body
    cited = tuple((one.start, one.end) for one in opened.words.citations)
    return blanked(opened.words.told, cited)[begin:end]

"""处理决定

要求：答复应当有明确的处理决定，并给出该决定应有的内容：已主动公开的，告知获取的方式、途径；予以公开的，提供信息或者告知方式、
途径和时间；不属于本机关负责公开、能够确定负责机关的，告知该机关名称、联系方式；申请有几项的，逐项答复。
依据：条例第三十六条、第三十七条、第三十八条、第三十九条。
瑕疵：no_way_to_obtain（只说已公开、可以公开，没有可用的方式、途径；供咨询的电话、邮箱不是途径，请先办理手续再领取的是）；no_agency_named（未告知负责公开的机关名称）；
unanswered_item（有申请事项未答复，需有 EXPECT 的项数）。
"""

from __future__ import annotations

from harness.checker.dossier import Expected
from harness.checker.example import Example, letter
from harness.checker.finding import Element, Finding
from harness.checker.opened import Opened
from harness.reading.asked.items import left_unanswered, not_told
from harness.reading.decision.decisions import NAMES
from harness.reading.decision.responsible import agency_told
from harness.reading.decision.ways_to_obtain import way_told

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
    if left := not_told(opened.facts, opened.expected.items or 0):
        told = "、".join(map(str, left))
        why = f"处理决定为“{value}”；逐项答复中没有看到第{told}项，是否已一并答复请核对"
        return opened.unclear(ELEMENT, why, value=value, evidence=spans)
    return opened.present(ELEMENT, f"处理决定为“{value}”", value=value, evidence=spans)


def _faults(opened: Opened, codes: set[str]) -> dict[str, str]:
    facts, faults = opened.facts, {}
    if codes & {"already_public", "granted"} and not way_told(facts):
        faults["no_way_to_obtain"] = "没有告知获取信息的具体方式、途径"
    if codes == {"not_responsible"} and not agency_told(facts):
        faults["no_agency_named"] = "没有告知负责公开该信息的机关名称"
    asked = opened.expected.items or 0
    missing = left_unanswered(facts, asked)
    if missing:
        told = "、".join(map(str, missing.numbers))
        which = f"第{told}项未见答复" if told else f"只见对{missing.answered}项的答复"
        faults["unanswered_item"] = f"申请共{asked}项，{which}"
    return faults

"""申请事实

要求：答复应当写明何时收到申请、申请公开的是什么信息。
依据：条例第三十一条（收到申请的时间）、第三十六条；各测评方案均列为答复书要素。
收费告知以日期、编号指明是哪一件申请即可。
瑕疵：no_content（只说收到申请，没有写申请的内容）；no_received_date（未写收到申请的日期：提示，不是错误）。
"""

from __future__ import annotations

from harness.checker.example import Example, letter
from harness.checker.finding import Element, Finding
from harness.checker.opened import Opened
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reading.asked.content import request_told, told_in_cover

ELEMENT = Element.REQUEST

PRESENT = (
    Example(letter()),
    Example(
        letter(
            request="你于2020年9月18日向本机关提出政府信息公开申请，要求获取演江大桥的施工许可证。"
        )
    ),
    Example(
        letter(request="你申请公开“2019年度部门决算”的申请收悉。"), defects=("no_received_date",)
    ),
)
DEFECTIVE = (
    Example(
        letter(request="你的政府信息公开申请收悉。", decision="经检索，没有相关信息，答复如下。"),
        defects=("no_content", "no_received_date"),
    ),
    Example(
        letter(
            request="本机关于2020年9月18日收到你提交的政府信息公开申请。",
            decision="经审查，予以公开，见附件。",
        ),
        defects=("no_content",),
    ),
    # neither the applicant's name nor the agency's search says what was asked for
    Example(
        letter(
            request="你于2020年9月18日提交的政府信息公开申请收悉。",
            decision="我们先后在综合档案库、机要文件柜中进行了查找，均无结果。根据《政府信息公开条例》第三十六条第（四）项，信息不存在。",
        ),
        defects=("no_content",),
    ),
)
ABSENT = (
    Example(letter(request="", decision="经研究，现答复如下：予以公开，见附件。", title="告知书")),
)
QUIET = (
    # told in a form's lines
    Example(
        letter(
            addressee="申请人：林晓雯",
            request="申请时间：2020年9月18日\n申请内容：演江大桥竣工验收备案表",
            decision="答复意见：经审查，依据《政府信息公开条例》第三十六条第二项，现提供给你（见附件）。",
        ),
        value="演江大桥竣工验收备案表",
    ),
    # marks inside what was asked for do not end it
    Example(
        letter(
            request="本机关于2020年9月18日收到你的申请，申请公开演江市“2019年度”部门决算和“三公”经费情况。"
        ),
        value="演江市“2019年度”部门决算和“三公”经费情况",
    ),
    Example(
        letter(request="你关于获取“2019年度”部门决算信息的申请，本机关于2020年9月18日收悉。"),
        value="“2019年度”部门决算",
    ),
    Example(
        letter(
            request="你于2020年9月18日申请公开“2019年度部门决算”“2019年度采购合同”等信息的申请收悉。"
        ),
        value="“2019年度部门决算”“2019年度采购合同”",
    ),
    Example(
        letter(
            request="你提出的政府信息公开申请（内容：2019年度政府采购支出情况）于2020年9月22日收到。经研究，现作如下答复：您申请的内容在本机关没有现成的材料。"
        ),
        value="2019年度政府采购支出情况",
    ),
    Example(
        letter(
            request="您好。您以信函方式申请的2019年度政府信息公开申请收到和办理情况统计表，我们于2020年9月23日收到，答复意见如下："
        )
    ),
    Example(letter(request="您关于演江大桥竣工验收备案情况的申请，我局于2020年9月18日收悉。")),
    Example(
        letter(
            request="本机关于2020年9月18日收到你的申请。经查，你申请公开的演江大桥竣工验收报告，现答复如下："
        )
    ),
    Example(
        letter(
            request="本机关于2020年9月18日收到你通过挂号信提交的申请，所需信息为：1.部门决算；2.采购合同。"
        )
    ),
    Example(letter(request="二〇二〇年九月十八日，本机关收到你要求公开三公经费的申请表。")),
)


def check(opened: Opened) -> Finding:
    told = request_told(opened.facts)
    if told.received is None:
        if told_in_cover(opened.facts):
            return opened.present(ELEMENT, "邮件正文写明了申请事实")
        return opened.absent(ELEMENT, "全文未写收到申请的情况和申请的内容")
    remarks = () if told.has_day else ("no_received_date",)
    if told.content is None and opened.kind is ReplyKind.FEE_NOTICE:
        where = opened.quote(*told.received)
        if told.has_day or told.counted:
            reason = "收费告知以申请的日期、编号或者件数写明所涉申请，不要求复述申请的内容"
            return opened.present(ELEMENT, reason, evidence=where)
        reason = "收费告知没有写明申请的内容，也看不出日期、编号，是哪一件申请请人工认定"
        return opened.unclear(ELEMENT, reason, evidence=where)
    if told.content is None:
        return opened.faulty(
            ELEMENT,
            {"no_content": "只写收到申请，没有写明申请公开的内容", **dict.fromkeys(remarks, "")},
            evidence=opened.quote(*told.received),
        )
    words = told.content.value
    reason = f"写明申请内容“{words[:40]}”"
    if remarks:
        reason += "；未写收到申请的日期，仅作提示"
    return opened.present(
        ELEMENT, reason, defects=remarks, value=words,
        evidence=opened.quote(told.content.start, told.content.end),
    )  # fmt: skip

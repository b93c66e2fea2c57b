"""事实理由

要求：不予公开、不能提供、不予处理的，应当说明事实和理由：经过什么查找、信息属于什么、为什么属于所引条款的情形。
依据：条例第三十六条第（三）项、第（四）项（经检索）、第（五）项，第三十七条；第十四条列有几种情形，应当说明是哪一种。
瑕疵：无单列的瑕疵；只引条文、没有任何事实或者理由的，为缺失。处理结论本身（不属于本机关负责公开、属于不予公开的信息）、
申请的内容、联系电话，都不是理由。全部予以公开、已主动公开的，法律不要求说明理由。
"""

from __future__ import annotations

from harness.checker.example import Example, letter
from harness.checker.finding import Element, Finding, Verdict
from harness.checker.opened import Opened
from harness.reading.decision.reasons import reason_told, says_more

ELEMENT = Element.REASONS

PRESENT = (
    Example(letter()),
    Example(
        letter(
            decision="经审查，该信息属于本机关行政执法案卷信息。根据《政府信息公开条例》第十六条第二款、第三十六条第（三）项，决定不予公开。"
        )
    ),
    Example(
        letter(
            decision="因该项职责已划转，你申请公开的信息不属于本机关负责公开。根据《政府信息公开条例》第三十六条第（五）项，建议向演江市水利局申请。"
        )
    ),
)
DEFECTIVE: tuple[Example, ...] = ()
ABSENT = (
    Example(
        letter(
            decision="根据《政府信息公开条例》第十四条、第三十六条第（三）项的规定，决定不予公开。"
        )
    ),
    Example(
        letter(
            decision="根据《政府信息公开条例》第三十六条第（四）项的规定，你申请公开的政府信息不存在。"
        )
    ),
)
QUIET = (
    # 所申请的信息为…… is what the agency found, not the application told again
    Example(
        letter(
            decision="经审查，你申请公开的信息为稽查案卷中的调查笔录，属于行政执法案卷信息。根据《政府信息公开条例》第十六条第二款，不予公开。"
        )
    ),
    Example(
        letter(
            decision="该名册登载了居民的身份证号码，公开会侵害他人隐私。根据《政府信息公开条例》第十五条，不予公开。"
        )
    ),
    Example(
        letter(
            decision="你自今年1月以来已提出同类申请147件，明显超过合理范围，所述理由不合理。根据《政府信息公开条例》第三十五条，不予处理。"
        )
    ),
    Example(
        letter(
            decision="根据《政府信息公开条例》第三十六条第（二）项，现将你申请公开的信息提供给你，见附件。"
        )
    ),
    Example(letter(decision="经查，该信息已在本机关网站主动公开，请登录www.yj.example查阅。")),
    Example(
        letter(
            decision="经我局档案室、办公室查找，未查询到相关信息。根据《政府信息公开条例》第三十六条第（四）项，该信息不存在。"
        )
    ),
    Example(
        letter(
            decision="你申请的信息涉及商业秘密，公开会损害第三方合法权益。根据《政府信息公开条例》第十五条，不予公开。"
        )
    ),
    Example(
        letter(
            decision="由于你在申请中要求对多年数据汇总分析，根据《政府信息公开条例》第三十八条，本机关不予提供。"
        )
    ),
)

# decisions that need no reasons where nothing is kept back
_OPEN = frozenset({"granted", "already_public", "publication"})


def check(opened: Opened) -> Finding:
    reason = reason_told(opened.facts)
    if reason is not None:
        return opened.present(
            ELEMENT,
            f"说明了事实理由：“{reason.value[:40]}”",
            value=reason.value,
            evidence=opened.quote(reason.start, reason.end),
        )
    if opened.codes and set(opened.codes) <= _OPEN:
        return Finding(
            ELEMENT, Verdict.NOT_REQUIRED, "予以公开或者已主动公开的答复，法律不要求说明理由"
        )
    if says_more(opened.facts):
        return opened.unclear(ELEMENT, "未能识别出事实理由，请人工认定")
    return opened.absent(ELEMENT, "只有处理结论（和所引条文），没有说明事实和理由")

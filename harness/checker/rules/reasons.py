"""事实理由

要求：不予公开、不能提供、不予处理的，应当说明事实和理由：经过什么查找、信息属于什么、为什么属于所引条款的情形。
依据：条例第三十六条第（三）项、第（四）项（经检索）、第（五）项，第三十七条；第十四条列有几种情形，应当说明是哪一种。
瑕疵：无单列的瑕疵；只引条文、没有任何事实或者理由的，为缺失。全部予以公开、已主动公开的，法律不要求说明理由。
"""

from __future__ import annotations

import re

from harness.checker.example import Example, letter
from harness.checker.finding import Element, Finding, Verdict
from harness.checker.opened import Opened
from harness.reading.marks import Marks
from harness.reading.reported_words import blanked

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

_SEARCH = re.compile(
    r"(?:经|通过|进行)[^,。;\n]{0,30}?(?:检索|查询|查找|核查|核实|搜索|查阅|查|审查|审核|研究|核对|调查|了解|认真)|[查找问翻]过|(?:翻[查阅找遍]|逐[卷册件份]|调[取阅出]|查[看阅找了遍]|走访|询问|问了|清查|排查|梳理|检索)(?:了|过)?[^,。;\n]{2,60}|(?:未|没有|没)(?:能)?[^,。;\n]{0,16}?(?:查到|找到|检索到|形成|留存|保存|发现|制作|见到)|(?:未|没有)(?:能)?(?:查询|检索|查找|搜索|找)到|(?:未|没有|并未)(?:曾)?(?:制作|获取|保存|形成|制定|产生|发现)|检索(?:未果|不到|无)|查无|从未|均无此"
)
_CAUSE = re.compile(
    r"因为?(?!此|而)|由于|鉴于|考虑到|理由(?:是|为|如下|:)|原因(?:是|为)|其中|(?:会|可能|将|足以|容?易)[^,。;\n]{0,20}(?:损害|侵害|侵犯|危害|危及|影响|妨碍|干扰|泄露|造成|导致|妨害|引发)|(?<=,)(?:危及|妨碍|损害|侵犯|泄露)|超(?:过|出)了?合理|理由不(?:合理|成立|充分)|(?:形式|名义)(?:来)?(?:提出|进行|反映|表达|咨询|要求|投诉|举报|信访)|旨在|目的(?:是|在于)|内容(?:看|实)|系(?:由)?|属于(?!主动)|涉及|不属于|职责|负责(?!人)|制作|保存|掌握|需要[^,。;\n]{0,20}(?:加工|分析|汇总|统计|整理)|已[^,。;\n]{2,30}移交|已(?:于|经|就|对|随|移交|归档|划转|撤销|销毁)|数量|频次|内容为|确定为|已作出|作出过|重复|逾期|至今|未(?:予|按|在|作|进行)?[^,。;\n]{0,10}补正|登记资料|禁止公开|(?:信息|文件|材料|内容|事项|资料)[^,。;\n]{0,12}(?:为|系|属)|需(?:要)?(?:对)?[^,。;\n]{0,20}(?:加工|分析|汇总|统计|计算|整理|摘录|翻阅|核对)|(?<![所附下直])属(?!于?主动)|实为|实质|并非|(?:并?无|没有)现成|逐[一个份件户册条项]|另行(?:编制|制作|统计|汇总)|含有|载有|没有[^,。;\n]{2,20}(?:表|材料|信息|数据|资料|文件|登记|存根|记录|档案|图纸|批复|登记簿|台账)(?=[,。;])|所述|答复过|曾于?[^,。;\n]{0,20}(?:答复|告知)|(?:同一|相同)(?:的)?(?:内容|信息|事项)|应当?(?:按照?|依照?)|由[^,。;\n]{2,20}(?:保管|管理|承担)|(?:均|都|皆)(?:为|系|是|属)|已纳入|按照[^,。;\n]{2,40}办理|(?<=,)(?:均)?(?:为|系)[^,。;\n]{2,30}(?:信息|内容|材料|文件)|(?:提出|询问|反映|咨询|要求)的(?:是|系|为|内容|事项)"
)
# what every answer says, reasons or not; more than a few characters beside it may be a reason
_BOILERPLATE = re.compile(
    r"(?:根据|依据|依照|按照|之?规定|现(?:将)?(?:有关情况)?(?:答复|告知|回复)如下|如下|经(?:研究|审查|审核|审定)|特此(?:告知|答复)"
    r"|你|您|\(?单位\)?|申请|公开|获取|政府|信息|本机关|我局|本局|我厅|我委|决定|不予|不存在|予以|提供|该|所|的|上述|现|将|已|答复|告知|第|项|条|款|和|及|[、,。;:()\s\d一二三四五六七八九十])"
)
_RECEIPT = re.compile(
    r"^[^,。;\n]{0,30}(?:收到|收悉|登记|受理|签收)$"
    r"|^[^,。;\n]{0,50}(?:申请|来信|来函|来件|材料|表|书)[^,。;\n]{0,20}(?:收到|收悉|登记|受理|签收)(?:了|的)?$"
)
# what was asked for, and whom to ask: words like a reason's that give none
_NO_REASON = re.compile(
    r"[^,。;:\n]{0,12}所需的?(?:政府)?信息[^,。;:\n]{0,10}?(?:描述为|[为是]?[:“‘])|[(]?联系(?:人|电话|方式)"
)
# the citation and the conclusion behind a reason are no part of it; so is the label of a form's row
_BASIS = re.compile(
    r",(?:现|故|因此|为此)?(?:根据|依据|依照|按照)[^。;\n]{0,30}(?:《|条例|第[一二三四五六七八九十百\d]+条)"
)
_ROW = re.compile(r"(?:答复|处理)(?:意见|内容|结果):|(?:事实|理由)(?:和|及|与)?(?:理由|依据)?:")
_SOMETHING = 6
# from a clause's first character on, which no blank precedes: elsewhere in a row of blanks it is not tried
_SOME_WORDS = re.compile(rf"(?<! )(?: *+[^ ]){{{_SOMETHING}}}")
# decisions that need no reasons where nothing is kept back
_OPEN = frozenset({"granted", "already_public", "publication"})


def check(opened: Opened) -> Finding:
    begin, end = opened.letter.body
    if opened.letter.addressee and opened.letter.addressee.end <= end:
        begin = max(
            begin, opened.letter.addressee.end
        )  # 某某人民法院家属院: a name gives no reasons
    words = _findings(opened)[begin:end]
    reason = _reason(words, opened, begin) or _ground(opened, begin, end)
    if reason is not None:
        start, stop = begin + reason[0], begin + reason[1]
        start, stop = _meant(opened.text, start, stop)
        shown = opened.prose.raw[start:stop].strip("\n，,。 ")
        return opened.present(
            ELEMENT,
            f"说明了事实理由：“{shown[:40]}”",
            value=shown,
            evidence=opened.quote(start, stop),
        )
    if opened.codes and set(opened.codes) <= _OPEN:
        return Finding(
            ELEMENT, Verdict.NOT_REQUIRED, "予以公开或者已主动公开的答复，法律不要求说明理由"
        )
    if len(_BOILERPLATE.sub("", words)) >= _SOMETHING:
        return opened.unclear(ELEMENT, "未能识别出事实理由，请人工认定")
    return opened.absent(ELEMENT, "只有处理结论（和所引条文），没有说明事实和理由")


def _meant(text: str, start: int, stop: int) -> tuple[int, int]:
    """The reason alone, with brackets and quotation marks whole."""
    row = _ROW.match(text, start, stop)
    start = row.end() if row else start
    basis = _BASIS.search(text, start + 6, stop)
    if basis:
        stop = basis.start()
    for opening, closing in ("()", "“”", "《》"):
        inside = text[start:stop]
        if inside.count(closing) > inside.count(opening):
            begin = max(text.rfind(mark, 0, start) for mark in "。;\n") + 1
            at = text.rfind(opening, begin, start)
            # from the mark's clause on: half a bracket is no quotation
            start = max(text.rfind(",", begin, at) + 1, begin) if at >= 0 else start
    return start, stop


# what the information is found to be, where the letter says so in the words that retell the application
_GROUND = re.compile(
    r"(?:的|实质上?|内容)(?:信息|内容|事项|材料)?(?:是|为|系|属于?)[^。;\n]{0,60}?"
    r"(?:内部事务|人事管理|后勤管理|工作流程|过程性|执法案卷|国家秘密|商业秘密|个人隐私|举报|信访|投诉|咨询|登记(?:信息|资料|档案))"
)


def _ground(opened: Opened, begin: int, end: int) -> tuple[int, int] | None:
    found = _GROUND.search(opened.words.told, begin, end)
    return (found.start(), found.end()) if found else None


def _findings(opened: Opened) -> str:
    """The operative words without the citations: an article's number is no reason."""
    cited = ((one.start, one.end) for one in opened.words.citations)
    return blanked(opened.words.operative, cited)


def _reason(words: str, opened: Opened, offset: int) -> tuple[int, int] | None:
    if "not_held" in opened.codes:
        pattern = re.compile(f"{_SEARCH.pattern}|{_CAUSE.pattern}")
    else:
        pattern = _CAUSE
    begins, ends = Marks(words, "。;\n,"), Marks(words, "。;\n")
    tried, bare = (-1, -1), None
    for match in pattern.finditer(words):
        clause = begin, end = begins.behind(match.start()), ends.at(match.end())
        if clause == tried or not _SOME_WORDS.match(words, begin, end):
            continue
        tried = clause
        told = words[begin:end].strip()
        # 本机关已于同日登记: how the application came, no reason
        if _RECEIPT.match(told) or _NO_REASON.match(opened.text, offset + begin):
            continue
        place = end - len(words[begin:end].lstrip()), end
        if _BOILERPLATE.sub("", told):
            return place
        bare = bare or place  # 经审查,现答复如下: better than nothing, and nothing more
    return bare

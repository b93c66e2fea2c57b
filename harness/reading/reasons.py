"""事实理由: the facts and reasons that a letter gives for what it decides.

In: `Facts`. Out: the place of a reason in the letter's own words, or None; and whether those words hold
more than what every letter says. What was asked for, the articles cited and the conclusion itself
give no reason.
"""

from __future__ import annotations

from harness.reading.content import request_told
from harness.reading.facts import Facts
from harness.reading.marks import Marks
from harness.reading.prose import Place, joined
from harness.reading.reported_words import blanked
from parsers import lazy_re as re


def reason_told(facts: Facts) -> Place | None:
    """The first reason that the letter gives."""
    begin, end = _own_part(facts)
    words = _findings(facts)[begin:end]
    reason = _reason(words, facts, begin) or _ground(facts, begin, end)
    if reason is None:
        return None
    start, stop = _meant(facts.text, begin + reason[0], begin + reason[1])
    return Place(joined(facts.prose.raw[start:stop]).strip("，,。 "), start, stop)


def says_more(facts: Facts) -> bool:
    """It says something that is neither citation nor conclusion, and may be a reason."""
    begin, end = _own_part(facts)
    return len(_BOILERPLATE.sub("", _findings(facts)[begin:end])) >= _SOMETHING


def _own_part(facts: Facts) -> tuple[int, int]:
    """The body behind the salutation: 某某人民法院家属院, a name, gives no reasons."""
    begin, end = facts.letter.body
    addressee = facts.letter.addressee
    return (max(begin, addressee.end), end) if addressee and addressee.end <= end else (begin, end)


_SEARCH = re.compile(
    r"(?:经|通过|进行)[^,。;\n]{0,30}?(?:检索|查询|查找|核查|核实|搜索|查阅|查|审查|审核|研究|核对|调查|了解|认真)|[查找问翻]过|(?:翻[查阅找遍]|逐[卷册件份]|调[取阅出]|查[看阅找了遍]|走访|询问|问了|清查|排查|梳理|检索)(?:了|过)?[^,。;\n]{2,60}|(?:未|没有|没)(?:能)?[^,。;\n]{0,16}?(?:查到|找到|检索到|形成|留存|保存|发现|制作|见到)|(?:未|没有)(?:能)?(?:查询|检索|查找|搜索|找)到|(?:未|没有|并未)(?:曾)?(?:制作|获取|保存|形成|制定|产生|发现)|检索(?:未果|不到|无)|查无|从未|均无此"
)
_CAUSE = re.compile(
    r"因为?(?!此|而)|由于|鉴于|考虑到|理由(?:是|为|如下|:)|原因(?:是|为)|其中|(?:会|可能|将|足以|容?易)[^,。;\n]{0,20}(?:损害|侵害|侵犯|危害|危及|影响|妨碍|干扰|泄露|造成|导致|妨害|引发|引起|误解)|(?<=,)(?:危及|妨碍|损害|侵犯|泄露|干扰|影响)|(?:尚在|正在|尚处|处于|仍在)[^,。;\n]{0,16}(?:审议|研究|讨论|调查|办理|征求|论证|起草)|超(?:过|出)了?合理|理由不(?:合理|成立|充分)|(?:形式|名义)(?:来)?(?:提出|进行|反映|表达|咨询|要求|投诉|举报|信访)|旨在|目的(?:是|在于)|内容(?:看|实)|系(?:由)?|属于(?!主动)|涉及|不属于|职责|负责(?!人)|制作|保存|掌握|需要[^,。;\n]{0,20}(?:加工|分析|汇总|统计|整理)|已[^,。;\n]{2,30}移交|已(?:于|经|就|对|随|移交|归档|划转|撤销|销毁)|数量|频次|内容为|确定为|已作出|作出过|重复|逾期|至今|未(?:予|按|在|作|进行)?[^,。;\n]{0,10}补正|登记资料|禁止公开|(?:信息|文件|材料|内容|事项|资料)[^,。;\n]{0,12}(?:为|系|属)|需(?:要)?(?:对)?[^,。;\n]{0,20}(?:加工|分析|汇总|统计|计算|整理|摘录|翻阅|核对)|(?<![所附下直])属(?!于?主动)|实为|实质|并非|(?:并?无|没有)现成|逐[一个份件户册条项]|另行(?:编制|制作|统计|汇总)|含有|载有|没有[^,。;\n]{2,20}(?:表|材料|信息|数据|资料|文件|登记|存根|记录|档案|图纸|批复|登记簿|台账)(?=[,。;])|所述|答复过|曾于?[^,。;\n]{0,20}(?:答复|告知)|(?:同一|相同)(?:的)?(?:内容|信息|事项)|应当?(?:按照?|依照?)|由(?![我本])[^,。;\n]{2,20}(?:保管|管理|承担|核发|编制|印发|审批|审核|制发|委托|发放|颁发|实施|组织|制定|起草|牵头)|(?:未|没有|不曾)[^,。;\n]{0,12}(?:开展|实施|参与|列入|承担|承办|审批)|(?:均|都|皆)(?:为|系|是|属)|已纳入|按照[^,。;\n]{2,40}办理|(?<=,)(?:均)?(?:为|系)[^,。;\n]{2,30}(?:信息|内容|材料|文件)|(?:提出|询问|反映|咨询|要求)的(?:是|系|为|内容|事项)"
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
_CONTACT = re.compile(
    r"(?:电话|邮箱|传真|联系人|邮编)(?:号码)?(?:为|是)?[:(\d]|(?:来电|致电|拨打)[^,。;\n]{0,6}\d"
)
# the citation and the conclusion behind a reason are no part of it; so is the label of a form's row
_BASIS = re.compile(
    r",(?:现|故|因此|为此)?(?:根据|依据|依照|按照)[^。;\n]{0,30}(?:《|条例|第[一二三四五六七八九十百\d]+条)"
)
_ROW = re.compile(r"(?:答复|处理)(?:意见|内容|结果):|(?:事实|理由)(?:和|及|与)?(?:理由|依据)?:")
_SOMETHING = 6
# from a clause's first character on, which no blank precedes: elsewhere in a row of blanks it is not tried
_SOME_WORDS = re.compile(rf"(?<! )(?: *+[^ ]){{{_SOMETHING}}}")


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


def _ground(facts: Facts, begin: int, end: int) -> tuple[int, int] | None:
    found = _GROUND.search(facts.words.told, begin, end)
    return (found.start(), found.end()) if found else None


# what was decided, said once more: no reason for it
_US = r"(?:本行政机关|本机关|本单位|我单位|[本我][局厅委办府部镇乡院会所])"
_CONCLUSION = re.compile(
    r"(?:属于?|系|为|是|在)(?:可以?|应当?|依法|法定|规定的?)?不(?:予以?|宜|能|得|应|可)?(?:主动|对外|向(?:你|您)|依申请)?(?:公开|提供)(?:的)?(?:政府)?(?:信息|文件|材料|内容|范围|情形|事项|之列|资料)?(?=[,。;\n]|$)"
    rf"|(?:不属于?|不是|并非|非属?)(?:由)?{_US}?(?:负责|应当?|依法)?公开(?:的)?(?:政府)?(?:信息|范围|内容|事项|资料)?(?=[,。;\n]|$)"
    rf"|(?:{_US}|现|故|因此|依法|决定|可以|予以)*+(?:无法|不能|不予以?)(?:向(?:你|您))?(?:公开|提供|处理|答复)(?=[,。;\n]|$)"
    r"|不在(?:本机关)?(?:依申请|主动)?公开(?:的)?(?:范围|之列)(?=[,。;\n]|$)"
)


# found of what was asked for, and no part of its name
_FOUND = re.compile(
    r"属于|不属|的信息(?:为|是)|经查|涉及(?:商业|个人|国家|第三|他人|内部)|系(?:[我本]|由|属)"
)


def _findings(facts: Facts) -> str:
    """The operative words without the citations, for an article's number is no reason, without what
    was asked for, and without the conclusion told once more."""
    cited = ((one.start, one.end) for one in facts.words.citations)
    asked = request_told(facts).content
    names = [(asked.start, asked.end)] if asked and not _FOUND.search(asked.value) else []
    words = blanked(facts.words.operative, [*cited, *names])
    return _CONCLUSION.sub(lambda match: " " * len(match[0]), words)


def _reason(words: str, facts: Facts, offset: int) -> tuple[int, int] | None:
    if "not_held" in facts.codes:
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
        if _RECEIPT.match(told) or _NO_REASON.match(facts.text, offset + begin):
            continue
        comma = words.find(",", match.end(), end)
        if _CONTACT.search(words, begin, comma if comma >= 0 else end):
            continue
        place = end - len(words[begin:end].lstrip()), end
        if _BOILERPLATE.sub("", told):
            return place
        bare = bare or place  # 经审查,现答复如下: better than nothing, and nothing more
    return bare

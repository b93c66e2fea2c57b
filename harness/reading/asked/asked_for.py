"""What an application asks for, as the answer tells it again: whether the agency's label fits it.

In: the letter's text without its remedies. Out: the words of the request; and of such words, whether they
name a record that could be handed out, a plea for something to be done, figures to be worked out, a
publication. Only what is plain is told: everything else is False.
"""

from __future__ import annotations

from parsers import lazy_re as re

_ASKED = re.compile(
    r"(?:(?:申请|要求|请求)(?:[我本]\S{1,3})?(?:公开|获取|提供|查询|查阅|了解)|(?:申请|请求|诉求)(?:内容|事项)?(?:为|是|:))(?:的)?(?:(?:政府)?信息)?(?:为|是|:)?"
    r"(?P<what>[“《「\"]?[^。;\n]{2,200})"
)
_ENDS = re.compile(
    r"[,，](?:本机关|[本我][局厅委办部府镇会院]|经|现|根据|依据|按照|该|于|已|因|你|您)|的申请(?:收悉|[,，])|经审查"
)
_RECORD = re.compile(
    r"决定书|合同|协议书?|许可证|批复|批准文件|文件|报告书?|方案|图纸|清单|名单|台账|凭证|发票|预算|决算|纪要|会议记录"
    r"|规划|登记表|证书|备案表|公告|通知书?|统计表|明细表?|目录|档案|笔录|照片|影像|信函|函件|审批表|验收|招标"
)
_PLEA = re.compile(
    r"投诉|举报|信访|反映|诉求|责令|追究|查处|赔偿|纠正|整改|制止|控告|申诉|拆除|归还|为什么|为何|为啥|是否|如何|能否|可否|请问|咨询|什么时候|怎么"
)
_ACT = re.compile(
    r"责令|追究|查处|督促|请求|要求|撤销|拆除|赔偿|制止|纠正|请问|为什么|为何|立即|依法(?:查|处|追|责)"
)
_FIGURES = re.compile(
    r"统计|汇总|分析|比对|对比|逐[年月项]|历年|各年|每年|分类|排名|多少|总数|总额|合计|平均|占比|清单|名单|明细|名册|整理|计算"
)
_PUBLICATION = re.compile(
    r"公报|报纸|[日晚早]报|期刊|杂志|年鉴|书籍|图书|地方志|[县市省区]志|出版|教材|地图"
)
_REGISTER = re.compile(
    r"(?:工商|企业|公司|市场主体|不动产|房屋|房产|土地|产权|林权|婚姻|车辆|船舶)(?:权属|权利|使用权)?登记|登记(?:簿|资料|信息|档案)"
)
_ARCHIVE = re.compile(r"档案馆")


def asked_for(text: str) -> str:
    """What was asked for, in the letter's words; empty where they were not found."""
    match = _ASKED.search(text)
    if match is None:
        return ""
    end = _ENDS.search(match["what"])
    return match["what"][: end.start()] if end else match["what"]


def is_record(words: str) -> bool:
    return _RECORD.search(words) is not None


def is_plea(words: str) -> bool:
    """Something is to be done or explained: said at the beginning, or of the record (查处该合同)."""
    if _ACT.match(words.lstrip('“《「"')):
        return True
    pleas = [one.start() for one in _PLEA.finditer(words)]
    records = [one.start() for one in _RECORD.finditer(words)]
    return bool(pleas) and pleas[-1] > max(records, default=-1)


def are_figures(words: str) -> bool:
    return _FIGURES.search(words) is not None


def is_publication(words: str) -> bool:
    return _PUBLICATION.search(words) is not None


def of_a_register(text: str) -> bool:
    return _REGISTER.search(text) is not None


def of_an_archive(text: str) -> bool:
    return _ARCHIVE.search(text) is not None

"""What agencies write: a profile and an application that was read -> the text of an answer.

Every sentence that a judge may look for stands here once: openings, grounds and decisions, legal
basis, remedy, closing. Twelve voices (titles, document numbers, openings, manners) times the
decisions' own wordings make the province's letters as different as real ones are. In the
templates `{basis}` is the clause that names the law; where the profile names none it is empty or
an empty phrase, and the sentence still stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Decision(StrEnum):
    """Decisions, by their names in contracts.md."""

    ALREADY_PUBLIC = "already_public"
    GRANTED = "granted"
    PARTIAL = "partial"
    REFUSED_PROCESS = "refused_process"
    REFUSED_INTERNAL = "refused_internal"
    REFUSED_THIRD_PARTY = "refused_third_party"
    NOT_HELD = "not_held"
    NOT_RESPONSIBLE = "not_responsible"
    NEEDS_PROCESSING = "needs_processing"


@dataclass(frozen=True, slots=True)
class Voice:
    """One agency's manner of writing; a title may break where its sense does."""

    title: str
    number: str
    salutation: str
    opening: str
    closing: str
    red_head: bool = False
    number_above: bool = False  # the number stands under the head, not under the title
    contact: str = ""  # a line below the text


# {unit} full name, {person} addressee, {q} what was asked, {got} day of receipt, {by} the channel,
# {self} how the agency calls itself, {word} its word, {n} the serial, {y} the letter's year,
# {sent} day on the form
VOICES: tuple[Voice, ...] = (
    Voice(
        "政府信息公开申请答复书",
        "{word}依申请〔{y}〕{n}号",
        "{person}：",
        "本机关于{got}收到您{by}提交的政府信息公开申请，您申请获取“{q}”。经审查，现答复如下：",
        "特此答复。",
        red_head=True,
        number_above=True,
    ),
    Voice(
        "政府信息公开告知书",
        "{word}公开告〔{y}〕{n}号",
        "{person}：",
        "你于{sent}向本机关{by}提出政府信息公开申请，要求公开{q}。本机关{got}收到后即予登记，"
        "现将办理结果告知如下：",
        "特此告知。",
    ),
    Voice(
        "{unit}\n政府信息公开申请答复书",
        "{word}信公〔{y}〕第{n}号",
        "{person}先生/女士：",
        "您好！您{by}递交的《政府信息公开申请表》{self}已于{got}收悉。申请表载明，"
        "您所需的政府信息为：{q}。现就您的申请答复如下：",
        "感谢您对{self}工作的关心与支持！",
        contact="联系电话：{phone}",
    ),
    Voice(
        "关于{person}政府信息公开申请的答复",
        "{word}函〔{y}〕{n}号",
        "{person}：",
        "{got}，{self}收到你关于公开“{q}”的申请。经研究，答复如下：",
        "此复。",
        red_head=True,
    ),
    Voice(
        "政府信息依申请公开答复书",
        "编号：{y}-{n}",
        "{person}同志：",
        "你提出的政府信息公开申请（内容：{q}）于{got}收到。经核，现作如下答复：",
        "特此函告。",
    ),
    Voice(
        "政府信息公开答复书",
        "{word}办信开〔{y}〕{n}号",
        "申请人{person}：",
        "{self}{got}收到你{by}提交的申请，所需信息内容描述为“{q}”。收件后，{self}组织有关处室"
        "进行了研究。现答复如下：",
        "特此答复。",
        number_above=True,
        red_head=True,
    ),
    Voice(
        "关于申请公开\n{q}的复函",
        "{word}函〔{y}〕{n}号",
        "{person}：",
        "来信收悉。你在{sent}填写的申请表中，请求{self}公开{q}；{self}于{got}签收。现函复如下：",
        "专此函复。",
        red_head=True,
    ),
    Voice(
        "信息公开告知书",
        "〔{y}〕{word}依复{n}号",
        "{person}：",
        "您{by}向我单位申请公开的“{q}”一事，我单位{got}收到。经查，告知如下：",
        "特此告知。",
    ),
    Voice(
        "政府信息公开申请告知书",
        "{word}（{y}）第{n}号-告",
        "{person}女士/先生：",
        "您于{sent}提出的政府信息公开申请，本机关于{got}收到并受理。您申请公开的政府信息是："
        "{q}。现告知如下：",
        "特此告知。",
        contact="（联系人：政务公开工作人员，电话：{phone}）",
    ),
    Voice(
        "答复告知书",
        "{word}公开答〔{y}〕第{n:03d}号",
        "{person}：",
        "收到您的申请后，{self}高度重视。您想了解的是{q}，申请于{got}送达{self}。"
        "现将有关情况向您告知：",
        "以上为{self}对您申请的答复。",
        contact="如有疑问，请在工作日拨打{phone}。",
    ),
    Voice(
        "{unit}\n政府信息公开告知书",
        "{word}公开告知〔{y}〕{n}号",
        "{person}：",
        "本机关于{got}收到你提出的关于获取{q}的政府信息公开申请。经审核，本机关现作出如下告知：",
        "特此告知。",
        red_head=True,
    ),
    Voice(
        "政务信息公开申请的答复意见",
        "{y}年（答）第{n}号",
        "尊敬的{person}：",
        "您好。感谢您关注{self}工作。您{by}申请的{q}，我们于{got}收到，已认真办理，答复意见如下：",
        "祝您工作顺利，生活愉快！",
    ),
)

# what decides: {title} is the information's short name, {url} a page of the agency's site,
# {other} another agency with {other_phone} and {other_seat}, {spring} the year of the last March;
# the look-alike 文号 are meant
DECISIONS: dict[Decision, tuple[str, ...]] = {
    Decision.ALREADY_PUBLIC: (
        "您申请公开的信息，{self}已经主动公开。{basis}现将获取该政府信息的方式、途径告知您："
        "登录{self}门户网站（{url}），在“政府信息公开—法定主动公开内容”栏目中按标题查阅、下载。",
        "经查，“{title}”属于主动公开的政府信息，已随《演江自治区人民政府办公厅关于做好信息公开工作的"
        "通知》（演政办发〔{spring}〕15号）的要求于{spring}年3月在{url}公布。{basis}请您通过上述网址查阅获取。",
        "{basis}您申请的信息已主动公开，可通过以下途径获取：（一）网址：{url}；（二）到自治区档案馆、"
        "自治区图书馆政府信息查阅场所现场查阅。",
        "{title}已由{self}依法主动公开。获取途径为：打开{url}，点击“重点领域”，即可看到全文。{basis}"
        "{self}对您的申请作出上述告知。",
    ),
    Decision.GRANTED: (
        "经审查，您申请公开的信息可以公开。{basis}{self}决定予以公开，内容如下：{content}",
        "{basis}您所申请的政府信息属于可以公开的范围，现予公开。{content}",
        "{self}对您申请的内容进行了整理核对，决定向您公开：{content}{basis}现以本文书的形式向您提供"
        "上述信息。",
        "经研究，同意公开您申请的{title}。{basis}现将该信息提供给您：{content}",
    ),
    Decision.NOT_HELD: (
        "经检索档案管理系统和业务办理系统，并向有关处室核实，{self}未制作也未获取您申请的上述信息。"
        "{basis}现告知您，您申请公开的政府信息不存在。",
        "收到申请后，{self}对现有纸质和电子档案进行了查找，未找到与您描述相符的记录。{basis}"
        "您申请的信息不存在，{self}无法提供。",
        "{basis}经{self}全面查找，“{title}”在{self}履行职责过程中没有形成，该政府信息不存在。",
    ),
    Decision.NOT_RESPONSIBLE: (
        "经审查，您申请公开的信息由{other}制作并保存，不属于{self}负责公开。{basis}建议您向{other}提出申请，"
        "地址：{other_seat}，联系电话：{other_phone}。",
        "“{title}”由{other}在履行行政管理职能过程中制作并保存，{basis}{self}不是该信息的公开主体。"
        "请您向{other}申请获取（电话：{other_phone}）。",
        "{basis}该信息不属于本机关职责范围，不由{self}负责公开，根据现有分工应由{other}负责，"
        "您可与该机关联系，联系方式：{other_phone}。",
    ),
    Decision.PARTIAL: (
        "您申请的信息中，汇总部分可以公开，现提供如下：{content}其余部分为办理过程中形成的讨论记录和"
        "内部请示，尚属过程性信息，公开后会影响正常的决策讨论。{basis}{self}决定对该部分不予公开。",
        "经区分处理，可以公开的内容是：{content}另有部分材料系会议讨论记录、过程稿，属于行政机关在"
        "履行行政管理职能过程中形成的过程性信息，不宜公开。{basis}{self}作出部分公开的决定。",
    ),
    Decision.REFUSED_PROCESS: (
        "您申请的信息系{self}在履行行政管理职能过程中形成的讨论记录、过程稿和请示报告，相关工作尚在"
        "研究之中，公开会影响决策的正常进行。{basis}{self}决定不予公开。",
        "{basis}您申请公开的材料属于尚未定稿的过程性信息，其内容仍在征求各方意见，提前公开易引起误解，"
        "{self}决定对该信息不予公开。",
    ),
    Decision.REFUSED_INTERNAL: (
        "您申请的信息属于{self}后勤管理和内部工作流程方面的内部事务信息，对外不产生法律效果。{basis}"
        "{self}决定不予公开。",
    ),
    Decision.REFUSED_THIRD_PARTY: (
        "您申请的信息中载有合作企业的报价明细，属于该企业的商业秘密。{self}书面征求了第三方意见，"
        "第三方不同意公开，且不公开不会对公共利益造成重大影响。{basis}{self}决定不予公开。",
    ),
    Decision.NEEDS_PROCESSING: (
        "您申请的内容在{self}没有现成的材料，需要对分散在多个处室的原始记录进行汇总、加工和分析才能"
        "形成。{basis}{self}不再为您另行制作该信息。",
        "{basis}您所要的统计口径与{self}现有台账不同，须对现有政府信息进行加工、分析后重新制作，"
        "{self}无法提供。",
    ),
}

# what gives the reasons in the wordings of each decision that keeps something back; the law asks
# for none where all is given or public already
GROUNDS: dict[Decision, tuple[str, ...]] = {
    Decision.NOT_HELD: ("经检索档案管理系统", "电子档案进行了查找", "履行职责过程中没有形成"),
    Decision.NOT_RESPONSIBLE: ("制作并保存", "根据现有分工应由"),
    Decision.PARTIAL: ("尚属过程性信息", "属于行政机关在履行行政管理职能过程中形成的"),
    Decision.REFUSED_PROCESS: ("相关工作尚在研究之中", "属于尚未定稿的过程性信息"),
    Decision.REFUSED_INTERNAL: ("对外不产生法律效果",),
    Decision.REFUSED_THIRD_PARTY: ("属于该企业的商业秘密",),
    Decision.NEEDS_PROCESSING: ("没有现成的材料，需要", "加工、分析后重新制作"),
}

# the bare conclusion behind an article: no search, no ground, nothing that anybody could weigh.
# Of 不属于本机关负责 nobody could say so: its conclusion sounds like its reason
BARE: dict[Decision, tuple[str, ...]] = {
    Decision.NOT_HELD: (
        "{basis}您申请公开的政府信息不存在。",
        "{basis}现告知您，您申请公开的政府信息不存在，本机关无法提供。",
    ),
    Decision.REFUSED_PROCESS: (
        "{basis}本机关决定不予公开。",
        "{basis}对您的申请，本机关决定不予公开。",
    ),
    Decision.REFUSED_INTERNAL: ("{basis}本机关决定不予公开。",),
    Decision.REFUSED_THIRD_PARTY: ("{basis}本机关决定不予公开。",),
}
# opening and closing of a letter without reasons. It says nothing else: of 经审查, or of any words of
# its own beside the conclusion, only a person can say whether they are a reason
CURT: tuple[tuple[str, str], ...] = (
    (
        "本机关于{got}收到您{by}提交的政府信息公开申请，您申请公开“{q}”。现答复如下：",
        "特此答复。",
    ),
    (
        "本机关于{got}收到您提出的关于获取“{q}”的政府信息公开申请。现告知如下：",
        "特此告知。",
    ),
    ("您于{sent}向本机关提出政府信息公开申请，申请公开“{q}”。现答复如下：", "特此答复。"),
)

# the article for each decision, written in the ways that agencies write it
ARTICLES: dict[Decision, tuple[str, ...]] = {
    Decision.ALREADY_PUBLIC: (
        "第三十六条第（一）项",
        "第三十六条第一款第（一）项",
        "第36条第1项",
        "第三十六条第一项",
    ),
    Decision.GRANTED: (
        "第三十六条第（二）项",
        "第三十六条第一款第（二）项",
        "第36条第（二）项",
        "第三十六条第二项",
    ),
    Decision.PARTIAL: ("第十六条第二款、第三十七条", "第三十七条和第十六条第二款"),
    Decision.REFUSED_PROCESS: (
        "第十六条第二款",
        "第三十六条第（三）项、第十六条第二款",
    ),
    Decision.REFUSED_INTERNAL: ("第十六条第一款", "第三十六条第（三）项、第十六条第一款"),
    Decision.REFUSED_THIRD_PARTY: ("第十五条", "第三十六条第（三）项、第十五条"),
    Decision.NOT_HELD: (
        "第三十六条第（四）项",
        "第三十六条第一款第（四）项",
        "第36条第4项",
        "第三十六条第四项",
    ),
    Decision.NOT_RESPONSIBLE: (
        "第三十六条第（五）项",
        "第三十六条第一款第（五）项",
        "第36条第（五）项",
        "第十条第一款、第三十六条第（五）项",
    ),
    Decision.NEEDS_PROCESSING: ("第三十八条", "第38条"),
}

BASIS_WITH_ARTICLE = (
    "根据《中华人民共和国政府信息公开条例》{article}的规定，",
    "依据《中华人民共和国政府信息公开条例》（国务院令第711号）{article}之规定，",
    "按照《政府信息公开条例》{article}规定，",
    "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）的要求，依照《条例》{article}，",
)
BASIS_CURT = (
    "根据《中华人民共和国政府信息公开条例》{article}的规定，",
    "按照《政府信息公开条例》{article}规定，",
)
BASIS_NAME_ONLY = (
    "根据《中华人民共和国政府信息公开条例》的有关规定，",
    "按照政府信息公开条例的相关规定，",
    "依照《中华人民共和国政府信息公开条例》及自治区有关规定，",
)
BASIS_NONE = ("", "", "按照有关规定，")

REMEDY_NAMED = (
    "如对本答复不服，可以自收到本答复之日起60日内向{organ}申请行政复议，或者自收到本答复之日起"
    "6个月内向{court}提起行政诉讼。",
    "您如不服本答复，可在接到之日起六十日内依法向{organ}申请行政复议；也可以在六个月内直接向{court}"
    "提起行政诉讼。",
    "申请人对上述内容有异议的，可于收到之日起60日内向{organ}提出行政复议申请，或者在6个月内向{court}"
    "起诉。",
)
REMEDY_UNNAMED = (
    "如对本答复不服，可依法申请行政复议或者提起行政诉讼。",
    "如不服本答复，可自收到之日起60日内向上一级行政机关或者本级人民政府申请行政复议，或者在6个月内"
    "向有管辖权的人民法院提起行政诉讼。",
    "对本答复不服的，可以在60日内向{organ}申请行政复议，或者在6个月内向人民法院提起行政诉讼。",
    "如您认为上述答复侵犯您的合法权益，可在收到之日起60日内向有权机关申请行政复议，也可在6个月内"
    "依法提起行政诉讼。",
)
# from 2024 on whoever is refused must ask for reconsideration first, and be told so; of a refusal in
# part it was argued until July 2026, and telling so is right in either view
REVIEW_FIRST_FROM = date(2024, 1, 1)
REVIEW_FIRST = frozenset(
    {
        Decision.REFUSED_PROCESS,
        Decision.REFUSED_INTERNAL,
        Decision.REFUSED_THIRD_PARTY,
        Decision.PARTIAL,
    }
)
REMEDY_FIRST_NAMED = (
    "如对本答复不服，应当先自收到本答复之日起60日内向{organ}申请行政复议；对行政复议决定不服的，"
    "可以自收到复议决定书之日起15日内向{court}提起行政诉讼。",
    "申请人如不服本答复，应当自收到之日起60日内先向{organ}申请行政复议；对行政复议决定不服的，"
    "可以自收到行政复议决定书之日起15日内向{court}提起行政诉讼。",
)
REMEDY_FIRST_UNNAMED = (
    "如对本答复不服，应当先自收到本答复之日起60日内向上一级行政机关申请行政复议。",
)
# from June 2025 on no court takes a suit against these, and no letter is blamed for its words on one
SUIT_CLOSED_FROM = date(2025, 6, 1)
SUIT_CLOSED = frozenset({Decision.NEEDS_PROCESSING})
REMEDY_CLOSED_UNNAMED = (
    "如对本答复不服，可自收到之日起60日内向上一级行政机关申请行政复议，或者在6个月内向{court}"
    "提起行政诉讼。",
)
# decisions that would make no sense of every question: the words one of which it must contain
FITTING: dict[Decision, tuple[str, ...]] = {
    Decision.REFUSED_THIRD_PARTY: ("购买服务", "政府采购", "合同", "企业"),
    Decision.REFUSED_INTERNAL: ("公务用车", "会议费"),
    Decision.REFUSED_PROCESS: ("法治政府", "建议", "规范性文件", "清单", "检查", "评价"),
    Decision.PARTIAL: (
        "建议",
        "购买服务",
        "政府采购",
        "清单",
        "规范性文件",
        "名单",
        "处罚",
        "合同",
    ),
    Decision.NOT_HELD: (
        "购买服务",
        "规范性文件",
        "账号",
        "清单",
        "公务用车",
        "建议",
        "统计",
        "名单",
        "目录",
        "情况",
    ),
    Decision.NOT_RESPONSIBLE: (
        "购买服务",
        "规范性文件",
        "清单",
        "法治政府",
        "账号",
        "政府采购",
        "标准",
        "补贴",
        "收费",
    ),
}

# who else might hold it: words in the question -> department of the region, bureau of a city
HOLDERS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("购买服务", "政府采购", "三公", "会议费"), "财政厅", "财政局"),
    (("规范性文件", "清单", "法治政府"), "司法厅", "司法局"),
    (("账号",), "大数据发展局", "大数据发展局"),
    (("公务用车",), "机关事务管理局", "机关事务服务中心"),
)
HOLDER_ELSE = ("人民政府办公厅", "政务服务中心")

PERIODS = ("60日", "六十日")

# what is given where information is given: the word in the question -> its content
CONTENTS: tuple[tuple[str, str], ...] = (
    (
        "三公",
        "{year}年度，{self}本级因公出国（境）费支出{a}万元，公务用车购置及运行费支出{b}万元，"
        "公务接待费支出{c}万元。",
    ),
    ("会议费", "{year}年度，{self}本级会议费支出决算{a}万元，培训费支出决算{b}万元。"),
    (
        "公务用车",
        "{year}年末，{self}本级公务用车保有量{k}辆，{year}年度公务用车运行维护费支出决算{a}万元。",
    ),
    (
        "政府采购",
        "{year}年度，{self}本级政府采购支出总额{d}万元，其中货物{a}万元、工程{b}万元、服务{c}万元。",
    ),
    (
        "购买服务",
        "{year}年度，{self}本级实施政府购买服务项目3项：1.政务大厅引导服务，承接主体为演江甲样服务中心，"
        "合同金额{a}万元；2.档案数字化服务，承接主体为演江乙样科技公司，合同金额{b}万元；"
        "3.绩效评价服务，承接主体为演江丙样咨询公司，合同金额{c}万元。",
    ),
    (
        "申请收到和办理",
        "{year}年，{self}共收到政府信息公开申请{t}件，办结{t}件，其中予以公开{m}件，部分公开2件，"
        "不予公开1件，无法提供3件，不予处理0件。",
    ),
    (
        "建议",
        "{year}年，{self}承办人大代表建议{k}件、政协委员提案{m}件，均已按期办复，办复率100%。"
        "办理工作总结要点为：专人负责、主动沟通、按时答复、跟踪落实。",
    ),
    (
        "账号",
        "截至申请之日，{self}主办政府网站1个（门户网站，{url}），政务新媒体账号2个，"
        "均由{self}办公室主办。",
    ),
    (
        "规范性文件",
        "截至申请之日，{self}现行有效的行政规范性文件共{m}件，目录为：1.《信息公开工作规程》"
        "（印发日期2018年5月）；2.《档案利用办法》（印发日期2019年3月）；其余见{url}。",
    ),
    (
        "清单",
        "{self}现行行政执法事项清单共{k}项，其中行政检查{m}项，其余为行政处罚等事项，"
        "清单全文见{url}。",
    ),
)
CONTENT_ELSE = (
    "{title}共{m}页，要点为：{year}年，{self}办理相关事项{k}件，全部按期办结，全文见{url}。"
)

EXTENSION = (
    "延期答复告知书",
    "{self}于{got}收到您{by}提交的政府信息公开申请，申请公开“{q}”。因涉及多个处室、需要核对资料，"
    "无法在二十个工作日内作出答复。根据《中华人民共和国政府信息公开条例》第三十三条第二款的规定，"
    "经本机关政府信息公开工作机构负责人同意，决定延长答复期限二十个工作日，最迟于{until}前答复您。",
)
RECEIPT = (
    "政府信息公开申请登记回执",
    "您{by}提交的政府信息公开申请（内容：{q}）已于{got}收到并登记。本机关将在法定期限内依法答复您。"
    "本回执仅作收件凭证，不代表答复意见。",
)


def day_text(day: date) -> str:
    """As official letters write it: 2020年9月8日."""
    return f"{day.year}年{day.month}月{day.day}日"

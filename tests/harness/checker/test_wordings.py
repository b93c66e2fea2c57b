"""Whole letters and decisions in wordings that no rule was written for: what they decide, and nothing
else wrong. Each was tried before the rules had seen it; what failed then was mended in general.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Verdict
from parsers.document import TextFrom

GOOD = (Verdict.PRESENT, Verdict.NOT_REQUIRED)

# the unit that was asked, the applicant, the decisions, the letter
LETTERS = [
    (
        "石州市生态环境局",
        "钱立新",
        "already_public",
        """石州市生态环境局
政府信息依申请公开告知书
石环信公告〔2025〕第21号
钱立新先生：
贵方于二〇二五年六月三日在石州市政府网站依申请公开平台提出的申请（流水号20250603-07）已由我局于当日受理。您希望了解“2023—2024年度危险废物经营单位执法检查情况”。
现将处理意见告知如下：
所涉执法检查的结果，我局已在石州市生态环境局官网“双随机、一公开”栏目（http://sthj.shizhou.example/ssj/）对外公布，您可登录查看下载。依据：《中华人民共和国政府信息公开条例》第三十六条第一项。
您对本告知有异议的，可于收到之日起60日内向石州市人民政府申请行政复议，或于收到之日起6个月内向石州市云台区人民法院提起行政诉讼。
石州市生态环境局
2025年6月20日""",
    ),
    (
        "白石县自然资源局",
        "赵铁柱",
        "not_held",
        """白石县自然资源局关于赵铁柱申请政府信息公开的答复
白自然资依申请复〔2024〕33号
赵铁柱：
你2024年5月6日寄来的《政府信息公开申请表》本局于2024年5月8日签收。申请表载明所需信息为：白石县青溪镇柳树村2011年以来的全部征地批文。
经本局征地管理股、档案室认真查找，没有找到上述批文。依照《中华人民共和国政府信息公开条例》第三十六条第四项之规定，告知你该信息不存在。
如你认为本答复侵犯你的合法权益，可自收到本答复之日起六十日内向白石县人民政府提出复议申请，也可自收到本答复之日起六个月内直接向石州铁路运输法院提起诉讼。
特此答复
白石县自然资源局
2024年5月29日""",
    ),
    (
        "石州市公安局",
        "孙晓",
        "refused_internal refused_process",
        """政府信息不予公开告知书
石公信不告〔2025〕4号
孙晓女士：
您好！本机关于2025年9月1日收到您的政府信息公开申请，您申请获取“石州市公安局2024年度辅警招录面试评分细则及考官名单”。
经审查，考官名单属于本机关人事管理方面的内部事务信息；评分细则系研究过程中形成的过程稿。根据《中华人民共和国政府信息公开条例》第十六条第一款、第二款以及第三十六条第三项的规定，本机关决定不予公开。
根据《中华人民共和国行政复议法》第二十三条，您如不服本决定，应当先在收到本告知书之日起60日内向石州市人民政府申请行政复议；对行政复议决定不服的，再依法提起行政诉讼。
石州市公安局
2025年9月18日""",
    ),
    (
        "安南省水利厅",
        "陈静",
        "granted partial",
        """安南省水利厅
依申请公开答复书
编号：2025（答）017
陈静：
我厅收到你2025年4月1日通过电子邮件发来的申请一份，要求公开青石水库除险加固工程的初步设计报告批复及概算。现答复如下：
一、关于初步设计报告的批复，予以公开，复印件随信寄送（见附件）。
二、关于概算，其中涉及施工企业报价的部分属于商业秘密，公开会对第三方合法权益造成损害，经书面征求意见，该企业不同意公开，我厅对该部分作遮盖处理后提供。
上述答复依据《政府信息公开条例》第十五条、第三十二条、第三十六条第（二）项、第三十七条作出。
你若不服，可自收到之日起60日内向安南省人民政府申请行政复议，或自收到之日起六个月内向安州铁路运输法院起诉。
安南省水利厅（印章）
2025年4月25日""",
    ),
    (
        "石州市云台区人民政府",
        "周密",
        "needs_processing",
        """石州市云台区人民政府
政府信息公开申请答复书
云政公复〔2025〕61号
周密：
你于2025年2月10日当面提交的申请收悉，内容是：云台区2019年棚改项目补偿资金拨付明细。经核实：
你所申请的信息，本机关没有现成的材料，需对五个街道、三年的拨付凭证逐一统计、汇总后方能形成。《中华人民共和国政府信息公开条例》第三十八条规定，行政机关向申请人提供的信息，应当是已制作或者获取的政府信息；需要行政机关对现有政府信息进行加工、分析的，行政机关可以不予提供。据此，本机关不予提供。
你如对本答复不服，可在收到之日起六十日内向石州市人民政府申请行政复议，或者在六个月内向石州市中级人民法院提起行政诉讼。
二〇二五年三月五日
（石州市云台区人民政府办公室代章）""",
    ),
    (
        "石州市教育局",
        "吴芳芳",
        "not_responsible",
        """关于吴芳芳同志政府信息公开申请的答复函
石教函〔2025〕88号
吴芳芳同志：
你申请公开的《石州市中小学课后服务收费标准》，我局于2025年3月11日收悉申请。经查，收费标准由石州市发展和改革委员会制定，不属于我局负责公开的范围。按照《中华人民共和国政府信息公开条例》第三十六条第五项，请你向该委提出申请（地址：石州市建设路8号；电话：0880-2233445）。
对本答复不服的，60日内可向石州市人民政府申请行政复议，6个月内可向石州市云台区人民法院提起行政诉讼。期限均自收到本答复之日起算。
石州市教育局
2025年3月25日""",
    ),
    (
        "白石县农业农村局",
        "郑重",
        "repeat",
        """政府信息公开告知书
白农告〔2025〕7号
郑重：
本机关于2025年7月1日收到你提交的政府信息公开申请，此前你已于2025年2月提出内容相同的申请，本机关已以白农告〔2025〕2号予以答复。依据《中华人民共和国政府信息公开条例》第三十六条第六项规定，本机关对你就“2022年高标准农田项目验收报告”重复提出的申请，不予重复处理。
如不服本告知，可以自收到本告知书之日起60日内向白石县人民政府申请行政复议，也可以自收到本告知书之日起6个月内向白石县人民法院提起行政诉讼。
白石县农业农村局
2025年7月10日""",
    ),
    (
        "石州市民政局",
        "何必",
        "petition",
        """答复书
石民依复〔2025〕3号
何必：
关于你2025年1月6日提出的政府信息公开申请，我局1月7日收到。你在申请中询问低保金为何停发并要求恢复。经研究，你提出的是对具体待遇的咨询和诉求，并非申请公开政府信息。根据《中华人民共和国政府信息公开条例》第二条、第三十九条第一款，我局不作为政府信息公开申请处理，建议你通过12345热线或者来访反映。
如不服本答复，可以在收到之日起60日内向石州市人民政府申请行政复议，或者在6个月内向石州市云台区人民法院提起行政诉讼。
石州市民政局
2025年1月20日""",
    ),
    (
        "国家税务总局石州市税务局",
        "冯一",
        "refused_third_party",
        """国家税务总局石州市税务局
政府信息公开申请答复书
石税公开答〔2026〕9号
冯一：
本机关于2026年8月3日收到您提交的政府信息公开申请，您申请公开某某公司2024年纳税申报表。
经审查，您申请公开的纳税申报表涉及第三方商业秘密，公开会损害其合法权益。经征求意见，第三方不同意公开，且不公开不会对公共利益造成重大影响。根据《中华人民共和国政府信息公开条例》第十五条、第三十六条第三项，本机关决定不予公开。
如对本答复不服，应当自收到本答复之日起60日内先向国家税务总局安南省税务局申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向石州市云台区人民法院提起行政诉讼。
国家税务总局石州市税务局
2026年8月24日""",
    ),
]

# decisions | the words that take them
DECISIONS = """
already_public | 你要的数据载于《石州统计年鉴2024》第112页，该年鉴已由市统计局网站全文发布，网址www.tj.shizhou.example。依据《政府信息公开条例》第三十六条第（一）项。
already_public | 经查询，该规划的公示稿及批复可在“石州市人民政府门户网站—政府信息公开—规划计划”一栏查到，请自行查阅。根据《政府信息公开条例》第三十六条第一项作此答复。
already_public | 您申请的预算公开表我局早在2025年2月10日就已向社会公布，查看路径为：市政府网站首页→财政信息→部门预算。（条例第三十六条第（一）项）
granted | 经研究同意向你提供，详见所附复印件共12页。依据《政府信息公开条例》第三十六条第（二）项。
granted | 你申请的2份会议纪要，本机关决定公开，请携带身份证到我局302室领取。依据《政府信息公开条例》第三十六条第（二）项。
granted | 现就你询问的数据公开如下：2024年全县新增就业3218人。根据《政府信息公开条例》第三十六条第（二）项。
granted | 根据《政府信息公开条例》第三十六条第（二）项，所需文件已扫描并发至您填写的邮箱abc@mail.example。
not_held | 我局档案室及相关科室均查无此件，故你所申请的信息不存在。《政府信息公开条例》第三十六条第（四）项。
not_held | 经多方查找，未发现您描述的那份通知。根据《政府信息公开条例》第三十六条第（四）项予以答复。
not_held | 本机关从未就该项目组织过听证，亦无听证笔录可供公开。根据《政府信息公开条例》第三十六条第（四）项答复。
not_responsible | 该项职能已于2019年机构改革时划入石州市林业局，有关信息应向该局申请，电话0880-1234567。《政府信息公开条例》第三十六条第（五）项。
not_responsible | 你所申请的征收补偿协议系由云台区房屋征收中心签订、保存，我局非公开义务机关，请与其联系。《政府信息公开条例》第三十六条第（五）项。
not_responsible | 涉案林权档案不由本局保管，负责该信息公开的是石州市不动产登记中心。根据条例第三十六条第（五）项告知。
repeat | 就同一内容，本机关曾于2024年11月答复过你，此次不再处理。《政府信息公开条例》第三十六条第（六）项。
special_regime | 查询企业登记档案应按《企业信息公示暂行条例》及登记档案查询办法，到市政务大厅登记窗口办理。依据《政府信息公开条例》第三十六条第（七）项。
needs_processing | 制作你所要求的对比分析表需另行统计计算，而本机关未形成该表，依据《政府信息公开条例》第三十八条，不予提供。
petition | 你来件所述是对拆迁补偿标准的不满，属信访诉求。按《政府信息公开条例》第三十九条第一款不按政府信息公开申请办理，请走信访渠道。
publication | 你要的《石州市人民政府公报》2023年合订本为公开发行的出版物，可到新华书店购买或市图书馆借阅。《政府信息公开条例》第三十九条第二款。
excessive | 你半年内申请达二百余件，其数量和频次显然超出合理限度，你说明的理由亦不成立，依照《政府信息公开条例》第三十五条不予处理。
not_government_information | 你索取的是我局工会内部的困难补助名单，工会并非行政机关履行行政管理职能，其信息不属于政府信息。依据《政府信息公开条例》第二条。
abandoned | 因你在规定期限内没有提交补正材料，又未说明正当理由，根据《政府信息公开条例》第三十条，本机关视你放弃申请，终结办理。
refused_secret | 该方案已依法定密为机密级，属不得公开的国家秘密。依《政府信息公开条例》第十四条、第三十六条第（三）项，决定不予公开。
refused_secret | 公布该应急预案会危及公共安全，根据《政府信息公开条例》第十四条，本机关不能向你公开。
refused_third_party | 花名册含有四十余名职工的身份证号、家庭住址，属个人隐私，公开将侵害他人权益，依据《政府信息公开条例》第十五条，不宜公开。
refused_internal | 值班安排表只涉及机关内部的管理，按《政府信息公开条例》第十六条第一款，可以不予公开，本机关决定不公开。
refused_process | 所涉请示尚处讨论阶段，系过程性信息，依据《政府信息公开条例》第十六条第二款，本机关不予公开。
refused_process | 讯问笔录、现场照片均在行政处罚案卷内，为行政执法案卷信息，依据条例第十六条第二款，我局决定对你不予公开。
partial | 合同中的银行账号、联系人电话予以隐去，余下内容公开，见附件。依据《政府信息公开条例》第三十七条、第十五条。
partial | 你申请的档案可以公开其中第1至5页，第6页因涉及个人隐私不公开。根据《政府信息公开条例》第三十七条、第十五条。
granted,not_held | 一、你申请的批复，予以公开（附件1）。二、你申请的听证笔录，经查未制作，不存在。依据《政府信息公开条例》第三十六条第（二）项、第（四）项。
already_public,not_responsible | 1.规划图已在市自然资源局网站（http://a.example）公布。2.施工图由建设单位保管，非我局公开范围，建议向石州城投公司咨询。依据《政府信息公开条例》第三十六条第（一）、（五）项。
""".strip().split("\n")

FIRST = "如不服，应当先自收到之日起60日内向演江市人民政府申请行政复议。"


@pytest.mark.parametrize("known", [True, False], ids=["known", "alone"])
@pytest.mark.parametrize(
    ("unit", "name", "decides", "text"), [pytest.param(*one, id=one[0]) for one in LETTERS]
)
def test_a_whole_letter_in_its_own_wording_is_accused_of_nothing(
    unit: str, name: str, decides: str, text: str, known: bool
) -> None:
    expected = Expected(applicant=name, unit=unit) if known else Expected()
    judgement = judge(Dossier(document_of(text, seal=unit), expected))
    assert {one.element: one.reason for one in judgement.findings if one.verdict not in GOOD} == {}
    assert judgement.decisions == tuple(decides.split())


@pytest.mark.parametrize(("unit", "name", "decides", "text"), LETTERS)
def test_the_same_letter_read_from_a_page_is_accused_of_nothing(
    unit: str, name: str, decides: str, text: str
) -> None:
    document = document_of(text, seal=None)
    pages = tuple(replace(page, text_from=TextFrom.OCR) for page in document.pages)
    judgement = judge(Dossier(replace(document, pages=pages), Expected(applicant=name, unit=unit)))
    wrong = {one.element for one in judgement.findings if one.verdict not in GOOD}
    assert wrong == {Element.SEAL}
    assert judgement.decisions == tuple(decides.split())


@pytest.mark.parametrize("line", DECISIONS)
def test_a_decision_in_its_own_wording_is_told_and_not_accused(line: str) -> None:
    decides, words = (part.strip() for part in line.split("|"))
    parts = {
        "number": "演财公开〔2025〕8号",
        "date": "2025年8月6日",
        "request": "本机关于2025年7月18日收到你提交的申请，申请公开有关材料一份（内容：城东片区改造资料）。",
        "decision": words,
    }
    if decides.startswith("refused"):
        parts["remedy"] = FIRST
    judgement = judge(Dossier(document_of(letter(**parts))))
    assert set(judgement.decisions) == set(decides.split(","))
    assert {one.element: one.reason for one in judgement.findings if one.verdict not in GOOD} == {}

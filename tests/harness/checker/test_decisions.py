"""What letters decide, in wordings of their own; several decisions in one letter."""

from __future__ import annotations

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Verdict

LETTERS = """
not_held|经本机关档案室、业务处室查找，未能检索到你申请的信息，根据《政府信息公开条例》第三十六条第四项，告知你该政府信息不存在。
not_held|经查，我局没有制作过《XX项目可行性研究报告》，你申请的政府信息不存在。
not_held|你申请公开的“2019年水质监测月报”，我局未产生该信息，依据《中华人民共和国政府信息公开条例》第三十六条第（四）项答复。
not_held|经查询本机关档案，未发现你所申请的信息，该信息不存在。
not_held|经检索，没有您所申请公开的信息。
not_responsible|经审查，您申请公开的信息不属于本行政机关负责公开。依据条例第三十六条第五项，请向演江市住建局（电话：12345678）申请。
not_responsible|你申请获取的信息不是我局制作或者保存，建议向演江市自然资源和规划局咨询，联系电话0771-1234567。
not_responsible|该信息由演江市水利局制作，根据《政府信息公开条例》第十条，应由该局负责公开，请向演江市水利局申请，地址演江市水文路1号。
not_responsible|你申请的信息不在本机关职责范围内，根据《政府信息公开条例》第三十六条第（五）项，请向演江市医疗保障局提出申请（联系电话：12345678）。
not_responsible|我局不是上述信息的制作机关，也未保存该信息，根据《政府信息公开条例》第三十六条第（五）项之规定，不属于我局公开。请向城东区政府申请。
already_public|您申请的信息我厅已主动公开，您可登录演江自治区财政厅门户网站（czt.yanjiang.example）“预决算公开”栏目查询。依据条例第三十六条第一项。
already_public|经查，该信息属于主动公开信息，已于2020年3月5日在演江市人民政府门户网站公开，网址：http://www.yanjiang.example/a.html。
already_public|上述文件已在《演江市人民政府公报》2019年第3期刊登，请自行查阅。
granted|经审查，你申请公开的信息属于可以公开的政府信息，现予以公开（见附件）。
granted|根据《政府信息公开条例》第三十六条第（二）项的规定，现将2019年部门预算调整明细表复印件随函寄送给你。
granted|本机关同意公开，请你于收到本告知书之日起15日内携带身份证到演江市中山路1号三楼领取。
granted|依据《政府信息公开条例》第三十六条第二项，决定向你公开该信息，电子版通过电子邮件发送。
partial|经审查，你申请公开的信息中含有不应当公开的内容，但能够作区分处理，根据条例第三十七条，现将可以公开的部分提供给你，涉及个人隐私的部分不予公开。
partial|本机关决定予以部分公开。其中身份证号码、住址属于个人隐私，根据《条例》第十五条不予公开；其余内容见附件。
refused_secret|你申请公开的信息已依法确定为国家秘密，根据条例第十四条、第三十六条第三项，决定不予公开。
refused_secret|该信息公开后可能危及社会稳定，依据《政府信息公开条例》第十四条规定，不予公开。
refused_third_party|该信息涉及商业秘密，经征求第三方演江建工公司意见，该公司不同意公开，依据《政府信息公开条例》第十五条、第三十二条、第三十六条第（三）项，本机关决定不予公开。
refused_internal|你申请公开的本局值班安排表属于内部事务信息，依据第十六条第一款，可以不予公开，本机关决定不予公开。
refused_process|你申请的会议纪要属于本机关在履行行政管理职能过程中形成的讨论记录、过程稿，依据《政府信息公开条例》第十六条第二款，决定不予公开。
refused_process|所申请信息为行政处罚案件的调查笔录，系行政执法案卷信息，根据《中华人民共和国政府信息公开条例》第十六条第二款的规定，本机关不予公开。
repeat|你曾于2020年5月6日就相同内容提出申请，本机关已作出演财公开〔2020〕6号答复。你重复申请公开相同政府信息，根据《政府信息公开条例》第三十六条第（六）项，不予重复处理。
special_regime|你申请查询的不动产登记资料，应依照《不动产登记暂行条例》第二十七条和《不动产登记资料查询暂行办法》的规定办理。根据《政府信息公开条例》第三十六条第（七）项告知。
special_regime|该企业登记档案属于工商登记资料，有关法律、行政法规对信息的获取有特别规定，请到演江市市场监督管理局档案窗口查询。
needs_processing|你申请的“近十年各县区分类支出对比”，需要本机关对现有政府信息进行加工、分析，根据条例第三十八条，不予提供。
needs_processing|本机关没有现成的该信息，需另行汇总统计制作，依据《政府信息公开条例》第三十八条的规定，本机关不予提供。
petition|你以政府信息公开申请的形式反映拆迁补偿问题，属于信访事项，根据《政府信息公开条例》第三十九条第一款，不作为政府信息公开申请处理，请通过信访渠道提出。
petition|你的申请实质是对某公司的举报投诉，依照条例第三十九条第一款规定，我局不作为政府信息公开申请处理。
publication|你申请的《演江统计年鉴2019》属于公开出版物，根据《政府信息公开条例》第三十九条第二款，你可到新华书店购买或者到图书馆借阅。
excessive|自2020年1月以来，你已向本机关提出87件申请，数量、频次明显超过合理范围，且说明的理由不合理，根据《政府信息公开条例》第三十五条，不予处理。
not_government_information|你提出的“为什么不给我发补贴”系咨询事项，不属于《政府信息公开条例》第二条规定的政府信息。
not_government_information|你申请的党组会议纪要是党组织制作的，不属于政府信息公开条例第二条所称政府信息，不适用条例。
abandoned|本机关于2020年9月20日向你发出补正告知书，你逾期未补正，根据《政府信息公开条例》第三十条，视为放弃申请，本机关不再处理。
not_held,already_public|一、关于“2019年部门决算”，该信息已在门户网站www.yj.example主动公开；二、关于“2019年度考核结果”，经检索，本机关未制作，该信息不存在。根据《政府信息公开条例》第三十六条第（一）项、第（四）项答复。
not_held,not_responsible|1.施工许可证由演江市住房和城乡建设局负责公开，不属于本机关负责公开，请向该局申请，电话12345678。2.施工合同经检索本机关未获取，该信息不存在。依据条例第三十六条第（四）项、第（五）项。
refused_process,not_held|关于第一项，经检索，本机关未制作，信息不存在；关于第二项，属于行政执法案卷信息，不予公开。依据第三十六条第（三）项、第（四）项和第十六条第二款。
granted,not_responsible|一、“资金拨付文件”予以公开，见附件。二、“施工图”不属于本机关负责公开，请向演江市住建局申请，电话12345678。依据《政府信息公开条例》第三十六条第（二）、（五）项。
not_held|经认真查找，本机关不存在你所申请公开的政府信息。依据《政府信息公开条例》第三十六条第（四）项告知。
not_held|因年代久远，相关档案未能保存，经检索无法找到。依据《政府信息公开条例》第三十六条第（四）项，该信息不存在。
not_held|你申请的信息，我单位未掌握，经检索未发现。根据条例第三十六条第（四）项的规定，信息不存在。
not_responsible|经核实，你申请公开的征收批文属于省级人民政府制作，非我局制作，根据《政府信息公开条例》第三十六条第（五）项，请向演江自治区人民政府办公厅申请，电话0770-1111111。
not_responsible|你所申请公开的信息不属于本机关的职权范围。依据《政府信息公开条例》第三十六条第（五）项，建议你向演江市交通运输局咨询，电话：12345678。
already_public|您申请公开的预算信息，我局已于2020年2月在市政府网站上予以公开，网址www.yj.example。依据条例第三十六条第（一）项。
already_public|你申请的公开指南属于已经主动公开的政府信息，获取途径：演江市财政局官网→政务公开→指南。根据《政府信息公开条例》第三十六条第（一）项。
granted|经审核，同意向你提供所申请的信息，详见附件1。依据《政府信息公开条例》第三十六条第（二）项。
granted|根据《政府信息公开条例》第三十六条第（二）项之规定，现将你申请的信息公开如下：2019年共发放补贴120万元。
granted|该信息可以公开。请你于2020年10月30日前持本人身份证到我局办公室（演江市中山路1号203室）领取。根据条例第三十六条第二项答复。
refused_process|你申请公开的请示报告系我局内部讨论的过程性信息，根据《政府信息公开条例》第十六条第二款，我局决定不予公开。
refused_secret|经保密审查，你申请公开的文件为秘密级国家秘密，根据《政府信息公开条例》第十四条，不予公开。
refused_secret|该文件依照《中华人民共和国测绘法》等法律、行政法规禁止公开，根据《政府信息公开条例》第十四条之规定，本机关决定不予公开。
refused_third_party|该信息涉及第三方的个人隐私，公开会对第三方合法权益造成损害，第三方不同意公开，根据《政府信息公开条例》第十五条的规定，不予公开。
refused_internal|所申请的人事档案、考勤记录属于人事管理方面的内部事务信息，根据《政府信息公开条例》第十六条第一款，不予公开。
repeat|经查，你于2020年3月已提出相同申请，我局已作出答复，现你再次申请属重复申请，根据《政府信息公开条例》第三十六条第（六）项，不予重复处理。
special_regime|你申请的房屋登记信息属于不动产登记资料，根据《政府信息公开条例》第三十六条第（七）项，请按照《不动产登记资料查询暂行办法》的规定到不动产登记机构查询。
needs_processing|你要求提供历年征地户名册及面积统计表，需对现有信息进行加工、分析，依据《政府信息公开条例》第三十八条规定，不予提供。
petition|经审查，你提交的材料属于投诉举报事项，不属于政府信息公开申请，根据《政府信息公开条例》第三十九条第一款，本机关不作为政府信息公开申请处理。
not_government_information|你所提问题属于法律咨询，不属于《政府信息公开条例》第二条所称的政府信息，不予处理。
excessive|你申请的数量、频次已明显超过合理范围，经要求你未说明合理理由，根据《政府信息公开条例》第三十五条，本机关不予处理。
partial|经审查，你申请的信息可以部分公开。涉及第三方商业秘密的报价明细，根据《政府信息公开条例》第十五条、第三十七条，不予公开；其余内容随函提供。
abandoned|你未在补正告知书规定的期限内补正，根据《政府信息公开条例》第三十条规定，视为你放弃申请，本机关终止办理。
not_responsible|经审查，你申请公开的信息不属于市政府负责公开。根据《政府信息公开条例》第三十六条第（五）项，建议你向演江市司法局提出申请，联系电话：12345678。
""".strip().split("\n")


@pytest.mark.parametrize("line", LETTERS)
def test_the_operative_words_say_what_is_decided(line: str) -> None:
    codes, words = line.split("|")
    judgement = judge(Dossier(document_of(letter(decision=words))))
    assert set(judgement.decisions) == set(codes.split(","))
    assert judgement.finding(Element.DECISION).verdict is Verdict.PRESENT
    # 不属于本机关负责公开 alone is the conclusion: whether it gives a reason, a person says
    assert judgement.finding(Element.REASONS).verdict is not Verdict.ABSENT
    basis = judgement.finding(Element.LEGAL_BASIS)
    cites = "第" in words.replace("第三方", "").replace("第一项", "").replace("第二项", "").replace(
        "第3期", ""
    )
    assert basis.verdict is (Verdict.PRESENT if cites and "条" in words else Verdict.ABSENT), (
        basis.reason
    )


def test_words_of_a_quoted_document_decide_nothing() -> None:
    words = "经检索，你申请公开的《关于不予公开某信息的决定》本机关未制作，该信息不存在。根据《政府信息公开条例》第三十六条第（四）项答复。"
    assert judge(Dossier(document_of(letter(decision=words)))).decisions == ("not_held",)


def test_the_application_told_again_decides_nothing() -> None:
    words = "你申请公开不予公开信息目录的申请收悉。经审查，予以公开，见附件。根据《政府信息公开条例》第三十六条第（二）项答复。"
    assert judge(Dossier(document_of(letter(request=words, decision="")))).decisions == ("granted",)


def test_where_words_fail_the_article_decides() -> None:
    words = "根据《政府信息公开条例》第三十六条第（六）项的规定，特此告知。"
    assert judge(Dossier(document_of(letter(decision=words)))).decisions == ("repeat",)

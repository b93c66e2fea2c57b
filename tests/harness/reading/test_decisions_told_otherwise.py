"""What a letter decides, told in words that were once misread, and what only sounds like them.

A line: what is decided (`!code`: anything but that; `*`: a person is asked, nobody accused), and the
words. Half of the lines show that a wording keeps quiet.
"""

from __future__ import annotations

import pytest

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Verdict

# already public, told plainly: where it lies, and not the word 公开
PUBLIC = """
already_public/*unclear|这份合同早就登在2010年3月2日《青禾日报》第4版了，县图书馆有合订本可以翻。
already_public/*unclear|县政府网站公示公告栏挂着，点开第三条就是。
already_public/*unclear|该规划在县城各公告栏张贴着，随时可以去看。
already_public/*unclear|名单贴在村委会门口的公示栏里，您路过就能看到。
already_public/*unclear|那份文件2018年就上了市政府网站，搜标题就能找到。
already_public/*unclear|年报每年都印在县报头版，图书馆存有全套。
already_public/*unclear|该表在我局官网首页挂了两年，往下拉就是。
already_public/*unclear|这份预案前年就发在“清水发布”公众号上了，翻历史推文即可。
already_public/*unclear|目录一直放在政务大厅二楼的查阅点，随到随看。
!already_public|该合同没有登过报，也没有挂网，我局决定不予公开。
!already_public|你的来信已登在收文簿第4页。经检索，该信息不存在。
!already_public|该通知没有在网站公示公告栏挂出。经检索，该信息不存在。
!already_public|办理结果将贴在窗口公示栏。经检索，该信息不存在。
!already_public|工程公示牌当时挂在现场，现已拆除，经检索，该信息不存在。
!already_public|我局已搬到市政府网站所列的新址办公。该信息不存在。
!already_public|你贴在公示栏上的意见我局看到了。该信息不存在。
already_public/*unclear|您说的那份通知三月份就在《溪州日报》上登过，随时可以去报社翻。
already_public/*unclear|这个表年年都公布在镇政务公开栏里，今年的还贴着。
already_public/*unclear|方案早在县融媒体公众号推过，往前翻就有。
already_public/*unclear|收费标准一直摆在办事大厅的栏目架上，随时可看。
already_public/*unclear|决算去年就上了区政府门户，财政专栏第二页。
already_public/*unclear|全文见诸2019年的市政府公报。
already_public/*unclear|村里的公开栏贴着呢，抬头就能看见。
!already_public|请将签字后的申请表贴在信封上，放在一楼公告栏旁的信箱。本局决定不予公开。
!already_public|该公司不同意在网站公开，我局决定不予公开。
!already_public|我局网站改版，栏目里没有放过这份文件。经检索，该信息不存在。
!already_public|经查，报纸、年鉴里都没有登过，档案室也没有，该信息不存在。
!already_public|该项目拟在公示栏张贴公告，目前尚未张贴，信息不存在。
!already_public|你提到的晚报报道不是本机关制作，经检索，本机关没有相关文件，信息不存在。
""".strip().split("\n")
# giving under a negation, a refusal, a lacking condition, a question: not given
GIVEN = """
!granted|经征求其意见，不同意向您公开。
!granted|本机关拒绝向您公开该信息。
!granted|上级机关未同意向您公开。
!granted|该材料未获批准向您公开。
!granted|该信息尚不具备向您公开的条件。
!granted|该公司反对将合同文本向您公开。
!granted|市保密局没有批准我局向你提供这份图纸。
!granted|我局无权向申请人提供该卷宗。
!granted|本机关并无向你公开该记录的义务。
!granted|向您公开该名单于法无据。
!granted|能否向你公开，尚待上级机关研究决定。
!granted|该信息不符合予以公开的条件。
!granted|关于向你提供审计底稿的请求，不予支持。
!granted|我局婉拒向您提供该数据。
!granted|权利人来函表示不愿将报价单提供给你，本机关尊重其意见。
!granted|未经市委组织部同意，我局不便将名册给你。
!granted|本局没有义务把内部通讯录提供给您。
!granted|是否提供给你，需要再研究。
!granted|该图尚未解密，禁止提供给申请人。
!granted|目前向您提供该数据的条件还不成熟。
granted|该信息不涉及国家秘密，现向您公开，见附件。
granted|权利人虽不同意，本机关仍决定向您公开，见附件。
granted|本机关不再征求意见，直接向您公开，复印件附后。
granted|无需缴费，向您提供复印件一份。
granted|我局没有采纳第三方的异议，向您公开该合同，见附件。
granted|该信息未列入保密范围，同意向您公开，见附件。
granted|经审查，不属于不予公开的情形，提供给你，见附件。
granted|该文件未标密，向你公开，见附件。
granted|经征求该公司意见，该公司不同意公开。本机关认为不公开会对公共利益造成重大影响，决定予以公开，见附件。
granted|第三方不同意向您公开，本机关认为其理由不成立，现将合同复印件提供给你。
!granted|市委办公室复函不准将该件对外提供给申请人。
!granted|保密行政管理部门不赞成向申请人公开。
!granted|鉴于案件未结，我局暂缓向你提供调查材料。
!granted|本院不便向您披露评委名单。
!granted|没有法律依据向你公开他人档案。
!granted|你要求我局提供给你原始录音的请求，我局难以满足。
!granted|第三方至今不肯将图纸提供给你，我局不予公开。
!granted|将台账复印给你，不符合档案管理规定，本局不予公开。
!granted|要不要向您公开，局里还没有定。
!granted|该信息不属于可以向你公开的范围。
!granted|在取得权利人授权以前，我局不能把合同交付给您。
!granted|法律没有赋予本局向申请人提供他人病历的权限。
!granted|尚未达到可以向社会公开的程度。
!granted|本机关没有同意将底稿发送给您。
granted|虽然没有义务，本局仍向您公开全部台账，见附件。
granted|第三方拒绝签收征求意见书，视为没有意见，本局决定予以公开，复印件附后。
granted|该表不需要遮盖，全文提供给你，见附件。
granted|原件不能外借，向你提供复印件一份。
granted|无法发送大文件，改用光盘交付给你，请来领取。
granted|停止施工令可以公开，现提供给你，见附件。
granted|不论你是否利害关系人，本局都向您公开该批复，见附件。
granted|本机关未发现不应公开的理由，决定向你公开，见附件。
""".strip().split("\n")
# one decision told beside another, or in other words
MIXED = """
not_held|已于2024年5月8日将总体方案向您公开。本次经检索，本机关不存在你所申请的专项方案。
not_held|我局曾于3月2日把合同复印件寄给你。此次你要的补充协议，经查找，没有找到，该信息不存在。
not_held|上次已将验收表提供给你。这次申请的整改记录，经检索，本机关没有制作，信息不存在。
not_responsible|2023年已向您公开了招标公告。此次申请的审计报告由县审计局制作，不属于本机关负责公开，请向县审计局申请。
not_held|去年12月已将前两册发送给您；本次申请的第三册，经检索，该信息不存在。
granted|本机关已于2024年5月8日将该方案寄送给你，请查收。
granted|我局已将扫描件发送给您，请查收邮箱。
already_public|我局已于2024年5月8日将该方案在门户网站公开，网址www.yj.example/a。
not_held,granted|经检索，原始记录没有制作，该政府信息不存在。对属于本机关公开范围的验收结论，本机关通过邮寄方式提供。
not_held,granted|你要的影像资料不存在。会议通知，我局以电子邮件形式发送至你预留的邮箱。
granted|该表我局将用光盘形式提供，请查收。
!granted|你要求通过邮寄方式提供。经检索，该信息不存在。
!granted|经检索，该信息不存在。本机关将以邮寄方式发送纸质答复书。
!granted|请你以邮寄方式提供身份证明复印件。经检索，该信息不存在。
not_held,granted|一、你申请的施工合同，经检索，本机关没有制作，该信息不存在。二、该工程决算金额为120000元。
not_held,granted|1.合同价款为356.8万元。2.你要的施工日志，经检索，该信息不存在。
not_held,granted|第一项，经检索，该信息不存在。第二项，全镇现有低保户412户。
not_responsible|一、该工程决算书由县财政局制作，不属于本机关负责公开，请向县财政局申请。二、工程款为120000元的凭证同样不属于本机关负责公开。
not_held|经查，该项目投资为120万元，当年没有签订合同，该信息不存在。
partial|根据《政府信息公开条例》第二十二条，将身份证号码涂去后提供给你。
partial|名册中的银行账号已打码，其余内容向你公开。
partial|复印件附后，其中当事人的电话已抹去。
partial|我局对照片中人脸作屏蔽处理后，提供给你。
partial|个人住址涂黑后，将名单复印给你。
partial|现将台账提供给你，家庭住址一栏用马赛克遮住。
!partial|网站已抹去旧栏目，该信息已在新栏目公开，网址www.yj.example。
!partial|经检索，磁带已被消磁，数据抹去后没有备份，该信息不存在。
not_held|经查询，无法查询到你咨询的相关信息。
not_held|我局多次查找，找不到你要的那份批文。
not_held|在档案室没能查到您需要的文件。
not_held|翻遍卷宗也查不到这份记录。
not_held|经检索，检索不到相关文件。
!not_held|你在网上无法查询到的，可以到窗口复印，现向你公开，见附件。
!not_held|我局无法查询到你的汇款记录，请核对。该信息现向你公开，见附件。
not_held|我局前年已经把勘察报告复印给你了。这次你要的变更单，翻遍档案没有找到，信息不存在。
refused_internal|此前我局曾向您提供过预算表；此次申请的值班表属于内部事务信息，不予公开。
granted|本次申请的两份文件现提供给你，见附件。
not_held,granted|甲表没有制作，信息不存在；乙表由我局以挂号信形式寄送，请注意查收。
granted|本局已采用快递方式发送，运单号1234，请查收。
not_held,granted|（一）全市公办幼儿园共有教师3126人。（二）民办园教师名册，本局没有制作，该信息不存在。
!granted|一、你一次提出申请40件。二、经审查，数量、频次明显超过合理范围，理由不合理，不予处理。
!granted|二、对举报奖金3000元的发放凭证，属于个人隐私，不予公开。
!granted|一、本局办理信息处理费400元。该信息不存在。
partial|人名已作涂抹处理，复印件寄送给你。
partial|银行卡号抹掉后把流水给你。
partial|视频中车牌和人脸打了马赛克，现提供给你。
partial|本局遮去身份证号码，把其余栏目提供给你。
refused_third_party|病历即使隐去姓名后公开，仍能认出本人，涉及个人隐私，不予公开。
refused_third_party|名册抹去姓名便失去意义，且涉及个人隐私，不予公开。
not_held|翻查了全部目录，没能找到您咨询的那份会议记录。
not_held|库房、电子系统都搜不到这个文号。
!not_held|无法查到制作该文件的机关，请你补充文号。
""".strip().split("\n")
# whether it can be divided is asked, or denied: not given in part
DIVIDED = """
refused_secret|经审查，该图属于国家秘密，本机关研究了能否区分处理，认为不能。根据《政府信息公开条例》第十四条，不予公开。
refused_secret|该文件属于国家秘密，是否可以作区分处理，已请保密部门鉴定，结论是整份不予公开。
refused_secret|该文件为国家秘密，未作区分处理，不予公开。
refused_secret|该文件为国家秘密，没有区分处理的余地，不予公开。
refused_secret|该文件整体为国家秘密，不具备作区分处理的条件，不予公开。
refused_secret|该文件整体为国家秘密，无须再作区分处理，不予公开。
partial|该表能够区分处理，个人隐私部分不予公开，其余提供给你。
partial|对能否区分处理，本机关作了审查；经区分处理，将可公开部分提供给你，隐私部分不予公开。
refused_secret|该件为秘密级国家秘密，该不该作区分处理，已由保密部门认定不应当，全部不予公开。
refused_secret|该件为国家秘密，本机关无从作出区分处理，不予公开。
refused_third_party|该表全部为商业秘密，区分处理没有意义，不予公开。
partial|本机关区分处理如下：住址属于个人隐私，不予公开；其余见附件。
""".strip().split("\n")
# sent to somebody else, and nothing more
ELSEWHERE = """
*unclear|建议向某某市自然资源局咨询。
*unclear|建议你到县档案馆问问。
*unclear|此事请找乡镇政府。
*unclear|该类问题可拨打12345了解。
*unclear|请与县交通运输局联系。
*unclear|此类问题建议您到自然资源部门打听。
*unclear|请找县档案馆问一下。
*unclear|不妨去跟村委会了解。
*unclear|可以致电市水务局咨询。
*unclear|您要的东西在县图书馆地方文献室。
""".strip().split("\n")


def _judged(words: str) -> Judgement:
    return judge(Dossier(document_of(letter(decision=words))))


@pytest.mark.parametrize("line", [*PUBLIC, *GIVEN, *MIXED, *DIVIDED, *ELSEWHERE])
def test_a_decision_is_told_by_what_is_said_and_not_by_a_word_in_it(line: str) -> None:
    wanted, words = line.split("|", 1)
    judged = _judged(words)
    decided = set(judged.decisions)
    verdict = judged.finding(Element.DECISION).verdict
    ways = wanted.split("/")
    unclear = "*unclear" in ways and verdict is Verdict.UNCLEAR
    other = wanted.startswith("!") and wanted[1:] not in decided
    assert unclear or other or any(decided == set(way.split(",")) for way in ways)


@pytest.mark.parametrize("line", [*PUBLIC, *MIXED, *ELSEWHERE])
def test_what_was_understood_at_last_is_not_called_absent(line: str) -> None:
    finding = _judged(line.split("|", 1)[1]).finding(Element.DECISION)
    assert finding.verdict is not Verdict.ABSENT


OLD = {
    "date": "2016年3月9日",
    "remedy": "如不服，可在60日内申请行政复议，或者六个月内提起行政诉讼。",
}


@pytest.mark.parametrize(
    ("words", "decided"),
    [
        (
            "根据《政府信息公开条例》第二十二条，对农户的身份证号码涂去后，将分配表复印给你。",
            {"partial"},
        ),
        ("根据《政府信息公开条例》第二十二条，银行账号已打码，其余内容提供给你。", {"partial"}),
        (
            "根据《政府信息公开条例》第二十一条第（三）项，本机关无法查询到你咨询的相关信息。",
            {"not_held"},
        ),
        (
            "根据《政府信息公开条例》第二十一条第（一）项，该表在县政府网站公告栏贴着，可以去看。",
            {"already_public"},
        ),
    ],
)
def test_under_the_old_text_words_alone_decide(words: str, decided: set[str]) -> None:
    judged = judge(Dossier(document_of(letter(decision=words, **OLD))))
    assert set(judged.decisions) == decided

"""改进建议: what to advise by what was found wrong; nothing is advised on what did not occur.

In: faults of answers, silence, late answers, telephones. Out: `Advice`s, each with the problem, the law
that it offends, and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.checker.finding import Element


@dataclass(frozen=True, slots=True)
class Advice:
    headline: str
    text: str


IN_TIME = Advice(
    "健全登记流转，确保按期答复",
    "《中华人民共和国政府信息公开条例》第三十三条规定，能够当场答复的应当当场答复；不能当场答复的，自收到申请之日"
    "起20个工作日内答复；需要延长的，经政府信息公开工作机构负责人同意并告知申请人，延长不得超过20个工作日。建议"
    "各单位对信函、电子邮件等各种渠道收到的申请当日登记、统一编号，落实承办人和办结日，在期限届满前提示催办；"
    "确需延长的，在期限内书面告知。",
)
PHONE = Advice(
    "保持咨询电话畅通",
    "《中华人民共和国政府信息公开条例》第十二条规定，政府信息公开指南应当载明工作机构的办公时间、联系电话等内容。"
    "建议各单位核对指南公布的电话是否准确，明确办公时间内的接听人和替补人，机构、号码变动时及时更新指南。",
)
OTHER_FORM = Advice(
    "规范答复书格式",
    "建议各单位采用统一的答复书文本，标题、文号、申请人、落款、日期、印章齐全，以本机关名义作出，印发前由专人按"
    "要素清单核对。",
)
BASIS = Advice(
    "准确引用法律依据，讲清事实理由",
    "建议各单位对照《中华人民共和国政府信息公开条例》第三十六条至第三十九条，按所作的决定引用到条、款、项；不予"
    "公开、不能提供、不予处理的，说明经过怎样的查找、信息属于什么性质、为什么属于所引条款的情形。",
)
DECISION = Advice(
    "把决定落实到申请人能够用上",
    "建议各单位逐项答复申请事项：已主动公开的，写明获取的方式和途径（网址、栏目、文件名）；予以公开的，随附信息"
    "或者写明提供的时间和方式；不属于本机关负责而能够确定负责机关的，告知其名称和联系方式。",
)
REMEDY = Advice(
    "完整告知救济渠道",
    "依照《中华人民共和国政府信息公开条例》第五十一条，申请人可以依法申请行政复议或者提起行政诉讼。建议各单位在答复书"
    "末尾载明：向哪个机关、在多少日内申请行政复议，向哪个人民法院、在多长时间内提起行政诉讼；法律规定应当先申请"
    "行政复议的，一并写明。机关和法院的名称应当写全称，并与本单位的层级和隶属关系相符。",
)
BY_ELEMENT = {
    Element.TITLE: OTHER_FORM,
    Element.DOC_NUMBER: OTHER_FORM,
    Element.APPLICANT: OTHER_FORM,
    Element.REQUEST: OTHER_FORM,
    Element.ISSUER: OTHER_FORM,
    Element.DATE: OTHER_FORM,
    Element.SEAL: OTHER_FORM,
    Element.LEGAL_BASIS: BASIS,
    Element.REASONS: BASIS,
    Element.DECISION: DECISION,
    Element.REMEDY: REMEDY,
}
ORDER = (IN_TIME, OTHER_FORM, BASIS, DECISION, REMEDY, PHONE)

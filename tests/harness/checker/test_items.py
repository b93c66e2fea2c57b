"""Applications with several items: which of them a letter leaves unanswered, and when that is not said."""

from __future__ import annotations

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import document_of, letter
from harness.checker.finding import Element

_BASIS = "根据《政府信息公开条例》第三十六条第（四）项，信息不存在。"
_ASKED = "本机关于2020年9月18日收到你的政府信息公开申请，"

# items | the application told again | the answer | the items left out, or -
CASES = f"""
2 | 你申请公开以下两项信息：1.部门决算；2.采购合同。 | 关于第1项，经检索，{_BASIS} | 2
2 | 申请内容共两项：部门决算、采购合同。 | 一、关于第1项，经检索，{_BASIS} | 2
2 | 你申请的两项信息分别是部门决算和采购合同。 | 关于第一项部门决算，经检索，{_BASIS} | 2
2 | 申请公开部门决算和采购合同两项信息，经研究，答复如下： | 对第一项，经检索，{_BASIS} | 2
3 | 你申请公开三项信息。 | 关于第一、第二项，经检索，{_BASIS} | 3
3 | 你申请公开三项信息。 | 关于第一项、第三项，经检索，{_BASIS} | 2
4 | 你申请公开四项信息。 | 关于第1-2项，经检索，{_BASIS} | 3、4
2 | 你申请公开两项信息。 | 经检索，上述两项信息均未检索到。{_BASIS} | -
2 | 你申请公开两项信息。 | 关于第1项，予以公开，见附件；关于第2项，经检索，{_BASIS} | -
2 | 你申请公开两项信息：1.部门决算；2.采购合同。 | 关于第1项，予以公开，见附件；采购合同经检索，{_BASIS} | -
2 | 你申请公开两项信息：1.部门决算；2.采购合同。 | 关于第1项，经检索未找到。采购合同也未找到。{_BASIS} | -
2 | 你申请公开两项信息：1.部门决算明细；2.采购合同文本。 | 关于第1项，经检索未找到。采购合同文本经检索未找到。{_BASIS} | -
3 | 你申请公开三项信息。 | 关于第1、2项，经检索未找到；第3项未找到。{_BASIS} | -
3 | 你申请公开三项信息。 | 关于第1至3项，经检索，{_BASIS} | -
3 | 你申请公开三项信息。 | 一、关于第1项，经检索未找到。二、采购合同，经检索未找到。三、验收单，经检索未找到。{_BASIS} | -
2 | 你申请公开两项信息。 | 关于第1项，经检索未找到；另一项未找到。{_BASIS} | -
2 | 你申请公开部门决算和采购合同。 | 经检索，{_BASIS} | -
2 | 你申请公开两项信息。 | 你申请的两项信息，经检索未找到，其中第1项系临时工作。{_BASIS} | -
3 | 你申请公开三项信息。 | 关于校车审批表，予以公开，见附件。关于校车年检表，经检索未找到。{_BASIS} | 只见对2项
3 | 你申请公开三项信息。 | 第（一）项可以公开，见附件。第（三）项经检索没有。{_BASIS} | 2
3 | 你申请公开三项信息。 | 一、校车审批表，予以公开，见附件。二、校车年检表，经检索未找到。{_BASIS} | 只见对2项
5 | 你申请公开五项信息。 | 第1、2项予以公开，见附件。第4至5项经检索未找到。{_BASIS} | 3
3 | 你申请公开三项信息。 | 第③项予以公开，见附件。第①项经检索未找到。{_BASIS} | 2
3 | 你申请公开校车审批表、校车年检表和校车验收单。 | 校车审批表予以公开，见附件。校车验收单经检索未找到。{_BASIS} | 2
2 | 你申请公开“公厕改造清单”“公厕改造预算”。 | 公厕改造清单已在www.yj.example公布，请登录查阅。 | 2
3 | 你申请公开：（1）校车线路审批表；（2）校车驾驶员考核结果；（3）校车维修往来函件。 | 校车线路审批表，现提供给你，见附件。往来函件属磋商信函，不予公开。{_BASIS} | 2
3 | 你申请公开：（1）校车线路审批表；（2）校车驾驶员考核结果；（3）校车维修往来函件。 | 关于校车线路审批表，现提供给你，见附件。关于磋商信函，不予公开。{_BASIS} | 只见对2项
2 | 你申请公开：1.2023年招生简章；2.2024年招生简章。 | 关于2023年招生简章，现提供给你，见附件。{_BASIS} | 2
3 | 你申请公开三项信息。 | 关于校车审批表，予以公开，见附件。关于校车年检表，经检索未找到。验收单你可到教育股领取。{_BASIS} | -
3 | 你申请公开三项信息。 | 关于校车审批表和年检表，予以公开，见附件。关于验收单，经检索未找到。{_BASIS} | -
3 | 你申请公开三项信息。 | 一、申请情况。二、审查情况：经检索未找到。{_BASIS} | -
3 | 你申请公开三项信息。 | 第1项予以公开，见附件。剩下的经检索未找到。{_BASIS} | -
2 | 你申请公开“公厕改造清单”“公厕改造预算”。 | 经向预算科检索，你申请的信息不存在。{_BASIS} | -
3 | 你申请公开：（1）校车线路审批表；（2）校车驾驶员考核结果；（3）校车维修往来函件。 | 关于校车线路审批表，现提供给你，见附件。关于驾驶员考核结果，经检索未找到。关于磋商信函，不予公开。{_BASIS} | -
3 | 你申请公开：（1）校车线路审批表；（2）校车驾驶员考核结果；（3）校车维修往来函件。 | 校车线路审批表现提供给你，见附件。考核的分数本局没有形成。信函属过程性信息。{_BASIS} | -
2 | 你申请公开“2023年招生简章”和“2024年招生简章”。 | 关于招生简章，现提供给你，见附件。{_BASIS} | -
""".strip().split("\n")


@pytest.mark.parametrize("line", CASES)
def test_an_item_without_an_answer_is_named_and_no_other(line: str) -> None:
    items, asked, answer, want = (part.strip() for part in line.split("|"))
    text = letter(request=_ASKED + asked, decision=answer)
    found = judge(Dossier(document_of(text), Expected(items=int(items)))).finding(Element.DECISION)
    assert found.defects == (() if want == "-" else ("unanswered_item",)), found.reason
    told = f"{want}的答复" if want.startswith("只见") else f"第{want}项未见答复"
    assert want == "-" or told in found.reason

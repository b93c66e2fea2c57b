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
""".strip().split("\n")


@pytest.mark.parametrize("line", CASES)
def test_an_item_without_an_answer_is_named_and_no_other(line: str) -> None:
    items, asked, answer, want = (part.strip() for part in line.split("|"))
    text = letter(request=_ASKED + asked, decision=answer)
    found = judge(Dossier(document_of(text), Expected(items=int(items)))).finding(Element.DECISION)
    assert found.defects == (() if want == "-" else ("unanswered_item",)), found.reason
    assert want == "-" or f"第{want}项未见答复" in found.reason

"""Planted faults: each takes a letter without fault and gives the faulty one with its label changed.

A fault applies where it really is one for a letter of this kind and day; else it gives `None`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from corpus import (
    ABSENT,
    ANYTHING,
    PRESENT,
    SEED,
    WORDS_ALONE,
    Base,
    Letter,
    faultless,
    label,
    remedies,
)  # fmt: skip

from harness.checker.dossier import Expected
from harness.checker.finding import Element, Verdict

Fault = Callable[[Letter, Base], Letter | None]
FAULTS_PER_LETTER = 5
_SHARE = {"faulty_remedy": 4}  # it stands for many
_BASIS = re.compile(r"\{依:([^}]*)\}")
_FREE_CHOICE_SURE = date(2025, 6, 1)  # between 2024 and this day either order is accepted
NEW_LAW = date(2019, 5, 15)


def faulty(base: Base, used: Counter[str]) -> list[Letter]:
    """The faults that fit this letter and were planted least so far, so that all get their share."""
    if base.kind != "answer":
        return []
    found: list[Letter] = []
    for name in sorted(FAULTS, key=lambda one: used[one] / _SHARE.get(one, 1)):
        made = FAULTS[name](faultless(base, 10 + len(found)), base)
        if made is not None:
            found.append(replace(made, id=f"{base.id}-{name}", fault=name))
            used[name] += 1
        if len(found) == FAULTS_PER_LETTER:
            break
    return found


def _sealed(letter: Letter) -> Letter:
    """A fault of the seal needs a medium that could carry one."""
    if letter.medium not in WORDS_ALONE:
        return letter
    return replace(letter, medium="pdf").labelled(Element.SEAL, PRESENT)


def _defect(letter: Letter, element: Element, *defects: str) -> Letter:
    return letter.labelled(element, label(Verdict.DEFECTIVE, defects=defects))


def no_title(letter: Letter, base: Base) -> Letter | None:
    return letter.without("题").labelled(Element.TITLE, ABSENT)


def no_number(letter: Letter, base: Base) -> Letter | None:
    return letter.without("号").labelled(Element.DOC_NUMBER, ABSENT)


def number_of_another_year(letter: Letter, base: Base) -> Letter | None:
    number = f"{letter.unit.code}〔{letter.day.year - 2}〕31号"
    return _defect(letter.having("号", number), Element.DOC_NUMBER, "year_mismatch")


def number_in_other_style(letter: Letter, base: Base) -> Letter | None:
    code, year = letter.unit.code, letter.day.year
    style = Random(letter.id).choice(
        (f"{code}[{year}]12号", f"{code}（{year}）12号", f"{code}【{year}】12号", f"{code}〔{year}〕第12号",
         f"{code}〔{year}〕012号", f"〔{year}〕{code}12号", f"编号：{year}-22")
    )  # fmt: skip
    return letter.having("号", style).labelled(
        Element.DOC_NUMBER, label(Verdict.PRESENT, defects=("style",))
    )


def nameless(letter: Letter, base: Base) -> Letter | None:
    if "关于" in letter.part("题"):
        return None
    greeting = Random(letter.id).choice(("尊敬的申请人：", "申请人：", "您好："))
    changed = letter.having("主", greeting)
    if greeting.startswith("您好"):  # nobody is addressed at all: absent says as much
        either = label(Verdict.DEFECTIVE, Verdict.ABSENT, defects=("generic",))
        return changed.labelled(Element.APPLICANT, either)
    return _defect(changed, Element.APPLICANT, "generic")


def another_name(letter: Letter, base: Base) -> Letter | None:
    if letter.person not in letter.part("主"):
        return None
    wrong = replace(letter, expected=Expected(applicant="郑和平"))
    return _defect(wrong, Element.APPLICANT, "other_name")


def right_name_expected(letter: Letter, base: Base) -> Letter | None:
    if letter.person not in letter.part("主"):
        return None
    masked = letter.person[0] + "某" * (len(letter.person) - 1)
    expected = Expected(
        applicant=Random(letter.id).choice((letter.person, masked)), unit=letter.unit.name,
        reconsideration_organs=(*re.split("或者?", letter.unit.choice), letter.unit.organ),
        courts=(letter.unit.court,),
    )  # fmt: skip
    return replace(letter, expected=expected)


def no_addressee(letter: Letter, base: Base) -> Letter | None:
    if "关于" in letter.part("题"):
        return None
    return letter.without("主").labelled(Element.APPLICANT, ABSENT)


def nothing_asked(letter: Letter, base: Base) -> Letter | None:
    # x2 tells what was asked in its reasons once more
    if (
        len(base.decisions) > 1
        or base.id == "x2"
        or "，并" in letter.part("事")
        or "附" in dict(letter.parts)
    ):
        return None
    bare = Random(letter.id).choice(
        (
            "你提交的政府信息公开申请收悉。",
            "本机关已收到你的申请，现答复如下：",
            "来信收悉，现将有关情况答复如下。",
        )
    )
    # what was asked may still show through the reasons: then a person may say that it is there
    return letter.having("事", bare).labelled(
        Element.REQUEST, label(Verdict.DEFECTIVE, defects=("no_content",))
    )


def _basis(letter: Letter, text: str) -> Letter:
    parts = tuple((key, _BASIS.sub(text, old)) for key, old in letter.parts)
    return replace(letter, parts=parts)


def _one_basis(base: Base) -> bool:
    return len(base.decisions) == 1


def no_basis(letter: Letter, base: Base) -> Letter | None:
    if not _one_basis(base) or base.id in {"x1", "x2"} or "opaque" in base.flags:
        return None
    return _basis(letter, "").labelled(Element.LEGAL_BASIS, ABSENT)


def basis_without_article(letter: Letter, base: Base) -> Letter | None:
    if not _one_basis(base) or base.id in ("x1", "x2"):
        return None
    text = Random(letter.id).choice(
        ("根据《中华人民共和国政府信息公开条例》的有关规定，", "依照《政府信息公开条例》相关规定，",
         "按照《中华人民共和国政府信息公开条例》及有关文件精神，")
    )  # fmt: skip
    return _defect(_basis(letter, text), Element.LEGAL_BASIS, "no_article")


def basis_without_item(letter: Letter, base: Base) -> Letter | None:
    ours = {"not_held", "not_responsible", "granted", "already_public", "repeat", "special_regime"}
    if base.decisions[0] not in ours or not _one_basis(base) or letter.day < NEW_LAW:
        return None
    text = "根据《中华人民共和国政府信息公开条例》第三十六条的规定，"
    return _defect(_basis(letter, text), Element.LEGAL_BASIS, "no_item")


def basis_of_the_old_text(letter: Letter, base: Base) -> Letter | None:
    old = {
        "not_held": "第二十一条第（三）项", "not_responsible": "第二十一条第（三）项",
        "granted": "第二十一条第（一）项", "already_public": "第二十一条第（一）项",
        "refused_process": "第二十一条第（二）项", "refused_internal": "第二十一条第（二）项",
    }.get(base.decisions[0])  # fmt: skip
    if old is None or not _one_basis(base) or letter.day < NEW_LAW:
        return None
    order = Random(letter.id).choice(("", "（国务院令第492号）"))
    text = f"根据《中华人民共和国政府信息公开条例》{order}{old}的规定，"
    return _defect(_basis(letter, text), Element.LEGAL_BASIS, "old_regulation")


def basis_beyond_the_text(letter: Letter, base: Base) -> Letter | None:
    if not _one_basis(base) or base.id in ("x1", "x2") or letter.day < NEW_LAW:
        return None
    article = Random(letter.id).choice(("第五十八条", "第三十六条第（九）项", "第六十二条第一款"))
    text = f"根据《中华人民共和国政府信息公开条例》{article}的规定，"
    return _defect(_basis(letter, text), Element.LEGAL_BASIS, "no_such_article")


def basis_that_does_not_fit(letter: Letter, base: Base) -> Letter | None:
    wrong = {
        "not_held": "第三十六条第（二）项", "not_responsible": "第三十六条第（六）项",
        "granted": "第三十六条第（四）项", "already_public": "第三十九条第一款",
        "refused_process": "第三十六条第（四）项", "refused_internal": "第三十八条",
        "repeat": "第三十六条第（一）项", "needs_processing": "第三十六条第（六）项",
        "petition": "第三十六条第（七）项",
    }.get(base.decisions[0])  # fmt: skip
    if wrong is None or not _one_basis(base) or letter.day < NEW_LAW:
        return None
    text = f"根据《中华人民共和国政府信息公开条例》{wrong}的规定，"
    return _defect(_basis(letter, text), Element.LEGAL_BASIS, "does_not_fit")


def basis_in_another_law(letter: Letter, base: Base) -> Letter | None:
    if not _one_basis(base) or base.id in ("x1", "x2", "e1", "e2") or letter.day < NEW_LAW:
        return None
    text = Random(letter.id).choice(
        (
            "根据《云岭省政府信息公开规定》第二十三条第（五）项，",
            "依据《中华人民共和国档案法》第十四条的规定，",
        )
    )
    return _defect(_basis(letter, text), Element.LEGAL_BASIS, "other_law_only")


def no_reasons(letter: Letter, base: Base) -> Letter | None:
    if "bare" not in base.flags or not _one_basis(base) or base.decisions[0] == "partial":
        return None
    return letter.without("理").labelled(Element.REASONS, ABSENT)


def no_way_to_it(letter: Letter, base: Base) -> Letter | None:
    if base.decisions != ("already_public",):
        return None
    text = Random(letter.id).choice(
        ("请您自行查询。", "请登录政府网站查阅。", "本机关不再另行提供。")
    )
    basis = "根据《中华人民共和国政府信息公开条例》第三十六条第（一）项，"
    changed = letter.having("决", f"{basis}你申请的信息已经主动公开，{text}")
    return _defect(changed, Element.DECISION, "no_way_to_obtain")


def nobody_named(letter: Letter, base: Base) -> Letter | None:
    if base.decisions != ("not_responsible",) or base.id == "z15":  # its reasons name the agency
        return None
    text = Random(letter.id).choice(("建议向有关部门咨询。", "请向相关主管单位了解。"))
    basis = "根据《中华人民共和国政府信息公开条例》第三十六条第（五）项的规定，"
    changed = letter.having("决", f"{basis}该信息不属于本机关负责公开，{text}")
    return _defect(changed, Element.DECISION, "no_agency_named")


def one_item_unanswered(letter: Letter, base: Base) -> Letter | None:
    if base.id != "m1":
        return None
    changed = letter.having(
        "决", "根据《中华人民共和国政府信息公开条例》第三十六条第（四）项，第一项信息不存在。"
    )
    changed = changed.having("理", "关于第一项，经本机关检索档案和文件库，没有找到。")
    changed = replace(changed, decisions=frozenset({"not_held"}), expected=Expected(items=2))
    return _defect(changed, Element.DECISION, "unanswered_item")


def no_remedy(letter: Letter, base: Base) -> Letter | None:
    free = {"granted", "petition", "publication", "abandoned", "not_government_information"}
    if free & set(base.decisions):
        return None
    return letter.without("救").labelled(Element.REMEDY, ABSENT)


def faulty_remedy(letter: Letter, base: Base) -> Letter | None:
    choices = [row for row in remedies() if row[0] == base.remedy and row[1]]
    if not choices:
        return None
    _, defects, text = Random(f"{SEED}{letter.id}").choice(choices)
    order = {"reconsideration_first_missing", "reconsideration_first_wrong"}
    if defects & order and (
        letter.day < _FREE_CHOICE_SURE or "partial" in base.decisions or len(base.decisions) > 1
    ):
        return None
    unit = letter.unit
    for slot, value in {"复": unit.organ, "择": unit.choice, "院": unit.court}.items():
        text = text.replace(f"{{{slot}}}", value)
    return _defect(letter.having("救", text), Element.REMEDY, *defects)


def another_organ(letter: Letter, base: Base) -> Letter | None:
    if base.remedy not in "AB" or letter.unit.organ not in letter.part("救"):
        return None
    if letter.unit.organ == letter.unit.name:
        return None
    expected = Expected(reconsideration_organs=(letter.unit.organ,), courts=(letter.unit.court,))
    wrong = letter.having("救", letter.part("救").replace(letter.unit.organ, "江陵市人民政府"))
    return _defect(replace(wrong, expected=expected), Element.REMEDY, "wrong_organ")


def another_court(letter: Letter, base: Base) -> Letter | None:
    if base.remedy not in "ABC":
        return None
    expected = Expected(courts=(letter.unit.court,))
    wrong = letter.having("救", letter.part("救").replace(letter.unit.court, "江陵市人民法院"))
    return _defect(replace(wrong, expected=expected), Element.REMEDY, "wrong_court")


def no_signature(letter: Letter, base: Base) -> Letter | None:
    """Nobody says who answers: no head, no signature, no seal, no agency in the title."""
    if letter.unit.name[:3] in letter.part("题"):
        return None
    bare = replace(letter.without("署"), head=False, seal="")
    return bare.labelled(Element.ISSUER, label(Verdict.ABSENT)).labelled(Element.SEAL, ABSENT)


def signed_by_an_office(letter: Letter, base: Base) -> Letter | None:
    if letter.unit.name[:3] in letter.part("题"):
        return None
    office = Random(letter.id).choice(("政策法规科", "信息公开科", "办公室"))
    changed = replace(letter.having("署", office), head=False, seal="")
    changed = changed.labelled(Element.SEAL, ABSENT)
    return _defect(changed, Element.ISSUER, "inner_office")


def another_unit_signs(letter: Letter, base: Base) -> Letter | None:
    other = "宁川市民政局"
    changed = replace(letter.having("署", other), head=False, seal=other)
    changed = replace(changed, expected=Expected(unit=letter.unit.name))
    if letter.unit.name[:3] in letter.part("题"):
        return None
    if (
        letter.medium not in WORDS_ALONE
    ):  # the seal agrees with the signature: who expects ours may object
        changed = changed.labelled(Element.SEAL, ANYTHING)
    return _defect(changed, Element.ISSUER, "other_unit")


def signed_by_its_office(letter: Letter, base: Base) -> Letter | None:
    """A government may answer through its office: no fault."""
    if not letter.unit.name.endswith("县人民政府"):
        return None
    office = letter.unit.name + "办公室"
    changed = replace(letter.having("署", office), seal=office)
    return replace(changed, expected=Expected(unit=letter.unit.name))


def sealed_for_disclosure(letter: Letter, base: Base) -> Letter | None:
    """政府信息公开专用章 is good enough: no fault."""
    if letter.medium in WORDS_ALONE:
        return None
    return replace(letter, seal=letter.unit.name + "政府信息公开专用章")


def no_date(letter: Letter, base: Base) -> Letter | None:
    return letter.without("日").labelled(Element.DATE, ABSENT)


def impossible_date(letter: Letter, base: Base) -> Letter | None:
    text = Random(letter.id).choice((f"{letter.day.year}年2月30日", f"{letter.day.year}年13月5日"))
    return _defect(letter.having("日", text), Element.DATE, "impossible")


def dated_after_sending(letter: Letter, base: Base) -> Letter | None:
    sent = replace(letter, replied_on=letter.day - timedelta(days=4))
    return _defect(sent, Element.DATE, "after_sending")


def no_seal(letter: Letter, base: Base) -> Letter | None:
    return replace(_sealed(letter), seal="").labelled(Element.SEAL, ABSENT)


def seal_of_another(letter: Letter, base: Base) -> Letter | None:
    wrong = replace(_sealed(letter), seal="江陵市民政局")
    return _defect(wrong, Element.SEAL, "name_mismatch")


FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        faulty_remedy, no_title, basis_without_article, seal_of_another, no_remedy, nameless,
        basis_of_the_old_text, no_number, another_court, no_way_to_it, no_date, basis_without_item,
        no_seal, nothing_asked, right_name_expected, no_basis, nobody_named, number_of_another_year,
        no_reasons, another_name, basis_that_does_not_fit, signed_by_an_office, impossible_date,
        another_organ, number_in_other_style, no_addressee, sealed_for_disclosure,
        basis_beyond_the_text, no_signature, one_item_unanswered, dated_after_sending,
        basis_in_another_law, another_unit_signs, signed_by_its_office,
    )
}  # fmt: skip

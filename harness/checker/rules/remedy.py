"""救济渠道

要求：答复应当告知不服答复的途径和期限：向哪个机关、在多少日内申请行政复议；向哪个法院、在多长时间内提起行政诉讼。
尚未作出处理决定的文书不要求本项：收件确认、自动回复、退信、补正告知、延期告知、征求意见告知、收费告知、要求说明理由、转办告知、
要求撤回申请。公共企事业单位的答复按条例第五十五条由主管部门规定，不断定缺失。依据条例第十四条至第十六条不予公开的，2024年1月1日起应当先申请复议，并且应当在答复中告知。
依据：条例第五十一条；行政复议法（六十日，第二十条；复议前置与告知，第二十三条）；行政诉讼法（六个月，第四十六条，2015年5月1日前
为三个月；先复议再起诉的，收到复议决定书之日起十五日，第四十五条）。
瑕疵：no_reconsideration、no_litigation（只告知一种途径）；no_period、wrong_period（没有期限、期限错误）；no_organ、no_court
（没有写明具体的复议机关、法院，如“上一级行政机关”“有管辖权的人民法院”）；wrong_organ、wrong_court（复议机关、法院写错，需有
EXPECT：列出的机关、法院，或者按被申请机关的名称、层级和答复之日推定）；reconsideration_first_missing（应当先复议而未告知）；
reconsideration_first_wrong（可以选择而要求先复议）。
应当先复议而且已经告知的，复议之后向哪个法院、多久起诉可以不写：不判no_litigation、no_court、no_period。其余答复只告知复议的，
判no_litigation。既写应当先复议、又写可以直接起诉的，待人工认定。
法院不受理起诉的告知（2025年6月1日起：信访投诉举报、需要加工分析、重复申请已经公开的信息、工商和不动产登记等资料；公开出版物不论何时），
不写起诉途径、法院、起诉期限不是瑕疵，写了也不是；行政复议仍应告知，写“应当先申请复议”也不判错。是不是这一类看申请的实际内容，不看
答复所用的名目：名目与申请不符、看不出此前的答复有没有公开该信息的，待人工认定。
2024年1月1日至2025年5月31日，信息不存在、不属于本机关负责、不予处理等（第三十六条第（四）至（七）项、第三十九条等）是否前置
做法不一，写先复议或者写可以选择都不判错。部分公开的，2026年7月1日以前两种写法都不判错，没有告知先复议的加注提示；
2026年7月1日起不予公开的部分引用第十四条至第十六条的，应当告知先申请复议（行政复议法实施条例第三十一条）。
事实部分提到的法院、复议决定不是救济告知。开发区、垂直管理有疑问的机关由谁复议，机器不作断定，待人工认定。
"""

from __future__ import annotations

from harness.checker.competence import competence
from harness.checker.dossier import Expected
from harness.checker.example import REMEDY, Example, letter
from harness.checker.finding import Element, Finding
from harness.checker.opened import Opened
from harness.checker.routes_shown import as_json, said, summary
from harness.checker.suits import Due, Suit, first_of, suit_of
from harness.checker.terms import suit_term, wrong_periods
from harness.reading.remedy.order import is_put_first
from harness.reading.remedy.remedies import Routes, read_routes

ELEMENT = Element.REMEDY
# rulebook, section 4 (D2, D14, D15) and E8: recommended, and left to the scheme
_AS_SCHEMES_HAVE_IT = {"granted", "petition", "publication"}
_IN_PART = {"partial", "unknown"}  # of these either order is always accepted

_CZ = Expected(
    reconsideration_organs=("演江市人民政府", "演江自治区财政厅"), courts=("演江市城东区人民法院",)
)
_REFUSED = "经审查，该信息属于行政执法案卷信息。根据《政府信息公开条例》第十六条第二款、第三十六条第（三）项，不予公开。"
_2025 = {
    "number": "演财公开〔2025〕8号",
    "date": "2025年8月6日",
    "request": "本机关于2025年7月18日收到你提交的申请，申请公开“处罚案卷”。",
}
_FIRST = (
    "如对本答复不服，应当先自收到本答复书之日起60日内向演江市人民政府申请行政复议；"
    "对行政复议决定不服的，可以自收到复议决定书之日起15日内向演江市城东区人民法院提起行政诉讼。"
)
PRESENT = (
    Example(letter(), expected=_CZ),
    Example(
        letter(
            remedy="申请人如不服本告知，可在收到本告知书之日起六十日内向演江自治区财政厅申请行政复议，也可以在六个月内直接向演江市城东区人民法院起诉。"
        ),
        expected=_CZ,
    ),
    Example(letter(decision=_REFUSED, remedy=_FIRST, **_2025)),
)
DEFECTIVE = (
    Example(
        letter(remedy="如对本答复不服，可自收到之日起60日内向演江市人民政府申请行政复议。"),
        defects=("no_litigation",),
    ),
    Example(
        letter(remedy="如对本答复不服，可在6个月内向演江市城东区人民法院提起行政诉讼。"),
        defects=("no_reconsideration",),
    ),
    Example(
        letter(remedy="如对本答复不服，可以依法申请行政复议或者提起行政诉讼。"),
        defects=("no_period", "no_organ", "no_court"),
    ),
    Example(
        letter(
            remedy="如不服，可自收到之日起60日内向上一级行政机关申请行政复议，或者6个月内向有管辖权的人民法院提起行政诉讼。"
        ),
        defects=("no_organ", "no_court"),
    ),
    Example(
        letter(
            remedy="如不服，可自收到之日起60日内向演江市人民政府申请行政复议，或者3个月内向演江市城东区人民法院提起行政诉讼。"
        ),
        defects=("wrong_period",),
    ),
    Example(
        letter(
            remedy="如不服，可自收到之日起30日内向演江市人民政府申请行政复议，或者6个月内向演江市城东区人民法院提起行政诉讼。"
        ),
        defects=("wrong_period",),
    ),
    Example(
        letter(
            remedy="如不服，可自收到之日起60日内向演江市水利局申请行政复议，或者6个月内向外江市河西区人民法院提起行政诉讼。"
        ),
        defects=("wrong_organ", "wrong_court"),
        expected=_CZ,
    ),
    # the choice of the old law, offered under the new one
    Example(
        letter(
            decision="经检索，信息不存在。根据《政府信息公开条例》第三十六条第（四）项答复如上。",
            remedy=REMEDY.replace("演江市人民政府", "演江市人民政府或者演江自治区财政厅"),
            **_2025,
        ),
        defects=("wrong_organ",),
        expected=Expected(unit="演江市财政局"),
    ),
    Example(letter(decision=_REFUSED, **_2025), defects=("reconsideration_first_missing",)),
    Example(
        letter(
            decision=_REFUSED,
            remedy="如对本答复不服，可以自收到本答复书之日起60日内向演江市人民政府申请行政复议。",
            **_2025,
        ),
        defects=("reconsideration_first_missing",),
    ),
    Example(letter(remedy=_FIRST, **_2025), defects=("reconsideration_first_wrong",)),
    Example(
        letter(
            remedy="不服的，须先行向演江市人民政府申请行政复议（期限为收到之日起60日）；未经复议不得直接起诉，对复议决定不服的可在15日内向演江市城东区人民法院提起行政诉讼。",
            **_2025,
        ),
        defects=("reconsideration_first_wrong",),
    ),
)
ABSENT = (
    Example(letter(remedy="")),
    Example(
        letter(
            remedy="",
            decision="经查，你曾就此事向演江市人民政府申请行政复议，演江市城东区人民法院已作出（2019）演行初字第12号判决。根据《政府信息公开条例》第三十六条第（六）项，不予重复处理。",
        )
    ),
)
QUIET = (
    # where reconsideration comes first, the court is told in the decision on it
    Example(
        letter(
            decision=_REFUSED,
            remedy="如对本答复不服，应当先自收到本答复书之日起60日内向演江市人民政府申请行政复议。",
            **_2025,
        )
    ),
    Example(
        letter(
            decision=_REFUSED,
            remedy="如对本答复不服，应当先自收到之日起60日内向演江市人民政府申请行政复议；对复议决定不服的，可以再依法向人民法院提起行政诉讼。",
            **_2025,
        )
    ),
    # told without 如不服, by laws and periods alone; the organ told twice; 和 inside a name
    Example(
        letter(
            remedy="根据《中华人民共和国行政复议法》的规定，你可在60日内向演江市人民政府申请行政复议；或者根据《中华人民共和国行政诉讼法》的规定，在6个月内向演江市城东区人民法院起诉。"
        ),
        expected=Expected(unit="演江市财政局"),
    ),
    Example(
        letter(remedy=REMEDY.replace("演江市人民政府", "本机关的本级人民政府即演江市人民政府")),
        expected=Expected(unit="演江市财政局"),
    ),
    Example(
        letter(
            issuer="演江市发展和改革委员会",
            remedy=REMEDY.replace("演江市人民政府", "演江市人民政府或者演江自治区发展和改革委员会"),
        ),
        expected=Expected(unit="演江市发展和改革委员会"),
    ),
    # another wording of the right organ, and the choice of before 2024
    Example(
        letter(remedy=REMEDY.replace("演江市人民政府", "市政府（行政复议机构为市司法局）")),
        expected=Expected(unit="演江市财政局"),
    ),
    Example(
        letter(remedy=REMEDY.replace("演江市人民政府", "演江市人民政府或演江自治区财政厅")),
        expected=Expected(unit="演江市财政局"),
    ),
    # each way's body named in brackets
    Example(
        letter(
            remedy="您对答复不服的，有权在收到后60日内申请行政复议（复议机关：演江市人民政府），亦有权在六个月内提起行政诉讼（管辖法院：演江市城东区人民法院）。"
        ),
        expected=_CZ,
    ),
    # the suit of which reconsideration is the precondition is not the suit offered
    Example(
        letter(
            decision=_REFUSED,
            remedy="若有异议，行政复议为提起行政诉讼的前置程序，请自收到之日起60日内向行政复议机关演江市人民政府申请复议；不服复议决定的，可以自收到复议决定之日起15日内向演江市城东区人民法院提起诉讼。",
            **_2025,
        ),
        expected=_CZ,
    ),
    # the order said by what follows: 复议后仍不服
    Example(
        letter(
            decision=_REFUSED,
            remedy="您不服的，应自知道之日起60日内向演江市人民政府提出行政复议申请。复议后仍不服的，可在收到复议决定书15日内依法向演江市城东区人民法院提起行政诉讼。",
            **_2025,
        )
    ),
    Example(
        letter(
            remedy="您对上述答复不服的，有权在收到答复书之日起60天内，向演江市人民政府行政复议办公室申请行政复议，或在收到答复书之日起6个月内，向演江市城东区人民法院提起行政诉讼。"
        ),
        expected=_CZ,
    ),
    Example(
        letter(
            remedy="如不服本答复，可在收到本答复书之日起六个月内直接向演江市城东区人民法院起诉，或者在六十日内向演江市人民政府申请行政复议。"
        ),
        expected=_CZ,
    ),
    Example(
        letter(
            remedy="申请人对本答复不服的，可依照《中华人民共和国行政复议法》第九条第一款，自知道之日起六十日内向演江市人民政府申请行政复议；或者依照《中华人民共和国行政诉讼法》第四十六条第一款，自知道之日起六个月内向演江市城东区人民法院提起行政诉讼。"
        ),
        expected=_CZ,
    ),
    Example(
        letter(
            remedy="如不服，可自收到之日起60日内向市人民政府提出行政复议申请，也可以6个月内向城东区人民法院起诉。"
        ),
        expected=_CZ,
    ),
    Example(
        letter(
            decision="该信息涉及个人隐私的部分作区分处理后提供，其余不予公开，根据《政府信息公开条例》第三十七条答复。",
            remedy=_FIRST,
            **_2025,
        )
    ),
    Example(
        letter(
            remedy="若对本答复有异议，可于收到之日起60日内向演江市人民政府（地址：演江市中山路1号）或演江自治区财政厅申请行政复议，或于收到之日起6个月内依法向演江铁路运输法院提起行政诉讼。"
        )
    ),
    Example(
        letter(
            remedy="如对本答复不服，可以自收到本答复之日起60日内向演江市人民政府申请行政复议。\n也可以自收到本答复之日起6个月内直接向演江市城东区人民法院提起行政诉讼。"
        )
    ),
    Example(
        letter(
            decision="经检索，信息不存在。根据《政府信息公开条例》第三十六条第（四）项答复如上。",
            remedy=_FIRST,
            number="演财公开〔2024〕8号",
            date="2024年8月6日",
        )
    ),
    Example(
        letter(
            remedy=REMEDY.replace("6个月", "3个月"),
            number="演财公开〔2014〕8号",
            date="2014年8月6日",
            decision="根据《政府信息公开条例》第二十一条第（三）项，经检索信息不存在。",
        )
    ),
    Example(
        letter(
            remedy="如不服本答复，你可以自收到之日起六十日内，依照《中华人民共和国行政复议法》的规定，向国务院部门或者演江自治区人民政府申请复议；或者自收到之日起六个月内，依照《中华人民共和国行政诉讼法》的规定，向演江市中级人民法院提起诉讼。"
        )
    ),
    Example(
        letter(
            remedy="行政复议机关：演江市人民政府，申请期限：60日；管辖法院：演江市城东区人民法院，起诉期限：6个月。如不服本答复，可依法申请行政复议或者提起行政诉讼。"
        )
    ),
)


def check(opened: Opened) -> Finding:
    ranges = opened.words.remedies
    if not ranges and opened.cover_remedies:
        return _told_in_mail(opened)
    if not ranges and opened.codes and set(opened.codes) <= _AS_SCHEMES_HAVE_IT:
        why = "全部予以公开、信访投诉类和公开出版物的告知是否须写救济途径，各测评方案不一"
        return opened.unclear(ELEMENT, f"全文未告知救济途径；{why}，请人工认定")
    if not ranges:
        return opened.absent(ELEMENT, "全文未告知申请行政复议、提起行政诉讼的途径和期限")
    text = "\n".join(opened.text[start:end] for start, end in ranges)
    routes = read_routes(text, put_first=is_put_first(opened.text, ranges))
    return _judge(opened, routes, tuple(span for a, b in ranges for span in opened.quote(a, b)))


def _told_in_mail(opened: Opened) -> Finding:
    cover = opened.letter.cover
    text = "\n".join(cover.text[start:end] for start, end in opened.cover_remedies)
    spans = tuple(span for a, b in opened.cover_remedies for span in cover.quote(a, b))
    return _judge(opened, read_routes(text), spans)


def _judge(opened: Opened, routes: Routes, spans: tuple[object, ...]) -> Finding:
    suit = suit_of(opened)
    faults, open_ = _faults(opened, routes, suit)
    more: dict[str, object] = {
        "value": summary(routes),
        "evidence": spans,
        "extra": as_json(routes),
    }
    if faults:
        lead = suit.why if suit.due is Due.YES else ""
        if open_:
            lead = f"{'、'.join(open_)}待人工认定（{suit.why}）"
        return opened.faulty(ELEMENT, faults, lead, _about(opened, routes), **more)
    reason = f"告知了救济途径：{summary(routes)}"
    if open_:
        told = f"{reason}；疑似：{'；'.join(open_)}；但{suit.why}，请人工认定"
        return opened.unclear(ELEMENT, told, **more)
    doubt = competence(opened, routes)[1]
    if doubt:
        return opened.unclear(ELEMENT, f"{reason}；{doubt}，复议机关是否正确请人工认定", **more)
    both = _both_ways(opened, routes)
    if both:
        return opened.unclear(ELEMENT, f"{reason}；{both}", **more)
    return opened.present(ELEMENT, reason + _remarks(opened, routes, suit), **more)


def _faults(opened: Opened, routes: Routes, suit: Suit) -> tuple[dict[str, str], tuple[str, ...]]:
    """The faults, and the sentences of those that only a person can tell to be any, because it is
    not certain that a suit may be brought at all."""
    strict = _all_faults(opened, routes)
    if suit.due is Due.YES:
        return strict, ()
    faults = _all_faults(opened, routes, suits=False)
    left = {code: told for code, told in strict.items() if faults.get(code) != told}
    if suit.due is Due.NO:  # missing it is none; told wrongly, it may mislead
        left = {code: told for code, told in left.items() if code in _TOLD_WRONGLY}
    return faults, tuple(left.values())


_TOLD_WRONGLY = ("wrong_period", "wrong_court")


def _all_faults(opened: Opened, routes: Routes, *, suits: bool = True) -> dict[str, str]:
    """What is wrong; without `suits`, of the way of reconsideration alone."""
    later = not suits or _review_first(opened, routes)
    competent = dict(competence(opened, routes)[0])
    order = _order(opened, routes)
    if not suits:
        competent.pop("wrong_court", None)
        order.pop("reconsideration_first_wrong", None)
    return {
        **_ways(routes, later),
        **_periods(opened, routes, later, suits=suits),
        **_bodies(routes, later),
        **competent,
        **order,
    }


def _ways(routes: Routes, later: bool) -> dict[str, str]:
    if not routes.reconsideration:
        return {"no_reconsideration": "只告知提起行政诉讼，没有告知申请行政复议"}
    if not routes.litigation and not later:
        return {"no_litigation": "只告知申请行政复议，没有告知提起行政诉讼"}
    return {}


def _periods(opened: Opened, routes: Routes, later: bool, *, suits: bool) -> dict[str, str]:
    faults: dict[str, str] = {}
    offered = [
        (routes.reconsideration, routes.reconsideration_period, "申请行政复议"),
        (routes.litigation, routes.litigation_period, "提起行政诉讼"),
    ]
    without = [name for there, period, name in offered[: 1 + suits] if there and period is None]
    if without and not ((routes.litigation_after or later) and without == ["提起行政诉讼"]):
        faults["no_period"] = f"没有告知{'、'.join(without)}的期限"
    if opened.on is None:
        return faults
    wrong = wrong_periods(opened, routes)
    told = []
    if review := wrong.get("review"):
        right = opened.remedy_law.reconsideration_days
        told.append(f"行政复议期限写作“{said(review)}”，应为{right}日")
    if suits and (suit := wrong.get("suit")):
        told.append(f"起诉期限写作“{said(suit)}”，应为{suit_term(opened, routes)}")
    if told:
        faults["wrong_period"] = "，".join(told)
    return faults


def _about(opened: Opened, routes: Routes) -> dict[str, dict[str, object]]:
    """What the faults were read from, and what would be right."""
    expected = opened.expected
    return {
        "wrong_period": {**wrong_periods(opened, routes)},
        "wrong_organ": {
            "named": "、".join(routes.organs),
            "right": "、".join(expected.reconsideration_organs),
        },
        "wrong_court": {"named": "、".join(routes.courts), "right": "、".join(expected.courts)},
    }


def _bodies(routes: Routes, later: bool) -> dict[str, str]:
    faults = {}
    if routes.reconsideration and not routes.named_organs:
        faults["no_organ"] = f"没有写明具体的行政复议机关{_as_written(routes.organs)}"
    if routes.litigation and not routes.named_courts and not later:
        faults["no_court"] = f"没有写明具体的人民法院{_as_written(routes.courts)}"
    return faults


def _as_written(names: tuple[str, ...]) -> str:
    return f"（只写“{'、'.join(names)}”）" if names else ""


def _review_first(opened: Opened, routes: Routes) -> bool:
    """复议前置 holds, or the letter may take it so: then the suit comes later, and so does telling
    of it (it is told in the decision on reconsideration)."""
    first, codes = first_of(opened), set(opened.codes)
    if not codes or not first:
        return False
    if codes <= first:
        return True
    told_first = (routes.first or routes.litigation_after) and not routes.at_once
    return told_first and (bool(codes & first) or codes <= opened.remedy_law.either)


def _order(opened: Opened, routes: Routes) -> dict[str, str]:
    if opened.on is None or not routes.reconsideration or not opened.codes:
        return {}
    first, codes = first_of(opened), set(opened.codes)
    needs = bool(codes & first)
    others = codes - first
    if needs and not others and not routes.first and not routes.litigation_after:
        written = "写作可以直接起诉" if routes.litigation else "没有这样告知"
        return {
            "reconsideration_first_missing": f"依据条例第十四条至第十六条{_part(codes)}不予公开的，应当告知先申请行政复议，本答复{written}"
        }
    if not needs and routes.first and not routes.at_once and not codes & opened.remedy_law.either:
        return {
            "reconsideration_first_wrong": "本答复的情形可以选择复议或者诉讼，却要求先申请行政复议"
        }
    return {}


def _part(codes: set[str]) -> str:
    return "部分" if "partial" in codes else ""


def _remarks(opened: Opened, routes: Routes, suit: Suit) -> str:
    """What is worth telling and is no fault."""
    told = "" if routes.litigation else "；未写复议之后的起诉途径，仅作提示"
    law, codes = opened.remedy_law, set(opened.codes)
    if suit.due is Due.NO:
        if not routes.litigation:
            return f"；{suit.why}"
        return "；法院不受理对此类告知的起诉，写有起诉途径或者先复议的，仅作提示"
    if suit.why and suit.due is Due.YES:
        told += f"；{suit.why}"
    if opened.on is None or not law.first:
        return told
    put_first = routes.first or routes.litigation_after
    if put_first and not codes & law.first and codes & law.either - _IN_PART:
        told += "；此期间是否复议前置做法不一，仅作提示"
    if not put_first and codes & (law.first | {"partial"}):
        told += "；其中不予公开的部分如依据条例第十四条至第十六条，应当先申请行政复议，本答复未这样告知，请核对"
    return told


def _both_ways(opened: Opened, routes: Routes) -> str:
    """Review must come first, and the letter says so and offers a suit at once as well."""
    codes = set(opened.codes)
    # of a partial answer, the part that was given may be sued over at once
    if not codes or not codes <= opened.remedy_law.first or opened.on is None:
        return ""
    return (
        "既写应当先申请行政复议，又写可以直接起诉，请核对"
        if routes.first and routes.at_once
        else ""
    )

"""法律依据

要求：作出处理决定，应当写明依据政府信息公开条例的哪一条；该条分项的，写明哪一项。
依据：条例第三十六条至第三十九条、第十四条至第十六条、第三十条、第三十五条；行政行为应当说明依据的一般要求。
瑕疵：no_article（只写条例名称，没有条）；no_item（所引的条分项而没有写项：第三十六条，旧条例第二十一条）；old_regulation（2019年5月15日以后仍引用492号令
或者旧条例的条款）；no_such_article（所引条、款、项在施行的文本中不存在，如把“项”写成“款”）；does_not_fit（所引的条不支持该决定，或者分项答复中有一项决定没有引用依据）；
other_law_only（只引其他法律、法规、规章，未引条例）。
档案已经移交国家档案馆的，依照档案法等规定办理，引档案法即可，不要求引第三十六条第（七）项（法释〔2025〕8号第九条、国办公开办函
〔2019〕14号）；只存放在本机关档案室的，仍适用条例。
条例没有规定答复书必须引到款、项：写明条、项是说明依据的通常要求和各地文书范本的做法；第三十九条未写明哪一款的，只作提示。
权利救济一段引用的行政复议法、行政诉讼法不是处理决定的依据。
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.checker.cited import faults_of, only_silent, uncited, without_paragraph
from harness.checker.example import Example, letter
from harness.checker.finding import Element, Finding
from harness.checker.opened import Opened
from harness.law.statutes import ORDER_711
from harness.reading.asked.asked_for import of_an_archive
from harness.reading.decision.basis import is_on_disclosure, is_statute, told_in_cover
from harness.reading.decision.citations import Citation

ELEMENT = Element.LEGAL_BASIS

_HELD = "经检索，你申请公开的政府信息不存在。"
PRESENT = (
    Example(letter(), value="第三十六条第（四）项"),
    Example(letter(decision="经检索，根据《政府信息公开条例》第36条第4项，该信息不存在。")),
    Example(
        letter(
            decision="根据《中华人民共和国政府信息公开条例》（以下简称《条例》）第二条、第三十六条第一款第四项的规定，经检索，该信息不存在。"
        )
    ),
)
DEFECTIVE = (
    Example(
        letter(decision="根据《中华人民共和国政府信息公开条例》的有关规定，" + _HELD),
        defects=("no_article",),
    ),
    Example(
        letter(decision="根据《政府信息公开条例》第三十六条规定，" + _HELD), defects=("no_item",)
    ),
    Example(
        letter(decision="根据《政府信息公开条例》第二十一条第（三）项规定，" + _HELD),
        defects=("old_regulation",),
    ),
    Example(
        letter(
            decision="根据《政府信息公开条例》（国务院令第492号）第三十六条第（四）项规定，" + _HELD
        ),
        defects=("old_regulation",),
    ),
    Example(
        letter(decision="根据《政府信息公开条例》第三十六条第四款规定，" + _HELD),
        defects=("no_such_article",),
    ),
    Example(
        letter(decision="根据《政府信息公开条例》第三十六条第（九）项规定，" + _HELD),
        defects=("no_such_article",),
    ),
    Example(
        letter(decision="根据《政府信息公开条例》第三十六条第（一）项规定，" + _HELD),
        defects=("does_not_fit",),
    ),
    Example(
        letter(decision="根据《演江市政府信息公开规定》第二十三条第（四）项规定，" + _HELD),
        defects=("other_law_only",),
    ),
    # in the agency's own archive the 条例 holds
    Example(
        letter(
            decision="该信息已归入本机关档案室，不予公开。根据《中华人民共和国档案法》第二十八条的规定，请按档案查询程序办理。"
        ),
        defects=("other_law_only",),
    ),
)
ABSENT = (
    Example(letter(decision=_HELD)),
    Example(letter(decision="根据有关规定，" + _HELD)),
    Example(
        letter(
            decision=_HELD,
            remedy="如对本答复不服，可依据《中华人民共和国行政复议法》第九条、《中华人民共和国行政诉讼法》第四十六条，自收到之日起60日内向演江市人民政府申请行政复议，或者6个月内向演江市城东区人民法院提起行政诉讼。",
        )
    ),
)
QUIET = (
    # 未制作 is here the reason why another is responsible
    Example(
        letter(
            decision="本机关不承担该项工作，也没有制作或者保存该文件。根据《政府信息公开条例》第三十六条第五项，该信息不属本机关公开范围，请向演江市水利局申请，电话12345678。"
        )
    ),
    # published, and said with the words of giving
    Example(
        letter(
            decision="现已将该信息在政府门户网站予以公开。根据《政府信息公开条例》第三十六条第（一）项，请打开https://www.yj.example/xxgk/查看。"
        )
    ),
    Example(
        letter(
            decision="根据《政府信息公开条例》第三十六条第（三）项、第十四、十五条规定，该信息涉及商业秘密，不予公开。"
        )
    ),
    Example(
        letter(
            decision="根据《中华人民共和国政府信息公开条例》第十四条、第三十六条的规定，该信息属于国家秘密，不予公开。"
        )
    ),
    Example(
        letter(
            decision="依据2019年5月15日起施行的《中华人民共和国政府信息公开条例》第三十八条，需要汇总加工，不予提供。"
        )
    ),
    Example(
        letter(
            decision="依照《中华人民共和国政府信息公开条例》（2007年4月5日国务院令第492号公布，2019年4月3日国务院令第711号修订）第三十六条第（四）项，经检索，该信息不存在。"
        )
    ),
    Example(
        letter(decision="该信息属于行政执法案卷信息，根据本条例第十六条第二款，决定不予公开。")
    ),
    Example(
        letter(
            decision="该信息涉及商业秘密，第三方不同意公开，根据《政府信息公开条例》第十五条、第三十六条第（三）项，不予公开。"
        )
    ),
    Example(
        letter(
            decision="经查，你所咨询事项不属于政府信息，根据《政府信息公开条例》第二条，答复如上。"
        )
    ),
    Example(
        letter(
            decision="经检索未找到，根据《政府信息公开条例》第二十一条第（三）项，该信息不存在。",
            number="演财公开〔2014〕18号",
            date="2014年5月6日",
            request="本机关于2014年4月18日收到你的申请，申请公开“部门决算”。",
        )
    ),
    Example(
        letter(
            decision="该信息已主动公开，根据《政府信息公开条例》第三十六条第（一）项，请登录http://www.yj.example/cz/js.html查阅。"
        )
    ),
    Example(
        letter(
            decision="根据《条例》第三十六条第（五）项和第十条，该信息不属于本机关负责公开，建议向演江市住房和城乡建设局申请，电话12345678。"
        )
    ),
    Example(
        letter(
            decision="根据《政府信息公开条例》第三十六条第（四）项、第（五）项，部分信息本机关未制作，部分不属于本机关负责公开，请向演江市水利局申请，电话12345678。"
        )
    ),
    # in a public archive: by the law on archives alone
    Example(
        letter(
            decision="经查，该文件已于2003年移交演江市国家档案馆保管，本机关不再保存。根据《中华人民共和国档案法》第二十八条的规定，请向演江市国家档案馆申请查阅。"
        )
    ),
)

# decisions for which another law may be all the basis there is
_ELSEWHERE = frozenset({"special_regime", "not_government_information"})


def check(opened: Opened) -> Finding:
    regulation = [one for one in opened.words.citations if one.is_regulation]
    if not regulation:
        return _without_regulation(opened)
    articles = [one for one in regulation if one.article is not None]
    shown = articles or regulation
    more = _shown(opened, shown)
    if not articles:
        return opened.faulty(
            ELEMENT, {"no_article": "引用了政府信息公开条例，没有写明哪一条"}, **more
        )
    faults = faults_of(opened, articles)
    if faults:
        about = {"no_such_article": {"cited": faults.get("no_such_article", "")}}
        return opened.faulty(ELEMENT, faults, "", about, **more)
    if without := uncited(opened, articles):
        about = {"does_not_fit": {"decided": "apart"}}
        return opened.faulty(ELEMENT, without, "", about, **more)
    remark = without_paragraph(articles, opened)
    if remark:
        reason = f"依据为政府信息公开条例{more['value']}；{remark}，仅作提示"
        return opened.present(ELEMENT, reason, **more)
    if only_silent(opened, articles):
        return opened.unclear(
            ELEMENT, f"只引用了{more['value']}，该条不直接支持所作决定，请人工认定", **more
        )
    return opened.present(ELEMENT, f"依据为政府信息公开条例{more['value']}", **more)


def _shown(opened: Opened, cited: Sequence[Citation]) -> dict[str, object]:
    return {
        "value": "、".join(dict.fromkeys(one.text for one in cited)),
        "evidence": tuple(span for one in cited for span in opened.quote(one.start, one.end)),
        "extra": {"citations": [_as_json(one) for one in opened.words.citations]},
    }


def _as_json(one: Citation) -> dict[str, object]:
    return {
        "law": one.law,
        "article": one.article,
        "paragraph": one.paragraph,
        "item": one.item,
        "text": one.text,
    }


def _without_regulation(opened: Opened) -> Finding:
    others = [one for one in opened.words.citations if one.article is not None] or list(
        opened.words.citations
    )
    if not others:
        in_cover = told_in_cover(opened.facts)
        if in_cover:
            return opened.present(ELEMENT, f"邮件正文写明依据“{in_cover}”", value=in_cover)
        return opened.absent(ELEMENT, "作出处理决定未写明任何法律依据")
    more = _shown(opened, others)
    local = all(
        "信息公开" in one.law for one in others
    )  # a local rule on disclosure is no special law
    if _of_an_archive(opened, others):
        reason = f"依据为{others[0].law}{others[0].text}；已移交国家档案馆的，按档案管理的规定办理"
        return opened.present(ELEMENT, reason, **more)
    if set(opened.codes) & _ELSEWHERE and not (local and opened.on and opened.on >= ORDER_711):
        return opened.present(ELEMENT, f"依据为{others[0].law}{others[0].text}", **more)
    if opened.on is None or opened.on < ORDER_711:
        return _of_then(opened, others, more)
    return opened.faulty(
        ELEMENT, {"other_law_only": f"只引用了{others[0].law}，未引用政府信息公开条例"}, **more
    )


def _of_an_archive(opened: Opened, cited: Sequence[Citation]) -> bool:
    """What lies in a public archive is no longer given by the 条例 (法释〔2025〕8号第九条); what lies in
    the agency's own archive still is."""
    return of_an_archive(opened.words.told) and any("档案" in one.law for one in cited)


def _of_then(opened: Opened, others: Sequence[Citation], more: dict[str, object]) -> Finding:
    """Before the 条例 of 2019, rules on disclosure of a place or a department could be the basis."""
    law = others[0].law
    if "petition" in opened.codes:
        return opened.present(ELEMENT, f"依据为{law}{others[0].text}", **more)
    if any(is_on_disclosure(one.law) for one in others):
        why = "当时可以地方规定为依据" if opened.on else "答复日期不明，不判断是否应当引用条例"
        return opened.present(ELEMENT, f"依据为{law}（{why}）", **more)
    if opened.on is None or any(is_statute(one.law) for one in others):
        return opened.unclear(ELEMENT, f"只引用了{law}，能否作为公开与否的依据请人工认定", **more)
    return opened.faulty(
        ELEMENT,
        {"other_law_only": f"只引用了{law}，不是信息公开的规定，也未引用政府信息公开条例"},
        **more,
    )

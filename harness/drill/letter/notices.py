"""What an agency writes before its answer, or instead of it: 登记回执, 补正, 延期, 转办, a link; and what is
meant for somebody else. In: a profile, what was asked, the days. Out: `Notice`s, `Paper`s and `Note`s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from harness.drill import places
from harness.drill.dealing.profile import Profile
from harness.drill.letter.mails import Note
from harness.drill.letter.paper import Asked, Paper, words_of
from harness.drill.letter.wording import EXTENSION, RECEIPT, day_text
from harness.drill.play.reading import ReadMail
from harness.drill.play.schedule import Days
from harness.drill.province import document_word

CLARIFICATION = (
    "政府信息公开申请补正告知书",
    "{self}于{got}收到您{by}提交的政府信息公开申请，申请公开“{q}”。经审查，您的申请内容不明确。"
    "根据《中华人民共和国政府信息公开条例》第三十条的规定，请您自收到本告知书之日起15个工作日内补正，"
    "说明所需信息的名称、文号或者其他特征性描述。无正当理由逾期不补正的，视为放弃申请。",
)
FORWARDING = (
    "政府信息公开申请转办告知书",
    "您{by}提交的政府信息公开申请（内容：{q}）已于{got}收到。您的申请现已转{other}办理，请与该单位联系。",
)
_STRANGER = "孟小虚"
_OTHER_TITLE = "2018年度城市道路照明设施维护费用支出决算"
_LINK = (
    "{person}：\n\n您好！您的政府信息公开申请（{q}）已办理完毕，答复书请点击以下链接下载：\n"
    "http://{site}/download?id={code}\n提取码：{key}，链接30日内有效。\n\n{unit}\n"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """`kind` begins the notice's key; `cover` is the mail that it is attached to, where it is mailed."""

    kind: str
    day: date
    paper: Paper
    subject: str
    cover: str
    file: str


def notices(profile: Profile, asked: Asked, when: Days) -> Iterator[Notice]:
    """Those that the profile has, each on its day."""
    got = when.received
    if when.receipt:
        text = _paper(profile, asked, got, when.receipt, RECEIPT, "登记")
        cover = "您的申请已登记，回执见附件。"
        yield _notice("receipt", when.receipt, text, profile, asked, cover, "登记回执.pdf")
    if when.clarification:
        text = _paper(profile, asked, got, when.clarification, CLARIFICATION, "补正")
        cover = "您的申请需要补正，补正告知书见附件。"
        yield _notice(
            "clarification", when.clarification, text, profile, asked, cover, "补正告知书.pdf"
        )
    if when.extension and when.extended_until:
        text = _paper(profile, asked, got, when.extension, EXTENSION, "延答", when.extended_until)
        cover = "您的申请延期答复，告知书见附件。"
        yield _notice(
            "extension", when.extension, text, profile, asked, cover, "延期答复告知书.pdf"
        )
    if when.forwarding:
        text = _paper(profile, asked, got, when.forwarding, FORWARDING, "转")
        cover = "您的申请已转有关单位办理，告知书见附件。"
        yield _notice("forwarding", when.forwarding, text, profile, asked, cover, "转办告知书.pdf")


def _notice(
    kind: str, day: date, paper: Paper, profile: Profile, asked: Asked, cover: str, file: str
) -> Notice:
    text = f"{asked.person}：\n\n{cover}\n\n{profile.unit.name}\n"
    return Notice(kind, day, paper, paper.title, text, file)


def _paper(
    profile: Profile,
    asked: Asked,
    got: date,
    signed: date,
    words: tuple[str, str],
    kind: str,
    until: date | None = None,
) -> Paper:
    """`kind` stands in its number."""
    title, text = words
    random = Random(f"{profile.stream} {title}")
    terms = words_of(random, profile, asked, got) | {"until": day_text(until or signed)}
    return Paper(
        unit=profile.unit,
        title=title,
        number=f"{document_word(profile.unit)}{kind}〔{signed.year}〕{random.randint(2, 60)}号",
        salutation=f"{asked.person}：",
        paragraphs=(text.format(**terms),),
        closing="特此告知。",
        contact="",
        day=signed,
        sealed=True,
    )


def somebody_elses(asked: Asked) -> Asked:
    """The application to which the answer really belongs; it still comes to our applicant."""
    return replace(asked, person=_STRANGER, title=_OTHER_TITLE)


def link(profile: Profile, asked: Asked, ours: ReadMail | None) -> Note:
    """Where the answer lies. What lies there nobody of ours has seen."""
    random = Random(f"{profile.stream} link")
    text = _LINK.format(
        person=asked.person,
        q=asked.title,
        site=places.site(profile.unit.email),
        code=f"{random.randrange(16**12):012x}",
        key=f"{random.randrange(10**4):04d}",
        unit=profile.unit.name,
    )
    return Note(
        key=f"{profile.stream} answer",
        subject=f"回复：{ours.subject}" if ours else "政府信息公开申请答复",
        text=text,
        in_reply_to=ours.message_id if ours else "",
    )

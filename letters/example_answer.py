"""An answer for the example campaign to try things with: a 答复书 as .docx that lacks its remedies.

It is a 演练 and says so; it carries no seal, for nobody's is ever drawn here.
"""

from __future__ import annotations

from datetime import timedelta

from letters import typeset
from letters.model import Application
from letters.typeset import CENTRE, DRILL_RED, FANGSONG, RIGHT, say
from letters.word import chinese_date

RECEIVED, SIGNED = timedelta(days=2), timedelta(days=23)  # after the application was sent


def example_answer(application: Application) -> bytes:
    """What the unit of this application answers."""
    unit, asked = application.unit, application.question.title
    received, signed = (application.round.send_on + each for each in (RECEIVED, SIGNED))
    document = typeset.a4(top=37, bottom=35, side=27)
    mark = document.add_paragraph()
    mark.alignment = RIGHT
    say(mark, "演练样本", size=10.5, colour=DRILL_RED)
    for text, size in (("政府信息公开申请答复书", 22), (f"样财公开〔{signed.year}〕12号", 16)):
        line = document.add_paragraph()
        line.alignment = CENTRE
        say(line, text, font=FANGSONG, size=size, bold=size > 16)
    body = (
        f"{application.applicant.name}：",
        f"　　本机关于{chinese_date(received)}收到您提交的政府信息公开申请，申请公开“{asked}”。",
        "　　经审查，您申请的信息已经主动公开。根据《中华人民共和国政府信息公开条例》第三十六条第（一）项的"
        f"规定，请登录本机关网站（http://{unit.email.partition('@')[2]}/gongkai）查阅。",
        "　　特此答复。",
    )
    for text in body:
        say(document.add_paragraph(), text, font=FANGSONG, size=16)
    for text in (unit.name, chinese_date(signed)):
        line = document.add_paragraph()
        line.alignment = RIGHT
        say(line, text, font=FANGSONG, size=16)
    members = typeset.parts(document, title="政府信息公开申请答复书", author="", on=signed)
    return typeset.zipped(members, signed)

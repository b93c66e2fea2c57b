"""Application -> Letter: the subject, the text and the 政府信息公开申请表 as a .docx.

The words stand in templates/*.j2, where an assessor can change them without reading a program.
The same application always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from letters import word
from letters.model import Application, Campaign, Channel, Letter
from letters.writable import writable


def compose(application: Application, campaign: Campaign) -> Letter:
    """What goes out for one application."""
    words = _words(application, campaign)
    return Letter(
        application=application,
        # a header field is one line
        subject=" ".join(render("subject.txt.j2", words).split()),
        body=render("body.txt.j2", words),
        form_name=word.form_name(application),
        form=word.form(application, drill=campaign.drill),
    )


def web_text(application: Application, campaign: Campaign) -> str:
    """What is to be pasted into a unit's web page, and what to check before and after."""
    return render("web_form.txt.j2", _words(application, campaign))


def _words(application: Application, campaign: Campaign) -> dict[str, object]:
    return {
        "id": application.id,
        "unit": application.unit,
        "applicant": application.applicant,
        "question": application.question,
        "way": way(application),
        "by_email": application.channel is Channel.EMAIL,
        "date": word.chinese_date(application.round.send_on),
        "drill": campaign.drill,
        "drill_mark": word.DRILL_MARK,
    }


def way(application: Application) -> str:
    """How the applicant wants to have the information, in one sentence."""
    if application.channel is Channel.EMAIL:
        return f"请以电子文档形式发送至 {application.applicant.email}"
    return "请以纸质形式邮寄至下列通信地址"


def render(name: str, words: Mapping[str, object]) -> str:
    """A template of the folder templates/, filled in."""
    return writable(_environment().get_template(name).render(words))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("letters", "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # plain text, not HTML
    )

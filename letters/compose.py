"""Application -> Letter: the subject, the text and what goes on paper, as a .docx.

The words stand in templates/*.j2; a campaign's folder may put its own in their place (templating.py).
Each applicant writes in a manner of their own, one of three, and keeps to it: two people's letters do
not look like one hand's. The same application always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random

from letters import plain, report_words, word
from letters.kinds import called
from letters.model import LETTER, Application, Campaign, Channel, Letter, Question, Unit
from letters.templating import Own, read_own, render
from letters.word import chinese_date

STYLES = 3
BODY, SUBJECT, WEB = "body.txt.j2", "subject.txt.j2", "web_form.txt.j2"
PAPER, SUPPLEMENT, WITHDRAWAL = "letter.txt.j2", "supplement.txt.j2", "withdrawal.txt.j2"


def compose(application: Application, campaign: Campaign) -> Letter:
    """What goes out for one application."""
    words, own = _words(application, campaign), campaign.templates
    return Letter(
        application=application,
        subject=_subject(words, own),
        body=render(BODY, words, own),
        form_name=word.form_name(application),
        form=_paper(application, campaign, words),
    )


def dated(application: Application, on: date) -> Application:
    """As its letter is written on that day: a letter bears the day on which it goes, which may be later
    than that of the plan."""
    return replace(application, round=replace(application.round, send_on=on))


def subject(application: Application, campaign: Campaign) -> str:
    return _subject(_words(application, campaign), campaign.templates)


def _subject(words: Mapping[str, object], own: Own) -> str:
    """A header field is one line."""
    return " ".join(render(SUBJECT, words, own).split())


def _paper(application: Application, campaign: Campaign, words: Mapping[str, object]) -> bytes:
    if application.round.written != LETTER:
        return word.form(application, drill=campaign.drill)
    return _typed(application, campaign, render(PAPER, words, campaign.templates), _on(application))


def web_text(application: Application, campaign: Campaign) -> str:
    """What is to be pasted into a unit's web page, and what to check before and after."""
    return render(WEB, _words(application, campaign), campaign.templates)


def supplement(
    application: Application, campaign: Campaign, answer: str, on: date
) -> tuple[str, bytes]:
    """What a unit is written that asked for 补正: as text, and as a .docx."""
    lines = [line for each in answer.splitlines() if (line := each.strip())]
    return _further(SUPPLEMENT, application, campaign, {"answer": lines}, on)


def withdrawal(application: Application, campaign: Campaign, on: date) -> tuple[str, bytes]:
    """What a unit is written that need not go on with an application: as text, and as a .docx."""
    return _further(WITHDRAWAL, application, campaign, {}, on)


def _further(
    name: str,
    application: Application,
    campaign: Campaign,
    more: Mapping[str, object],
    on: date,
) -> tuple[str, bytes]:
    words = {**_words(application, campaign), **more, "date": chinese_date(on)}
    text = render(name, words, campaign.templates)
    body = plain.pasted(text)
    if campaign.drill:
        body += f"\n（{word.DRILL_MARK}）\n"
    return body, _typed(application, campaign, text, on)


def _typed(application: Application, campaign: Campaign, text: str, on: date) -> bytes:
    return plain.written(
        text,
        title=plain.heading_of(text),
        author=application.applicant.name,
        on=on,
        mark=word.DRILL_MARK if campaign.drill else "",
    )


def _words(application: Application, campaign: Campaign) -> dict[str, object]:
    by_email = application.channel is Channel.EMAIL
    return {
        "id": application.id,
        "unit": application.unit,
        "called": called(application.unit),
        "applicant": application.applicant,
        "question": application.question,
        "way": way(application),
        "by_email": by_email,
        "style": _style(application, campaign),
        # a real letter is signed by hand
        "signature": application.applicant.name if campaign.drill or by_email else "",
        "date": chinese_date(_on(application)),
        "applied_on": chinese_date(_on(application)),
        "drill": campaign.drill,
        "drill_mark": word.DRILL_MARK,
    }


def _on(application: Application) -> date:
    return application.round.send_on


def _style(application: Application, campaign: Campaign) -> int:
    """Dealt in turn, so that two people of a campaign write differently; shuffled by the seed."""
    people = sorted(each.id for each in campaign.applicants)
    Random(f"{campaign.seed} styles").shuffle(people)
    id = application.applicant.id
    return people.index(id) % STYLES + 1 if id in people else 1


def way(application: Application) -> str:
    """How the applicant wants to have the information, in one sentence."""
    if application.channel is Channel.EMAIL:
        return f"请以电子文档形式发送至 {application.applicant.email}"
    return "请以纸质形式邮寄至下列通信地址"


def read_templates(folder: Path, campaign: Campaign) -> Own:
    """The campaign's own words, each tried out in every manner; BadTable with every fault."""
    return read_own(folder, chain(_tries(campaign), report_words.tries()))


def _tries(campaign: Campaign) -> Iterator[tuple[str, Mapping[str, object]]]:
    question = Question("Z00", "某项信息", "某项信息的描述。", 1, "了解情况")
    unit = Unit("U000", "样本市财政局", "类别", "地市级", "", "样本路1号", "990001", "")
    for who in campaign.applicants[:1]:
        for a_round in campaign.rounds:
            one = Application("U000-A", unit, replace(who, id_number=""), question, a_round)
            words = _words(one, campaign)
            for style in range(1, STYLES + 1):
                tried = {**words, "style": style, "answer": ["补正内容"]}
                for name in (BODY, SUBJECT, WEB, PAPER, SUPPLEMENT, WITHDRAWAL):
                    yield name, tried

"""Larger desks around the corpus's own: many more units of the kinds that there are, asked by the same few
applicants the same few questions, with names that are pieces and neighbours of one another."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import mail_corpus

from harness.casebook.matching.index import Desk
from letters.model import Applicant, Application, Channel, Question, Round, Unit

_FIRST = "东南西北中上下大小新老长平安永丰金银青白清明仙云龙凤虎鹤松柏梅兰竹石泉溪"
_SECOND = "州江河山海川湖城岭阳阴陵原丘田林浦港湾溪泽岗坪塘坝洲峰"
_OFFICES = ("财政局", "教育局", "水利局", "公安局", "卫生健康委员会", "自然资源局", "住房和城乡建设局", "市场监督管理局", "人民政府", "民政局")  # fmt: skip


@cache
def desk(more: int, seed: int = 0, *, wide: bool = False) -> Desk:
    """The corpus's applications and so many more; another `seed` gives other neighbours. `wide`: asked by
    twenty applicants sixty questions, as in a province; else by the same four the same twelve."""
    own = mail_corpus.applications()
    ids = dict(mail_corpus.message_ids())
    added = []
    for number in range(more):
        one = _application(number, seed, wide)
        added.append(one)
        if one.channel is Channel.EMAIL:
            ids[mail_corpus.message_id(f"{one.id} {seed}")] = one.id
    known = (*own, *added)
    units = tuple({each.unit.id: each.unit for each in known}.values())
    return Desk(units, known, ids)


def _application(number: int, seed: int, wide: bool) -> Application:
    rounds, people, questions = _asking(wide)
    turn = "AB"[number % 2]
    unit = _unit(number // 2, seed)
    person = people[(number * 7 + seed) % len(people)]
    question = questions[(number // 3 + seed * 5) % len(questions)]
    return Application(f"{unit.id}-{turn}", unit, person, question, rounds[turn])


@cache
def _asking(wide: bool) -> tuple[dict[str, Round], list[Applicant], list[Question]]:
    """The rounds, who asks, and what."""
    own = mail_corpus.applications()
    rounds = {each.round.id: each.round for each in own}
    people = list({each.applicant.id: each.applicant for each in own}.values())
    questions = list({each.question.id: each.question for each in own}.values())
    if wide:
        for n in range(16):
            name = f"{_FIRST[n]}{_SECOND[n]}然"
            people.append(replace(people[0], id=f"W{n}", name=name, email=f"w{n}@shenqing.example"))
        for n in range(48):
            questions.append(
                replace(questions[0], id=f"V{n}", title=f"第{n}类行政事项办理情况统计表")
            )
    return rounds, people, questions


@cache
def _unit(number: int, seed: int) -> Unit:
    place, office = divmod(number, len(_OFFICES))
    name = _OFFICES[office]
    first, second = (
        _FIRST[(place + seed) % len(_FIRST)],
        _SECOND[place // len(_FIRST) % len(_SECOND)],
    )
    again = place // (len(_FIRST) * len(_SECOND))
    city = f"{first}{second}{_SECOND[again % len(_SECOND)] if again else ''}市"
    host = f"c{place}s{seed}"
    email = (
        f"gk{office}@{host}.gov.cn",
        f"{host}x{office}@163.com",
        f"xxgk@d{office}.{host}.gov.cn",
    )[number % 3]
    aliases = (f"市{name}",) if place < 300 else ()  # as many cities there are
    one = mail_corpus.applications()[0].unit
    return replace(
        one, id=f"X{seed}{number:06d}", name=f"{city}{name}", aliases=aliases, email=email,
        address=f"{city}{first}{second}路{number % 300 + 1}号", phone=f"0{800 + seed}-{7000000 + number}",
    )  # fmt: skip

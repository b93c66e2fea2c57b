"""Whoever still has to mark blind learns by no page and by no answer of the interface what was found
before; marks nothing first there; and 缺失 is written only after every page was shown."""

from __future__ import annotations

import re
from datetime import date

import pytest
from fastapi.routing import APIRoute

from harness.campaign.recording.note import note
from harness.campaign.ruling.rule import rule
from harness.campaign.ruling.sample import sample
from harness.scoring.people import Stage
from harness.web.api import APIS
from harness.web.pages import PAGES

WHY = "首评独有之语甲乙丙"
BLIND = "测评员乙"
HIDDEN = "U005-A"


@pytest.fixture
def by(home):
    from tests.harness.web.test_review import verbs

    return lambda name: verbs(home, name, date(2020, 11, 23))


@pytest.fixture
def drawn(by):
    """U005-A marked first by 测评员甲, and drawn."""
    with by("测评员甲") as workspace:
        for name, defects in (
            ("legal_basis", ["no_article"]),
            ("remedy", ["no_organ", "no_court"]),
        ):
            rule(workspace, f"{HIDDEN}/{name}", "defective", defects=defects, why=WHY, write=True)
        note(workspace, HIDDEN, f"备注：{WHY}", seen="", write=True)
    with by("复核员") as workspace:
        sample(workspace, clean=0, write=True)


def addresses(key: str) -> list[str]:
    """Every address that is got, of the hidden application and its unit."""
    given = {
        "key": key, "application": HIDDEN, "id": HIDDEN, "unit": "U005", "criterion": "remedy",
        "name:path": "台账.xlsx", "number": "1",
    }  # fmt: skip
    found = set()
    for room in (*PAGES, *APIS):
        for route in room.routes:
            if isinstance(route, APIRoute) and "GET" in route.methods:
                names = re.findall(r"{([^}]+)}", route.path)
                path = route.path
                for name in names:
                    path = path.replace(f"{{{name}}}", given.get(name, "1"))
                found.add(path)
    c = f"/c/{key}"
    return (
        sorted(
            path
            for path in found
            if not path.endswith(("/live", "/events")) and "/exit" not in path
        )
        + [f"{at}{c}/search?q={q}" for at in ("", "/api") for q in (WHY[:4], HIDDEN)]
        + [f"{c}/review?what=all", f"{c}/history?verb=rule"]
    )


TELLS = (WHY, "未列明具体条款", "no_article", "no_organ", "no_court")


def test_nothing_of_the_first_marks_is_read_by_who_marks_blind(drawn, team):
    client = team.client(BLIND)
    known = team.client("测评员甲")
    told = []
    for address in addresses(team.key):
        answer = client.get(address)
        assert answer.status_code < 500, address
        text = re.sub(r'<input type="(checkbox|radio)[^>]*>', "", answer.text)
        text = re.sub(r'<(label|div class="defects).*?</(label|div)>', "", text, flags=re.S)
        told += [f"{address}: {each}" for each in TELLS if each in text and _of(text, each)]
    assert not told, "\n".join(told)
    assert WHY in known.get(f"/api{team.c}/cases/{HIDDEN}").text
    assert "盲评中" in client.get(f"/api{team.c}/history").text


def _of(text: str, each: str) -> bool:
    """Another application's own verdict may well be the same."""
    if each == WHY:
        return True
    return any(
        HIDDEN in text[max(0, at.start() - 120) : at.end()] for at in re.finditer(each, text)
    )


def test_reports_are_kept_from_who_marks_blind(drawn, team):
    answer = team.client(BLIND).get(f"{team.c}/reports/file/台账.xlsx")
    assert answer.status_code == 403
    assert "盲评" in answer.text


def ruling(client, team, target, **more):
    return client.post(
        f"/api{team.c}/rulings", json={"target": target, "value": "present", "why": "看过", **more}
    )


@pytest.mark.parametrize("tail", ["remedy", "seal", "answered_on"])
def test_who_marks_blind_marks_nothing_first(drawn, team, tail):
    client = team.client(BLIND)
    answer = ruling(client, team, f"{HIDDEN}/{tail}")
    assert answer.status_code == 422
    assert "盲评" in answer.text
    assert "no_organ" not in answer.text


@pytest.mark.parametrize(
    "opened",
    [
        "/marks/unit/U005",
        "/review/U005-A",
        "/case/U005-A/verdicts",
        "/api/cases/U005-A",
        "/api/marks",
    ],
)
def test_who_opened_the_verdicts_marks_nothing_blind(team, by, opened):
    client = team.client(BLIND)
    api = opened.startswith("/api")
    place = f"/api{team.c}{opened.removeprefix('/api')}" if api else f"{team.c}{opened}"
    ask = client.post if opened.endswith("/verdicts") else client.get
    assert ask(place).status_code == 200
    with by("复核员") as workspace:
        sample(workspace, clean=100, write=True)
    answer = ruling(client, team, f"{HIDDEN}/title", stage="second")
    assert answer.status_code == 422
    assert "已看过" in answer.text
    other = ruling(team.client("测评员甲"), team, f"{HIDDEN}/title", stage="second")
    assert other.status_code == 200, other.text


@pytest.mark.parametrize("value", ["absent", "缺失"])
def test_absent_is_written_through_the_interface_only_after_every_page(team, value):
    client = team.client(BLIND)
    answer = ruling(client, team, "U001-B/doc_number", value=value, write=True)
    assert answer.status_code == 422
    assert "没有看过" in answer.text


def test_two_marks_that_differ_wait_for_who_decides_and_had_no_part(drawn, team, by):
    with by("管理员") as workspace:
        sample(workspace, write=True)
    with by(BLIND) as workspace:
        rule(workspace, f"{HIDDEN}/remedy", "present", why="有", stage=Stage.SECOND, write=True)
    for name in ("复核员", "管理员"):
        client = team.client(name)
        assert HIDDEN in client.get(f"{team.c}/review?what=decide").text
        text = client.get(f"{team.c}/review/{HIDDEN}").text
        assert 'name="stage" value="3"' in text
    assert HIDDEN not in team.client(BLIND).get(f"{team.c}/review?what=decide").text


def test_a_number_beyond_all_is_refused(workbench, client):
    for path in ("history?before=", "search?q=公开&after=", "marks?given=", "marks/sample?seed="):
        assert client.get(f"{workbench.c}/{path}{'9' * 30}").status_code == 422, path

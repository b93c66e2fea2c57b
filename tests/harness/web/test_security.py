"""Guards of the workbench that no test of a page comes upon: each of these fails where its guard is gone."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

from harness.campaign.planning.own_tables import ABOUT
from harness.cli.errors import UserError
from harness.cli.serve import Desk, _settings
from harness.web.people.throttle import MOST_OF_ADDRESS

from .conftest import PASSWORD, running


def test_one_address_may_not_guess_at_many_accounts(team):
    guesser = team.stranger()
    for number in range(MOST_OF_ADDRESS):
        wrong = {"name": f"没有的人{number}", "password": "猜一个密码试试"}
        assert guesser.post("/login", data=wrong).status_code == 401
    held = guesser.post("/login", data={"name": "只读", "password": PASSWORD})
    assert held.status_code == 429
    assert "mingcha" not in held.cookies


def test_no_script_reads_the_cookie_and_no_other_site_sends_it(home):
    with running(home, secure=True) as made:
        came = made.stranger().get(made.app.state.entry.link)
    parts = {each.strip().lower() for each in came.headers["set-cookie"].split(";")}
    assert {"httponly", "samesite=lax", "secure", "path=/"} <= parts
    assert "max-age=" in came.headers["strict-transport-security"]


def test_no_page_may_run_what_was_written_into_it(workbench, client):
    rules = dict(
        each.split(maxsplit=1)
        for each in client.get(workbench.c).headers["content-security-policy"].split("; ")
    )
    assert rules["script-src"] == "'self'"
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["style-src"] == "'self'"


def test_no_file_is_taken_away_by_a_way_that_leads_elsewhere(workbench, client):
    c, wrong = f"{workbench.url}{workbench.c}", []
    for place in ("reports/file", "reports/made", "plan/tables", "plan/tables/old"):
        for name in ("..%2Fcampaign.toml", "%2e%2e%2fmingcha.db", "..%5Cx", "%2Fetc%2Fpasswd"):
            answer = client.get(f"{c}/{place}/{name}")
            if answer.status_code not in (404, 422) or "content-disposition" in answer.headers:
                wrong.append((place, name, answer.status_code))
    assert not wrong


def test_no_table_is_taken_away_but_those_that_people_keep(workbench, client):
    others = [each.name for each in workbench.home.iterdir() if each.name not in ABOUT]
    assert len(others) > 5
    for name in others:
        assert client.get(f"{workbench.c}/plan/tables/{name}").status_code == 404, name


def test_who_is_shut_is_out_even_where_a_session_was_left(team):
    gone = team.client("测评员甲")
    with team.app.state.desk.people.writing() as connection:
        connection.exec_driver_sql("update users set shut = 1 where name = '测评员甲'")
    assert gone.get(team.c).status_code == 303


def test_nobody_comes_from_outside_without_encryption(tmp_path):
    desk = Desk(None, False, "测试", None)
    for host in ("0.0.0.0", "192.168.1.20", "127.0.0.1"):
        with pytest.raises(UserError, match="必须加密"):
            _settings(desk, tmp_path, host, 0, [], None, None, None)
    _, behind = _settings(desk, tmp_path, "127.0.0.1", 0, ["x.example"], None, None, "127.0.0.1")
    assert behind.secure and not behind.alone
    assert behind.hosts == ("127.0.0.1", "x.example")


def test_whoever_reads_changes_nothing_by_any_form(team):
    """Every address that takes a form, with its keys filled in: 403 before anything is looked at."""
    reader = team.client("只读")
    own = ("/login", "/logout", "/me/", "/c/{key}/jobs/{id}/stop")
    asked = [
        (path, method)
        for path, methods in posts(team.app)
        for method in methods
        if not path.startswith(own)
    ]
    assert len(asked) > 40
    let = []
    for path, method in asked:
        place = path.replace("{key}", team.key).replace("{number}", "1").replace("{id}", "1")
        place = place.replace("{op}", "1").replace("{place}", "0").replace("{on}", "2020-11-23")
        for word in ("{application}", "{arrival}", "{unit}", "{name}", "{name:path}", "{target}"):
            place = place.replace(word, "U001-A")
        answer = reader.request(method, place, data={"once": "o" * 20})
        if answer.status_code != 403:
            let.append(f"{method} {path}: {answer.status_code}")
    assert not let, "\n".join(let)


def posts(app):
    from starlette.routing import Mount

    for each in routes(app):
        if not isinstance(each, Mount) and getattr(each, "methods", None):
            changing = each.methods - {"GET", "HEAD", "OPTIONS"}
            if changing:
                yield each.path, changing


def routes(app):
    from harness.web.api import APIS
    from harness.web.pages import PAGES

    for router in (*PAGES, *APIS):
        yield from router.routes


def test_what_is_announced_as_too_big_is_refused_before_it_comes(home):
    with running(home, most_upload=100_000) as small:
        client = small.client()
        connection = http.client.HTTPConnection(urlsplit(small.url).netloc, timeout=10)
        connection.putrequest("POST", "/logout")
        connection.putheader("Sec-Fetch-Site", "same-origin")
        connection.putheader("Cookie", f"mingcha={client.cookies['mingcha']}")
        connection.putheader("Content-Length", "100001")
        connection.endheaders()  # and not one byte of it
        assert connection.getresponse().status == 413
        connection.close()

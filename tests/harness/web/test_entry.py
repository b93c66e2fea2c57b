"""Who is let in, and who is not."""

from __future__ import annotations

import httpx
import pytest


def test_the_link_lets_in_once(workbench):
    link = workbench.link
    first = workbench.stranger()
    assert first.get(link).headers["location"] == "/"
    assert first.get("/").status_code == 200
    second = workbench.stranger()
    assert second.get(link).status_code == 401
    assert second.get(workbench.c).status_code == 401


def test_a_page_of_another_port_may_neither_ask_nor_act(workbench, client):
    for site in ("same-site", "cross-site"):
        strange = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
        assert client.get(workbench.c, headers=strange).status_code == 403
        assert client.post("/logout", headers=strange).status_code == 403
    assert client.get(workbench.c).status_code == 200


def test_an_old_browser_is_known_by_its_origin(workbench, client):
    del client.headers["Sec-Fetch-Site"]
    assert client.post("/logout").status_code == 403
    assert client.post("/logout", headers={"Origin": "http://127.0.0.1:1"}).status_code == 403
    assert client.post("/logout", headers={"Origin": workbench.url}).status_code == 303


def test_another_name_for_this_machine_is_refused(workbench, client):
    assert client.get("/", headers={"Host": "evil.example:80"}).status_code == 421


@pytest.mark.parametrize("path", ["/", "/c/演江", "/nowhere", "/static/mingcha.css"])
def test_every_answer_wears_its_headers(workbench, client, path):
    headers = client.get(path).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_user_comes_by_name_and_password(team):
    assert team.client("测评员甲").get(team.c).status_code == 200
    assert team.client("外人").get(team.c).status_code == 404
    wrong = team.stranger().post("/login", data={"name": "测评员甲", "password": "不是这个密码"})
    assert wrong.status_code == 401
    assert "姓名或密码不对" in wrong.text


def test_guessing_is_slowed_down(team):
    guesser = team.stranger()
    for _ in range(5):
        guesser.post("/login", data={"name": "管理员", "password": "猜一个密码试试"})
    held = guesser.post("/login", data={"name": "管理员", "password": "一个够长的密码-12"})
    assert held.status_code == 429


def test_a_session_ends_when_nobody_is_there(team):
    client = team.client("测评员甲")
    settings = team.app.state.desk.settings
    assert client.get(team.c).status_code == 200
    people = team.app.state.desk.people
    with people.writing() as connection:
        connection.exec_driver_sql(
            f"update sessions set seen = seen - {settings.idle_minutes * 61}"
        )
    assert client.get(team.c).status_code == 303


def test_login_leads_to_pages_of_ours_alone(team):
    for place in ("//evil.example", "https://evil.example", "/\\evil.example"):
        data = {"name": "只读", "password": "一个够长的密码-12", "to": place}
        came: httpx.Response = team.stranger().post("/login", data=data)
        assert came.headers["location"] == "/"

"""Users are made and shut by 管理员 alone; who is shut is out at once; tokens have their maker's rights."""

from __future__ import annotations

import httpx
import pytest

NEW = {"name": "新人", "role": "assessor", "password": "又一个够长的密码-34"}


def add(client, once, **more) -> httpx.Response:
    word = once(client.get("/users").text)
    return client.post("/users", data={**NEW, "once": word, **more})


def test_only_an_admin_manages_users(team, once):
    for name in ("测评员甲", "复核员", "只读"):
        client = team.client(name)
        assert client.get("/users").status_code == 403
        assert client.post("/users", data={**NEW, "once": "x" * 20}).status_code == 403
    admin = team.client("管理员")
    assert add(admin, once, campaigns=team.key).status_code == 303
    came = team.stranger().post("/login", data={"name": "新人", "password": NEW["password"]})
    assert came.status_code == 303


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"password": "短"}, "密码至少10个字符"),
        ({"password": "aaaaaaaaaaaaaaa"}, "不同的字符太少"),
        ({"name": "测评员甲"}, "已有名为“测评员甲”的用户"),
        ({"campaigns": "没有的"}, "没有名为“没有的”的测评"),
        ({"role": "king"}, "应为其中之一"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(team, once, more, told):
    admin = team.client("管理员")
    answer = add(admin, once, **more)
    assert answer.status_code == 422
    assert told in answer.text
    assert "新人" not in admin.get("/users").text


def test_who_is_shut_is_out_at_once(team, once):
    admin, gone = team.client("管理员"), team.client("测评员甲")
    assert gone.get(team.c).status_code == 200
    id = next(each.id for each in people_of(team) if each.name == "测评员甲")
    form = {"role": "assessor", "shut": "true", "once": once(admin.get("/users").text)}
    assert admin.post(f"/users/{id}", data=form).status_code == 303
    assert gone.get(team.c).status_code == 303
    again = team.stranger().post(
        "/login", data={"name": "测评员甲", "password": "一个够长的密码-12"}
    )
    assert again.status_code == 401


def people_of(team):
    from harness.web.people.users import users

    with team.app.state.desk.people.reading() as connection:
        return users(connection)


def test_the_last_admin_stays(team, once):
    admin = team.client("管理员")
    id = next(each.id for each in people_of(team) if each.name == "管理员")
    for more in ({"role": "reader"}, {"role": "admin", "shut": "true"}):
        answer = admin.post(f"/users/{id}", data={"once": once(admin.get("/users").text), **more})
        assert answer.status_code == 422
        assert "唯一的管理员" in answer.text


def test_a_token_does_what_its_maker_may_until_it_is_taken_back(team, once):
    reader = team.client("只读")
    page = reader.post("/me/tokens", data={"label": "日报程序"}).text
    secret = page.split('class="secret">')[1].split("<")[0]
    program = {"Authorization": f"Bearer {secret}"}
    url = f"{team.url}/api{team.c}"
    assert httpx.get(f"{url}/due", headers=program).status_code == 200
    ruling = {"target": "U001-A/title", "value": "present", "why": "看过"}
    assert httpx.post(f"{url}/rulings", headers=program, json=ruling).status_code == 403
    # a token is no cookie, and a cookie no token
    assert httpx.get(f"{url}/due", cookies={"mingcha": secret}).status_code == 401
    mark = page.split("/me/tokens/")[1].split("/")[0]
    taken = reader.post(f"/me/tokens/{mark}/back", data={"once": once(reader.get("/me").text)})
    assert taken.status_code == 303
    assert httpx.get(f"{url}/due", headers=program).status_code == 401


def test_a_changed_password_ends_every_session(team, once):
    here, there = team.client("测评员乙"), team.client("测评员乙")
    form = {"old": "一个够长的密码-12", "new": "换过的够长密码-56", "again": "换过的够长密码-56"}
    word = once(here.get("/me").text)
    assert here.post("/me/password", data={**form, "old": "不对", "once": word}).status_code == 422
    assert here.post("/me/password", data={**form, "once": word}).status_code == 303
    assert there.get(team.c).status_code == 303


def test_passwords_are_kept_as_argon2id(team):
    with team.app.state.desk.people.reading() as connection:
        kept = connection.exec_driver_sql("select password from users").scalars().all()
    assert all(each.startswith("$argon2id$") for each in kept)

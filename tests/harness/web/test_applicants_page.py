"""申请人: consent is recorded, the number is kept encrypted and shown nowhere; only 管理员 may."""

from __future__ import annotations

from pathlib import Path

import pytest

NUMBER = "110101199003070054"  # made up, with a right check digit
WRONG = "110101199003070051"


def id_of(shelf) -> str:
    return f"{shelf.c}/plan/applicants/P1"


def post(client, shelf, once, what, **form):
    word = once(client.get(id_of(shelf)).text)
    return client.post(f"{id_of(shelf)}/{what}", data={"once": word, **form})


@pytest.fixture
def real(shelf):
    """The example as if it were none: nobody in it is simulated."""
    path = shelf.home / "示例" / "campaign.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("drill = true", "drill = false"), encoding="utf-8"
    )
    return shelf


def everything(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


def test_consent_then_the_number_which_nothing_shows(real, once):
    client = real.client()
    assert post(client, real, once, "consent", on="2020-03-02", note="柜子三").status_code == 303
    done = post(client, real, once, "number", number=NUMBER)
    assert done.status_code == 303, done.text
    assert NUMBER not in done.headers["location"]
    page = client.get(done.headers["location"]).text
    assert "已加密存放" in page
    for place in (id_of(real), f"{real.c}/plan/applicants", f"{real.c}/history"):
        assert NUMBER not in client.get(place).text
    assert NUMBER.encode() not in everything(real.home)


def test_a_wrong_number_is_refused_and_not_said_again(real, once):
    client = real.client()
    post(client, real, once, "consent", on="2020-03-02")
    for wrong in (WRONG, "1" * 100):
        answer = post(client, real, once, "number", number=wrong)
        assert answer.status_code == 422
        assert wrong not in answer.text


def test_consent_of_a_day_to_come_is_refused(real, once):
    answer = post(real.client(), real, once, "consent", on="2031-01-01")
    assert answer.status_code == 422
    assert "晚于今天" in answer.text


def test_a_note_with_a_number_is_refused_in_words_of_the_page(real, once):
    answer = post(real.client(), real, once, "consent", on="2020-03-02", note=NUMBER)
    assert answer.status_code == 422
    assert "--note" not in answer.text
    assert NUMBER not in answer.text


def test_who_is_forgotten_is_shown_first_and_confirmed(real, once):
    client = real.client()
    post(client, real, once, "consent", on="2020-03-02")
    post(client, real, once, "number", number=NUMBER)
    seen = post(client, real, once, "forget")
    assert "将删除" in seen.text
    assert post(client, real, once, "forget", sure="P2").status_code == 422
    assert post(client, real, once, "forget", sure="P1").status_code == 303
    assert "已删除" in client.get(f"{real.c}/plan/applicants").text


def test_only_an_admin_sees_applicants(team):
    for name in ("测评员甲", "复核员", "只读"):
        client = team.client(name)
        assert client.get(f"{team.c}/plan/applicants").status_code == 403
        assert client.get(f"{team.c}/plan/applicants/P1").status_code == 403

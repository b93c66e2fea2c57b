"""测评设置 filled in field by field; what was not touched stays as it was written."""

from __future__ import annotations

import html
import re

import pytest


def fields(text: str) -> dict[str, str]:
    """What a browser would send back untouched."""
    found = dict(
        re.findall(r'<input (?:type="hidden" )?name="([^"]+)"[^>]*? value="([^"]*)"', text)
    )
    for name, inner in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    for name, inner in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', text, re.S):
        found[name] = inner
    return {name: html.unescape(value) for name, value in found.items()}


def save(client, shelf, **more):
    form = fields(client.get(f"{shelf.c}/plan/settings").text)
    return client.post(f"{shelf.c}/plan/settings", data={**form, **more})


@pytest.fixture
def toml(shelf):
    return shelf.home / "示例" / "campaign.toml"


def test_one_field_is_changed_and_the_rest_of_the_file_stays(shelf, toml):
    client = shelf.client()
    before = toml.read_text(encoding="utf-8")
    done = save(client, shelf, **{"campaign.title": "改过的名称"})
    assert done.status_code == 303, done.text
    assert "已核对并保存" in client.get(done.headers["location"]).text
    after = toml.read_text(encoding="utf-8")
    assert "改过的名称" in after
    one, other = before.splitlines(), after.splitlines()
    assert sum(a != b for a, b in zip(one, other, strict=True)) == 1
    assert list((shelf.home / "示例" / "旧版本").iterdir())


def test_a_part_that_is_not_there_yet_is_made(shelf, toml):
    done = save(shelf.client(), shelf, **{"objections.working_days": "5"})
    assert done.status_code == 303, done.text
    assert "[objections]" in toml.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("campaign.collect_until", "三月五日", "“数据采集截止日”"),
        ("objections.working_days", "五", "“送达反馈单后几个工作日内可以提出”"),
        ("telephone.within", "99", "“几个工作日内须打通”"),
        ("telephone.office_hours", "九点到五点", "“办公时间”"),
        ("rounds.0.label", "", "label"),
    ],
)
def test_a_fault_is_told_with_the_fields_own_name_and_nothing_is_saved(
    shelf, toml, name, value, told
):
    before = toml.read_bytes()
    answer = save(shelf.client(), shelf, **{name: value})
    assert answer.status_code == 422
    if told != "label":
        assert told in answer.text
    assert toml.read_bytes() == before


def test_what_another_changed_meanwhile_is_not_overwritten(shelf, toml):
    client = shelf.client()
    form = fields(client.get(f"{shelf.c}/plan/settings").text)
    toml.write_text(toml.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    form["campaign.title"] = "我的"
    assert client.post(f"{shelf.c}/plan/settings", data=form).status_code == 409


def test_only_an_admin_settles(team):
    assert team.client("复核员").get(f"{team.c}/plan/settings").status_code == 403
    assert team.client("复核员").post(f"{team.c}/plan/settings", data={}).status_code == 403

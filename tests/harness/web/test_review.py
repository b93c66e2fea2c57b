"""复核: the queue, the screen, and each guard of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx
import pytest

from harness.campaign.ruling.rule import rule
from harness.campaign.ruling.sample import sample
from harness.campaign.undo import history
from harness.campaign.workspace import open_workspace
from harness.scoring.people import Stage

C = "/c/演江"
SPEAKS = re.compile(r"未见|瑕疵|具备|缺失")


@dataclass
class Screen:
    """A letter as somebody has it before him: what its form holds, to be filled in."""

    client: httpx.Client
    path: str
    text: str
    fields: dict[str, Any] = field(default_factory=dict)

    def save(self, **more: Any) -> httpx.Response:
        return self.client.post(self.path, data={**self.fields, **more})

    def show_all(self) -> Screen:
        for sha256, number in re.findall(r'data-sha256="(\w+)" data-page="(\d+)"', self.text):
            told = self.client.post(f"{self.path}/shown", data={"sha256": sha256, "page": number})
            assert told.status_code == 204
        return self


def screen(client: httpx.Client, application: str) -> Screen:
    path = f"{C}/review/{application}"
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    form = answer.text.partition('id="marking"')[2].partition("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    fields = {name: unescape(value) for name, value in hidden}
    kind = re.search(r'<option value="(\w+)" selected', form)
    more = {"kind": kind[1], "applications": application} if kind else {}
    for name in ("received_on", "answered_on"):
        day = re.search(rf'name="{name}" id="{name}" value="([^"]*)"', form)
        more |= {name: day[1]} if day else {}
    return Screen(client, path, unescape(answer.text), {**fields, **more})


def listed(client: httpx.Client, query: str = "") -> list[str]:
    rows = client.get(f"{C}/review{query}").text.partition("<tbody>")[2]
    return re.findall(r">(U\d+-\w)</a>", rows)


@contextmanager
def verbs(home, name: str, today):
    """The campaign as the command line would open it, beside the server."""
    with open_workspace(home, as_of=today, by=name) as workspace:
        yield workspace


@pytest.fixture
def by(workbench_today, home) -> Callable[[str], Any]:
    return lambda name: verbs(home, name, workbench_today)


@pytest.fixture
def workbench_today():
    from datetime import date

    return date(2020, 11, 23)


# --- the queue ----------------------------------------------------------------------------------


def test_what_is_unclear_stands_before_faults_and_these_before_the_sample(home, by, workbench):
    with by("甲") as workspace:
        rule(workspace, "U006-A/remedy", "unclear", why="看不清", write=True)
        sample(workspace, clean=100, write=True)
    client = workbench.client()
    queue = listed(client)
    assert queue[:3] == ["U006-A", "U001-A", "U002-A"]
    assert queue[-1] == "U004-A", "clean: drawn to be marked a second time"
    assert listed(client, "?what=sample") == ["U004-A"]
    assert listed(client, "?unit=知识产权") == ["U005-A"]


def test_a_number_leads_to_its_letter_with_the_filters_kept(client):
    answer = client.get(f"{C}/review", params={"go": " u005-a ", "what": "faults"})
    assert answer.headers["location"].endswith("/review/U005-A?what=faults")
    assert client.get(f"{C}/review", params={"go": "U999-A"}).status_code == 404


def test_whoever_goes_on_comes_to_each_letter_once_in_the_order_of_the_list(client):
    queue, seen = listed(client), []
    at = queue[0]
    while True:
        seen.append(at)
        shown = screen(client, at).show_all()
        waits = re.findall(r'class="element waits" data-element="(\w+)"', shown.text)
        saved = shown.save(**{f"verdict_{each}": "agree" for each in waits})
        assert saved.status_code == 303, saved.text
        following = re.search(r"/review/(U\d+-\w)", httpx.URL(saved.headers["location"]).path)
        if following is None:
            break
        at = following[1]
    assert seen == queue
    assert "没有待您认定" in client.get(f"{C}/review").text


def test_what_was_passed_over_is_not_met_again_before_the_rest_was_seen(client):
    client.post(f"{C}/review/U001-A/skip", data={"once": "x" * 20})
    saved = screen(client, "U005-A").save(verdict_legal_basis="agree", verdict_remedy="agree")
    assert "/review/U006-A" in httpx.URL(saved.headers["location"]).path


# --- marking ------------------------------------------------------------------------------------


def test_several_elements_of_a_letter_are_one_step_in_the_history(client, by):
    before = screen(client, "U005-A")
    saved = before.save(
        verdict_legal_basis="agree", verdict_remedy="present", why_remedy="写在背面"
    )
    assert saved.status_code == 303, saved.text
    with by("甲") as workspace:
        last = history(workspace)[-1]
    assert "法律依据" in last.what and "救济渠道" in last.what and last.by == "林小姐"


def test_one_fault_and_nothing_of_the_letter_is_saved(client, by):
    with by("甲") as workspace:
        before = len(history(workspace))
    saved = screen(client, "U005-A").save(verdict_legal_basis="agree", verdict_remedy="present")
    assert saved.status_code == 422 and "救济渠道：与程序认定不同，请写明理由" in saved.text
    with by("甲") as workspace:
        assert len(history(workspace)) == before


def test_absent_is_confirmed_only_after_every_page_was_shown(client):
    shown = screen(client, "U001-A")
    marks = {"verdict_doc_number": "agree", "verdict_remedy": "absent"}
    refused = shown.save(**marks)
    assert refused.status_code == 422 and "须看完全部页面" in refused.text
    assert shown.show_all().save(**marks).status_code == 303


def test_a_page_shown_to_one_is_not_shown_to_another(team):
    screen(team.client("测评员甲"), "U001-A").show_all()
    other = screen(team.client("测评员乙"), "U001-A")
    assert other.save(verdict_doc_number="agree").status_code == 422


def test_only_pages_of_the_letter_count_as_shown(client):
    shown = screen(client, "U001-A")
    client.post(f"{shown.path}/shown", data={"sha256": "0" * 64, "page": 1})
    assert shown.save(verdict_doc_number="agree").status_code == 422


def test_agreeing_with_the_rest_leaves_out_what_is_absent(client, by):
    shown = screen(client, "U001-A").show_all()
    saved = shown.save(all="1")
    assert saved.headers["location"].partition("?")[0].endswith("U001-A"), "it still waits"
    with by("甲") as workspace:
        ruled = workspace.book().staged
    assert "U001-A/title" in ruled
    assert not {"U001-A/doc_number", "U001-A/remedy"} & ruled.keys()


def test_agreeing_with_the_rest_takes_only_what_was_on_the_screen(client, by):
    shown = screen(client, "U005-A")
    shown.fields |= {"seen_title": "", "version_title": ""}
    shown.save(all="1")
    with by("甲") as workspace:
        ruled = workspace.book().staged
    assert "U005-A/remedy" in ruled and "U005-A/title" not in ruled


def test_a_save_of_what_another_has_changed_shows_both_versions(team):
    one, other = (screen(team.client(name), "U005-A") for name in ("测评员甲", "测评员乙"))
    assert one.save(verdict_remedy="present", why_remedy="写在背面").status_code == 303
    late = other.save(verdict_remedy="agree")
    assert late.status_code == 409
    assert "您看时是“有瑕疵（" in late.text and "现在是“具备”，测评员甲初评：写在背面" in late.text


def test_the_same_verdict_said_meanwhile_is_a_change_too(team):
    one, other = (screen(team.client(name), "U005-A") for name in ("测评员甲", "测评员乙"))
    assert one.save(verdict_remedy="agree").status_code == 303
    assert other.save(verdict_remedy="agree").status_code == 409


def held(text: str) -> str:
    """Who, by the page, has the letter before him."""
    return re.search(r"data-held( hidden)?><span>(.*?)</span>", text)[2]


def test_a_letter_is_leased_by_name(team):
    one, other = team.client("测评员甲"), team.client("测评员乙")
    screen(one, "U005-A")
    assert held(screen(other, "U005-A").text) == "测评员甲"
    assert "测评员甲" in other.get(f"{C}/review").text
    one.post(f"{C}/review/U005-A/skip", data={"once": "x" * 20})
    assert held(screen(other, "U005-A").text) == ""


def test_a_letter_that_was_fetched_ahead_is_leased_when_it_is_shown(team):
    one, other = team.client("测评员甲"), team.client("测评员乙")
    assert one.post(f"{C}/review/U005-A/lease").json() == {"held": ""}
    assert other.post(f"{C}/review/U005-A/lease").json() == {"held": "测评员甲"}


def test_who_has_the_next_letter_already_is_told_which_it_is(client):
    shown = screen(client, "U005-A")
    data = {**shown.fields, "verdict_legal_basis": "agree", "verdict_remedy": "agree"}
    done = client.post(shown.path, data=data, headers={"mingcha-ahead": "1"}).json()
    assert "/review/U006-A" in httpx.URL(done["next"]).path and "救济渠道" in done["undo"]["what"]


def test_what_is_fetched_ahead_is_leased_to_nobody_and_seen_by_nobody(team, by):
    one = team.client("测评员甲")
    one.get(f"{C}/review/U005-A", headers={"mingcha-ahead": "1"})
    assert held(screen(team.client("测评员乙"), "U005-A").text) == ""
    with by("测评员丙") as workspace:
        rule(
            workspace,
            "U005-A/legal_basis",
            "defective",
            defects=["no_article"],
            why="看过",
            write=True,
        )
        rule(
            workspace,
            "U005-A/remedy",
            "defective",
            defects=["no_organ", "no_court"],
            why="看过",
            write=True,
        )
        sample(workspace, clean=0, write=True)
    assert "U005-A" in listed(one, "?what=sample")


def test_kind_and_day_are_set_right_on_the_same_screen(client, by):
    shown = screen(client, "U005-A")
    refused = shown.save(answered_on="2020-10-26")
    assert refused.status_code == 422 and "更正理由" in refused.text
    saved = shown.save(answered_on="2020-10-26", why_filed="邮戳", verdict_remedy="agree")
    assert saved.status_code == 303, saved.text
    moved = screen(client, "U005-A").save(kind="other", why_filed="是回执")
    assert moved.status_code == 303, moved.text
    with by("甲") as workspace:
        case = workspace.assess().case_of("U005-A")
    assert case.answer is None or case.answer.name != "LJ005_演江自治区知识产权局.pdf"


def test_a_note_stands_beside_the_letter_for_everybody(team):
    assert screen(team.client("测评员甲"), "U005-A").save(note="背面有字").status_code == 303
    assert "背面有字" in screen(team.client("测评员乙"), "U005-A").text


def test_a_reader_looks_and_marks_nothing(team):
    reader = team.client("只读")
    text = reader.get(f"{C}/review/U005-A").text
    assert "救济渠道" in text and "保存，看下一件" not in text
    assert reader.post(f"{C}/review/U005-A", data={"once": "x" * 20, "stage": 1}).status_code == 403


# --- undo ---------------------------------------------------------------------------------------


def undo_of(text: str) -> str:
    return re.search(r'action="[^"]*/review/-/undo/(\d+)"', text)[1]


def test_the_own_last_step_is_taken_back_by_one_more_fact_and_leads_to_its_letter(client, by, once):
    screen(client, "U005-A").save(verdict_remedy="present", why_remedy="写在背面")
    shown = screen(client, "U006-A")
    op = undo_of(shown.text)
    back = client.post(f"{C}/review/-/undo/{op}", data={"once": once(shown.text)})
    assert "/review/U005-A" in httpx.URL(back.headers["location"]).path
    assert "写在背面" not in screen(client, "U005-A").text.partition("最近用过的理由")[0]
    with by("甲") as workspace:
        assert history(workspace)[-1].undoes == int(op)


def test_a_key_that_is_hit_twice_takes_back_one_step(client):
    for each in ("U005-A", "U006-A"):
        screen(client, each).save(verdict_remedy="agree")
    op = undo_of(screen(client, "U001-A").text)
    for word, code in (("a" * 20, 303), ("b" * 20, 422)):
        assert client.post(f"{C}/review/-/undo/{op}", data={"once": word}).status_code == code


def test_nobody_takes_back_what_another_did(team):
    screen(team.client("测评员甲"), "U005-A").save(verdict_remedy="agree")
    other = team.client("测评员乙")
    assert "/-/undo/" not in screen(other, "U006-A").text
    last = undo_of(screen(team.client("测评员甲"), "U006-A").text)
    assert other.post(f"{C}/review/-/undo/{last}", data={"once": "x" * 20}).status_code == 422


# --- questions ----------------------------------------------------------------------------------


def test_a_letter_skipped_with_a_question_waits_for_the_lead(team):
    one, lead = team.client("测评员甲"), team.client("复核员")
    data = {"once": "x" * 20, "text": "盖的是内设机构的章，算不算？"}
    skipped = one.post(f"{C}/review/U005-A/skip", data=data)
    assert "/review/U006-A" in httpx.URL(skipped.headers["location"]).path
    assert "U005-A" not in listed(one) and "U005-A" in listed(lead)
    asked = lead.get(f"{C}/review/-/questions").text
    assert "盖的是内设机构的章" in asked and "测评员甲" in asked
    number = re.search(r"/questions/(\d+)", asked)[1]
    reply = {"once": "y" * 20, "text": "算"}
    assert one.post(f"{C}/review/-/questions/{number}", data=reply).status_code == 403
    assert lead.post(f"{C}/review/-/questions/{number}", data=reply).status_code == 303
    assert "U005-A" in listed(one)
    assert "复核员答：" in screen(one, "U005-A").text


def test_skipping_without_a_word_asks_nothing(client, by):
    client.post(f"{C}/review/U005-A/skip", data={"once": "x" * 20, "text": " "})
    assert "没有待答复的疑问" in client.get(f"{C}/review/-/questions").text


# --- blind --------------------------------------------------------------------------------------


@pytest.fixture
def drawn(by):
    """U005-A marked first by 测评员甲, and drawn: its two faults, and nothing else."""
    with by("测评员甲") as workspace:
        for name, defects in (
            ("legal_basis", ["no_article"]),
            ("remedy", ["no_organ", "no_court"]),
        ):
            why = "看过原件甲"
            rule(workspace, f"U005-A/{name}", "defective", defects=defects, why=why, write=True)
    with by("复核员") as workspace:
        sample(workspace, clean=0, write=True)


def marks_of(text: str) -> str:
    """What stands beside the page, without the page's own words and what may be chosen."""
    beside = text.partition('class="marks"')[2].partition("</section>")[0]
    return re.sub(r'<(label|div class="defects).*?</(label|div)>', "", beside, flags=re.S)


def test_whoever_marks_second_sees_neither_the_first_mark_nor_the_machines(drawn, team):
    second = team.client("测评员乙")
    assert "U005-A" in listed(second, "?what=sample")
    shown = screen(second, "U005-A")
    assert "盲评复评" in shown.text
    for told in (
        "看过原件甲",
        "测评员甲",
        "没有写明哪一条",
        'class="box',
        "v-defective",
        "按期答复",
    ):
        assert told not in shown.text
    assert not SPEAKS.search(marks_of(shown.text)), marks_of(shown.text)
    assert "seen_remedy" not in {name for name, value in shown.fields.items() if value}
    row = second.get(f"{C}/review?what=all").text.partition("U005-A</a>")[2].partition("</tr>")[0]
    assert "盲评复评 2" in unescape(row) and not SPEAKS.search(row)


def test_the_blind_mark_is_a_second_mark_and_the_first_is_then_told(drawn, team, by):
    second = team.client("测评员乙")
    saved = screen(second, "U005-A").save(
        verdict_legal_basis="defective", defects_legal_basis="no_article", why_legal_basis="没写条",
        verdict_remedy="present", why_remedy="背面有",
    )  # fmt: skip
    assert saved.status_code == 303, saved.text
    with by("甲") as workspace:
        staged = workspace.book().staged
    assert staged["U005-A/remedy"][Stage.SECOND].by == "测评员乙"
    assert "看过原件甲" in screen(second, "U005-A").text
    deciding = screen(team.client("复核员"), "U005-A")
    assert "待定评" in deciding.text and "背面有" in deciding.text
    assert "U005-A" in listed(team.client("复核员"), "?what=decide")
    assert "U005-A" not in listed(second, "?what=decide")
    decided = deciding.save(verdict_remedy="present", why_remedy="第二页背面写明")
    assert decided.status_code == 303, decided.text
    mine = unescape(team.client("测评员甲").get(f"{C}/review/-/changed").text)
    assert "复核员" in mine and "第二页背面写明" in mine and "U005-A" in mine
    assert "κ" in team.client("复核员").get(f"{C}/review/-/agreement").text


def test_whoever_has_seen_the_verdicts_marks_nothing_blind(team, by):
    second = team.client("测评员乙")
    screen(second, "U005-A")
    with by("测评员甲") as workspace:
        for name, defects in (
            ("legal_basis", ["no_article"]),
            ("remedy", ["no_organ", "no_court"]),
        ):
            rule(workspace, f"U005-A/{name}", "defective", defects=defects, why="看过", write=True)
        sample(workspace, clean=0, write=True)
    assert "U005-A" not in listed(second, "?what=sample")
    blind = {"once": "x" * 20, "stage": 2, "verdict_remedy": "present"}
    assert second.post(f"{C}/review/U005-A", data=blind).status_code == 409


def test_the_first_marker_is_not_the_second(drawn, team):
    assert "U005-A" not in listed(team.client("测评员甲"), "?what=sample")


def test_a_point_hides_what_is_still_to_be_marked_blind(drawn, team):
    criterion = criterion_of(team)
    second = unescape(team.client("测评员乙").get(criterion).text)
    assert "等您作盲评复评" in second and "没有写明哪一条" not in second
    assert "等您作盲评复评" not in team.client("测评员甲").get(criterion).text


# --- pictures and points ------------------------------------------------------------------------


def pictures(text: str) -> list[str]:
    return re.findall(r'data-with="([^"]+)"', text)


def test_a_page_is_shown_as_jpeg_with_and_without_its_red_ink(client):
    (address,) = pictures(screen(client, "U005-A").text)
    red, plain = client.get(address), client.get(f"{address}?plain=1")
    for each in (red, plain):
        assert each.headers["content-type"] == "image/jpeg" and each.content[:2] == b"\xff\xd8"
        assert "immutable" in each.headers["cache-control"]
    assert redness(red.content) > 1000 and redness(plain.content) == 0


def redness(jpeg: bytes) -> int:
    import io

    import numpy as np
    from PIL import Image

    pixels = np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB")).astype(int)
    return int(np.count_nonzero(pixels[:, :, 0] - pixels[:, :, 1:].max(axis=2) > 60))


def test_a_page_of_an_attachment_is_shown_and_drawn_once(client, home):
    (address,) = pictures(screen(client, "U004-A").text)
    first = client.get(address)
    kept = [*(home / "cache" / "pages").rglob("*.jpg")]
    assert first.status_code == 200 and len(kept) == 1
    assert client.get(address).content == kept[0].read_bytes()


def test_what_is_no_page_of_the_letter_has_no_picture(client):
    other = pictures(screen(client, "U005-A").text)[0].replace("U005-A", "U001-A")
    assert client.get(other).status_code == 404
    assert client.get(f"{C}/review/U001-A/page/{'0' * 64}/1").status_code == 404


def test_the_original_is_laid_on_the_disk_and_never_shown(client):
    address = re.search(r'href="([^"]+/original/\w+)"', screen(client, "U005-A").text)[1]
    answer = client.get(address)
    assert answer.content[:5] == b"%PDF-"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")


def criterion_of(bench) -> str:
    """A criterion on which U005-A costs points."""
    from datetime import date

    from harness.campaign.marks.scores import marks

    with open_workspace(bench.home, as_of=date(2020, 11, 23), by="甲") as workspace:
        (unit,) = (each for each in marks(workspace) if each.unit_id == "U005")
    lost = next(each for each in unit.deductions if each.element == "legal_basis")
    return f"{C}/review/-/point/U005/{lost.criterion}"


def test_a_point_opens_to_the_words_and_the_cut_of_the_page(workbench, client):
    text = unescape(client.get(criterion_of(workbench)).text)
    assert 'class="cut"' in text and "<image href=" in text
    assert "<blockquote>" in text and "政府信息公开条例" in text
    assert client.get(f"{C}/review/-/point/U999/x").status_code == 404

"""An assessor's day in a real browser, from the overview to the report, by keys and by links alone; as it
goes, the README's pictures (MINGCHA_PICTURES names the folder)."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from harness.campaign.ruling.rule import rule
from harness.campaign.workspace import open_workspace
from harness.scoring.people import Stage

pytestmark = pytest.mark.needs("chromium")
PICTURES = os.environ.get("MINGCHA_PICTURES", "")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
    "000000050001a5f645400000000049454e44ae426082"
)


def picture(tab, name: str) -> None:
    if PICTURES:
        tab.wait_for_timeout(800)
        tab.screenshot(path=str(Path(PICTURES) / f"workbench-{name}.png"), caret="initial")


def seen_all(tab) -> None:
    """As somebody scrolls who reads on."""
    tab.wait_for_function("() => [...document.images].every(each => each.complete)")
    pane, count = tab.locator("[data-pages]"), tab.locator("[data-shown-count]")
    for _ in range(10):
        for at in (0, 0.2, 0.4, 0.6, 0.8, 1):
            if not count.count() or count.inner_text() == "全部看过":
                return
            pane.evaluate("(each, at) => { each.scrollTop = at * each.scrollHeight; }", at)
            tab.wait_for_timeout(420)
    raise AssertionError("not every page counts as seen")


def go(tab, name: str) -> None:
    tab.click(f"header nav >> text={name}")
    expect(tab.locator("header nav a[aria-current=page]")).to_contain_text(name)


def place_letters(tab) -> None:
    go(tab, "归卷")
    picture(tab, "unplaced")
    for _ in range(10):
        if not tab.locator("form.placing").count():
            return
        left = tab.locator("h1").inner_text()
        tab.keyboard.press("0")
        expect(tab.locator("h1")).not_to_have_text(left)
    raise AssertionError("letters are left")


def review(tab, most: int) -> list[str]:
    """Every letter of the list, one after another, without the mouse."""
    go(tab, "复核")
    picture(tab, "review-list")
    tab.keyboard.press("Enter")
    done: list[str] = []
    while len(done) < most:
        tab.wait_for_selector(".strip h1, .empty")
        if not tab.locator("tr.element").count():
            break
        number = tab.locator(".strip h1").inner_text().split()[0]
        assert number not in done
        done.append(number)
        seen_all(tab)
        if len(done) == 2:
            picture(tab, "review")
        for _ in range(tab.locator("tr.element.waits").count()):
            agree = tab.locator("[data-editor]:visible input[data-key=y]")
            tab.keyboard.press("y" if agree.count() else "j")
        tab.keyboard.press("Enter")
        tab.wait_for_function(
            "number => !document.querySelector('.strip h1')?.textContent.includes(number)",
            arg=number,
        )
    return done


def register(tab, workbench) -> None:
    go(tab, "邮寄")
    tab.set_input_files("#pages", {"name": "来信.png", "mimeType": "image/png", "buffer": PIXEL})
    tab.fill("#received", "2020-11-20")
    tab.locator("section:has(#pages) [type=submit]").click()
    tab.wait_for_selector(".done")
    picture(tab, "post")
    tab.goto(f"{workbench.url}{workbench.c}/calls?at=U001")
    tab.fill("#on", "2020-11-20")
    tab.locator("h1").click()
    tab.keyboard.press("3")
    tab.wait_for_selector(".done")


def object_to(tab, workbench, target: str) -> None:
    """The unit has its 反馈单, objects, and is heard."""
    tab.goto(f"{workbench.url}{workbench.c}/marks/objections")
    picture(tab, "objections")
    tab.locator("[name=target]").fill(target)
    tab.locator("[name=text]").fill("答复书版头有文号，请核对原件")
    unit = tab.locator("form:has([name=target]) [name=unit]")
    if unit.count() and unit.evaluate("each => each.tagName") == "SELECT":
        unit.select_option(target.partition("-")[0])
    elif unit.count():
        unit.fill(target.partition("-")[0])
    tab.locator("form:has([name=target]) [name=on]").fill("2020-11-23")
    tab.locator("form:has([name=target]) button[type=submit]").click()
    expect(tab.locator("main")).to_contain_text("请核对原件")


def report(tab) -> None:
    go(tab, "报告")
    tab.keyboard.press("r")
    tab.wait_for_selector("text=/写成\\d+个文件/", timeout=120_000)
    go(tab, "报告")
    picture(tab, "reports")
    with tab.expect_download() as coming:
        tab.locator("a:has-text('总报告.docx')").first.click()
    assert coming.value.suggested_filename == "总报告.docx"


def test_a_day_from_the_overview_to_the_report(tab, workbench):
    tab.goto(workbench.url + workbench.c)
    picture(tab, "overview")
    place_letters(tab)
    done = review(tab, 20)
    assert len(done) >= 5
    register(tab, workbench)
    go(tab, "期限")
    tab.goto(f"{workbench.url}{workbench.c}/case/{done[0]}")
    picture(tab, "case")
    go(tab, "评分")
    picture(tab, "marks")
    go(tab, "检索")
    tab.fill("#q", "公开")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("mark")
    object_to(tab, workbench, f"{done[0]}/doc_number")
    report(tab)
    go(tab, "记录")
    expect(tab.locator("main")).to_contain_text("林小姐")
    with open_workspace(workbench.home, as_of=date(2020, 11, 23), by="林小姐") as workspace:
        book = workspace.book()
    assert {target.partition("/")[0] for target in book.staged} >= set(done[:1])
    assert [each.text for each in book.objections] == ["答复书版头有文号，请核对原件"]
    assert not [
        each for each in book.filed if each.arrival.doubt and re.match("邮件", each.arrival.id)
    ]


def test_a_campaign_is_begun_and_planned(browser, shelf):
    """From nothing: a folder with its tables, a plan, and the way to the drill."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    said: list[str] = []
    tab = context.new_page()
    tab.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
    tab.goto(shelf.link)
    tab.click("text=新建测评")
    tab.fill("#name", "第二季度")
    tab.check("#example")
    tab.click("button:has-text('建立')")
    tab.wait_for_url("**/plan/tables")
    picture(tab, "tables")
    tab.click("main >> text=编制计划")
    tab.locator("[data-key=w]").wait_for()
    tab.keyboard.press("w")
    expect(tab.locator("main")).to_contain_text("已编入计划：新增")
    tab.click("nav >> text=演练")
    expect(tab.locator("main")).to_contain_text("开始演练")
    context.close()
    assert not said
    with open_workspace(
        shelf.home / "第二季度", as_of=date(2020, 11, 23), by="林小姐"
    ) as workspace:
        assert workspace.book().applications


def entered(browser, team, name: str):
    """A tab of somebody who logged in, and what the browser complains of."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.add_cookies(
        [{"name": n, "value": v, "url": team.url} for n, v in team.client(name).cookies.items()]
    )
    said: list[str] = []
    tab = context.new_page()
    tab.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
    return tab, said


def test_what_is_drawn_is_marked_blind_by_another_and_decided_by_a_third(browser, team, home):
    from tests.harness.web.test_review import verbs

    with verbs(home, "测评员甲", date(2020, 11, 23)) as workspace:
        for tail in ("legal_basis", "remedy"):
            rule(workspace, f"U005-A/{tail}", "present", why="首评独有之语", write=True)
    lead, heard = entered(browser, team, "复核员")
    lead.goto(f"{team.url}{team.c}/marks/sample")
    lead.fill("#clean", "100")
    lead.click("button:has-text('抽样')")  # announced anew
    expect(lead.locator("#draw")).to_contain_text("100%")
    lead.click("button:has-text('抽样')")
    expect(lead.locator("#draw")).to_contain_text("补抽")
    other, said = entered(browser, team, "测评员乙")
    other.goto(f"{team.url}{team.c}/review/U005-A?what=sample")
    other.wait_for_selector("tr.element.on")
    expect(other.locator("main")).to_contain_text("盲评复评")
    picture(other, "blind")
    assert "首评独有之语" not in other.content()
    rows = other.locator("tr.element").count()
    for _ in range(rows):
        unlike = other.locator("tr.element.on").get_attribute("data-element") == "remedy"
        other.keyboard.press("d" if unlike else "p")
        if unlike:
            other.locator("[data-editor]:visible input[type=checkbox]").first.check()
            other.keyboard.press("w")
            other.keyboard.type("没有写明法院")
            other.keyboard.press("Escape")
        other.keyboard.press("j")
    other.keyboard.press("Enter")
    other.wait_for_function(
        "() => !document.querySelector('.strip h1')?.textContent.includes('U005-A')"
    )
    lead.goto(f"{team.url}{team.c}/review/U005-A?what=decide")
    lead.wait_for_selector("tr.element.on")
    expect(lead.locator("[data-editor=remedy]")).to_contain_text("首评独有之语")
    expect(lead.locator("[data-editor=remedy]")).to_contain_text("没有写明法院")
    picture(lead, "decide")
    lead.keyboard.press("p")
    lead.keyboard.press("w")
    lead.keyboard.type("背面写明了")
    lead.keyboard.press("Enter")
    lead.wait_for_function("() => !document.querySelector('tr.element.waits')")
    with verbs(home, "看", date(2020, 11, 23)) as workspace:
        staged = workspace.book().staged
    assert len([t for t in staged if t.startswith("U005-A/") and Stage.SECOND in staged[t]]) == rows
    assert staged["U005-A/remedy"][Stage.DECISION].by == "复核员"
    assert not said + heard

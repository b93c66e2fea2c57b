"""复核 in a real browser: letters marked by keys alone, pages that were really before the eyes, boxes that lead
to their element and back."""

from __future__ import annotations

from datetime import date

import pytest

from harness.campaign.workspace import open_workspace

pytestmark = pytest.mark.needs("chromium")


def row(tab) -> str:
    return tab.locator("tr.element.on").get_attribute("data-element")


def seen_all(tab) -> None:
    """Scroll as somebody does who reads on, and up again where something was missed."""
    tab.wait_for_function("() => [...document.images].every(each => each.complete)")
    pane, count = tab.locator("[data-pages]"), tab.locator("[data-shown-count]")
    for _ in range(8):
        for at in (0, 0.5, 1):
            if count.inner_text() == "全部看过":
                return
            pane.evaluate("(each, at) => { each.scrollTop = at * each.scrollHeight; }", at)
            tab.wait_for_timeout(420)
    raise AssertionError("not every page counts as seen")


def test_letters_are_marked_by_keys_alone(tab, workbench):
    tab.goto(f"{workbench.url}{workbench.c}/review")
    tab.keyboard.press("Enter")
    numbers = []
    for _ in range(4):
        tab.wait_for_selector("tr.element.on")
        numbers.append(tab.locator(".strip h1").inner_text().split()[0])
        seen_all(tab)
        for _ in range(tab.locator("tr.element.waits").count()):
            tab.keyboard.press("y")
        tab.keyboard.press("Enter")
        tab.wait_for_function(
            "number => !document.querySelector('.strip h1')?.textContent.includes(number)",
            arg=numbers[-1],
        )
    assert numbers == ["U001-A", "U002-A", "U005-A", "U006-A"]
    tab.keyboard.press("z")
    tab.wait_for_selector("text=已撤销")
    assert tab.locator(".strip h1").inner_text().startswith("U006-A")
    with open_workspace(workbench.home, as_of=date(2020, 11, 23), by="甲") as workspace:
        ruled = workspace.book().staged
    assert {"U001-A/doc_number", "U001-A/remedy", "U005-A/remedy"} <= ruled.keys()
    assert "U006-A/remedy" not in ruled


def test_absent_is_open_to_nobody_who_has_not_seen_the_whole_page(tab, workbench):
    tab.goto(f"{workbench.url}{workbench.c}/review/U001-A")
    tab.wait_for_selector("tr.element.on")
    absent = tab.locator('[data-editor="doc_number"] input[type=radio][value="absent"]')
    assert absent.is_disabled()
    tab.wait_for_timeout(900)
    assert absent.is_disabled(), "the foot of the page was not in sight"
    tab.keyboard.press("n")
    assert not absent.is_checked()
    seen_all(tab)
    tab.keyboard.press("n")
    assert absent.is_checked()


def test_a_box_leads_to_its_element_and_an_element_to_its_box(tab, workbench):
    tab.goto(f"{workbench.url}{workbench.c}/review/U005-A")
    tab.wait_for_selector("tr.element.on")
    assert row(tab) == "legal_basis"
    box = tab.locator("rect[data-element=title]").first.bounding_box()
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert row(tab) == "title"
    assert "on" in tab.locator("rect[data-element=title]").first.get_attribute("class").split()
    tab.locator("[data-pick=seal]").click()
    seal = tab.locator("rect[data-element=seal]").first
    assert "on" in seal.get_attribute("class").split()
    outer = tab.locator("[data-pages]").bounding_box()
    assert outer["y"] <= seal.bounding_box()["y"] <= outer["y"] + outer["height"]
    tab.keyboard.press("k")
    assert row(tab) == "date"
    tab.keyboard.press("j")
    assert row(tab) == "seal"


def test_words_of_the_picture_are_selected_and_quoted(tab, workbench):
    tab.goto(f"{workbench.url}{workbench.c}/review/U005-A")
    tab.wait_for_selector("tr.element.on")
    line = tab.locator("svg text.w", has_text="闻予白").first.bounding_box()
    middle = line["y"] + line["height"] / 2
    tab.mouse.move(line["x"] + 2, middle)
    tab.mouse.down()
    tab.mouse.move(line["x"] + line["width"] - 2, middle, steps=5)
    tab.mouse.up()
    tab.keyboard.press("q")
    assert "闻予白" in tab.locator("#why_legal_basis").input_value()


def test_red_is_taken_away_and_comes_back(tab, workbench):
    tab.goto(f"{workbench.url}{workbench.c}/review/U005-A")
    picture = tab.locator("[data-pages] img").first
    tab.wait_for_selector("tr.element.on")
    tab.keyboard.press("r")
    assert picture.get_attribute("src").endswith("?plain=1")
    tab.keyboard.press("r")
    assert not picture.get_attribute("src").endswith("?plain=1")


def test_a_reason_of_before_is_given_again_with_one_key(tab, workbench):
    tab.goto(f"{workbench.url}{workbench.c}/review/U005-A")
    tab.wait_for_selector("tr.element.on")
    tab.keyboard.press("p")
    tab.keyboard.press("w")
    tab.keyboard.type("背面写明了条款")
    tab.keyboard.press("Enter")  # in the field too
    tab.wait_for_selector("text=这一件还有要认定的要素")
    assert row(tab) == "remedy"
    tab.keyboard.press("p")
    tab.keyboard.press("1")
    assert tab.locator("#why_remedy").input_value() == "背面写明了条款"


def test_what_was_typed_stays_where_the_server_refuses(tab, workbench):
    tab.goto(f"{workbench.url}{workbench.c}/review/U005-A")
    tab.wait_for_selector("tr.element.on")
    tab.keyboard.press("p")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#faults li")
    assert "请写明理由" in tab.locator("#faults").inner_text()
    assert tab.locator(
        '[data-editor="legal_basis"] input[type=radio][value="present"]'
    ).is_checked()


def test_the_next_letter_is_fetched_ahead_with_its_picture(tab, workbench):
    asked: list[str] = []
    tab.on("request", lambda each: asked.append(each.url))
    tab.goto(f"{workbench.url}{workbench.c}/review/U005-A")
    tab.wait_for_function(
        "performance.getEntriesByType('resource').some(e => e.name.includes('U006-A/page'))"
    )
    assert any("/review/U006-A/page/" in each for each in asked)


HELP = "dl.keys dt kbd"
# what the keys do that no other test presses; `s` and `l` leave the letter and come last
DOES = {
    "j": "() => document.querySelector('tr.element.on').dataset.element !== 'title'",
    "k": "() => document.querySelector('tr.element.on')",
    "p": "() => document.querySelector('[data-editor]:not([hidden]) input[value=present]').checked",
    "d": "() => document.querySelector('[data-editor]:not([hidden]) input[value=defective]').checked",
    "u": "() => document.querySelector('[data-editor]:not([hidden]) input[value=not_required]').checked",
    "w": "() => document.activeElement.name?.startsWith('why_')",
    "-": "() => document.querySelector('[data-pages]').dataset.zoomed === '1'",
    "=": "() => document.querySelector('[data-pages]').dataset.zoomed === '2'",
    "f": "() => document.querySelector('[data-pages]').scrollTop > 50",
    "r": "() => document.querySelector('[data-red]').getAttribute('aria-pressed') === 'true'",
    "t": "() => document.querySelector('details.filing').open",
    "m": "() => document.querySelector('details.note').open",
    "?": "() => document.getElementById('keys-help').open",
    "s": "() => document.getElementById('skipping').open",
    "l": "() => location.pathname.endsWith('/review')",
}
ELSEWHERE = {
    "0",
    "b",
    ".",
    ",",
    "y",
    "n",
    "q",
    "a",
    "z",
    "回车",
    "1",
    "2",
    "3",
    "4",
    "5",
}  # in the tests above


def held(tab, does: str) -> bool:
    """Soon, for pages are drawn."""
    for _ in range(30):
        if tab.evaluate(does):
            return True
        tab.wait_for_timeout(100)
    return False


def test_every_key_of_the_help_sheet_does_what_it_says(tab, workbench):
    tab.goto(f"{workbench.url}{workbench.c}/review/U001-B")
    tab.wait_for_selector("tr.element.on")
    tab.wait_for_function("() => [...document.images].every(each => each.complete)")
    tab.keyboard.press("?")
    told = set(tab.locator(HELP).all_inner_texts())
    tab.keyboard.press("Escape")
    assert told <= DOES.keys() | ELSEWHERE, "a key that no test presses"
    wrong: list[str] = []
    for key, does in DOES.items():
        if key not in told:
            continue
        tab.keyboard.press(key)
        wrong += [] if held(tab, does) else [key]
        if key != "l":
            tab.keyboard.press("Escape")
    assert not wrong
    assert {"f", "b", ".", ","} <= told


def test_a_letter_of_several_pages_is_seen_through_by_keys_alone(tab, workbench):
    tab.goto(f"{workbench.url}{workbench.c}/review/U001-B")
    tab.wait_for_selector("tr.element.on")
    tab.wait_for_function("() => [...document.images].every(each => each.complete)")
    count = tab.locator("[data-shown-count]")
    for key in ("f", "f", ".", ".", ",", ",", *"ffffffff"):
        if count.inner_text() == "全部看过":
            break
        tab.keyboard.press(key)
        tab.wait_for_timeout(450)
    assert count.inner_text() == "全部看过"

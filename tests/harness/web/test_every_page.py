"""What is true of every page: no barrier (axe, WCAG 2.2 AA), nothing wider than a phone, a next step,
no English, in light and in dark; a page that is added is looked at too."""

from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute

from harness.web.pages import PAGES

pytestmark = pytest.mark.needs("chromium")
NOT_A_PAGE = re.compile(
    r"/live$|/calendar\.ics$|\.(jpg|zip|xlsx|db|ics|csv)$|/enter$|/login$|download|backup"
)
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# letters that a Chinese page may hold: names of files, formats and keys
ENGLISH = re.compile(
    r"\b(?:the|and|not|error|undefined|None|null|True|False|no_answer|present|absent|unclear|defective)\b"
)


def addresses(key: str) -> list[str]:
    """Every page that needs no more than the campaign's name."""
    paths = {
        route.path
        for pages in PAGES
        for route in pages.routes
        if isinstance(route, APIRoute) and "GET" in route.methods
    }
    plain = [path.replace("{key}", key) for path in paths if not NOT_A_PAGE.search(path)]
    return sorted(path for path in plain if "{" not in path)


def more(workbench, client) -> list[str]:
    """One of each page that is about one thing."""
    c = workbench.c
    return [f"{c}/review/U001-A", f"{c}/case/U001-A", f"{c}/search?q=公开"]


@pytest.fixture(scope="module")
def axe():
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


def looked_at(page, axe, address: str) -> list[str]:
    """What is wrong with the page that is open."""
    options = {"runOnly": {"type": "tag", "values": STANDARD}, "resultTypes": ["violations"]}
    found = axe.run(page, options=options).response["violations"]
    wrong = [f"{address}: {each['id']} {each['nodes'][0]['html'][:160]}" for each in found]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        wrong.append(f"{address}: {wide} pixels too wide at {page.viewport_size['width']}")
    if not page.locator("main").count():
        return [*wrong, f"{address}: no main part"]
    text = page.inner_text("main")
    if english := ENGLISH.search(text):
        wrong.append(
            f"{address}: “{english[0]}” in {text[max(0, english.start() - 30) : english.end() + 30]!r}"
        )
    if not page.locator("main a:visible, main button:visible, main input:visible").count():
        wrong.append(f"{address}: nothing to do next")
    return wrong


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_page_is_open_to_everybody(workbench, client, browser, axe, width, scheme):
    context = browser.new_context(
        viewport={"width": width, "height": 800}, locale="zh-CN", color_scheme=scheme
    )
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console",
        lambda each: (
            said.append(f"{each.location['url']}: {each.text}") if each.type == "error" else None
        ),
    )
    page.on("pageerror", lambda each: said.append(str(each)))
    page.goto(workbench.link.replace(workbench.app.state.entry.link, "/"))
    cookies = [
        {"name": name, "value": value, "url": workbench.url}
        for name, value in client.cookies.items()
    ]
    context.add_cookies(cookies)
    said.clear()  # nobody was in yet
    wrong = []
    for address in [*addresses(workbench.key), *more(workbench, client)]:
        answer = page.goto(workbench.url + address)
        assert answer is not None
        if (
            answer.status == 422 or "<html" not in answer.text()
        ):  # a part of a page, or asks for more
            continue
        if answer.status != 200:
            wrong.append(f"{address}: {answer.status}")
            continue
        if not (answer.headers.get("content-type") or "").startswith("text/html"):
            continue
        wrong += looked_at(page, axe, address)
    context.close()
    assert not wrong, "\n".join(wrong)
    others = ("status of 422", "favicon.ico")  # parts of pages that are opened by themselves
    assert not [each for each in said if not any(one in each for one in others)]


def test_pages_are_found(workbench):
    found = addresses(workbench.key)
    assert len(found) > 15
    assert {workbench.c, f"{workbench.c}/review", f"{workbench.c}/due"} <= set(found)

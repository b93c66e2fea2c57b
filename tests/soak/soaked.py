"""What a zygote runs (scenarios/zygote.py) in a home (stages.py): one act, as somebody types it in a
terminal or does it in the browser; tells what it acknowledged on standard output.

`cli WORDS`: the command line. `web PAGE PATH JSON`: the workbench in this process, let in as whoever is
alone on this machine; the form for PATH on PAGE is filled in and sent. The acts' day is DAY, and so is
the random seed of ids: none is drawn from it.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import lxml.html
from starlette.testclient import TestClient

import harness.cli
import harness.web.app
from harness.cli import build
from harness.store.database import Store
from harness.web.settings import Settings

build()  # loads every command, before anything is forked
SITES = "SOAK_SITES"  # names a file that takes every place in the program that wrote into the store


def main() -> None:
    os.umask(0o022)
    home = Path.cwd()
    how, day, by, stdin, *words = sys.argv[1:]
    os.environ.update(MINGCHA_KEYS=str(home / "keys"), MINGCHA_USER=by)
    if os.environ.get(SITES):
        _watched(Path(os.environ[SITES]))
    if stdin:
        _typed(stdin)
    campaign = home / "样江"
    if campaign.is_dir() and words[0] != "new":
        os.chdir(campaign)
    if how == "web":
        os.umask(0o077)
        sys.exit(_web(campaign, date.fromisoformat(day), by, *words))
    sys.argv = ["mingcha", *words]
    harness.cli.main()


def _typed(text: str) -> None:
    """On standard input, through a pipe, as a script gives it."""
    out, into = os.pipe()
    os.write(into, text.encode())
    os.close(into)
    os.dup2(out, 0)


def _watched(told: Path) -> None:
    """Every opening of a writing transaction, by module and function."""
    whole = Store.writing

    def writing(self: Store, **said: Any) -> Any:
        frame = sys._getframe(1)
        name = f"{frame.f_globals['__name__']}.{frame.f_code.co_name}"
        with told.open("a", encoding="utf-8") as out:
            out.write(f"{name}\n")
        return whole(self, **said)

    Store.writing = writing  # type: ignore[method-assign]


def _web(campaign: Path, day: date, by: str, page: str, path: str, said: str) -> int:
    given = json.loads(said)
    app = harness.web.app.create_app(Settings(campaign, today=lambda: day, by=by, patience=60.0))
    own = {"Sec-Fetch-Site": "same-origin"}
    with TestClient(
        app, base_url="http://127.0.0.1", headers=own, follow_redirects=False,
    ) as client:  # fmt: skip
        client.get(app.state.entry.link)
        data, files = _filled(client.get(page), path, given)
        came = client.post(path, data=data, files=files or None)
        if came.status_code not in (200, 303):
            sys.stderr.write(came.text)
            return 2
        sys.stdout.write(f"{came.status_code} {came.headers.get('location', '')}\n")
        sys.stdout.flush()
    return 0


def _filled(page: httpx.Response, path: str, given: dict[str, str]) -> tuple[Any, Any]:
    """The form as it stands, with what somebody puts in; `@name` is a file that is sent along."""
    tree = lxml.html.fromstring(page.text)
    forms = [each for each in tree.forms if unquote(each.action or "") == path]
    assert forms, (path, [each.action for each in tree.forms])
    data: dict[str, Any] = {}
    for form in forms[:1]:
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
    data |= {name: value for name, value in given.items() if not name.startswith("@")}
    files = {
        name[1:]: (Path(place).name, Path(place).read_bytes())
        for name, place in given.items()
        if name.startswith("@")
    }
    return data, files

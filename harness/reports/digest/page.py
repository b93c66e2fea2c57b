"""每日简报 as a page: for a mail's second half and for a browser, good to read on a phone."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from harness.reports.digest.digest import Digest
from harness.reports.digest.text import tell
from letters.writable import writable


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("harness.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(digest: Digest) -> str:
    template = _environment().get_template("digest.html.j2")
    return writable(template.render(told=tell(digest)))

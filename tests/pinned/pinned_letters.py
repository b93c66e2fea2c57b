"""What is pinned: every letter of the bench, every example of a rule, the golden replies.

Out: a `Group` by name, each with its letters by id; a letter is read and judged when it is called.
`cheap` groups take some milliseconds a letter; the others render, and `scans` recognise.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import ModuleType

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "bench" / "verdicts"), str(TESTS / "pinned")]

import as_pinned  # noqa: E402
import corpus  # noqa: E402
import render  # noqa: E402
import verdicts_bench as bench  # noqa: E402
from as_pinned import Pin  # noqa: E402

Letters = Mapping[str, Callable[[], Pin]]
SCANS = 40  # of the bench's letters: recognising takes seconds each
_FAULTLESS = range(0, 363, 3)
_OUR_NOTES = (".json", ".md")


@dataclass(frozen=True, slots=True)
class Group:
    letters: Callable[[], Letters]
    cheap: bool


def _words() -> Letters:
    """Every letter of the bench as plain text."""
    return {one.id: partial(_of_words, one) for one in corpus.everything()}


def _of_words(letter: corpus.Letter) -> Pin:
    head = letter.masthead or (letter.unit.name if letter.head else "")
    parts = [render._as_text(key, text) for key, text in letter.parts]
    text = "\n".join([head, *parts] if head else parts)
    return as_pinned.of_bytes(text.encode(), "答复.txt", letter.expected, letter.replied_on)


def _files() -> Letters:
    """The same as the files that arrive: PDF, docx, mail."""
    return {one.id: partial(_of_file, one) for one in corpus.everything()}


def _of_file(letter: corpus.Letter) -> Pin:
    name, data = bench.press().file(letter)
    return as_pinned.of_bytes(data, name, letter.expected, letter.replied_on)


def _scans() -> Letters:
    chosen = bench.scans(corpus.everything(), SCANS)
    return {one.id: partial(_of_scan, one) for one in chosen}


def _of_scan(letter: corpus.Letter) -> Pin:
    data = bench.press().scan(letter)
    return as_pinned.of_bytes(data, f"{letter.id}.pdf", letter.expected, letter.replied_on)


def _examples() -> Letters:
    letters = {key: partial(as_pinned.of_example, one) for key, one in as_pinned.examples().items()}
    courses = {key: partial(as_pinned.of_course, one) for key, one in as_pinned.courses().items()}
    return letters | courses


def _written_out() -> Letters:
    """The published cases and the faultless letters that stand in tests of the checker."""
    cases = _module("harness/checker/test_published_cases").CASES
    letters = _module("harness/checker/test_published_letters").LETTERS
    faultless = _module("harness/checker/test_faultless_letters")
    found: dict[str, Callable[[], Pin]] = {
        f"case/{number}": partial(_of_text, text) for number, text, _ in cases
    }
    for number, unit, seal, text, *_ in letters:
        found[f"letter/{number}"] = partial(_of_text, text, seal, unit)
    for seed in _FAULTLESS:
        found[f"faultless/{seed:03}"] = partial(_of_parts, faultless, seed)
    return found


def _of_text(text: str, seal: str | None = "", unit: str = "") -> Pin:
    document = as_pinned.document_of(text, seal=seal)
    return as_pinned.of_document(document, as_pinned.Expected(unit=unit))


def _of_parts(faultless: ModuleType, seed: int) -> Pin:
    _, parts, seal = faultless.parts(seed)
    document = as_pinned.document_of(faultless.letter(**parts), seal=seal)
    return as_pinned.of_document(document, faultless.EXPECTED)


def _golden() -> Letters:
    """What the parsers are tested with, judged as if it had come as a reply."""
    folder = TESTS / "parsers"
    paths = [*(folder / "golden").iterdir(), *(folder / "mail").iterdir()]
    return {
        path.relative_to(folder).as_posix(): partial(_of_path, path)
        for path in sorted(paths)
        if path.suffix not in _OUR_NOTES
    }


def _of_path(path: Path) -> Pin:
    return as_pinned.of_bytes(path.read_bytes(), path.name)


def tool(key: str) -> str | None:
    """The program that a golden reply needs to be read."""
    return _module("parsers/golden").tool(Path(key))  # type: ignore[no-any-return]


@cache
def _module(name: str) -> ModuleType:
    """A test module, for the letters that it holds."""
    path = TESTS / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"pinned_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GROUPS: Mapping[str, Group] = {
    "examples": Group(_examples, cheap=True),
    "written_out": Group(_written_out, cheap=True),
    "words": Group(_words, cheap=True),
    "golden": Group(_golden, cheap=False),
    "files": Group(_files, cheap=False),
    "scans": Group(_scans, cheap=False),
}


@cache
def letters(group: str) -> Letters:
    return GROUPS[group].letters()


def pin(job: tuple[str, str]) -> Pin:
    """One letter of one group, read and judged."""
    group, key = job
    return letters(group)[key]()

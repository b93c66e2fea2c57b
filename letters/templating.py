"""The letters' words: templates/*.j2, shipped, and those that a campaign's folder puts in their place.

A campaign's own are tried out when the folder is opened, with a letter of each kind: a fault is told
then, in one line with file and line, and not when a letter is due. They are filled in by a sandbox:
a template that came from elsewhere can write words and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import TracebackType

from jinja2 import ChoiceLoader, DictLoader, PackageLoader, StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from letters.faults import BadTable
from letters.opening import NotOpened, read_text, reason
from letters.writable import writable

FOLDER, ENDING = "templates", ".j2"
Own = tuple[tuple[str, str], ...]  # name and text of a campaign's own templates


def render(name: str, words: Mapping[str, object], own: Own = ()) -> str:
    """A template, filled in."""
    return writable(_environment(own).get_template(name).render(words))


@lru_cache(maxsize=64)
def _environment(own: Own) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([DictLoader(dict(own)), PackageLoader("letters", FOLDER)]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # plain text, not HTML
    )


def shipped() -> tuple[str, ...]:
    """Names of the templates that may be put in the place of ours."""
    found = (each.name for each in (files("letters") / FOLDER).iterdir())
    return tuple(sorted(name for name in found if name.endswith(ENDING)))


def read_own(folder: Path, tries: Iterable[tuple[str, Mapping[str, object]]]) -> Own:
    """The templates of a campaign's folder; BadTable with every fault. `tries`: names of templates
    with words to fill in, as letters have them."""
    place = folder / FOLDER
    faults: list[str] = []
    own: dict[str, str] = {}
    for path in sorted(place.glob(f"*{ENDING}")) if place.is_dir() else ():
        if path.name not in shipped():
            faults.append(
                f"{FOLDER}/{path.name}：没有叫这个名字的模板，只能有 {'、'.join(shipped())}"
            )
            continue
        try:
            own[path.name] = read_text(path)
        except NotOpened as wrong:
            faults.append(f"{FOLDER}/{path.name}：{wrong.why}")
        except UnicodeDecodeError:
            faults.append(f"{FOLDER}/{path.name}：不是 UTF-8 编码，请用记事本另存为 UTF-8")
        except OSError as wrong:
            faults.append(f"{FOLDER}/{path.name}：无法读取（{reason(wrong)}）")
    kept = tuple(own.items())
    found = (_fault(name, words, kept) for name, words in tries if name in own)
    faults.extend(dict.fromkeys(filter(None, found)))
    if faults:
        raise BadTable(*faults)
    return kept


def _fault(name: str, words: Mapping[str, object], own: Own) -> str:
    place = f"{FOLDER}/{name}"
    try:
        if not render(name, words, own).strip():
            return f"{place}，第1行：填好以后没有文字，请写上信的内容，或者删去这个文件"
    except TemplateSyntaxError as wrong:
        return f"{place}，第{wrong.lineno}行：不合模板写法，请核对 {{{{ }}}} 和 {{% %}} 是否成对、有无写错"
    except SecurityError as wrong:
        return f"{place}，第{_line(wrong)}行：模板里不能这样写，只能填写文字"
    except UndefinedError as wrong:
        return f"{place}，第{_line(wrong)}行：没有“{_missing(wrong)}”可填，请核对名称；可用的见 docs/questions.md"
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as wrong:
        return f"{place}，第{_line(wrong)}行：填写时出错（{type(wrong).__name__}），请核对这一行"
    return ""


def _missing(wrong: UndefinedError) -> str:
    """The name that is meant: jinja2's own words, which are English, end or begin with it."""
    quoted = re.findall("'([^']*)'", wrong.message or "")
    return quoted[-1] if quoted else "这个名称"


def _line(wrong: BaseException) -> int:
    """jinja2 rewrites tracebacks, so that they name a template's own lines."""
    found, frame = 1, wrong.__traceback__
    while isinstance(frame, TracebackType):
        if frame.tb_frame.f_code.co_filename == "<template>":
            found = frame.tb_lineno
        frame = frame.tb_next
    return found

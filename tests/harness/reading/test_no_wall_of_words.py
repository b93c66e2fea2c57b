"""No regular expression in the program is so long that nobody reads it: wordings are data (docs/wordings.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import harness

FOLDER = Path(harness.__file__).parent
_MOST = 240  # signs
_OF_REGEX = re.compile(r"\(\?|\[\^|\\[dsbw]|\|.*\|")


def _docstrings(tree: ast.AST) -> set[ast.AST]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string that is written somewhere; of one with values in it, all that is written itself."""
    parts = {
        part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(map(_written, node.values))
        elif isinstance(node, ast.Tuple | ast.List) and _joined(tree, node):
            yield node.lineno, "".join(map(_written, node.elts))
        elif isinstance(node, ast.Constant) and node not in parts | _docstrings(tree):
            yield node.lineno, _written(node)


def _joined(tree: ast.AST, row: ast.AST) -> bool:
    """Pieces that are put together again at once are one pattern: "|".join((r"...", r"..."))."""
    return any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "join"
        and row in call.args
        for call in ast.walk(tree)
    )


def _written(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _walls(source: str) -> list[int]:
    """The lines at which a regular expression of too many signs begins."""
    return [
        line
        for line, written in _literals(ast.parse(source))
        if len(written) > _MOST and _OF_REGEX.search(written)
    ]


def test_no_regular_expression_is_longer_than_people_read() -> None:
    found = {
        f"{path.relative_to(FOLDER).as_posix()}:{line}"
        for path in FOLDER.rglob("*.py")
        for line in _walls(path.read_text("utf-8"))
    }
    assert found == set()


def test_a_wall_is_found_however_it_is_written() -> None:
    wall = "收到|收悉|接到|签收|" * 24
    assert _walls(f"import re\n_A = re.compile(r'{wall}')") == [2]
    assert _walls(f"_A = (\n    r'{wall[:150]}'\n    r'{wall[:150]}'\n)") == [2]
    assert _walls(f"_US = '本局'\n_A = rf'{wall[:150]}{{_US}}{wall[:150]}'") == [2]
    assert _walls(f"_A = '|'.join((\n    r'{wall[:150]}',\n    r'{wall[:150]}',\n))") == [1]
    assert _walls(f'"""{wall}"""') == []
    assert _walls(f"_A = r'{wall[:150]}'") == []

"""The comparison of a drill, on the console: what was published or planted, and what was found."""

from __future__ import annotations

from collections.abc import Collection

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.checker.finding import ELEMENT_NAMES, Element
from harness.cli.shown import shown
from harness.drill.comparison import Outcome, Row, Wrong
from harness.drill.published import DISAGREEMENT

WAITING = (
    "注：“19（1）”即报告中计19件，另有1件答复书上有此问题，但更早的来件尚待人工认定，可能才是首次答复，"
    "认定以前不计；核对时两者相加。"
)


def show(out: Console, outcome: Outcome) -> None:
    """Print the comparison: figures, rates, the report's own slip, what was judged wrongly."""
    for round_ in dict.fromkeys(row.round for row in outcome.rows):
        out.print(_table(outcome, round_))
    if any(row.waiting for row in outcome.rows):
        out.print(WAITING)
    for name, published, found in outcome.rates:
        beside = f"（报告：{published}）" if published else ""
        out.print(f"{name}：{found}{beside}")
    if outcome.whole:
        out.print(f"\n说明：{DISAGREEMENT.remark}")
    if outcome.compared:
        out.print(_compared(outcome.compared))
    out.print(_verdict(outcome))
    for each in outcome.wrong:
        out.print(shown(_sentence(each)))


def _table(outcome: Outcome, round_: str) -> Table:
    rows = [row for row in outcome.rows if row.round == round_]
    categories = tuple(dict.fromkeys(row.category for row in rows))
    theirs = "报告" if outcome.whole else "埋设"
    table = Table(title=round_, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    table.add_column("指标", min_width=26, overflow="fold")
    for category in categories:
        table.add_column(f"{category}\n{theirs}", justify="right")
        table.add_column("\n明察", justify="right")
    table.add_column("\n核对")
    for name in dict.fromkeys(row.name for row in rows):
        chosen = {row.category: row for row in rows if row.name == name}
        cells = [text for c in categories for text in (str(chosen[c].expected), _found(chosen[c]))]
        table.add_row(name, *cells, _mark(chosen.values()))
    return table


def _found(row: Row) -> str:
    """As the reports print it."""
    return f"{row.counted}（{row.waiting}）" if row.waiting else str(row.found)


def _mark(rows: Collection[Row]) -> Text:
    if all(row.right for row in rows):
        return Text("一致")
    unclear = sum(row.unclear for row in rows)
    doubt = f"（{unclear}件待人工认定）" if unclear else ""
    return Text.assemble(("不一致", "bold red"), doubt)


def _compared(elements: Collection[Element]) -> str:
    names = "、".join(ELEMENT_NAMES[element] for element in elements)
    whole = "全部核对" if set(elements) == set(Element) else "逐一核对"
    return f"\n每份答复的{len(elements)}项要素{whole}：{names}。"


def _verdict(outcome: Outcome) -> str:
    count = (
        f"逐件核对：{outcome.answers}份答复（{outcome.pictures}份是扫描件或照片，文字由识别得来）、"
        f"{outcome.elements}项要素（{outcome.unclear}项待人工认定{_clouded(outcome)}），"
    )
    if outcome.right:
        return f"\n{count}与演练埋设的情况全部一致。"
    return f"\n{count}有{len(outcome.wrong)}处与埋设的情况不一致："


def _clouded(outcome: Outcome) -> str:
    if not outcome.clouded:
        return ""
    return f"；另有{outcome.clouded}件答复之前可能还有答复，要素暂不计入报告"


def _sentence(wrong: Wrong) -> str:
    grounds = f"；理由：{wrong.why}" if wrong.why else ""
    evidence = f"；佐证：{wrong.path}" if wrong.path else ""
    return (
        f"  {wrong.application} {wrong.unit} {wrong.what}：埋设为“{wrong.planted}”，"
        f"判为“{wrong.found}”{grounds}{evidence}"
    )

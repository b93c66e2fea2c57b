"""综合得分: the parts of a mark where the rubric has parts (第三方70%＋日常30%), a table a class."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from harness.reports.branches import ranked
from harness.reports.grid import Content
from harness.reports.volume import Volume
from harness.scoring.score import PartMark, plain


def parts(volume: Volume, category: str) -> None:
    rubric = volume.material.rubric.of(category)
    group = ranked(one for one in volume.material.scores if one.category == category)
    if not rubric.parts or not group:
        return
    told = "＋".join(f"{one.name}{plain(one.share)}%" for one in rubric.parts)
    volume.text(
        f"最终得分由{told}合成，各板块按自己的得分率计入，全部折分的板块不计，构成如{volume.next_table}所示。"
    )
    rows: list[list[Content]] = [
        [
            volume.roster.short[score.unit_id],
            *(_rate(one) for one in score.parts),
            "—" if score.total is None else plain(score.total),
        ]
        for score in group
    ]
    names = [f"{one.name}得分率（占{plain(one.share)}%）" for one in rubric.parts]
    head: list[Content] = ["单位", *names, "最终得分"]
    widths = (34, *(66 / (len(names) + 1) for _ in head[1:]))
    volume.table(
        f"{category}综合得分构成", head, rows, widths, centred=range(1, len(head)), size=9.5
    )


def _rate(one: PartMark) -> str:
    if one.rate is None:
        return "折分"
    return f"{one.rate.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}%"

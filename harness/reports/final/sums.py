"""综合得分 and 汇总得分: the parts of a mark where the rubric has parts (第三方70%＋日常30%), a table a class;
and what units are summed up to (县＝本级50%＋部门50%)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from harness.reports.branches import ranked
from harness.reports.final.volume import Volume
from harness.reports.paper.grid import Content
from harness.scoring.assessed import NOT_ASSESSED, lacks_evidence
from harness.scoring.groups import GroupScore, group_scores
from harness.scoring.score import PartMark, Score, plain


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
            *(_rate(one, score) for one in score.parts),
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


def groups(volume: Volume) -> None:
    rubric = volume.material.rubric
    found = group_scores(rubric, volume.material.scores)
    if not found or rubric.group is None:
        return
    own, members = rubric.group.own, rubric.group.members
    volume.section("汇总得分")
    volume.text(
        f"按{'、'.join(own.classes)}占{plain(own.share)}%、{'、'.join(members.classes)}（平均）占"
        f"{plain(members.share)}%汇总，结果如{volume.next_table}所示。"
    )
    # a mean of what nobody established is no figure
    thin = {each.group for each in volume.material.scores if lacks_evidence(each)}
    order = sorted(found, key=lambda one: (one.rank is None, one.rank or 0))
    rows: list[list[Content]] = [
        [
            str(one.rank or "—"), one.name, *_sides(one, one.name in thin), one.grade or one.unranked or "—",
        ]
        for one in order
    ]  # fmt: skip
    head: list[Content] = [
        "排名", "汇总单位", f"{'、'.join(own.classes)}得分率", f"{'、'.join(members.classes)}平均得分率",
        "汇总得分", "等次",
    ]  # fmt: skip
    volume.table(
        "汇总得分排名表", head, rows, (7, 25, 17, 17, 12, 22), centred=(0, 2, 3, 4), size=9.5
    )


def _sides(one: GroupScore, thin: bool) -> list[str]:
    if thin:
        return ["—", "—", NOT_ASSESSED]
    total = "—" if one.total is None else plain(one.total)
    return [_percent(one.own_rate), _percent(one.members_rate), total]


def _percent(rate: Decimal | None) -> str:
    return "—" if rate is None else f"{rate.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}%"


def _rate(one: PartMark, score: Score) -> str:
    if one.rate is None:
        own = set(one.part.leaves)
        lacking = any(mark.lacking for mark in score.marks if mark.criterion.id in own)
        return "未能评定" if lacking else "折分"
    return _percent(one.rate)

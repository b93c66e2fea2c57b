"""units.xlsx was mended, and the plan does not know it yet: to whom a mail would go in error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harness.campaign.workspace import Workspace
from harness.dispatch.envelope import same_address
from harness.store import plan
from letters.faults import BadTable
from letters.model import Application
from letters.tables import UNITS, read_unit_table


def mended(workspace: Workspace, applications: Sequence[Application]) -> Mapping[str, str]:
    """Application -> why its mail may not go to the address of the plan. A table that is wrong, or is
    not here, says nothing: `status` tells of it."""
    path = workspace.folder / UNITS
    if not applications or not path.is_file():
        return {}
    with workspace.store.reading() as connection:
        names = plan.names(connection)
    try:
        now = {each.id: each.email for each in read_unit_table(path, names).units}
    except BadTable:
        return {}
    return {
        each.id: _WHY.format(UNITS, now[each.unit.id] or "（空）", each.unit.email)
        for each in applications
        if each.unit.id in now and not same_address(now[each.unit.id], each.unit.email)
    }


_WHY = (
    "{0} 里单位的邮箱已改为 {1}，计划里还是 {2}，没有发出；请先 mingcha plan --write 更新，"
    "或者把 {0} 改回去"
)

"""How the ways of complaint that a letter offers are told to people and to programs.

In: `Routes`. Out: a Chinese summary; the fields of contracts.md, section 1; a period in words.
"""

from __future__ import annotations

from harness.reading.remedy.remedies import Routes


def said(period: tuple[int, str]) -> str:
    """60日, 6个月."""
    number, unit = period
    return f"{number}{'个' * (unit != '日')}{unit}"


def summary(routes: Routes) -> str:
    """60日向某市人民政府申请复议；6个月向某区人民法院起诉."""
    parts = []
    if routes.reconsideration:
        organ = "、".join(routes.organs) or "（未写机关）"
        parts.append(
            f"{said(routes.reconsideration_period) if routes.reconsideration_period else ''}向{organ}申请复议"
        )
    if routes.litigation:
        court = "、".join(routes.courts) or "（未写法院）"
        parts.append(
            f"{said(routes.litigation_period) if routes.litigation_period else ''}向{court}起诉"
        )
    return "；".join(parts)


def as_json(routes: Routes) -> dict[str, object]:
    """`reconsideration` and `litigation` of contracts.md, None where a way is not offered."""
    days = routes.reconsideration_period
    months = routes.litigation_period
    return {
        "reconsideration": {
            "organ": "、".join(routes.organs) or None, "days": days[0] if days and days[1] != "月" else None, "first": routes.first,
        } if routes.reconsideration else None,
        "litigation": {
            "court": "、".join(routes.courts) or None, "months": months[0] if months and months[1] == "月" else None,
            "days": months[0] if months and months[1] != "月" else None,
        } if routes.litigation else None,
    }  # fmt: skip

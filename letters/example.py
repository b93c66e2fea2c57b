"""A small campaign to try things with: three fictional units, two people, two rounds, ready to plan.

It is a 演练: every name says or shows so, every domain ends in .example, no telephone rings.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from letters.beginning import FILES, campaign_text, refuse_existing
from letters.model import Applicant, Question, Unit
from letters.saving import save
from letters.tables import (
    APPLICANTS,
    CAMPAIGN,
    QUESTIONS,
    UNITS,
    write_applicants,
    write_questions,
    write_units,
)

TITLE, REGION = "演江自治区样江市依申请公开测评（演练）", "演江自治区"
_GOVERNMENT, _COURT = ("样江市人民政府",), ("样江市样本区人民法院",)

EXAMPLE_UNITS = (
    Unit(
        id="U001",
        name="样江市财政局",
        category="市直单位",
        level="地市级",
        email="xxgk@czj.yangjiang.example",
        address="演江自治区样江市样本区演练路1号",
        postcode="990101",
        phone="0990-5550101",
        aliases=("市财政局",),
        reconsideration_organs=_GOVERNMENT,
        courts=_COURT,
        region=REGION,
    ),
    Unit(
        id="U002",
        name="样江市教育局",
        category="市直单位",
        level="地市级",
        email="xxgk@jyj.yangjiang.example",
        address="演江自治区样江市样本区演练路2号",
        postcode="990101",
        phone="0990-5550102",
        aliases=("市教育局",),
        reconsideration_organs=_GOVERNMENT,
        courts=_COURT,
        region=REGION,
    ),
    Unit(
        id="U003",
        name="样江市样本区人民政府",
        category="县（市、区）",
        level="县级",
        email="xxgk@yangben.yangjiang.example",
        address="演江自治区样江市样本区样本大道100号",
        postcode="990102",
        phone="0990-5550103",
        reconsideration_organs=_GOVERNMENT,
        courts=("样江市中级人民法院",),
        region=REGION,
    ),
)
EXAMPLE_APPLICANTS = (
    Applicant("P1", "张演一", "zhang@people.example", "演江自治区南明市试纸街11号2单元301室",
              "990002", "0990-5550111"),
    Applicant("P2", "李演二", "li@people.example", "演江自治区北岸市样章巷8号", "990003",
              "0990-5550112"),
)  # fmt: skip
EXAMPLE_QUESTIONS = (
    Question(
        "Z01",
        "{上年}年度机关食堂节约粮食工作情况",
        "贵单位{上年}年度开展机关食堂制止餐饮浪费、节约粮食工作的情况（已形成的总结、通报或者台账均可）。",
        1,
        "了解机关节约工作情况",
    ),
)


def example(folder: Path, on: date = date(2026, 3, 2)) -> tuple[Path, ...]:
    """The four files of it; BadTable, and nothing written, where one is there already."""
    refuse_existing(folder)
    text = campaign_text(on, title=TITLE, region=REGION, drill=True)
    folder.mkdir(parents=True, exist_ok=True)
    save(folder / CAMPAIGN, text.encode())
    write_units(folder / UNITS, EXAMPLE_UNITS)
    write_applicants(folder / APPLICANTS, EXAMPLE_APPLICANTS)
    write_questions(folder / QUESTIONS, EXAMPLE_QUESTIONS)
    return tuple(folder / name for name in FILES)

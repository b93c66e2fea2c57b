"""A campaign folder as an assessor would make it: units.xlsx and campaign.toml, nothing else.

In: a folder, a seed, how many units. Out: the two files. A smaller province keeps the report's
proportion of departments to cities (largest remainders, one of each at least).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import TypeVar

from harness.drill import places
from harness.drill.published import UNITS
from letters.model import Unit
from letters.tables import write_units

K = TypeVar("K")

CAMPAIGN = Path(__file__).parent / "campaign.toml"


def make_campaign(folder: Path, *, seed: int, units: int = 57) -> None:
    """Writes units.xlsx and campaign.toml into `folder`."""
    if not len(places.CATEGORIES) <= units <= sum(UNITS.values()):
        raise ValueError(f"units must lie between 2 and {sum(UNITS.values())}, not {units}")
    folder.mkdir(parents=True, exist_ok=True)
    write_units(folder / "units.xlsx", province(seed, units))
    (folder / "campaign.toml").write_text(campaign_text(seed), encoding="utf-8")


def campaign_text(seed: int) -> str:
    """campaign.toml; the people in it are the drill's own applicants."""
    people = "\n".join(
        f'[[applicants]]\nid = "{id_}"\nname = "{name}"\nemail = "{box}@{places.MAIL_DOMAIN}"\n'
        f'address = "{address}"\npostcode = "{places.POSTCODE}"\nphone = "{phone}"\n'
        for id_, name, box, address, phone in places.APPLICANT_ROWS
    )
    frame = CAMPAIGN.read_text(encoding="utf-8")
    return frame.replace("{seed}", str(seed)).replace("{applicants}", people)


def province(seed: int, units: int = 57) -> tuple[Unit, ...]:
    """The units, departments first; which ones a smaller province has is the seed's choice."""
    counts = shares(units, UNITS, at_least=1)
    chosen = []
    for category, everyone in ((places.DEPARTMENTS, _departments()), (places.CITIES, _cities())):
        places_taken = sorted(
            Random(f"{seed} {category}").sample(range(len(everyone)), counts[category])
        )
        chosen += [everyone[place] for place in places_taken]
    return tuple(chosen)


def shares(total: int, weights: Mapping[K, int], *, at_least: int = 0) -> dict[K, int]:
    """`total` split in the proportion of `weights`, by largest remainders; ties go to the first."""
    whole = sum(weights.values())
    given = {key: max(at_least, total * weight // whole) for key, weight in weights.items()}
    remainders = sorted(weights, key=lambda key: -(total * weights[key] % whole))
    for key in remainders[: max(0, total - sum(given.values()))]:
        given[key] += 1
    return given


def _departments() -> tuple[Unit, ...]:
    return tuple(
        _unit(
            number,
            name=places.REGION + name,
            short=(short, short.removeprefix("自治区")),
            category=places.DEPARTMENTS,
            level="省级",
            label=label,
            seat=f"{places.REGION}{places.CAPITAL}城中区模拟大道{number * 2}号",
            courts=(f"{places.CAPITAL}城中区人民法院", f"{places.CAPITAL}铁路运输法院"),
        )
        for number, (name, short, label, _) in enumerate(places.DEPARTMENT_ROWS, 1)
    )


def _cities() -> tuple[Unit, ...]:
    return tuple(
        _unit(
            100 + number,
            name=f"{city}人民政府",
            short=(f"{city}政府",),
            category=places.CITIES,
            level="地市级",
            label=label,
            seat=f"{places.REGION}{city}新区练习路{number}号",
            courts=(f"{city}中级人民法院",),
        )
        for number, (city, label, _) in enumerate(places.CITY_ROWS, 1)
    )


def _unit(
    number: int,
    *,
    name: str,
    short: tuple[str, ...],
    category: str,
    level: str,
    label: str,
    seat: str,
    courts: tuple[str, ...],
) -> Unit:
    return Unit(
        id="",  # given by the table's rows
        name=name,
        category=category,
        level=level,
        email=f"xxgk@{label}.{places.GOVERNMENT_DOMAIN}",
        address=seat,
        postcode=f"000{number:03d}",
        phone=f"0000-5550{number:03d}",
        aliases=short,
        reconsideration_organs=(f"{places.REGION}人民政府",),
        courts=courts,
        region=places.REGION,
    )


def document_word(unit: Unit) -> str:
    """The word in the unit's document numbers (机关代字); a stranger's is 演."""
    rows = [(places.REGION + name, word) for name, _, _, word in places.DEPARTMENT_ROWS]
    rows += [(f"{city}人民政府", word) for city, _, word in places.CITY_ROWS]
    return dict(rows).get(unit.name, "演")

"""A campaign as an assessor would write it: the shipped template, with more people and units."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from letters import questions
from letters.model import Application, Campaign, Channel, Unit
from letters.plan import plan
from letters.tables import read_campaign


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(Path(__file__).parent / "campaign.toml", tmp_path / "campaign.toml")
    return tmp_path


@pytest.fixture
def campaign(folder: Path) -> Campaign:
    return read_campaign(folder)


@pytest.fixture
def units() -> tuple[Unit, ...]:
    return tuple(
        Unit(
            id=f"U{number:03d}",
            name=f"演江自治区第{number}厅",
            category="区直单位",
            level="省级",
            email=f"unit{number}@yanjiang.example",
            address=f"演江自治区南明市演练路{number}号",
            postcode="010001",
            phone="0990-5550101",
        )
        for number in range(1, 8)
    )


@pytest.fixture
def applications(campaign: Campaign, units: tuple[Unit, ...]) -> tuple[Application, ...]:
    return plan(campaign, units, questions.load())


@pytest.fixture
def by_post(applications: tuple[Application, ...]) -> Application:
    return next(a for a in applications if a.channel is Channel.REGISTERED_MAIL)


@pytest.fixture
def by_email(applications: tuple[Application, ...]) -> Application:
    return next(a for a in applications if a.channel is Channel.EMAIL)


@pytest.fixture
def real(campaign: Campaign) -> Campaign:
    """The same campaign, no drill."""
    return replace(campaign, drill=False, collect_until=date(2026, 12, 31))

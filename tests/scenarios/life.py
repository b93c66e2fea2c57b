"""One campaign of five units, its mail servers, and what was planned in it: what its steps share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from agencies import Asked
from desk import Desk
from dovecot import PASSWORD
from office import Post


@dataclass
class Life:
    """The campaign and what is around it; `asked` is filled from the plan."""

    desk: Desk
    post: Post
    server: Any
    store: str = ""  # what campaign.toml is to say of it
    plan: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def boxes(self) -> tuple[str, str]:
        of = "on-server" if self.store else "in-file"
        return f"zhang@five.{of}.example", f"li@five.{of}.example"

    @property
    def folder(self) -> Path:
        return self.desk.folder / "五家"

    @property
    def ledger(self) -> Path:
        return self.folder / "incoming" / "台账.xlsx"

    def on(self, day: str) -> Desk:
        """In the campaign's folder, on that day."""
        return Desk(self.folder, day, environment={"MINGCHA_MAIL_PASSWORD": PASSWORD})

    def asked(self, id: str, received: date) -> Asked:
        each = self.plan[id]
        return Asked(each["unit"], each["applicant"], each["question"], received)

    def box(self, id: str) -> str:
        return self.boxes[self.plan[id]["applicant"] != "张演一"]

    def due(self, day: str) -> dict[str, dict[str, Any]]:
        return {each["application"]: each for each in self.on(day).json("due")}

    def marks(self, day: str) -> dict[str, dict[str, Any]]:
        return {each["unit_id"]: each for each in self.on(day).json("marks")}

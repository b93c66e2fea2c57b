"""WHEN: the working days of China. Imports nothing of ours.

from calendars import load
load().due(date(2026, 3, 2), 20).on
"""

from __future__ import annotations

from calendars.places import Place, place
from calendars.workdays import Due, OutOfRange, Workdays, load

__all__ = ["Due", "OutOfRange", "Place", "Workdays", "load", "place"]

"""Containers that the tests of parsers/ write (tests/parsers/boxes.py): OLE, TNEF, RAR."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "parsers"))

from boxes import compound, outlook, properties, rar, tnef

__all__ = ["compound", "outlook", "properties", "rar", "tnef"]

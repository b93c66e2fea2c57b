"""How the command line tells a user that the call or its input is wrong."""

from __future__ import annotations

from harness.store.errors import reason

__all__ = ["UserError", "reason"]


class UserError(Exception):
    """One clear line in Chinese: what, where, how to mend it. Printed to stderr; exit status 2."""

"""What goes wrong with the database and the disk -> one clear line in Chinese, as a `StoreError`.

This module loads no database library, so that the command line can know the error at no cost.
"""

from __future__ import annotations

from letters.opening import reason

__all__ = ["StoreError", "Unusable", "disk_error", "reason"]


class StoreError(Exception):
    """One clear line in Chinese: what, where, how to mend it."""


class Unusable(StoreError):
    """The database or the disk cannot be used now: nothing was wrong with what was asked for."""


def disk_error(wrong: OSError) -> str:
    """The same as a whole line, with the file that it is about."""
    place = f"“{wrong.filename}”" if wrong.filename is not None else "文件"
    return f"无法读写{place}：{reason(wrong)}"

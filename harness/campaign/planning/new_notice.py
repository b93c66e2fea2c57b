"""Next year's 放假通知 among the data: whatever was computed by the calendar before is computed anew."""

from __future__ import annotations

from pathlib import Path

from calendars.taking_over import Taking
from calendars.taking_over import take as put
from harness.campaign.errors import Refused
from harness.casebook.remembered import judges
from harness.store.errors import reason


def take(found: Taking) -> Path:
    try:
        path = put(found)
    except FileExistsError as wrong:
        raise Refused(f"{wrong.filename} 已经存在，请核对后选“替换原有的通知”") from None
    except OSError as wrong:
        raise Refused(f"通知没有写入：{reason(wrong)}；请由能改动程序文件夹的人写入") from None
    judges.cache_clear()
    return path

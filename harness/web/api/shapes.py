"""What goes in and comes out, where no verb's own type says it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from harness.reading.arrived.reply_kind import ReplyKind
from harness.store.log import Outcome, Purpose

T = TypeVar("T")
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^[^\x00]*$")
]
Said = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"^[^\x00]*$"),
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class Fault(BaseModel):
    text: str
    field: str | None


class Faults(BaseModel):
    faults: list[Fault]


class Listed(BaseModel, Generic[T]):
    """`next`: give it as `after` to read on; null at the end."""

    items: list[T]
    next: str | None


class CampaignShown(BaseModel):
    key: str
    title: str
    fault: str = Field(description="为什么打不开；能打开的为空")


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FileGiven(_Given):
    applications: Annotated[list[Name], Field(max_length=200, description="申请编号；都不是的为空")]
    kind: ReplyKind | None = Field(None, description="来件种类；不写则按程序所读")
    days: int | None = Field(None, ge=0, le=365, description="通知里写明的工作日数")
    why: Text = ""
    seen: Name | None = Field(None, description="查看时所给的代码；其间有变动则不写入")
    write: bool = Field(False, description="写入；否则只答复将会怎样")


class RuleGiven(_Given):
    target: Name = Field(description="U001-A/remedy、U001-A/answered_on、U001/指标代号")
    value: Name
    defects: Annotated[list[Name], Field(max_length=20)] = []
    why: Said
    stage: Annotated[str, StringConstraints(pattern="^(first|second|decision)$")] = "first"
    seen: Name | None = None
    write: bool = False


class EventGiven(_Given):
    kind: Name = Field(
        description="posted、handed_in、submitted、delivered、confirmed、returned、withdrawn 等"
    )
    on: date
    number: Text = Field("", description="挂号号码，只在登记交寄时")
    note: Text = ""
    replace: bool = False
    write: bool = False


class CallGiven(_Given):
    unit: Name
    on: date
    time: Annotated[str, StringConstraints(pattern=r"^([01]?\d|2[0-3]):[0-5]\d$")]
    outcome: Outcome
    purpose: Purpose = Purpose.TEST
    application: Name | None = None
    number: Text = ""
    note: Text = ""
    replace: bool = False
    write: bool = False


class UndoGiven(_Given):
    op: int | None = Field(None, ge=1, le=2**53, description="操作编号；不写则为最后一项")
    write: bool = False


WRONG: dict[int | str, dict[str, Any]] = {
    401: {"model": Faults, "description": "没有登录，或者令牌已失效"},
    403: {"model": Faults, "description": "没有这项权限"},
    404: {"model": Faults, "description": "没有这个测评，或者没有这一件"},
    409: {"model": Faults, "description": "别人刚刚改过"},
    422: {"model": Faults, "description": "所给的内容有误"},
    503: {"model": Faults, "description": "现在不能使用"},
}

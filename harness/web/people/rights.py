"""Who may do what. A right is asked for by each page; a role is a set of rights."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    LOOK = "look"
    RECORD = "record"  # 登记寄送、电话、来件，归卷
    MARK = "mark"  # 初评、复评
    DECIDE = "decide"  # 定评、异议、抽样
    SEND = "send"  # 计划、发信、暂停
    SETTLE = "settle"  # 测评设置、细则、放假通知、用户


class Role(StrEnum):
    ADMIN = "admin"
    ASSESSOR = "assessor"
    REVIEWER = "reviewer"
    READER = "reader"


ROLE_NAMES = {
    Role.ADMIN: "管理员",
    Role.ASSESSOR: "测评员",
    Role.REVIEWER: "复核员",
    Role.READER: "只读",
}
RIGHTS = {
    Role.ADMIN: frozenset(Right),
    Role.ASSESSOR: frozenset({Right.LOOK, Right.RECORD, Right.MARK}),
    Role.REVIEWER: frozenset({Right.LOOK, Right.RECORD, Right.MARK, Right.DECIDE}),
    Role.READER: frozenset({Right.LOOK}),
}
RIGHT_NAMES = {
    Right.LOOK: "查看",
    Right.RECORD: "登记和归卷",
    Right.MARK: "认定要素",
    Right.DECIDE: "定评和处理异议",
    Right.SEND: "编制计划和发信",
    Right.SETTLE: "更改设置和管理用户",
}

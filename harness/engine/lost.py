"""A job that brought no result, and why: said of the one file that it was about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lost:
    """A job that brought no result. `code`: died | too_slow | too_large; the message is Chinese."""

    code: str
    message: str


def too_large(memory: int) -> Lost:
    return Lost(
        "too_large", f"处理此件需要的内存超过{memory // 2**20}兆字节，已中止，原文件没有改动"
    )


def too_slow(seconds: float, *, waited: bool) -> Lost:
    how = "等候" if waited else "处理"
    code = "hung" if waited else "too_slow"
    return Lost(code, f"{how}此件超过{seconds:.0f}秒仍未完成，已中止，原文件没有改动")

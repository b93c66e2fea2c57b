"""What goes wrong with the database and the disk -> one clear line in Chinese, as a `StoreError`.

This module loads no database library, so that the command line can know the error at no cost.
"""

from __future__ import annotations

import errno

from letters.opening import NotOpened


class StoreError(Exception):
    """One clear line in Chinese: what, where, how to mend it."""


_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘只读",
    errno.EEXIST: "已有同名文件",
    errno.ENAMETOOLONG: "名称过长",
    errno.EIO: "磁盘读写出错",
}


def reason(wrong: OSError) -> str:
    """Why a file cannot be opened or written, in Chinese; the system says it in its own language."""
    if isinstance(wrong, NotOpened):
        return wrong.why
    known = _REASONS.get(wrong.errno or 0)
    return known or f"系统报告“{wrong.strerror or wrong}”"


def disk_error(wrong: OSError) -> str:
    """The same as a whole line, with the file that it is about."""
    place = f"“{wrong.filename}”" if wrong.filename is not None else "文件"
    return f"无法读写{place}：{reason(wrong)}"

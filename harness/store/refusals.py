"""What a PostgreSQL server refuses -> why, as the end of a Chinese sentence."""

from __future__ import annotations

from harness.store import connections

GONE = frozenset({"57P01", "57P02", "57P03", "57P05", "08000", "08003", "08006"})
WRONG_PASSWORD = "28P01"
# a constraint that was broken, a wrong statement: only a fault of this program brings these about
OURS = ("22", "23", "25", "42")
_BUSY = "正被另一个程序占用，请稍候再试；若一直如此，请让管理员查看是哪个连接没有结束"
_PRIVILEGE = "没有权限：请让管理员按 docs/postgresql.md 授权"
_TOLD = {
    WRONG_PASSWORD: "用户名或者密码不对，请检查 MINGCHA_STORE_PASSWORD、系统钥匙串或者 ~/.pgpass",
    "28000": "不接受这个用户从这台机器连接（pg_hba.conf 没有允许，或者要求加密），请让管理员放行",
    "3D000": "不存在：服务器上没有这个数据库，请核对 store 的地址，或者请管理员建库",
    "3F000": "不存在：服务器上没有这个模式（schema），请核对 store 的地址，或者请管理员建立",
    "42501": _PRIVILEGE,
    "42P01": "缺少应有的表，可能已损坏或结构与本版程序不符，请从备份恢复",
    "42703": "缺少应有的栏，可能已损坏或结构与本版程序不符，请从备份恢复",
    "53100": "所在的磁盘已满，这一步没有写入，请让管理员腾出空间后再试",
    "53200": "所在的服务器内存不足，这一步没有写入，请稍候再试",
    "53300": "连接数已到上限，请稍候再试，或者请管理员调高 max_connections",
    "54000": "一次要写的内容超过服务器的上限",
    "55P03": _BUSY,
    "40P01": "与另一个程序互相等待，这一步没有写入，请再试一次",
    "40001": "与另一个程序同时改动，这一步没有写入，请再试一次",
    "25006": "只读（可能是备用服务器），不能写入，请核对 store 的地址",
    "25P03": "空闲太久，服务器断开了连接，请再试一次",
    "57014": "的服务器取消了这一步，没有写入，请再试一次",
    "57P01": "的服务器正在关闭或者重启，请稍候再试",
    "57P02": "的服务器刚刚出错重启，请稍候再试",
    "57P03": "的服务器正在启动或者恢复，请稍候再试",
    "57P04": "不存在：数据库刚被删除",
    "58030": "所在的磁盘读写出错，请让管理员检查",
    "XX001": "已损坏（服务器报告数据页损坏），请让管理员从备份恢复",
    "XX002": "已损坏（服务器报告索引损坏），请让管理员检查或重建索引",
}
_CLASSES = {
    "08": "连接不上或者连接中断，请检查网络",
    "28": "拒绝了这个用户，请核对用户名和密码",
    "53": "所在的服务器资源不足，这一步没有写入，请稍候再试",
    "57": "的服务器中断了这一步，请稍候再试",
    "58": "所在的服务器出错，请让管理员查看服务器的日志",
    "XX": "所在的服务器内部出错，请让管理员查看服务器的日志",
}
NO_PASSWORD = (
    "要密码，而没有找到：请设置环境变量 MINGCHA_STORE_PASSWORD，或者存入系统钥匙串"
    "（keyring set mingcha 用户名@主机:端口）或者 ~/.pgpass"
)
NO_TLS = (
    "不支持加密连接：本机以外的数据库必须加密，请让管理员打开 ssl；"
    "或者用 SSH 隧道，把地址写成 127.0.0.1"
)
BROKEN = "连接中断，请检查网络后再试"


def sqlstate(wrong: BaseException | None) -> str:
    """The server's own code; empty where it is not the server that speaks."""
    said = wrong.args[0] if wrong is not None and wrong.args else None
    return str(said.get("C", "")) if isinstance(said, dict) else ""


def is_ours(wrong: BaseException | None) -> bool:
    """Whether it goes through as it is: nothing that people could mend."""
    code = sqlstate(wrong)
    return code[:2] in OURS and code not in _TOLD


def why(wrong: BaseException) -> str:
    code = sqlstate(wrong)
    if code:
        known = _TOLD.get(code) or _CLASSES.get(code[:2])
        said = wrong.args[0].get("M", "")
        return known or f"不能使用（服务器报告“{said}”，代码 {code}）"
    cause = next((each for each in _causes(wrong) if isinstance(each, OSError)), None)
    if cause is not None:
        return f"连接不上：{connections.why(cause)}"
    told = str(wrong)
    if "password" in told:
        return NO_PASSWORD
    if "refuses SSL" in told:
        return NO_TLS
    if "network error" in told or "closed" in told:
        return BROKEN
    return f"不能使用（“{told}”）"


def _causes(wrong: BaseException | None) -> list[BaseException]:
    found = []
    while wrong is not None:
        found.append(wrong)
        wrong = wrong.__cause__ or wrong.__context__
    return found

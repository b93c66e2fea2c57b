"""How the mail systems met in this country write a mail: their header lines, their ids, their way of
quoting. Written after real mails; every name, number and address in them is made up."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class System:
    """`head`: its own header lines, `{key}` a token. `id`: the shape of its Message-IDs. `quote`: how it
    quotes. `coding`: base64, quoted-printable or 8bit."""

    head: str
    id: str
    quote: str = "headed"
    coding: str = "base64"
    charset: str = "utf-8"


SYSTEMS = {
    "coremail": System(
        "X-Originating-IP: [10.28.4.{n}]\nX-Priority: 3\nX-Mailer: Coremail Webmail Server Version XT6.0.5 build 20230707(7f9b2f8f) Copyright (c) 2002-2026 www.mailtech.cn\nX-CM-TRANSID: AQAAfwB{key8}ZpAg--.{n}W\nX-CM-SenderInfo: pfjtw0o6{key8}",
        "{key8}.{n}.19d{key8}.Coremail.{sender}",
        "arrows",
    ),
    "netease": System(
        "X-Originating-IP: [61.139.{n}.8]\nX-Priority: 3\nX-Mailer: Coremail Webmail Server Version 2023.4-cmXT build 20251222 Copyright (c) 2002-2026 www.mailtech.cn 163com\nX-CM-TRANSID: _____wD3{key8}--.{n}",
        "{key8}.9c1f.19c{key8}.Coremail.{sender}",
        "headed",
        charset="gbk",
    ),
    "qq": System(
        "X-QQ-mid: webmail{n}t177{n}t{key8}\nX-QQ-SSF: 0001000000000\nX-QQ-STYLE: \nX-Originating-IP: 119.4.{n}.7\nX-Mailer: QQMail 2.x\nX-QQ-Mailer: QQMail 2.x",
        "tencent_{key24}@qq.com",
        "qq",
        charset="gb18030",
    ),
    "qqbounce": System(
        "X-QQ-mid: bounce{n}t177\nX-QQ-SSF: 000\nX-QQ-FEAT: {key24}\nX-Mailer: QQMail 2.x",
        "tencent_{key24}@qq.com",
        charset="gb18030",
    ),
    "exmail": System(
        "X-QQ-mid: bizesmtp{n}t177{n}t{key8}\nX-QQ-GoodBg: 2\nX-QQ-SSF: 0140000\nX-BIZMAIL-ID: {key24}\nX-Mailer: QQMail 2.x",
        "tencent_{key24}@qq.com",
        "qq",
    ),
    "aliyun": System(
        "X-Alimail-AntiSpam: AC=CONTINUE;BC=0.08;CH=green;DM=|CONTINUE|false|\nX-Mailer: [Alimail-Mailagent][W4_3035][null][Chrome]",
        "{key8}-d7f1-4a.{sender}",
        "alimail",
    ),
    "exchange": System(
        "Thread-Topic: {key8}\nThread-Index: AQHa{key24}==\nAccept-Language: zh-CN, en-US\nContent-Language: zh-CN\nX-MS-Has-Attach: \nX-MS-TNEF-Correlator: \nx-originating-ip: [172.16.{n}.20]",
        "{key24}@exch01.intra.example",
        "outlook",
        charset="gb2312",
    ),
    "outlook": System(
        "X-Mailer: Microsoft Outlook 16.0\nThread-Index: AQIe{key24}\nContent-Language: zh-cn",
        "00{key8}$c0{key8}$@example",
        "outlook",
        "quoted-printable",
        "gb2312",
    ),
    "foxmail": System(
        "X-Priority: 3\nX-GUID: {key24}\nX-Has-Attach: no\nX-Mailer: Foxmail 7.2.25.331[cn]",
        "2026{key8}{n}@{domain}",
        "arrows",
    ),
    "gov": System(
        "X-Mailer: Richmail_Webapp(V2.4.05)\nX-RM-TRANSID: 2ee{key8}-{n}\nX-RM-SPAM-FLAG: 00000000",
        "2ee{key8}-0000{n}.Richmail.000{n}@{domain}",
        "headed",
        "quoted-printable",
    ),
    "eyou": System("X-Mailer: eYou Mail System\nX-EYOU-SPAMVALUE: 0", "{key24}@eyou.net", coding="8bit"),
    "qmail": System("", "{key24}.qmail@{domain}", coding="8bit"),
    "postfix": System("", "{key24}@mx.shenqing.example", coding="8bit"),
    "sendmail": System("", "202603{n}.q29{key8}@{domain}", coding="8bit"),
}  # fmt: skip


def filled(text: str, key: str, sender: str) -> str:
    """The tokens of a shape, the same for the same mail."""
    token = hashlib.sha256(key.encode()).hexdigest()
    return (
        text.replace("{key24}", token[:24].upper())
        .replace("{key8}", token[24:32])
        .replace("{n}", str(int(token[40:44], 16) % 250))
        .replace("{sender}", sender)
        .replace("{domain}", sender.rpartition("@")[2])
    )


def quoted(style: str, *, sender: str, to: str, sent: str, subject: str, text: str) -> str:
    """An earlier mail as a system puts it below an answer."""
    body = text.strip()
    heads = {
        "headed": f"\n\n\n-----原始邮件-----\n发件人: {sender}\n发送时间: {sent}\n收件人: {to}\n主题: {subject}\n\n{body}\n",
        "qq": f'\n\n\n------------------ 原始邮件 ------------------\n发件人: "{sender.partition(" <")[0]}" <{sender.partition("<")[2]};\n发送时间: {sent}(星期一)\n收件人: "{to}"<{to}>;\n主题: {subject}\n\n{body}\n',
        "outlook": f"\n\n________________________________\n发件人: {sender}\n发送时间: {sent}\n收件人: {to}\n主题: {subject}\n\n{body}\n",
        "alimail": f"\n\n------------------------------------------------------------------\n发件人：{sender}\n发送时间：{sent}\n收件人：{to}\n主　题：{subject}\n\n{body}\n",
    }
    if style == "arrows":
        lines = "\n".join(f"> {line}" for line in body.splitlines())
        return f'\n\n在 {sent}，"{sender.partition(" <")[0]}" <{sender.partition("<")[2]} 写道：\n{lines}\n'
    return heads[style]

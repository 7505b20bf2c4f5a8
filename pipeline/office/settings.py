"""Read the office's settings (设置.ini) for watching and reminders; plain text for Notepad."""

from __future__ import annotations

import configparser
from dataclasses import dataclass
from datetime import time
from email.utils import parseaddr
from typing import TYPE_CHECKING, Final, TypeVar

from pipeline.office.errors import SettingsFaulty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.workspace import Workspace

STARTER: Final = """\
# 报送通的设置。用记事本改，存盘即可；删掉一行，就按原来的默认值。
# 行首有 # 的是说明，不起作用。

[经办人]
# 记在台账每一笔上的姓名。空着就记登录这台电脑的用户名；几个人共用时，运行命令加 --by 姓名。
姓名 =

[值守]
# 隔多少秒把收件箱全部查看一遍（5 到 3600）。改了以后重新开始值守才起作用。
查看间隔秒 = 30
# 平时怎么知道有文件来：自动；定时（每 2 秒看一次，用于网络共享盘）；通知（由系统通知，用于本机的盘）。
变动 = 自动

[提醒]
# 启用 = 是：值守时每天最多发一封邮件给本单位，说明哪项任务快到期或已过期、还有谁没报、有什么等人处理。
# 没有要说的就不发。发不出去只作提示，不影响收件。先试发一封：baosong remind --send
启用 = 否
每天几点以后 = 09:00
截止前几天开始 = 2
# 多个收件人用逗号隔开。
收件人 =
发件人 =
服务器 =
端口 = 465
# 加密：SSL、STARTTLS，或 不加密。
加密 = SSL
# 登录服务器的帐号，不用登录就空着。密码不写在这里，放在环境变量 BAOSONG_SMTP_PASSWORD 里。
帐号 =
"""
SECURITIES: Final = ("SSL", "STARTTLS", "不加密")
_POLLING: Final[Mapping[str, bool | None]] = {"自动": None, "定时": True, "通知": False}
_SCAN_S: Final = range(5, 3601)
_PORTS: Final = range(1, 65536)
_DAYS: Final = range(61)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reminding:
    """Settings of reminders by e-mail (提醒): daily after ``at``, from ``days_before`` days before a deadline."""

    at: time
    days_before: int
    to: tuple[str, ...]
    sender: str
    host: str
    port: int
    security: str
    user: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the office (设置); ``reminding`` is None where reminders are off, the default.

    ``scan_s`` is in seconds; with ``polling`` None the program decides.
    """

    scan_s: int = 30
    polling: bool | None = None
    reminding: Reminding | None = None


def read_settings(workspace: Workspace) -> Settings:
    """Read the settings of the office (设置); without the file, return the defaults.

    Raises:
        SettingsFaulty: a line that can't be used; the error names it.
    """
    try:
        parser = _parse(workspace)
    except FileNotFoundError:
        return Settings()
    except configparser.Error as error:
        raise SettingsFaulty("", str(error).splitlines()[0], "照原来的样子一行一项") from error
    watching = _Section(parser, "值守")
    return Settings(
        scan_s=watching.number("查看间隔秒", 30, _SCAN_S),
        polling=_POLLING[watching.choice("变动", tuple(_POLLING))],
        reminding=_reminding(_Section(parser, "提醒")),
    )


def office_person(workspace: Workspace) -> str:
    """Return the person in the settings (经办人); empty where there is none, or the file can't be parsed."""
    try:
        name = _Section(_parse(workspace), "经办人").text("姓名")
    except (OSError, configparser.Error):  # what needs the other settings reports the fault
        return ""
    return " ".join(name.split())


def _parse(workspace: Workspace) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.read_string(_text(workspace.settings.read_bytes()))
    return parser


def _reminding(section: _Section) -> Reminding | None:
    if section.choice("启用", ("否", "是")) == "否":
        return None
    to = tuple(part.strip() for part in section.text("收件人").replace("，", ",").split(","))
    sender = section.text("发件人") or to[0]
    for key, address in (*(("收件人", recipient) for recipient in to), ("发件人", sender)):
        if "@" not in parseaddr(address)[1]:
            raise SettingsFaulty(key, address, "邮箱地址，如 office@example.cn")
    host = section.text("服务器")
    if not host:
        raise SettingsFaulty("服务器", "", "邮件服务器的名称，如 smtp.example.cn")
    return Reminding(
        at=section.read("每天几点以后", "09:00", time.fromisoformat, "时刻，如 09:00"),
        days_before=section.number("截止前几天开始", 2, _DAYS),
        to=to,
        sender=sender,
        host=host,
        port=section.number("端口", 465, _PORTS),
        security=section.choice("加密", SECURITIES),
        user=section.text("帐号"),
    )


class _Section:
    """One section of the file with methods that parse its lines."""

    def __init__(self, parser: configparser.ConfigParser, name: str) -> None:
        self._lines = parser[name] if parser.has_section(name) else {}

    def text(self, key: str) -> str:
        return str(self._lines.get(key, "")).strip()

    def choice(self, key: str, options: tuple[str, ...]) -> str:
        """Return one of *options*; the first is the default."""
        value = self.text(key) or options[0]
        for word in options:
            if word.casefold() == value.casefold():
                return word
        raise SettingsFaulty(key, value, "、".join(options) + " 之一")

    def number(self, key: str, default: int, allowed: range) -> int:
        expected = f"{allowed.start} 到 {allowed.stop - 1} 的整数"
        number = self.read(key, str(default), int, expected)
        if number not in allowed:
            raise SettingsFaulty(key, str(number), expected)
        return number

    def read(self, key: str, default: str, parse: Callable[[str], _T], expected: str) -> _T:
        value = (self.text(key) or default).replace("：", ":")
        try:
            return parse(value)
        except ValueError as error:
            raise SettingsFaulty(key, value, expected) from error


def _text(content: bytes) -> str:
    """Decode what Notepad writes: UTF-8 with or without a byte-order mark, old versions the Chinese code page."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")

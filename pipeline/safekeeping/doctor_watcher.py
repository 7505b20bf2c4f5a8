"""Examine the watcher and the inbox for the self-examination (自检)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.intake.mounts import network_fs_type
from pipeline.intake.scan import scan
from pipeline.model.heartbeat import Life
from pipeline.office.errors import SettingsFaulty
from pipeline.office.heartbeat import watcher_pulse
from pipeline.office.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.office.context import Office
    from pipeline.workspace import Workspace

    CheckupFields = tuple[str, str, str]

_MARKS: Final = {Life.NONE: "缺", Life.STOPPED: "缺", Life.SILENT: "坏", Life.ALIVE: "好"}


def watcher_findings(office: Office) -> Iterator[CheckupFields]:
    """Yield mark, subject and sentence about the watcher (值守), the inbox's disk, and the settings."""
    pulse = watcher_pulse(office.workspace, office.clock.now())
    has_trouble = (
        pulse.life is Life.ALIVE and pulse.heartbeat is not None and pulse.heartbeat.trouble
    )
    yield "坏" if has_trouble else _MARKS[pulse.life], "值守", pulse.words
    kind = network_fs_type(office.workspace.inbox)
    if kind:
        yield (
            "好",
            "收件箱所在",
            f"网络共享（{kind}）：别的电脑放进来的文件没有变动通知，值守时定时查看",
        )
    else:
        yield "好", "收件箱所在", "本机的盘，值守时由系统通知变动"
    root_kind = network_fs_type(office.workspace.root)
    if root_kind:
        yield (
            "缺",
            "工作目录所在",
            f"网络共享（{root_kind}）：锁不一定传得到别的电脑，另一台电脑上的值守凭心跳认出；台账最好放在本机的盘上",
        )
    yield _settings_finding(office.workspace)
    if not office.workspace.inbox_record.is_file():
        yield (
            "缺",
            "收件箱标记",
            f"没有做上：{office.workspace.inbox} 可能不能写。共享断开时会被当成空的收件箱。",
        )


def _settings_finding(workspace: Workspace) -> CheckupFields:
    try:
        reminding = read_settings(workspace).reminding
    except SettingsFaulty as error:
        return "坏", "设置", str(error)
    if reminding is None:
        return "好", "设置", "提醒没有启用"
    return "好", "设置", f"每天 {reminding.at:%H:%M} 以后提醒 {'、'.join(reminding.to)}"


def inbox_findings(workspace: Workspace) -> Iterator[CheckupFields]:
    """Yield mark, subject and sentence about files in the inbox that are ignored or wait, with the reasons.

    Raises:
        InboxUnreachable: the inbox can't be read.
    """
    files, ignored = scan(workspace.inbox)
    if ignored:
        names = "；".join(f"{item.name}（{item.reason}）" for item in ignored)
        yield "好", "收件箱里略过的", names
    in_use = [file for file in files if file.in_use]
    if in_use:
        names = "；".join(f"{file.name}（{file.in_use}）" for file in in_use)
        yield "缺", "收件箱里等待的", names

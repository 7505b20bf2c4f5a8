"""Every fault that is made on purpose, and the page with the outcome of each (docs/故障.md)."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.faults.disk import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Test = Callable[..., None]

_FORM: Final = "2 西河区.xlsx"  # which no other file of the batch repeats


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault: how it is made, what the program says (a part of the sentence), and the cure.

    ``rules`` are those of a disk that fails; other faults are made by the test of their name.
    """

    name: str
    made: str
    said: str
    cured: str = "自动接着处理，结果与没有出过故障的一样"
    rules: tuple[Rule, ...] = ()
    passes: int = 1  # over the broken disk, until it is said


def _disk(call: str, number: int, pattern: str) -> tuple[Rule, ...]:
    return (Rule(call, number, pattern),)


ON_THE_DISK: Final = (
    Trouble("磁盘满：留存原件时", "打开新文件报 ENOSPC", "磁盘已满",
            rules=_disk("open", errno.ENOSPC, ".baosong/originals/")),
    Trouble("磁盘满：原件写到一半", "写入报 ENOSPC", "磁盘已满",
            rules=_disk("write", errno.ENOSPC, ".baosong/originals/")),
    Trouble("磁盘坏：原件落盘时", "fsync 报 EIO", "磁盘读写出错",
            rules=_disk("fsync", errno.EIO, ".baosong/originals/")),
    Trouble("磁盘满：登记台账时", "写台账报 ENOSPC", "磁盘已满",
            rules=_disk("write", errno.ENOSPC, "ledger.sqlite3")),
    Trouble("磁盘坏：台账落盘时", "fsync 报 EIO", "磁盘读写出错",
            rules=_disk("fsync", errno.EIO, "ledger.sqlite3")),
    Trouble("发件箱只读", "建文件报 EROFS", "只读",
            rules=_disk("open", errno.EROFS, "/outbox/")),
    Trouble("磁盘满：写回执时", "写入报 ENOSPC", "磁盘已满",
            rules=_disk("write", errno.ENOSPC, "/outbox/")),
    Trouble("回执正被 Word 打开", "改名报 EACCES", "正被打开",
            rules=_disk("rename", errno.EACCES, "/回执/")),
    Trouble("退回单正被 Word 打开", "改名报 EACCES", "正被打开",
            rules=_disk("rename", errno.EACCES, "/退回/")),
    Trouble("报送台账正被 Excel 打开", "改名报 EACCES", "正被打开",
            rules=_disk("rename", errno.EACCES, "报送台账.xlsx")),
    Trouble("磁盘满：看板重写时", "改名报 ENOSPC", "磁盘已满",
            rules=_disk("rename", errno.ENOSPC, "报送情况.html")),
    Trouble("磁盘满：放入待认领时", "写入报 ENOSPC", "磁盘已满",
            rules=_disk("write", errno.ENOSPC, ".baosong/quarantine")),
    Trouble("来件读不出：坏道", "读取报 EIO", "磁盘读写出错",
            rules=_disk("read", errno.EIO, f"/inbox/{_FORM}")),
    Trouble("来件没有权限读", "读取报 EACCES", "权限",
            rules=_disk("read", errno.EACCES, f"/inbox/{_FORM}")),
    Trouble("来件正被 WPS 打开，移不走", "改名报 EACCES", "正被",
            rules=_disk("rename", errno.EACCES, "/cleared/"), passes=2),
    Trouble("收件箱列不出", "列目录报 EIO", "收件箱",
            rules=_disk("list", errno.EIO, "/inbox")),
    Trouble("任务书读不出", "读取报 EIO", "任务书",
            rules=_disk("read", errno.EIO, "任务书.xlsx")),
)  # fmt: skip
OTHERWISE: Final = (
    Trouble("真的写满的磁盘", "把工作目录放在 4 MB 的 tmpfs 上写满", "磁盘已满"),
    Trouble("共享盘断开又接上", "值守时卸载收件箱，另放一件，再挂上", "收件箱"),
    Trouble("台账被别的程序锁住", "另一个进程占着写锁，超过等待时间", "正被另一个程序占用"),
    Trouble("台账损坏", "台账文件头被改写，之后换回原来的", "已损坏"),
    Trouble("读的时候被删走", "扫描以后、读取以前文件消失", "", "不算收到；再放一次照常收下"),
    Trouble("文件名改来改去", "几个文件连续改名几秒钟，然后停下", "", "每件收一次，只收一次"),
    Trouble("255 字节的文件名", "正常的和认不出的各一件", "", "照常收下、照常待认领"),
    Trouble(
        "时钟往回拨", "第二版在拨回一天后收到，文件时间在将来", "", "版次按收到的先后，不按时钟"
    ),
    Trouble("别的时区", "TZ 设为纽约、伦敦、基里巴斯", "", "北京时间不变，结果逐字节相同"),
    Trouble("2月29日截止", "截止 2028-02-29 18:00，前后一秒各收一件", "", "前一件按时，后一件迟报"),
    Trouble(
        "零点截止", "截止写作当日 24:00 之类的零点，前后一秒各收一件", "", "前一件按时，后一件迟报"
    ),
    Trouble("一万个文件一次放入", "长测：全部收下，一件不少", "", "全部收下"),
)


def section() -> Iterator[tuple[str, str, str, str, str]]:
    """The rows of docs/故障.md: fault, how it was made, what was reported, what was lost, afterwards."""
    for trouble in (*ON_THE_DISK, *OTHERWISE):
        said = f"“…{trouble.said}…”" if trouble.said else "不必说"
        yield trouble.name, trouble.made, said, "无", trouble.cured


def tries(*names: str) -> Callable[[Test], Test]:
    """Name the faults of the table that a test makes; one that the table hasn't is refused."""
    for name in names:
        trouble(name)
    return lambda test: test


def trouble(name: str) -> Trouble:
    """The fault of that name."""
    return next(each for each in (*ON_THE_DISK, *OTHERWISE) if each.name == name)

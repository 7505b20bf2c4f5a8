"""On what kind of file system a folder lies, and whether it tells of what others write there.

A share tells only of what this computer writes; what a colleague copies in from another computer
comes without an event, so such folders are listed again and again (polling). And a share answers the
question “has anybody got this file open?” for this computer alone, if at all.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Final

# File systems of other computers, or of a host outside a virtual machine, by Linux's name for them.
_SHARED: Final = {
    "9p", "afs", "ceph", "cifs", "coda", "davfs", "drvfs", "fuse", "gfs2", "lustre", "ncpfs", "nfs",
    "nfs4", "ocfs2", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
}  # fmt: skip
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")  # blanks in a mount point are written \040
_DRIVE_REMOTE: Final = 4


def network_fs_type(folder: Path) -> str:
    """The kind of network file system (网络文件系统) that *folder* lies on; empty for a local disk.

    Where it can't be found out, the folder counts as local: the scan finds what no event tells.
    """
    if sys.platform == "win32":
        return _on_windows(folder)
    try:
        table = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:  # macOS, BSD
        return ""
    return parse_mountinfo(table, os.path.realpath(folder))


def parse_mountinfo(mountinfo: str, folder: str) -> str:
    """What :func:`network_fs_type` reads from the text of ``/proc/self/mountinfo`` (Linux, proc(5)).

    The longest mount point above *folder* holds it; of two mounted there, the later one.
    """
    deepest, kind = -1, ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:  # noqa: PLR2004 - the mount point is the fifth
            continue
        point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[4])
        holds = folder == point or folder.startswith(point.rstrip("/") + "/")
        if holds and len(point) >= deepest:
            deepest, kind = len(point), after.split(" ")[0]
    return kind if kind in _SHARED or kind.startswith("fuse.") else ""


def _on_windows(folder: Path) -> str:
    """A UNC path (two backslashes before a server's name), or a drive letter that stands for one."""
    if sys.platform != "win32":
        return ""
    import ctypes  # noqa: PLC0415 - needed on Windows alone

    drive = os.path.splitdrive(os.path.realpath(folder))[0]
    if drive.startswith("\\\\"):
        return "UNC"
    kind = ctypes.windll.kernel32.GetDriveTypeW(drive + "\\")
    return "网络驱动器" if kind == _DRIVE_REMOTE else ""

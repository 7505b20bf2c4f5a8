"""Detect network file systems, whose folders send no events of what other computers write.

A share reports only what this computer writes; what a colleague copies in from another computer
arrives without an event, so such folders are listed again and again (polling). And a share knows
only for this computer, if at all, whether a file is open.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Final

# File systems of other computers, or of a host outside a virtual machine, by Linux's name for them.
_NETWORK_TYPES: Final = {
    "9p", "afs", "ceph", "cifs", "coda", "davfs", "drvfs", "fuse", "gfs2", "lustre", "ncpfs", "nfs",
    "nfs4", "ocfs2", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
}  # fmt: skip
_OCTAL_ESCAPE: Final = re.compile(r"\\([0-7]{3})")  # blanks in a mount point are written \040
_DRIVE_REMOTE: Final = 4


def network_fs_type(folder: Path) -> str:
    """Return the type of network file system (网络文件系统) that holds *folder*; empty for a local disk.

    Where it can't be determined, the folder counts as local: the scan finds what no event reports.
    """
    if sys.platform == "win32":
        return _windows_fs_type(folder)
    try:
        table = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:  # macOS, BSD
        return ""
    return parse_mountinfo(table, os.path.realpath(folder))


def parse_mountinfo(mountinfo: str, folder: str) -> str:
    """Parse the text of ``/proc/self/mountinfo`` (Linux, proc(5)) for :func:`network_fs_type`.

    The longest mount point above *folder* holds it; of two mounted there, the later one.
    """
    deepest, kind = -1, ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:  # noqa: PLR2004 - the mount point is the fifth
            continue
        point = _OCTAL_ESCAPE.sub(lambda found: chr(int(found[1], 8)), fields[4])
        contains = folder == point or folder.startswith(point.rstrip("/") + "/")
        if contains and len(point) >= deepest:
            deepest, kind = len(point), after.split(" ")[0]
    return kind if kind in _NETWORK_TYPES or kind.startswith("fuse.") else ""


def _windows_fs_type(folder: Path) -> str:
    """Return a type for a UNC path (two backslashes, a server's name) or a network drive."""
    if sys.platform != "win32":
        return ""
    import ctypes  # noqa: PLC0415 - needed on Windows alone

    drive = os.path.splitdrive(os.path.realpath(folder))[0]
    if drive.startswith("\\\\"):
        return "UNC"
    kind = ctypes.windll.kernel32.GetDriveTypeW(drive + "\\")
    return "网络驱动器" if kind == _DRIVE_REMOTE else ""

"""Whether a folder is on a share, from the system's table of mounts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.intake.mounts import network_fs_type, parse_mountinfo
from tests.conftest import mounting

# As Linux writes it: number, parent, device, root, mount point, options, tags - kind, source, options.
TABLE = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:26 / /proc rw - proc proc rw
41 22 0:40 / /srv/share rw,relatime shared:7 - cifs //server/报送 rw,vers=3.0
42 22 0:41 / /srv/share/inbox rw - tmpfs tmpfs rw
43 22 0:42 / /srv/my\040share rw - nfs4 server:/export rw
44 22 0:43 / /mnt/c rw - 9p drvfs rw
45 22 0:44 / /home/u/remote rw - fuse.sshfs u@server: rw
46 22 8:2 / /media/usb rw - fuseblk /dev/sdb1 rw
47 22 0:45 / /twice rw - nfs server:/a rw
48 47 8:3 / /twice rw - ext4 /dev/sdc1 rw
a line that says nothing
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/work/inbox", ""),
        ("/srv/share", "cifs"),
        ("/srv/share/办公室/inbox", "cifs"),
        ("/srv/share/inbox", ""),
        ("/srv/shared", ""),
        ("/srv/my share/inbox", "nfs4"),
        ("/mnt/c/Users/inbox", "9p"),
        ("/home/u/remote", "fuse.sshfs"),
        ("/media/usb/inbox", ""),
        ("/twice/inbox", ""),
        ("/", ""),
    ],
)
def test_the_deepest_and_latest_mount_decides(folder: str, kind: str) -> None:
    assert parse_mountinfo(TABLE, folder) == kind


def test_a_table_without_an_entry_means_a_local_disk() -> None:
    assert parse_mountinfo("", "/inbox") == ""


@pytest.mark.skipif(sys.platform != "linux", reason="mounts as Linux does")
def test_a_mounted_memory_disk_is_local_and_a_link_is_followed(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    link = tmp_path / "link"
    link.symlink_to(place)
    with mounting(place):
        mounted = subprocess.run(
            ["stat", "-f", "-c", "%T", link], capture_output=True, text=True, check=True
        ).stdout.strip()

        assert (mounted, network_fs_type(link)) == ("tmpfs", "")
        assert parse_mountinfo(
            Path("/proc/self/mountinfo").read_text("utf-8").replace("- tmpfs tmpfs", "- nfs4 s:/x"),
            str(place),
        ) == ("nfs4")

"""Hold the first bytes by which the containers of workbooks are recognised."""

from __future__ import annotations

from typing import Final

ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"
COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")  # OLE, the container of .xls [MS-CFB] 2.2
BARE_BIFF: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # BIFF2, 3, 4

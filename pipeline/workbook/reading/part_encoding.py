"""Decode the XML parts of a package that are not in UTF-8, the only encoding that the scans read."""

from __future__ import annotations

import re
from typing import Final

_DECLARATION: Final = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["'][^>]*\?>""")
_ANY_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")
_UTF_16: Final = {
    b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\x00": "utf-16-le", b"\x00<": "utf-16-be",
}  # fmt: skip
# The encodings that an XML parser of an office program knows beyond UTF-8 and UTF-16.
_ENCODINGS: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5",
    "windows-1252": "cp1252", "iso-8859-1": "latin-1",
}  # fmt: skip


def in_utf8(xml: bytes) -> bytes:
    """Return a part's XML in UTF-8: an exporter may write UTF-16 or GBK, which the scans don't read.

    What can't be decoded is returned as it is, and the parser refuses it.
    """
    encoding = _UTF_16.get(xml[:2], "")
    if not encoding:
        declared = _DECLARATION.match(xml[:200])
        encoding = (
            _ENCODINGS.get(declared[1].decode("ascii", "replace").lower(), "") if declared else ""
        )
    if not encoding:
        return xml
    try:
        text = xml.decode(encoding)
    except UnicodeDecodeError:
        return xml
    return _ANY_DECLARATION.sub("", text, count=1).encode("utf-8", "surrogatepass")

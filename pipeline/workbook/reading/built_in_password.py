"""Open workbooks that Excel encrypted with its built-in password (内置密码), which no person typed.

Excel does so where only the structure of a workbook is protected, and opens them without a question.
msoffcrypto-tool computes the keys; it is imported at the first such workbook, as that takes a tenth
of a second. After [MS-OFFCRYPTO] 2.3 and [MS-XLS] 2.2.10.
"""

from __future__ import annotations

import io
import re
import struct
from typing import TYPE_CHECKING, Final

from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.limits import ENCRYPTED
from pipeline.workbook.reading.compound import read_stream, single_stream_file

if TYPE_CHECKING:
    from collections.abc import Iterator

_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - Excel's own, the same in every copy
_SPINS: Final = re.compile(rb'spinCount="(\d+)"')
_SPINS_AT_MOST: Final = 200_000  # Excel writes 100,000; ten million would take minutes
_FILE_PASS, _END, _BOUND_SHEET = 0x002F, 0x000A, 0x0085
# Records that are never encrypted: BOF, FilePass, UsrExcl, FileLock, InterfaceHdr, RRDInfo, RRDHead.
_PLAIN: Final = frozenset({0x0809, _FILE_PASS, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138})
_SHEET_OFFSET: Final = 4  # bytes at the head of a sheet's entry, never encrypted
_XOR_LENGTHS: Final = (4, 6)  # of a FilePass: Excel 95's has no type, later ones' is 0
# How msoffcrypto's XOR marks bytes that are hidden; what is shown is marked by 0.
_HIDDEN, _HIDDEN_SHEET = -1, -2
_BLOCK: Final = 1024  # bytes for which one key of an .xls serves


def open_package(content: bytes, name: str) -> bytes:
    """Return the package in an encrypted container, if the built-in password opens it.

    Raises:
        WorkbookUnreadable: a person chose the password, or the method is unknown.
    """
    try:
        return _decrypt_package(content)
    except MemoryError:
        raise
    except Exception as error:  # the library raises of many kinds on what it can't open
        raise WorkbookUnreadable(name, ENCRYPTED) from error


def open_workbook_stream(book: bytes, name: str) -> bytes:
    """Return the stream of an .xls in plain, if it is encrypted and the built-in password opens it.

    Raises:
        WorkbookUnreadable: a person chose the password, or the method is unknown.
    """
    if all(kind != _FILE_PASS for kind, _, _ in _records(book, to_end=False)):
        return book
    try:
        return _decrypt_stream(book)
    except MemoryError:
        raise
    except Exception as error:  # as above
        raise WorkbookUnreadable(name, ENCRYPTED) from error


def _decrypt_package(content: bytes) -> bytes:
    spins = _SPINS.search(read_stream(content, "EncryptionInfo"))
    if spins and int(spins[1]) > _SPINS_AT_MOST:
        raise ValueError(spins[1])
    import msoffcrypto  # noqa: PLC0415 - see above

    package = io.BytesIO()
    encrypted = msoffcrypto.OfficeFile(io.BytesIO(content))
    encrypted.load_key(password=_PASSWORD, verify_password=True)
    encrypted.decrypt(package)
    return package.getvalue()


def _decrypt_stream(book: bytes) -> bytes:
    """Decrypt the records; each takes its place in the key stream whether it is encrypted or not."""
    at, length = next(
        (at, length) for kind, at, length in _records(book, to_end=False) if kind == _FILE_PASS
    )
    obfuscated = length in _XOR_LENGTHS and (
        length == _XOR_LENGTHS[0] or book[at : at + 2] == bytes(2)
    )
    plain = bytearray((_reveal if obfuscated else _decrypt_rc4)(book))
    for kind, start, size in _records(book, to_end=True):
        kept = size if kind in _PLAIN else _SHEET_OFFSET if kind == _BOUND_SHEET else 0
        plain[start - 4 : start + kept] = book[start - 4 : start + kept]
        if kind == _FILE_PASS:
            plain[start - 4 : start - 2] = bytes(2)
    return bytes(plain)


def _reveal(book: bytes) -> bytes:
    """Undo the XOR obfuscation of Excel 95 and before, which later ones write on request (2.3.7)."""
    from msoffcrypto.method.xor_obfuscation import DocumentXOR  # noqa: PLC0415 - see above

    marked: list[int] = []
    for kind, at, length in _records(book, to_end=True):
        if kind == _FILE_PASS:
            (verifier,) = struct.unpack_from("<H", book, at + length - 2)
            if not DocumentXOR.verifypw(_PASSWORD, verifier):
                raise ValueError(verifier)
        shown = length if kind in _PLAIN else _SHEET_OFFSET if kind == _BOUND_SHEET else 0
        hidden = _HIDDEN_SHEET if kind == _BOUND_SHEET else _HIDDEN
        marked += [0] * (4 + shown) + [hidden] * (length - shown)
    marked += [0] * (len(book) - len(marked))
    revealed: bytes = DocumentXOR.decrypt(_PASSWORD, io.BytesIO(book), marked, [], 10).read()
    return revealed


def _decrypt_rc4(book: bytes) -> bytes:
    from msoffcrypto.format.xls97 import Xls97File  # noqa: PLC0415 - see above
    from msoffcrypto.method.rc4 import DocumentRC4  # noqa: PLC0415
    from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI  # noqa: PLC0415

    encrypted = Xls97File(io.BytesIO(single_stream_file("Workbook", book)))
    encrypted.load_key(password=_PASSWORD)
    stream = io.BytesIO(book)
    if encrypted.type == "rc4":
        opened = DocumentRC4.decrypt(encrypted.key, encrypted.salt, stream, _BLOCK)
    else:
        opened = DocumentRC4CryptoAPI.decrypt(
            encrypted.key, encrypted.salt, encrypted.keySize, stream, _BLOCK
        )
    decrypted: bytes = opened.read()
    return decrypted


def _records(book: bytes, *, to_end: bool) -> Iterator[tuple[int, int, int]]:
    """Yield kind, offset and length of each record: of the first part, or of all."""
    at = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, at + 4, length
        if kind == _END and not to_end:
            return
        at += 4 + length

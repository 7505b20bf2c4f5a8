from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.sniff import sniff
from pipeline.model.arrival import Container
from tests.intake.containers import compound_file, package
from tests.workbook.packages import packed

ODF = b"application/vnd.oasis.opendocument."
TABLE = b"<html><head><meta charset='gbk'></head><body><table><tr><td>1</td></tr></table>"


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (package("[Content_Types].xml", "xl/workbook.xml"), Container.XLSX),
        (package("[Content_Types].xml", "xl\\Workbook.xml"), Container.XLSX),
        (package("/xl/workbook2.xml"), Container.XLSX),
        (package("[Content_Types].xml", "xl/workbook.bin", "xl/theme/theme1.xml"), Container.XLSB),
        (package("content.xml", mimetype=ODF + b"spreadsheet"), Container.ODS),
        (package("content.xml", mimetype=ODF + b"spreadsheet-template"), Container.ODS),
        (package("content.xml", mimetype=ODF + b"text"), Container.WORD),
        (package("content.xml", mimetype=ODF + b"presentation"), Container.OTHER),
        (package("[Content_Types].xml", "word/document.xml"), Container.WORD),
        (package("[Content_Types].xml", "ppt/presentation.xml"), Container.OTHER),
        (package("OFD.xml", "Doc_0/Document.xml"), Container.OTHER),
        (package("东河区/报送表.xlsx", "西河区/报送表.xlsx"), Container.ZIP),
        (package(), Container.ZIP),
        (compound_file("Workbook", "\x05SummaryInformation"), Container.XLS),
        (compound_file("Book"), Container.XLS),
        (compound_file("EncryptionInfo", "EncryptedPackage"), Container.ENCRYPTED),
        (packed({"content.xml": b"<a/>", "META-INF/manifest.xml": b"<a/>"}), Container.ODS),
        (compound_file("1Table", "WordDocument", "Data", "\x01CompObj"), Container.WORD),
        (compound_file("WordDocument", nested=("Workbook",)), Container.WORD),
        (compound_file("Workbook", nested=("WordDocument",)), Container.XLS),
        (compound_file("PowerPoint Document"), Container.OTHER),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", Container.XLS),
        (b"%PDF-1.7\n%\xe2\xe3", Container.PDF),
        (b"\r\n\r\n%PDF-1.4", Container.PDF),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Container.IMAGE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", Container.IMAGE),
        (b"GIF89a", Container.IMAGE),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", Container.IMAGE),
        (b"\x00\x00\x00\x18ftypheic\x00", Container.IMAGE),
        (TABLE, Container.HTML),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>", Container.HTML),
        ("<TABLE><tr><td>表</td></tr></TABLE>".encode("gbk"), Container.HTML),
        ("单位,数量\n东河区,3\n".encode(), Container.TEXT),
        ("单位,数量\n东河区,3\n".encode("gbk"), Container.TEXT),
        ("单位\t数量\n东河区\t3\n".encode("utf-16"), Container.TEXT),
        (b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>", Container.TEXT),
        (b"Rar!\x1a\x07\x01\x00", Container.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", Container.ARCHIVE),
        (b"", Container.EMPTY),
        (b"\x00" * 5000, Container.OTHER),
        (bytes(range(256)), Container.OTHER),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, container: Container) -> None:
    assert sniff(content) is container


def test_a_workbook_that_was_cut_off_is_still_called_a_workbook() -> None:
    whole = package("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml")

    assert sniff(whole[: len(whole) // 2]) is Container.XLSX


def test_an_archive_that_was_cut_off_is_not_called_a_workbook() -> None:
    assert sniff(package("东河区.docx", "西河区.docx")[:60]) is Container.ZIP


def test_an_old_workbook_whose_directory_is_broken_is_still_called_a_workbook() -> None:
    whole = bytearray(compound_file("Workbook"))
    whole[48:52] = b"\xff\xff\xff\xff"

    assert sniff(bytes(whole)) is Container.XLS


def test_a_directory_that_bites_its_tail_comes_to_an_end() -> None:
    whole = bytearray(compound_file("Workbook"))
    whole[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")  # the directory's sector follows itself

    assert sniff(bytes(whole)) is Container.XLS


def test_a_character_cut_by_the_limit_is_no_sign_of_a_binary_file() -> None:
    for shift in range(3):
        assert sniff(b"a" * shift + "文".encode() * 5000) is Container.TEXT


BEGINNINGS = (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"\xff\xfe")


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=1200))
def test_any_bytes_are_called_something_and_never_break(start: bytes, rest: bytes) -> None:
    assert (sniff(start + rest) is Container.EMPTY) == (start + rest == b"")


@given(st.integers(0, 1535), st.integers(0, 255))
def test_one_rotten_byte_never_breaks_the_sniffer(place: int, value: int) -> None:
    whole = bytearray(compound_file("WordDocument", nested=("Workbook",)))
    whole[place % len(whole)] = value

    assert isinstance(sniff(bytes(whole)), Container)


def test_a_package_whose_kind_is_broken_or_locked_never_breaks_the_sniffer() -> None:
    for place, value in ((42, 0xFF), (6, 1)):  # in the packed bytes; the mark of encryption
        stream = BytesIO()
        with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet" * 3)
        whole = bytearray(stream.getvalue())
        whole[place] ^= value
        whole[whole.index(b"PK\x01\x02") + 8] |= value & 1 if place == 6 else 0

        assert isinstance(sniff(bytes(whole)), Container)


def test_an_old_workbook_whose_directory_was_cut_off_is_still_called_a_workbook() -> None:
    begun = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00")
        + b"\x09\x08\x10\x00\x00\x06\x05\x00"
    )

    assert sniff(begun) is Container.XLS

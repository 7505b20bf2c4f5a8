"""A file whose properties are in two parts, in a wrong one or in none is inspected all the same."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from pipeline.model.verdict import Result
from pipeline.official.errors import DocumentUnreadable
from pipeline.official.inspection.correct import correct
from pipeline.official.inspection.inspect import inspect
from pipeline.official.layout.lay_out import lay_out
from tests.official.specimens import MOMENT, notice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RELATION = (
    '<Relationship Id="rIdZ" Type="http://schemas.openxmlformats.org/package/2006/relationships/'
    'metadata/core-properties" Target="docProps/{}"/>'
)
AUTHOR = "<dc:creator>甲</dc:creator></cp:coreProperties>"
CORE = "docProps/core.xml"


def package(change: Callable[[str, str], str], second: str = "") -> bytes:
    """A finished document, each part of it changed; *second* is one more part of properties."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(lay_out(notice(), MOMENT))) as old,
        zipfile.ZipFile(stream, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode()))
        if second:
            core = old.read(CORE).decode()
            new.writestr(f"docProps/{second}", core.replace("</cp:coreProperties>", AUTHOR))
    return stream.getvalue()


def two_parts(name: str, xml: str) -> str:
    if name == "[Content_Types].xml":
        kind = "application/vnd.openxmlformats-package.core-properties+xml"
        override = f'<Override PartName="/docProps/core2.xml" ContentType="{kind}"/></Types>'
        return xml.replace("</Types>", override)
    added = RELATION.format("core2.xml")
    return xml.replace("</Rel", f"{added}</Rel") if name == "_rels/.rels" else xml


def two_references(name: str, xml: str) -> str:
    added = RELATION.format("core.xml")
    return xml.replace("</Rel", f"{added}</Rel") if name == "_rels/.rels" else xml


def no_reference(name: str, xml: str) -> str:
    return (
        re.sub(r"<Relationship [^>]*core-properties[^>]*/>", "", xml)
        if name == "_rels/.rels"
        else xml
    )


def wrong_type(name: str, xml: str) -> str:
    wanted = "application/vnd.openxmlformats-package.core-properties+xml"
    return xml.replace(wanted, "application/xml") if name == "[Content_Types].xml" else xml


def wrong_root(name: str, xml: str) -> str:
    return "<属性/>" if name == CORE else xml


def no_date(name: str, xml: str) -> str:
    return re.sub(r"20\d\d-[^<]*", "昨天", xml) if name == CORE else xml


def verdict(path: Path) -> Result:
    found = inspect(path, render=False).verdicts
    return next(each.result for each in found if each.rule == "properties")


@pytest.mark.parametrize("change", [two_references, no_reference, wrong_type, wrong_root, no_date])
def test_it_is_inspected_and_has_no_author(
    change: Callable[[str, str], str], tmp_path: Path
) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(package(change))

    assert verdict(path) is Result.PASSED


def test_the_author_in_a_second_part_is_found_and_removed(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(package(two_parts, "core2.xml"))
    assert verdict(path) is Result.FAILED

    path.write_bytes(correct(path.read_bytes(), path.name).content)

    assert verdict(path) is Result.PASSED
    assert "甲" not in "".join(zipfile.ZipFile(path).read(CORE).decode())
    assert "docProps/core2.xml" not in zipfile.ZipFile(path).namelist()


def test_properties_that_are_no_xml_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(package(lambda name, xml: "<坏" if name == CORE else xml))

    with pytest.raises(DocumentUnreadable, match=r"通知\.docx 不是 Word 文档（\.docx）或已损坏"):
        inspect(path, render=False)

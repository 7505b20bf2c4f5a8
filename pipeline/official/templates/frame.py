"""Prepare a template once (版式骨架): repaired, and with every part ready but those that contain tags.

To fill it is then to render these parts, to fit them to their text, and to put them between the others,
whose compressed bytes are copied.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx import Document
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml

from pipeline.official.ooxml.package import normalise_timestamps
from pipeline.official.ooxml.zip_members import replace_members
from pipeline.official.templates.refit import first_page_headers, refit_body, refit_letter
from pipeline.official.templates.repair import repair_template

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from docx.opc.part import Part


@dataclass(frozen=True, slots=True)
class Frame:
    """A repaired template as a package with normalised timestamps; parts are named by their paths in it.

    ``letter_heads`` are the headers of a first page, in which a letter has its mark (函).
    """

    package: bytes
    main: str
    letter_heads: frozenset[str]

    def part(self, path: str) -> bytes:
        """Return the content of a part."""
        with zipfile.ZipFile(io.BytesIO(self.package)) as archive:
            return archive.read(path)


def build_frame(package: bytes, constants: Mapping[str, bytes], tagged: Container[str]) -> Frame:
    """Build the frame of the template in *package*; *constants* are its parts without tags, as rendered.

    The other headers and footers are *tagged*: a letter head among them is fitted when it is filled.
    """
    document = Document(_with_parts(package, constants))
    repair_template(document)
    heads = {_path(header.part): header for header in first_page_headers(document)}
    for path, header in heads.items():
        if path not in tagged:
            refit_letter(header._element)  # noqa: SLF001 - the library has no method for it
    stream = io.BytesIO()
    document.save(stream)
    ready = normalise_timestamps(stream.getvalue())
    return Frame(ready, _path(document.part), frozenset(heads))


def fill_frame(frame: Frame, rendered: Mapping[str, bytes]) -> bytes:
    """Return *frame* with the *rendered* parts: mark, title and closing fitted to their text.

    Raises:
        XMLSyntaxError: a part is not well-formed.
    """
    parts = {}
    for path, xml in rendered.items():
        element = parse_xml(xml)
        if path == frame.main:
            refit_body(element.body)
        elif path in frame.letter_heads:
            refit_letter(element)
        parts[path] = serialize_part_xml(element)
    return replace_members(frame.package, parts)


def _with_parts(package: bytes, parts: Mapping[str, bytes]) -> io.BytesIO:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, parts.get(entry.filename) or old.read(entry))
    return stream


def _path(part: Part) -> str:
    return str(part.partname.membername)

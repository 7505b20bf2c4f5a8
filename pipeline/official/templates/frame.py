"""Prepare a template once (版式骨架): repaired, and with every part ready but those that contain tags.

To fill it is then to render these parts, to fit them to their text, and to put them between the others,
whose compressed bytes are copied.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from docx import Document
from docx.opc.oxml import serialize_part_xml

from pipeline.official.ooxml.elements import words_in
from pipeline.official.ooxml.package import normalise_timestamps
from pipeline.official.ooxml.zip_members import replace_members
from pipeline.official.templates.complete import complete
from pipeline.official.templates.refit import first_page_headers, refit_body, refit_letter
from pipeline.official.templates.repair import add_missing_styles, repair_template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.opc.part import Part


_TABLE_TAG: Final = re.compile(r"\{\{-?\s*(?:表\s*[.\[]|[^\s{}]{1,60}\.表格)")


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


def build_frame(package: bytes) -> Frame:
    """Build the frame of the template in *package*.

    A letter head without tags is fitted to its text here, one with tags when it is filled.
    """
    document = Document(io.BytesIO(package))
    repair_template(document)
    if _TABLE_TAG.search(words_in(document.element.body)):
        add_missing_styles(document)  # of the table that is set there
    heads = {_path(header.part): header for header in first_page_headers(document)}
    for header in heads.values():
        element = header._element  # noqa: SLF001 - the library has no method for it
        if "{" not in words_in(element):
            refit_letter(element)
    stream = io.BytesIO()
    document.save(stream)
    ready = normalise_timestamps(stream.getvalue())
    return Frame(ready, _path(document.part), frozenset(heads))


def fill_frame(frame: Frame, filled: Mapping[str, Any]) -> bytes:
    """Return *frame* with the trees of the *filled* parts: mark, title and closing fitted to their text."""
    parts = {}
    for path, element in filled.items():
        if path == frame.main:
            refit_body(element.body)
        elif path in frame.letter_heads:
            refit_letter(element)
        complete(element)
        parts[path] = serialize_part_xml(element)
    return replace_members(frame.package, parts)


def _path(part: Part) -> str:
    return str(part.partname.membername)

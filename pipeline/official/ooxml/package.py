"""Create an empty Word package without traces of an author, and write it as reproducible bytes.

The library's default template has a theme, a thumbnail, an author and forty styles; an office's
document has none of them. The same document written twice gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as LINK
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml.etree import XMLSyntaxError

from pipeline.official.ooxml.elements import make, printable
from pipeline.official.ooxml.styles import style_sheet
from pipeline.official.standard.profile import PROFILES, STANDARD, Profile
from pipeline.official.standard.typefaces import FACES

if TYPE_CHECKING:
    from datetime import datetime

    from docx.document import Document as WordDocument

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a zip can hold
_REMOVED_LINKS: Final = frozenset({LINK.THEME, LINK.CUSTOM_XML, LINK.NUMBERING, LINK.WEB_SETTINGS})
_APP: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    '"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)

_PROFILE: Final = "版面方案"
_CUSTOM_LINK: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
)
_CUSTOM_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    '"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name={name}>'
    "<vt:lpwstr>{value}</vt:lpwstr></property></Properties>"
)


def new_document(profile: Profile = STANDARD) -> WordDocument:
    """Return an empty document with our styles, settings and font table, and nothing else."""
    document = Document()
    _remove_template_parts(document)
    for element, content in (
        (document.styles.element, style_sheet(profile.pitch)),
        (document.settings.element, _settings()),
        (document.core_properties._element, []),  # noqa: SLF001 - the library has no way to empty it
    ):
        element[:] = content
    body = document.element.body
    body[:] = [body.sectPr]
    return document


def write_profile_name(document: WordDocument, profile: Profile) -> None:
    """Write the profile's name (版面方案) into *document* as a custom property.

    The standard's own profile isn't written: a document without a name is inspected by it.
    """
    if profile.name == STANDARD.name:
        return
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, b"", package)
    _overwrite(part, _CUSTOM.format(name=quoteattr(_PROFILE), value=escape(profile.name)))
    package.relate_to(part, _CUSTOM_LINK)


def read_profile(document: WordDocument) -> Profile:
    """Return the profile (版面方案) that *document* was laid out in; the standard's by default."""
    return PROFILES.get(_profile_name(document), STANDARD)


def _profile_name(document: WordDocument) -> str:
    for link in document.part.package.rels.values():
        if link.reltype == _CUSTOM_LINK and not link.is_external:
            try:
                entries = parse_xml(link.target_part.blob)
            except XMLSyntaxError:  # another program's, not ours: no profile is recorded in it
                continue
            for entry in entries:
                if entry.get("name") == _PROFILE:
                    return "".join(entry.itertext()).strip()
    return ""


def to_bytes(document: WordDocument, moment: datetime, title: str = "") -> bytes:
    """Return *document* as ``.docx`` bytes, dated *moment* and without an author."""
    dated = moment.astimezone(UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties._element[:] = []  # noqa: SLF001 - see new_document
    properties.title = printable(title)[:255]
    properties.created = dated
    properties.modified = dated
    stream = io.BytesIO()
    document.save(stream)
    return normalise_timestamps(stream.getvalue())


def normalise_timestamps(package: bytes) -> bytes:
    """Return the same zip package with one fixed date for every member."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return stream.getvalue()


def _remove_template_parts(document: WordDocument) -> None:
    package = document.part.package
    for key, link in list(package.rels.items()):
        if link.reltype.endswith("/thumbnail"):
            del package.rels[key]
        elif link.reltype == LINK.EXTENDED_PROPERTIES:
            _overwrite(link.target_part, _APP)
    for key, link in list(document.part.rels.items()):
        if link.reltype in _REMOVED_LINKS or link.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[key]
        elif link.reltype == LINK.FONT_TABLE:
            _overwrite(link.target_part, _font_table())


def _overwrite(part: Part, content: str) -> None:
    part._blob = content.encode()  # noqa: SLF001 - a part that the library knows as bytes only


def _font_table() -> str:
    """Return the font table: each typeface with its alternative name (w:altName)."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(face.name)}><w:altName w:val={quoteattr(face.alternatives[0])}/>"
        '<w:charset w:val="86"/></w:font>'
        for face in FACES
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'


def _settings() -> list[object]:
    compatibility = parse_xml(
        f"<w:compat {nsdecls('w')}><w:doNotExpandShiftReturn/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    return [
        make("zoom", percent=100),
        make("defaultTabStop", val=420),
        make("evenAndOddHeaders"),
        make("characterSpacingControl", val="doNotCompress"),
        compatibility,
        make("themeFontLang", val="zh-CN", eastAsia="zh-CN"),
        make("decimalSymbol", val="."),
        make("listSeparator", val=","),
    ]

"""Open Word files (.docx); every broken one raises the same error."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.opc.exceptions import OpcError
from lxml import etree

from pipeline.official.errors import DocumentUnreadable
from pipeline.official.ooxml.properties import settle_properties
from pipeline.official.ooxml.word_limits import refuse_large_package, refuse_long_text

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

# lxml's XMLSyntaxError is a SyntaxError; a part of a wrong type lacks the expected attributes.
READ_ERRORS: Final = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    ValueError,
    SyntaxError,
    AttributeError,
)


def open_word(name: str, package: bytes) -> WordDocument:
    """Return the document in *package*; *name* is its name in an error.

    Raises:
        DocumentUnreadable: *package* is no Word document, or a broken one.
        DocumentTooLarge: it is beyond the limits of a document.
    """
    try:
        refuse_large_package(name, package)
        document = Document(io.BytesIO(package))
        if document.element.body is None:
            raise DocumentUnreadable(name)
        # The schema allows a document without page settings; Word uses its defaults then.
        document.element.body.get_or_add_sectPr()
        settle_properties(document)
        refuse_long_text(name, document)
    except READ_ERRORS as error:
        raise DocumentUnreadable(name) from error
    return document


def replace_main_part(package: bytes, document: WordDocument) -> bytes:
    """Return *package* with the main part of *document*, which was opened from it; the other members stay as they are."""
    path = str(document.part.partname).lstrip("/")
    xml = etree.tostring(document.element, xml_declaration=True, encoding="UTF-8", standalone=True)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.infolist():
            content = xml if member.filename == path else old.read(member)
            new.writestr(member, content)
    return stream.getvalue()

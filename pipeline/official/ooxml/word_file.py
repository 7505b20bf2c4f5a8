"""Open Word files (.docx); every broken one raises the same error."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.opc.exceptions import OpcError

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

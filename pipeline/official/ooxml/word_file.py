"""A Word file opened (.docx), or a word on why it can't be: every broken one has the same answer."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.opc.exceptions import OpcError

from pipeline.official.errors import DocumentUnreadable

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

# lxml's XMLSyntaxError is a SyntaxError; a part of a wrong type lacks the attributes asked of it.
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
    """The document in *package*; *name* is told where it can't be opened.

    Raises:
        DocumentUnreadable: it is no Word document, or a broken one.
    """
    try:
        document = Document(io.BytesIO(package))
        if document.element.body is None:
            raise DocumentUnreadable(name)
        # The schema lets a document state no page at all; Word then takes its own.
        document.element.body.get_or_add_sectPr()
    except READ_ERRORS as error:
        raise DocumentUnreadable(name) from error
    return document

"""Read a draft file (文稿) and recognise its elements, in the child process that opens foreign files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.official.drafts.recognise import RecognisedDraft, recognise
from pipeline.official.drafts.several import refuse_second_document
from pipeline.official.drafts.source import parse_source

if TYPE_CHECKING:
    from pipeline.official.drafts.source import DraftSource


@dataclass(frozen=True, slots=True)
class DraftFile:
    """Hold the lines of a draft and what was recognised in them."""

    source: DraftSource
    recognised: RecognisedDraft


def recognise_file(content: bytes, name: str, kind: str, *, sealed: bool) -> DraftFile:
    """Parse the draft *content* and recognise its elements.

    Raises:
        DraftUnreadable: it can't be read, or another document begins in it.
        DocumentTooLarge, KindUnknown: as the two steps do.
    """
    source = parse_source(content, name)
    refuse_second_document(source)
    return DraftFile(source, recognise(source, kind, sealed=sealed))

"""Keep the definition (任务书、表样) of each version of a form, and hold older blanks to their own.

What the office edits after its blanks went out is not asked of a form that was sent out before.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.load import BOOK_NAME, load_book
from pipeline.campaign.book.own_form import form_file
from pipeline.files import replace_file, safe_name
from pipeline.values.text import label_key
from pipeline.workbook.errors import WorkbookUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.filling import Answer, Filling

_ALIKE: Final = 0.6  # of two names under one code: the field was renamed, not replaced


def version_folder(versions: Path, code: str, version: str) -> Path:
    """Return the folder in *versions* of that version of the form of the campaign with that code."""
    return versions / safe_name(code) / safe_name(version)


def keep_version(versions: Path, campaign: Campaign, book: Path) -> None:
    """Store the files from which *campaign* was loaded, *book* and the form beside it, under its version.

    Of one version the last definition is kept: what changed in it since (必填, a condition) holds for blanks
    of that version, too. Files that no longer define this version are not stored.

    Raises:
        OSError: they can't be read or written.
    """
    own = form_file(book.parent)
    files = {BOOK_NAME: book.read_bytes()} | ({own.name: own.read_bytes()} if own else {})
    folder = version_folder(versions, campaign.code, campaign.version)
    if all(_holds(folder / name, content) for name, content in files.items()):
        return
    with TemporaryDirectory() as scratch:
        for name, content in files.items():
            (Path(scratch) / name).write_bytes(content)
        if load_version(Path(scratch), campaign.version) is None:
            return
    for name, content in files.items():
        replace_file(folder / name, content)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def load_version(folder: Path, version: str) -> Campaign | None:
    """Load the definition in *folder*; ``None`` where it is damaged or not of that *version*.

    Raises:
        OSError: it can't be read.
    """
    try:
        campaign, _ = load_book(folder / BOOK_NAME)
    except WorkbookUnreadable:
        return None
    return campaign if campaign is not None and campaign.version == version else None


def as_version(current: Campaign, older: Campaign) -> Campaign:
    """Return the *current* campaign with the form, fields and conditions of an *older* version of it."""
    return replace(
        current,
        version=older.version,
        form=older.form,
        zero_report=older.zero_report,
        fields=older.fields,
        conditions=older.conditions,
    )


def added_fields(current: Campaign, older: Campaign) -> tuple[Field, ...]:
    """Return the fields of *current* that the *older* version of it doesn't have."""
    asked = set(_matches(older, current).values())
    return tuple(field for field in current.fields if field.code not in asked)


def in_codes_of(current: Campaign, older: Campaign, filling: Filling) -> Filling:
    """Return a *filling* of the *older* version with the codes that its fields have in the *current* one.

    An answer to a field that *current* lacks gets a code that no version has (``A03@3f9a12``): it is kept,
    and counted nowhere.
    """
    codes = _matches(older, current)

    def recoded(answer: Answer) -> Answer:
        code = answer.field_code
        return replace(answer, field_code=codes.get(code, f"{code}@{older.version}"))

    return replace(
        filling,
        singles=tuple(map(recoded, filling.singles)),
        rows=tuple(replace(row, answers=tuple(map(recoded, row.answers))) for row in filling.rows),
    )


def _matches(older: Campaign, current: Campaign) -> Mapping[str, str]:
    """Return the code of each field of *older* that *current* has, too, with the code that it has there.

    They have one name on one sheet; else, outside of cross tables, one code and names that are alike. Codes
    alone identify nothing: those of a cross table are cells, and a column may have been put in between.
    """
    by_name = {_identity(field): field for field in current.fields}
    found = {
        field.code: own.code
        for field in older.fields
        if (own := by_name.get(_identity(field))) is not None
    }
    taken = set(found.values())
    found |= {
        field.code: own.code
        for field, own in _same_codes(older.fields, current.fields)
        if field.code not in found and own.code not in taken and _is_renamed(field, own)
    }
    return found


def _identity(field: Field) -> tuple[object, ...]:
    return field.sheet, label_key(field.name), field.shape, field.kind, field.measure


def _same_codes(older: Sequence[Field], current: Sequence[Field]) -> Iterator[tuple[Field, Field]]:
    by_code = {field.code: field for field in current}
    for field in older:
        own = by_code.get(field.code)
        if own is not None and field.crossing is None and own.crossing is None:
            yield field, own


def _is_renamed(field: Field, own: Field) -> bool:
    same = replace(field, name=own.name)
    alike = SequenceMatcher(None, label_key(field.name), label_key(own.name), autojunk=False)
    return _identity(same) == _identity(own) and alike.ratio() >= _ALIKE

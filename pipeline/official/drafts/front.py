"""Read the lines above a title that give the header's fields: ``发文字号：云政发〔2026〕1号``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.patterns import (
    ANY_ORDER_NUMBER,
    COPY_NUMBER,
    DOCUMENT_NUMBER,
    OPEN_NUMBER,
    ORGAN_MARK,
    PERSON_NAME,
    SECRECY,
    SIGNER_LABEL,
    SIGNERS,
    URGENCY,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.official.drafts.lines import DraftLine

LABELS: Final = (
    *("发文机关标志", "发文字号", "签发人", "份号", "密级和保密期限", "密级", "紧急程度", "标题"),
    *("主送机关", "主送", "抄送", "印发机关", "印发日期", "署名", "成文日期", "附注"),
    *("简报名称", "期号", "编印单位", "日期", "份数", "文种"),
)
_SYNONYMS: Final = {"密级和保密期限": "密级", "主送机关": "主送"}
_LABELLED: Final = re.compile(rf"^\s*({'|'.join(LABELS)})[:：](.*)$")
_CHARS_AT_MOST: Final = 1_000  # of a line that gives a field
_LINES_AT_MOST: Final = 60  # of the lines above a title, blank ones included
_FIELD_PATTERNS: Final = (
    ("发文字号", DOCUMENT_NUMBER),
    ("发文字号", OPEN_NUMBER),
    ("份号", COPY_NUMBER),
    ("密级", SECRECY),
    ("紧急程度", URGENCY),
    ("发文字号", ANY_ORDER_NUMBER),
)


def front_matter(lines: Sequence[DraftLine]) -> tuple[dict[str, str], int]:
    """Return the fields that the first lines give, by label, and the number of those lines.

    A document number, an organ mark ending in 文件, a secrecy grade and an urgency are recognised by
    their pattern and need no label.
    """
    fields: dict[str, str] = {}
    front = lines[:_LINES_AT_MOST]
    for at, line in enumerate(front):
        text = line.text.strip()
        if line.is_blank:
            continue
        if len(text) > _CHARS_AT_MOST:
            return fields, at
        labelled = _LABELLED.match(text) if line.level is None else None
        if labelled:
            fields[_SYNONYMS.get(labelled[1], labelled[1])] = labelled[2].strip()
            continue
        found = {} if line.level is not None or line.rows else _fields_by_pattern(text)
        if not found:
            return fields, at
        signers = "、".join(filter(None, (fields.get("签发人", ""), found.get("签发人", ""))))
        fields |= found | ({"签发人": signers} if signers else {})
    return fields, len(front)


def without_label(text: str) -> str:
    """Return the words of a line that gives a field, without its label; any other line as it is.

    >>> without_label("发文机关标志：云川市教育局文件"), without_label("附件：清单")
    ('云川市教育局文件', '附件：清单')
    """
    labelled = _LABELLED.match(text)
    return labelled[2].strip() if labelled else text


def _fields_by_pattern(text: str) -> dict[str, str]:
    """Return the fields in a line recognised by pattern alone; tabs separate several ones."""
    if ORGAN_MARK.fullmatch(text):
        return {"发文机关标志": text}
    fields: dict[str, str] = {}
    for part in re.split(r"\t+", SIGNERS.sub(rf"\t{SIGNER_LABEL}\1", text)):
        words = part.strip()
        label = next((label for label, pattern in _FIELD_PATTERNS if pattern.fullmatch(words)), "")
        if words.startswith(SIGNER_LABEL):
            fields["签发人"] = words.removeprefix(SIGNER_LABEL).strip()
        elif label:
            fields[label] = words
        elif fields and PERSON_NAME.fullmatch(words):
            fields["签发人"] = "、".join(filter(None, (fields.get("签发人", ""), words)))
        elif words:
            return {}
    return fields

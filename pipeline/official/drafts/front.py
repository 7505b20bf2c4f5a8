"""The lines above a title that say what stands in the header: ``发文字号：云政发〔2026〕1号``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.patterns import COPY_NUMBER, DOCUMENT_NUMBER, SECRECY, URGENCY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.official.drafts.lines import DraftLine

LABELS: Final = (
    *("发文机关标志", "发文字号", "签发人", "份号", "密级和保密期限", "密级", "紧急程度", "标题"),
    *("主送机关", "主送", "抄送", "印发机关", "印发日期", "署名", "成文日期", "附注"),
    *("简报名称", "期号", "编印单位", "日期", "份数", "文种"),
)
_SYNONYMS: Final = {"密级和保密期限": "密级", "主送机关": "主送"}
_LABELLED: Final = re.compile(rf"^\s*({'|'.join(LABELS)})[:：]\s*(.*?)\s*$")
_SIGNERS: Final = re.compile(r"\s*签发人[:：]\s*([^\t]+)")
_MARK: Final = re.compile(r"^[\u4e00-\u9fff（）]{4,36}(?:文件|命令|令)$")
_NAME: Final = re.compile(r"^[\u4e00-\u9fff〇·]{2,5}$")
_FIELD_PATTERNS: Final = (
    ("发文字号", DOCUMENT_NUMBER),
    ("份号", COPY_NUMBER),
    ("密级", SECRECY),
    ("紧急程度", URGENCY),
    ("发文字号", re.compile(r"第\s*\d+\s*号")),
)


def front_matter(lines: Sequence[DraftLine]) -> tuple[dict[str, str], int]:
    """What the first lines say by name, and how many lines that were.

    A document number, an organ mark ending in 文件, a secrecy grade and an urgency are known by
    their form and need no name.
    """
    said: dict[str, str] = {}
    for at, line in enumerate(lines):
        text = line.text.strip()
        if line.is_blank:
            continue
        named = _LABELLED.match(text) if line.level is None else None
        if named:
            said[_SYNONYMS.get(named[1], named[1])] = named[2]
            continue
        by_form = {} if line.level is not None or line.rows else _fields_by_pattern(text)
        if not by_form:
            return said, at
        signers = "、".join(filter(None, (said.get("签发人", ""), by_form.get("签发人", ""))))
        said |= by_form | ({"签发人": signers} if signers else {})
    return said, len(lines)


def _fields_by_pattern(text: str) -> dict[str, str]:
    """What a line says by its form alone; several things stand beside each other, parted by tabs."""
    if _MARK.match(text):
        return {"发文机关标志": text}
    found: dict[str, str] = {}
    for part in re.split(r"\t+", _SIGNERS.sub(r"\t签发人：\1", text)):
        words = part.strip()
        name = next((name for name, form in _FIELD_PATTERNS if form.fullmatch(words)), "")
        if words.startswith("签发人："):
            found["签发人"] = words.removeprefix("签发人：").strip()
        elif name:
            found[name] = words
        elif found and _NAME.match(words):
            found["签发人"] = "、".join(filter(None, (found.get("签发人", ""), words)))
        elif words:
            return {}
    return found

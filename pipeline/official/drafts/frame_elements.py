"""Make header, masthead, closing and imprint (版头、报头、落款、版记) of the fields and the ending of a draft."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.model.document import (
    Closing,
    DocumentForm,
    Header,
    Imprint,
    Masthead,
    SignerStamp,
)
from pipeline.official.standard.patterns import HAN, POSTS, SPACE

if TYPE_CHECKING:
    from pipeline.official.drafts.ending import DraftEnding
    from pipeline.official.drafts.lines import DraftLine

_HEADER_FIELDS: Final = ("发文机关标志", "发文字号", "签发人", "份号", "密级", "紧急程度")
_POST_AND_NAME: Final = re.compile(
    rf"((?:[{HAN}]{{1,20}}、)*[{HAN}]{{0,20}}(?:{POSTS}))(?:{SPACE}*([{HAN}〇×·]{{2,5}}))?"
)
_NAME_SEPARATOR: Final = re.compile(rf"(?:、|{SPACE})+")


def header_of(fields: dict[str, str]) -> Header | None:
    """Return the header (版头) that *fields* give; ``None`` for none."""
    if not any(fields.get(name) for name in _HEADER_FIELDS):
        return None
    mark = fields.get("发文机关标志", "")
    parts = [part for part in _NAME_SEPARATOR.split(mark) if part]
    word = "文件" if len(parts) > 1 and mark.endswith("文件") else ""
    organs = tuple(name for part in parts if (name := part.removesuffix(word)))
    is_joint = len(organs) > 1
    signers = _NAME_SEPARATOR.split(fields.get("签发人", ""))
    return Header(
        organ_mark=word if is_joint else mark,
        document_number=fields.get("发文字号", ""),
        signers=tuple(name for name in signers if name),
        copy_number=fields.get("份号", ""),
        secrecy=fields.get("密级", ""),
        urgency=fields.get("紧急程度", ""),
        organs=organs if is_joint else (),
    )


def masthead_of(fields: dict[str, str], form: DocumentForm) -> Masthead | None:
    """Return the masthead of a briefing, or of minutes that name organ and date below the number."""
    name = fields.get("简报名称", "")
    if form is DocumentForm.MINUTES and fields.get("编印单位"):
        return Masthead(
            fields["发文机关标志"], fields["发文字号"], fields["编印单位"], fields["日期"]
        )
    if not name or form is not DocumentForm.BRIEFING:
        return None
    return Masthead(
        name, fields.get("期号", ""), fields.get("编印单位", ""), fields.get("日期", "")
    )


def closing_of(fields: dict[str, str], ending: DraftEnding, *, sealed: bool) -> Closing | None:
    """Return signature, date and note (署名、成文日期、附注) of a draft; ``None`` for none of them."""
    organs = ending.organs or [name for name in fields.get("署名", "").split("、") if name]
    date = ending.date or fields.get("成文日期", "")
    note = ending.note or fields.get("附注", "")
    if not (organs or date or note):
        return None
    return Closing(organs[0] if organs else "", date, sealed, note, tuple(organs[1:]))


def imprint_of(fields: dict[str, str], ending: DraftEnding) -> Imprint | None:
    """Return the imprint (版记) of a draft; ``None`` for none."""
    copied = [("抄送", fields["抄送"])] if fields.get("抄送") else []
    imprint = Imprint(
        (*copied, *ending.recipients),
        ending.printing_organ or fields.get("印发机关", ""),
        ending.printing_date or fields.get("印发日期", ""),
        ending.copies or fields.get("份数", ""),
    )
    return imprint if imprint != Imprint(()) else None


def split_signature(
    body: list[DraftLine],
) -> tuple[list[DraftLine], tuple[SignerStamp, ...]]:
    """Return *body* without the post and name that sign an order (令) in its last line, and these."""
    written = [at for at, line in enumerate(body) if not line.is_blank]
    signed = _POST_AND_NAME.fullmatch(body[written[-1]].text.strip()) if written else None
    if signed is None or len(written) == 1:
        return body, ()
    return body[: written[-1]], (SignerStamp(signed[1], signed[2] or ""),)


def with_stamps(closing: Closing | None, stamps: tuple[SignerStamp, ...]) -> Closing | None:
    """Return *closing* signed by *stamps* where there are any."""
    if not stamps or closing is None:
        return closing
    return replace(closing, organ="", others=(), stamps=stamps)

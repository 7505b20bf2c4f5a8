"""Joint documents, seals and stamps as files: what is kept, what is refused."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import replace

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline.model.document import Closing, Header, Seal
from pipeline.official.errors import DocumentUnreadable, SealUnreadable
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.layout.press_seal import stamp_document
from pipeline.official.ooxml.page import TYPE_WIDTH
from pipeline.official.rendering.measure import Measurements, TextLine
from pipeline.official.rendering.signature_page import is_signature_alone, signature_block
from pipeline.official.standard.lengths import Length
from tests.official.form_specimens import (
    ORGANS,
    carrying,
    forms,
    joint,
    seal_picture,
    sealed,
    written,
)
from tests.official.specimens import DATED, MOMENT, ORGAN, letter, notice


def every_word(package: bytes) -> str:
    body = Document(io.BytesIO(package)).element.body
    return "".join(each.text or "" for each in body.xpath(".//w:t"))


def all_of(document: object) -> set[str]:
    """Every word of a document in words, however deep."""
    if isinstance(document, str):
        return {line for line in document.split("\n") if line}
    if isinstance(document, Seal):
        return set()
    fields = getattr(document, "__dataclass_fields__", None)
    if fields is not None:
        skipped = {"kind", "aligned"}
        return set().union(
            *(all_of(getattr(document, each)) for each in fields if each not in skipped)
        )
    if isinstance(document, tuple):
        return set().union(set(), *map(all_of, document))
    return set()


@pytest.mark.parametrize("name", forms())
def test_every_word_of_every_form_is_printed(name: str) -> None:
    document = forms()[name]
    printed = every_word(lay_out(document, MOMENT))

    assert [words for words in all_of(document) if words not in printed] == []


@pytest.mark.parametrize("name", forms())
def test_the_same_words_and_seals_give_the_same_bytes(name: str) -> None:
    assert lay_out(forms()[name], MOMENT) == lay_out(forms()[name], MOMENT)


def truncated() -> bytes:
    return seal_picture()[:-200]


def jpeg() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 40)).save(stream, "JPEG")
    return stream.getvalue()


def bomb() -> bytes:
    """A small file that says it is 100,000 pixels wide and high."""
    header = b"IHDR" + (100_000).to_bytes(4, "big") * 2 + bytes([8, 6, 0, 0, 0])
    chunk = len(header[4:]).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + chunk


@pytest.mark.parametrize("picture", [b"", b"no picture", truncated(), jpeg(), bomb()])
def test_a_seal_that_is_no_whole_png_is_refused_with_the_remedy(picture: bytes) -> None:
    with pytest.raises(SealUnreadable, match="请换一张底色透明的 PNG"):
        lay_out(sealed(closing=Closing(ORGAN, DATED, seals=(Seal(picture),))), MOMENT)


@pytest.mark.parametrize("width", [0, -3, 9, 61, 400])
def test_a_seal_of_no_seals_width_is_refused(width: int) -> None:
    with pytest.raises(SealUnreadable, match="毫米"):
        lay_out(sealed(closing=Closing(ORGAN, DATED, seals=(Seal(seal_picture(), width),))), MOMENT)


def test_a_picture_used_by_several_organs_is_kept_once() -> None:
    same = tuple(Seal(seal_picture()) for _ in ORGANS)
    with zipfile.ZipFile(io.BytesIO(lay_out(joint(seals=same), MOMENT))) as package:
        assert len([name for name in package.namelist() if name.startswith("word/media/")]) == 1


def test_a_flat_seal_keeps_its_shape() -> None:
    flat = written(Image.new("RGBA", (400, 100), (220, 0, 0, 255)))
    package = lay_out(sealed(closing=Closing(ORGAN, DATED, seals=(Seal(flat, 40),))), MOMENT)
    shape = Document(io.BytesIO(package)).element.body.xpath(".//wp:anchor/wp:extent")[0]

    assert int(shape.get("cx")) == pytest.approx(4 * int(shape.get("cy")), rel=0.01)


def test_fewer_seals_than_organs_leave_the_rest_for_the_hand() -> None:
    package = lay_out(joint(seals=(Seal(seal_picture()),)), MOMENT)

    assert len(Document(io.BytesIO(package)).element.body.xpath(".//wp:anchor")) == 1


@given(
    st.lists(st.text("云川市人民政府教育局委员会", min_size=2, max_size=24), min_size=2, max_size=9)
)
def test_no_joint_mark_or_row_of_seals_is_wider_than_the_type_area(organs: list[str]) -> None:
    document = notice(
        header=Header("文件", "云发〔2026〕1号", organs=tuple(organs)),
        closing=Closing(organs[0], DATED, others=tuple(organs[1:])),
    )
    body = Document(io.BytesIO(lay_out(document, MOMENT))).element.body
    widths = [int(each) for each in body.xpath("./w:tbl/w:tblPr/w:tblW/@w:w")]

    assert [width for width in widths if Length(width) > TYPE_WIDTH] == []


def test_what_is_issued_is_neither_noted_nor_numbered() -> None:
    texts = [each.text for each in Document(io.BytesIO(lay_out(carrying(), MOMENT))).paragraphs]

    assert [text for text in texts if text.startswith("附件")] == [
        "附件：1.\t申报表",
        "附件1",
        "附件2",
    ]
    assert texts.count("云川市文明单位管理办法") == 1


def test_seals_pressed_later_stand_where_they_would_have_been_set() -> None:
    def anchors(package: bytes) -> list[str]:
        found = Document(io.BytesIO(package)).element.body.xpath(".//wp:anchor")
        return [
            "".join(each.xpath("./wp:positionH//text() | ./wp:positionV//text()")) for each in found
        ]

    for organs in (ORGANS, (ORGAN,)):
        seals = tuple(Seal(seal_picture()) for _ in organs)
        document = joint(organs=organs) if len(organs) > 1 else notice()
        closing = document.closing
        assert closing is not None
        set_at_once = lay_out(replace(document, closing=replace(closing, seals=seals)), MOMENT)

        pressed = stamp_document(lay_out(document, MOMENT), "通知.docx", seals)

        assert anchors(pressed) == anchors(set_at_once)
        assert every_word(pressed) == every_word(set_at_once)


def test_what_is_not_to_be_sealed_is_refused() -> None:
    unsealed = lay_out(notice(closing=Closing(ORGAN, DATED, sealed=False)), MOMENT)

    with pytest.raises(SealUnreadable, match="没有为盖章编排的署名"):
        stamp_document(unsealed, "通知.docx", (Seal(seal_picture()),))
    with pytest.raises(SealUnreadable, match="1 处署名，给了 2 个"):
        stamp_document(lay_out(notice(), MOMENT), "通知.docx", (Seal(seal_picture()),) * 2)
    with pytest.raises(DocumentUnreadable):
        stamp_document(b"no document", "通知.docx", (Seal(seal_picture()),))


def test_a_joint_letter_bears_the_mark_of_the_lead_organ_alone() -> None:
    document = letter()
    header = Header("文件", "云宣函〔2026〕8号", organs=ORGANS)
    package = lay_out(replace(document, header=header), MOMENT)
    section = Document(io.BytesIO(package)).sections[0]
    words = "".join(each.text for each in section.first_page_header.paragraphs)

    assert words == ORGANS[0]


@pytest.mark.parametrize(("above", "alone"), [("", True), ("请结合实际抓好落实。", False)])
def test_signatures_beside_each_other_are_no_text(above: str, *, alone: bool) -> None:
    document = joint(organs=ORGANS[:2])
    texts = [text for text in (above, f"{ORGANS[0]} {ORGANS[1]}", DATED) if text]
    lines = tuple(
        TextLine(2, 40, 150, 50 + 10 * at, 16.0, "仿宋", text) for at, text in enumerate(texts)
    )

    assert is_signature_alone(Measurements(2, lines, ()), signature_block(document)) is alone

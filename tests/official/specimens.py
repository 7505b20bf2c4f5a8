"""Papers for measuring: each shows one thing plainly, and each spoilt one is wrong in one point."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Final

from pipeline.clock import BEIJING
from pipeline.model.document import (
    Attachment,
    Closing,
    Column,
    DocumentForm,
    Header,
    Heading,
    Imprint,
    Masthead,
    OfficialDocument,
    Paragraph,
    Table,
)
from pipeline.official.layout.lay_out import lay_out

MOMENT: Final = datetime(2026, 10, 9, 9, 0, tzinfo=BEIJING)
ORGAN: Final = "云川市文明办"
LONG_ORGAN: Final = "云川市精神文明建设指导委员会办公室"
DATED: Final = "2026年10月9日"
SENTENCE: Final = "为深入贯彻落实市委关于精神文明建设的决策部署扎实推进文明单位创建工作"
# Three of the letters in a row would be one long title; the second is broken in two lines.
TITLE: Final = "关于报送文明单位创建工作情况的通知"
LONG_TITLE: Final = "云川市精神文明办公室关于报送文明单位创建工作进展情况的通知"
SWEEP: Final = tuple(range(1, 27, 2))


def text(words: str) -> Paragraph:
    return Paragraph((words,))


def notice(**changes: object) -> OfficialDocument:
    """A notice (通知) with a full header, a signature and an imprint; *changes* replace fields."""
    document = OfficialDocument(
        kind="通知",
        form=DocumentForm.GENERAL,
        title=TITLE,
        blocks=(text(SENTENCE * 30), text("请遵照执行。")),
        header=Header(f"{ORGAN}文件", "云文明办〔2026〕15号"),
        addressees="各县（市、区）文明办，市直有关部门",
        closing=Closing(ORGAN, DATED),
        imprint=Imprint((("抄送", "市委办公室，市政府办公室。"),), ORGAN, DATED),
    )
    return replace(document, **changes)  # type: ignore[arg-type]


def of_lines(count: int) -> OfficialDocument:
    """A notice of *count* one-line paragraphs, for sweeps over every fullness of a page."""
    lines = tuple(text(f"第{number}项工作按照要求抓好落实。") for number in range(1, count + 1))
    return notice(blocks=lines)


def letter() -> OfficialDocument:
    """A letter (信函) of two pages."""
    return OfficialDocument(
        kind="函",
        form=DocumentForm.LETTER,
        title="关于商请提供文明单位创建数据的函",
        blocks=(text(SENTENCE * 18), text("专此函达，请予函复。")),
        header=Header(LONG_ORGAN, "云文明办函〔2026〕3号", urgency="加急"),
        addressees="市统计局",
        closing=Closing(LONG_ORGAN, DATED),
        imprint=Imprint((("抄送", "市委办公室。"),), "不应印出", DATED),
    )


def briefing() -> OfficialDocument:
    """A briefing (简报) that ends in a table, with a foot 报/送/发."""
    rows = tuple((str(number), "云岭市", "已收", "12") for number in range(1, 40))
    columns = (
        Column("序号", 1),
        Column("单位", 3, "left"),
        Column("状态", 2),
        Column("数量", 2, "right"),
    )
    return OfficialDocument(
        kind="简报",
        form=DocumentForm.BRIEFING,
        title="文明单位创建工作情况",
        blocks=(Heading(1, "一、总体情况"), text(SENTENCE * 6), Table(columns, rows, "报送情况")),
        masthead=Masthead("文明创建工作简报", "第3期（总第17期）", ORGAN, DATED),
        imprint=Imprint(
            (("报", "市委常委。"), ("送", "市政协办公室。"), ("发", "各县（市、区）文明办。")),
            copies="共印120份",
        ),
    )


def request() -> OfficialDocument:
    """An upward request (请示) with three signers and no seal."""
    return notice(
        kind="请示",
        header=Header(f"{ORGAN}文件", "云文明办〔2026〕16号", signers=("甲乙丙", "丁戊", "己庚辛")),
        closing=Closing(ORGAN, DATED, sealed=False, note="联系人：〇〇〇，电话：0000-1234567"),
    )


def with_attachments() -> OfficialDocument:
    """A notice with two attachments, a long title, and every level of heading."""
    return notice(
        title=LONG_TITLE,
        blocks=(
            Heading(1, "一、报送内容"),
            Heading(2, "（一）基本情况"),
            Heading(3, "1.总数"),
            Paragraph((SENTENCE,), lead="（二）县市区。"),
        ),
        attachments=(
            Attachment("文明单位创建工作情况统计表", (text(SENTENCE),)),
            Attachment("文明单位创建工作情况填报说明和有关指标口径以及报送方式", (text(SENTENCE),)),
        ),
    )


def papers() -> dict[str, bytes]:
    """Every specimen by name, laid out."""
    marks = {
        "mark-short": Header("云川市文件", "云文〔2026〕1号"),
        "mark-long": Header(f"{LONG_ORGAN}文件", "云文明办〔2026〕1号"),
        "mark-below": Header(
            f"{LONG_ORGAN}文件",
            "云文明办〔2026〕1号",
            copy_number="000001",
            secrecy="内部",
            urgency="特急",
        ),
        "order": Header("云川市人民政府令", "第1号"),
    }
    sets = {
        "notice": notice(),
        "letter": letter(),
        "briefing": briefing(),
        "request": request(),
        "attached": with_attachments(),
        **{
            name: notice(kind="命令" if name == "order" else "通知", header=mark)
            for name, mark in marks.items()
        },
        **{f"lines-{count}": of_lines(count) for count in SWEEP},
    }
    laid_out = {name: lay_out(document, MOMENT) for name, document in sets.items()}
    return {**laid_out, **spoilt(laid_out)}


def spoilt(good: dict[str, bytes]) -> dict[str, bytes]:
    """Papers each wrong in one point, for the measures to find."""
    plain = good["notice"]
    return {
        "spoilt-pitch": edited(plain, "word/styles.xml", 'w:line="579"', 'w:line="580"'),
        "spoilt-spacing": edited(plain, "word/styles.xml", 'w:val="-5"', 'w:val="0"'),
        "spoilt-footer": edited(plain, "word/document.xml", 'w:footer="1410"', 'w:footer="1587"'),
        "spoilt-imprint": edited(
            plain, "word/document.xml", 'w:tblpYSpec="bottom"', 'w:tblpY="6000"'
        ),
        "spoilt-rule": edited(plain, "word/document.xml", 'w:space="10"', 'w:space="24"'),
        "spoilt-mark": edited(plain, "word/document.xml", 'w:top="2098"', 'w:top="1700"'),
        "spoilt-letter": edited(good["letter"], "word/header1.xml", 'cx="6120130"', 'cx="5616000"'),
    }


def edited(package: bytes, part: str, old: str, new: str) -> bytes:
    """*package* with *old* replaced in one part; an edit that changes nothing is refused."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                changed = content.replace(old.encode(), new.encode())
                assert changed != content, f"{old} is not in {part}"
                content = changed
            target.writestr(name, content)
    return stream.getvalue()

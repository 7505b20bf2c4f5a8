"""Papers of the forms beside the general one: joint, sealed, stamped, ordered, in minutes."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageDraw

from pipeline.model.document import (
    Attachment,
    Closing,
    DocumentForm,
    Header,
    Heading,
    Imprint,
    OfficialDocument,
    Seal,
    SignerStamp,
)
from tests.official.specimens import DATED, ORGAN, SENTENCE, notice, text

ORGANS: Final = ("中共云川市委宣传部", "云川市教育局", "云川市发展和改革委员会")
SIGNERS: Final = ("甲乙丙", "丁戊", "己庚辛")


def seal_picture(pixels: int = 400, *, ground: tuple[int, int, int, int] = (0, 0, 0, 0)) -> bytes:
    """A seal as offices scan them: a red ring and a star's place, on a transparent ground."""
    picture = Image.new("RGBA", (pixels, pixels), ground)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((4, 4, pixels - 5, pixels - 5), outline=(220, 20, 20, 255), width=pixels // 30)
    third = pixels // 3
    draw.ellipse((third, third, 2 * third, 2 * third), fill=(220, 20, 20, 255))
    return written(picture)


def stamp_picture() -> bytes:
    """A signature stamp: a red box twice as wide as high."""
    picture = Image.new("RGBA", (400, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((4, 4, 395, 195), outline=(220, 20, 20, 255), width=14)
    return written(picture)


def written(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def joint(
    *, sealed: bool = True, organs: tuple[str, ...] = ORGANS, **closing: object
) -> OfficialDocument:
    """A joint notice (联合行文) whose mark stacks the organs."""
    return notice(
        header=Header("文件", "云宣发〔2026〕8号", organs=organs),
        closing=Closing(organs[0], DATED, sealed=sealed, others=organs[1:], **closing),  # type: ignore[arg-type]
        blocks=(text(SENTENCE * 4), text("请结合实际抓好落实。")),
    )


def order() -> OfficialDocument:
    """An order (命令), signed with a signature stamp."""
    stamp = SignerStamp("市长", stamp=Seal(stamp_picture(), 30))
    return OfficialDocument(
        kind="命令",
        form=DocumentForm.ORDER,
        title="",
        blocks=(
            text(
                "《云川市文明行为促进办法》已经市人民政府常务会议通过，现予公布，自公布之日起施行。"
            ),
        ),
        header=Header("云川市人民政府令", "第12号"),
        closing=Closing("", DATED, stamps=(stamp,)),
        imprint=Imprint((("抄送", "市委办公室。"),), "云川市人民政府办公室", DATED),
    )


def minutes() -> OfficialDocument:
    """Minutes (纪要): a number, no addressee, no seal, and who attended."""
    return OfficialDocument(
        kind="纪要",
        form=DocumentForm.MINUTES,
        title="全市文明单位创建工作调度会议纪要",
        blocks=(
            text(SENTENCE * 3),
            Heading(1, "一、会议认为"),
            text(SENTENCE * 3),
            Heading(1, "二、会议议定"),
            text(SENTENCE * 3),
        ),
        header=Header("云川市人民政府专题会议纪要", "〔2026〕6号"),
        attendance=(
            (
                "出席",
                "市文明办〇〇〇，市教育局〇〇〇，市财政局〇〇〇，市住房和城乡建设局〇〇〇，市城市管理局〇〇〇",
            ),
            ("请假", "市交通运输局〇〇〇"),
            ("列席", "市委办公室〇〇〇"),
        ),
        imprint=Imprint((("分送", "市政府领导，市文明委成员单位。"),), "市政府办公室", DATED),
    )


def sealed(**changes: object) -> OfficialDocument:
    """A notice on one page with the office's own seal over organ and date."""
    said = {"closing": Closing(ORGAN, DATED, seals=(Seal(seal_picture()),)), **changes}
    return notice(blocks=(text(SENTENCE * 4),), **said)


def upward() -> OfficialDocument:
    """A report (报告) with one signer beside the number."""
    return notice(
        kind="报告",
        title="关于文明单位创建工作情况的报告",
        header=Header(f"{ORGAN}文件", "云文明办〔2026〕21号", signers=("甲乙丙",)),
        addressees="市委",
    )


def carrying() -> OfficialDocument:
    """A notice that issues a document (印发), and encloses two more."""
    return notice(
        title="关于印发《云川市文明单位管理办法》的通知",
        blocks=(text("现将《云川市文明单位管理办法》印发给你们，请认真贯彻执行。"),),
        attachments=(
            Attachment("云川市文明单位管理办法", (text(SENTENCE * 30),), carried=True),
            Attachment("申报表", (text(SENTENCE),)),
            Attachment("评分标准", (text(SENTENCE),)),
        ),
    )


def forms() -> dict[str, OfficialDocument]:
    """Every one of them by name."""
    four = (*ORGANS, "云川市财政局")
    seals = tuple(Seal(seal_picture()) for _ in four)
    stamps = tuple(
        SignerStamp(f"{organ}局长", name) for organ, name in zip(four, SIGNERS, strict=False)
    )
    return {
        "joint": joint(organs=four, seals=seals),
        "joint-two": joint(organs=ORGANS[:2]),
        "joint-unsealed": joint(sealed=False),
        "joint-stamps": notice(
            blocks=(text(SENTENCE * 4),), closing=Closing("", DATED, stamps=stamps)
        ),
        "order": order(),
        "minutes": minutes(),
        "sealed": sealed(),
        "sealed-opaque": sealed(
            closing=Closing(ORGAN, DATED, seals=(Seal(seal_picture(ground=(255, 255, 255, 255))),))
        ),
        "upward": upward(),
        "carrying": carrying(),
    }

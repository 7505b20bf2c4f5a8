"""Name the ways in which a document (公文), its template or its rendering fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Sequence

_OTHER_PICTURE: Final = "请换一张底色透明的 PNG 图片，章宽 38～45 毫米"


@dataclass(eq=False)
class TemplateMissing(PipelineError):
    """Report that the workspace has no Word template of that kind (文种)."""

    kind: str
    known: Sequence[str]

    def __str__(self) -> str:
        return (
            f"没有“{self.kind}”的模板（templates/公文/{self.kind}.docx）。"
            f"现有：{'、'.join(self.known) or '（无）'}。可运行 baosong init 补齐自带模板。"
        )


@dataclass(eq=False)
class TemplateFaulty(PipelineError):
    """Report a Word template that can't be filled; ``place`` is the paragraph and its text."""

    template: str
    place: str
    reason: str

    def __str__(self) -> str:
        place = f" {self.place}" if self.place else ""
        return f"模板 {self.template}{place}：{self.reason}。请用 Word/WPS 改好模板后重试，还没有编号印发。"


class RendererMissing(PipelineError):
    """Report that LibreOffice, which converts Word files to PDF, isn't installed."""

    def __str__(self) -> str:
        return (
            "没有找到 LibreOffice，不能出 PDF。请安装 LibreOffice 7 或更新版本；Word 文件不受影响。"
        )


@dataclass(eq=False)
class RenderFailed(PipelineError):
    """Report a Word file that LibreOffice could not convert to PDF."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} 转不成 PDF：{self.reason}。请关闭其他 LibreOffice 窗口后重试；Word 文件不受影响。"


@dataclass(eq=False)
class DocumentUnreadable(PipelineError):
    """Report a file to be inspected (校对) that is no Word document."""

    name: str

    def __str__(self) -> str:
        return f"{self.name} 不是 Word 文档（.docx）或已损坏。请用 Word/WPS 打开，另存为 .docx 后再校对。"


@dataclass(eq=False)
class DocumentTooLarge(PipelineError):
    """Report a Word file or draft beyond the limits, or on which the child process crashed twice."""

    name: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.name} {self.reason}。{self.remedy}。"


@dataclass(eq=False)
class SealUnreadable(PipelineError):
    """Report a seal (印章) or signature stamp that is no usable picture or has no signature."""

    reason: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"印章用不了：{self.reason}。{self.remedy or _OTHER_PICTURE}。"


@dataclass(eq=False)
class DraftUnreadable(PipelineError):
    """Report a draft (文稿) that can't be read, with reason and remedy as parts of the sentence."""

    name: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"文稿 {self.name} {self.reason}。{self.remedy}。"


@dataclass(eq=False)
class KindUnknown(PipelineError):
    """Report a kind (文种) that the regulation doesn't have, or a title without a kind."""

    kind: str
    known: Sequence[str]

    def __str__(self) -> str:
        problem = f"没有“{self.kind}”这个文种" if self.kind else "看不出文种（标题没有以文种结尾）"
        return f"{problem}。请用 --kind 指明：{'、'.join(self.known)}。"


@dataclass(eq=False)
class NumberPlaceMissing(PipelineError):
    """Report a finished document without a line for its document number (发文字号)."""

    name: str

    def __str__(self) -> str:
        return (
            f"{self.name} 里找不到写发文字号的地方。请在标题上方单独写一行，如“云文明办〔2026〕　号”（简报写“第　期”），"
            "或先用 baosong typeset 排成公文，再编号。"
        )

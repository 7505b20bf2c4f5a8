"""Why a paper did not go out: no template, nobody to address, a rule against it, no renderer.

Like every :class:`~pipeline.errors.PipelineError` each is given facts and owns its sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import InboxUnreachable, PipelineError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class TemplateMissing(PipelineError):
    """No Word template of that kind (文种) stands in the workspace."""

    def __init__(self, kind: str, known: Sequence[str]) -> None:
        super().__init__(kind, tuple(known))
        self.kind = kind
        self.known = tuple(known)

    def __str__(self) -> str:
        return (
            f"没有“{self.kind}”的模板（templates/公文/{self.kind}.docx）。"
            f"现有：{'、'.join(self.known) or '（无）'}。可运行 baosong init 补齐自带模板。"
        )


class TemplateFaulty(PipelineError):
    """A Word template that can't be filled; ``place`` names the paragraph and its words."""

    def __init__(self, template: str, place: str, reason: str) -> None:
        super().__init__(template, place, reason)
        self.template = template
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        place = f" {self.place}" if self.place else ""
        return f"模板 {self.template}{place}：{self.reason}。请用 Word/WPS 改好模板后重试，还没有编号印发。"


class NothingToIssue(PipelineError):
    """A paper that would address nobody, e.g. a reminder when no unit is missing."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(kind, reason)
        self.kind = kind
        self.reason = reason

    def __str__(self) -> str:
        return f"没有需要发的{self.kind}：{self.reason}"


class IssueRefused(PipelineError):
    """A paper that may not go out as it stands; each reason names its rule and the remedy."""

    def __init__(self, kind: str, reasons: Sequence[str]) -> None:
        super().__init__(kind, tuple(reasons))
        self.kind = kind
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        return f"{self.kind}没有印发：{'；'.join(self.reasons)}"


class TrailMissing(PipelineError):
    """A document of whose numbers nothing is known here."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name} 不是由本工作目录印发的文件，查不到数字来源。请确认 -w 指定的目录，或改查 outbox 里的原件。"


class PaperStands(PipelineError):
    """A paper under that name stands in the outbox already and says something else."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path} 已经印发，内容不同，不覆盖。请先把它移走或改名，再重试。"


class NumberSettled(PipelineError):
    """A document number (发文字号) that can't be confirmed or released (any more)."""

    def __init__(self, number: str, status: str) -> None:
        super().__init__(number, status)
        self.number = number
        self.status = status

    def __str__(self) -> str:
        return f"{self.number} 在发文登记簿里是“{self.status}”，不能再改。请另编一个号。"


class OrganCodeMissing(PipelineError):
    """The 发文 sheet gives a kind (文种) no organ code (机关代字), so it can't be numbered."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind

    def __str__(self) -> str:
        return f"任务书“发文”表没有给“{self.kind}”填文号代字，不能编发文字号。请填好再发。"


class RendererMissing(PipelineError):
    """LibreOffice, which turns Word files into PDF, isn't installed on this computer."""

    def __str__(self) -> str:
        return (
            "没有找到 LibreOffice，不能出 PDF。请安装 LibreOffice 7 或更新版本；Word 文件不受影响。"
        )


class RenderFailed(PipelineError):
    """A Word file that LibreOffice could not turn into a PDF."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.name} 转不成 PDF：{self.reason}。请关闭其他 LibreOffice 窗口后重试；Word 文件不受影响。"


class DocumentUnreadable(PipelineError):
    """A file that was to be proof-read and is no Word document."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name} 不是 Word 文档（.docx）或已损坏。请用 Word/WPS 打开，另存为 .docx 后再校对。"


class SealUnreadable(PipelineError):
    """A seal (印章) or signature stamp that is no usable picture, or that has no place to go."""

    def __init__(self, reason: str, mend: str = "") -> None:
        super().__init__(reason, mend)
        self.reason = reason
        self.mend = mend or "请换一张底色透明的 PNG 图片，章宽 38～45 毫米"

    def __str__(self) -> str:
        return f"印章用不了：{self.reason}。{self.mend}。"


class DraftUnreadable(PipelineError):
    """A draft (文稿) that can't be read; each fact is a part of the sentence."""

    def __init__(self, name: str, reason: str, remedy: str) -> None:
        super().__init__(name, reason, remedy)
        self.name = name
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"文稿 {self.name} {self.reason}。{self.remedy}。"


class KindUnknown(PipelineError):
    """A kind (文种) that the regulation doesn't know, or none where one is needed."""

    def __init__(self, kind: str, known: Sequence[str]) -> None:
        super().__init__(kind, tuple(known))
        self.kind = kind
        self.known = tuple(known)

    def __str__(self) -> str:
        said = f"没有“{self.kind}”这个文种" if self.kind else "看不出文种（标题没有以文种结尾）"
        return f"{said}。请用 --kind 指明：{'、'.join(self.known)}。"


class DraftInTheWay(PipelineError):
    """The place for a finished document is taken by a folder."""

    def __init__(self, place: Path) -> None:
        super().__init__(place)
        self.place = place

    def __str__(self) -> str:
        return f"{self.place.name} 是一个文件夹，文件没法写在那里。请用 --output 另指一个文件名。"


class NothingWaits(PipelineError):
    """A file named on the command line that isn't waiting for its unit (待认领)."""

    def __init__(self, name: str, waiting: Sequence[str]) -> None:
        super().__init__(name, tuple(waiting))
        self.name = name
        self.waiting = tuple(waiting)

    def __str__(self) -> str:
        if not self.waiting:
            return f"没有待认领的文件“{self.name}”：现在没有文件等待认领。"
        listed = "；".join(self.waiting)
        return f"没有待认领的文件“{self.name}”。等待认领的有：{listed}。请写其中的文件名或前面的 8 位指纹。"


class SeveralWait(PipelineError):
    """A name that fits several of the files that wait for their unit (待认领)."""

    def __init__(self, name: str, waiting: Sequence[str]) -> None:
        super().__init__(name, tuple(waiting))
        self.name = name
        self.waiting = tuple(waiting)

    def __str__(self) -> str:
        listed = "；".join(self.waiting)
        return f"待认领的文件里有 {len(self.waiting)} 个“{self.name}”：{listed}。请改写前面的 8 位指纹。"


class AssignmentRefused(PipelineError):
    """A waiting file that can't be given to a unit (认领): unreadable, or of no known campaign."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.name} 没有认领：{self.reason}"


class PlaceTaken(PipelineError):
    """A place where a backup may not be written, or an office not be restored; each fact says why."""

    def __init__(self, place: Path, reason: str, remedy: str) -> None:
        super().__init__(place, reason, remedy)
        self.place = place
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.place} {self.reason}。{self.remedy}。"


class InboxUnrecognised(InboxUnreachable):
    """The inbox (收件箱) lacks the marker of this office: a share that dropped out, most likely."""

    def __str__(self) -> str:
        return (
            f"收件箱 {self.path} 认不出来（{self.reason}），先不处理，也不当作文件被删。"
            "请检查网络共享是否连着；连上后会自动接着处理。"
            f"如果这就是收件箱、只是标记被误删了，运行 baosong init {self.path.parent} 补上（已有的文件都不动）。"
        )

"""The ways in which something can't be done.

A fault in what a unit handed in is not an error but a :class:`~pipeline.model.finding.Finding`:
it is expected, collected, and sent back. An error stops one piece of work and asks a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class PipelineError(Exception):
    """A piece of work could not be done, and a person has to know.

    A subclass is given facts and owns the sentence: ``args`` holds the facts, so that an error
    survives the trip between processes, and ``str(error)`` is what the secretary reads.
    """


class WorkbookUnreadable(PipelineError):
    """A workbook that can't be opened: damaged, encrypted, out of bounds, or no workbook at all."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.name} 打不开：{self.reason}"


class FileHeldOpen(PipelineError):
    """A result that can't be replaced because somebody has it open in Excel or WPS."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path.name} 正被打开，无法更新。请关闭该文件，下一轮会自动重写。"


class WorkspaceMissing(PipelineError):
    """The folder named is not an office's workspace."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path} 不是报送通的工作目录（缺 templates 文件夹）。请先运行 baosong init {self.path}。"


class CampaignUnknown(PipelineError):
    """No campaign (报送任务) of that name stands in the workspace."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name, tuple(known))
        self.name = name
        self.known = tuple(known)

    def __str__(self) -> str:
        known = "、".join(self.known) or "（还没有任务）"
        return f"没有名为“{self.name}”的报送任务。现有任务：{known}。"


class CampaignBookFaulty(PipelineError):
    """A campaign book (任务书) that can't be used as it stands; its faults are listed by cell."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        super().__init__(path, tuple(faults))
        self.path = path
        self.faults = tuple(faults)

    def __str__(self) -> str:
        more = f"等 {len(self.faults)} 处" if len(self.faults) > 1 else ""
        return f"任务书有误：{self.faults[0]}{more}。请运行 baosong campaign check 查看全部并改正。"


class UnitUnknown(PipelineError):
    """A unit named on the command line that the roster (单位名单) doesn't hold."""

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        super().__init__(name, tuple(candidates))
        self.name = name
        self.candidates = tuple(candidates)

    def __str__(self) -> str:
        near = (
            f"相近的有：{'、'.join(self.candidates)}。"
            if self.candidates
            else "请核对任务书“单位”表。"
        )
        return f"单位名单里没有“{self.name}”。{near}"


class OfficeBusy(PipelineError):
    """Another run of the program is at work in the same workspace."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"另一个报送通正在处理 {self.path}，请等它做完再试；确认没有时，请重新运行一次。"


class PeriodUnknown(PipelineError):
    """A period (期) named on the command line in which nothing was ever collected."""

    def __init__(self, code: str, known: Sequence[str]) -> None:
        super().__init__(code, tuple(known))
        self.code = code
        self.known = tuple(dict.fromkeys(known))

    def __str__(self) -> str:
        return f"没有“{self.code}”这一期。现有：{'、'.join(self.known)}。"


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


class MarkupImpossible(PipelineError):
    """A workbook that can't be marked up in place; the return slip alone tells the faults."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name} 不是 .xlsx 格式，不能在原表上做标记，请按退回单逐条修改。"


class ConditionFaulty(PipelineError):
    """A condition (核对条件) that can't be read; ``position`` counts its characters from 1."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(position, reason)
        self.position = position
        self.reason = reason

    def __str__(self) -> str:
        return f"条件第{self.position}个字处：{self.reason}"


class LedgerBusy(PipelineError):
    """The ledger (台账) is held by another program for too long."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return "台账正被另一个程序占用，请关闭其他正在运行的报送通后再试。"


class LedgerDamaged(PipelineError):
    """The ledger (台账) can't be used; the originals are not touched by this."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"台账打不开（{self.path}）：{self.reason}。原件都还在 .baosong/originals 里，"
            "请从备份恢复台账文件，或把它移走后把原件重新放进收件箱处理。"
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


class RendererMissing(PipelineError):
    """There is no LibreOffice on this computer."""

    def __str__(self) -> str:
        return "没有找到 LibreOffice，不能生成 PDF。请安装 LibreOffice 7 或更新版本，或去掉 --pdf。"


class RenderFailed(PipelineError):
    """LibreOffice did not render a document."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"LibreOffice 没有生成 PDF（{self.reason}）。请关闭正在运行的 LibreOffice 后重试。"


class DocumentUnreadable(PipelineError):
    """A file that was to be proof-read and is no Word document."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name} 不是 Word 文档（.docx）或已损坏。请用 Word/WPS 打开，另存为 .docx 后再校对。"

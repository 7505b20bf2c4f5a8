"""Serialize a record as bytes whose digest the chained history stores (内容指纹).

The chain alone protects the events; with these digests in it, it also protects what they are about: a
submission with every answer and finding, a decision on one, a final number of the register, the trail
of a paper.
The bytes are lines of JSON that a person can read and any tool can hash. Their form is fixed: a
record's digest must come out the same for as long as the record is stored.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from pipeline.files import sha256_of
from pipeline.ledger.rows import moment_text
from pipeline.model.event import Action, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from pipeline.model.decision import Decision
    from pipeline.model.document_number import Number
    from pipeline.model.figure import Source, TrailEntry
    from pipeline.model.filling import Answer, Filling
    from pipeline.model.finding import Finding, Place
    from pipeline.model.submission import Submission


# As json.dumps does, but made once: it is called for every cell of every form before figures are printed.
_encode: Final = json.JSONEncoder(ensure_ascii=False).encode


def content_digest(submission: Submission) -> str:
    """Return the SHA-256 of everything recorded of *submission*; its version must be assigned already."""
    return sha256_of(content_of(submission))


def content_of(submission: Submission) -> bytes:
    """Return everything recorded of *submission*, a line for each cell and each finding (登记内容).

    Not in it: the number, which the event names, and the two flags that still change (answered, cleared).
    """
    return _lines(
        (
            _head(submission),
            *_cells(submission.recorded or submission.filling),
            *(_finding(finding) for finding in submission.findings),
        )
    )


def number_content(number: Number) -> bytes:
    """Return the entry of a final number in the register (发文登记簿) as bytes."""
    content = {
        "机关代字": number.organ_code, "年": number.year, "序号": number.serial, "总期数": number.total,
        "状态": number.status.value, "文种": number.kind, "标题": number.title, "原因": number.reason,
        "文件指纹": number.digest, "文件": number.path, "内容键": number.key,
        "时间": moment_text(number.at),
    }  # fmt: skip
    return _lines((content,))


def decision_content(decision: Decision) -> bytes:
    """Return a decision (处置) as bytes; not in it is its number, which the event names."""
    key = decision.key
    content = {
        "种类": decision.kind.value, "任务": key.campaign, "期": key.period, "单位": key.unit,
        "报送件": decision.submission, "值": decision.value,
        "至": moment_text(decision.until) if decision.until else "", "理由": decision.reason,
        "经办人": decision.actor, "时间": moment_text(decision.at), "撤销": decision.revokes,
    }  # fmt: skip
    return _lines((content,))


def trail_digest(
    digest: str, name: str, entries: Sequence[TrailEntry], sources: Sequence[str] | None = None
) -> str:
    """Return the SHA-256 of the trail (溯源) of a paper's numbers; *sources* are its :func:`source_lists`."""
    sources = source_lists(entries) if sources is None else sources
    content = sha256(_lines(({"文件": name, "文件指纹": digest},)))
    for entry, source_list in zip(entries, sources, strict=True):
        # The line is that of a dictionary whose last item are the sources, which needn't be encoded again.
        head = _encode(_entry(entry))
        line = f'{head[:-1]}, "来源": {source_list}}}\n'
        content.update(line.encode("utf-8", "surrogatepass"))
    return content.hexdigest()


def source_lists(entries: Sequence[TrailEntry]) -> list[str]:
    """Return the sources of each entry as a JSON list; a total's consist of those of its parts."""
    encoded: dict[Source, str] = {}
    lists = []
    for entry in entries:
        texts = []
        for source in entry.figure.sources:
            if source not in encoded:
                encoded[source] = _source(source)
            texts.append(encoded[source])
        lists.append(f"[{', '.join(texts)}]")
    return lists


def submission_subject(number: int) -> str:
    """Return the subject of the event with a submission's digest."""
    return f"报送件{number}"


def number_subject(organ_code: str, year: int, serial: int) -> str:
    """Return the subject of the event with the digest of a number in the register."""
    return f"文号{organ_code}〔{year}〕{serial}"


def decision_subject(number: int) -> str:
    """Return the subject of the event with a decision's digest."""
    return f"处置{number}"


def trail_subject(number: int) -> str:
    """Return the subject of the event with a trail's digest."""
    return f"溯源{number}"


def fingerprint_event(recorded: Submission, at: datetime, actor: str) -> Event:
    """Return the event that adds the digest of *recorded*, with its number and version, to the history."""
    subject = submission_subject(recorded.number)
    return Event(
        at, actor, Action.FINGERPRINTED, subject, content_digest(recorded), recorded.digest
    )


def _head(submission: Submission) -> dict[str, Any]:
    filling = submission.filling
    return {
        "任务": submission.campaign, "期": submission.period, "单位": submission.unit,
        "版本": submission.version, "原件指纹": submission.digest, "文件名": submission.name,
        "收到时间": moment_text(submission.received_at), "迟报": submission.late,
        "结果": submission.outcome.value, "表样任务": filling.campaign, "表样单位": filling.unit,
        "工作簿": filling.workbook, "表样版本": filling.stamp_version,
        "缺少的表": list(filling.missing_sheets), "单位名称处": _place(filling.unit_place),
    }  # fmt: skip


def _cells(filling: Filling) -> Iterator[dict[str, Any]]:
    yield from (_answer("单项", answer) for answer in filling.singles)
    if filling.zero is not None:
        yield _answer("零报告", filling.zero)
    for row in filling.rows:
        yield {"类": "列表行", "表": row.sheet, "行": row.number}
        yield from (_answer("列表项", answer) for answer in row.answers)


def _answer(part: str, answer: Answer) -> dict[str, Any]:
    value = answer.value
    return {
        "类": part, "代码": answer.field_code, "处": _place(answer.place),
        "情形": answer.state.value, "原文": answer.typed,
        "取值": None if value is None else str(value), "取值类型": type(value).__name__,
        "改动": list(answer.changes), "读不出": answer.fault, "说明": answer.explanation,
    }  # fmt: skip


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "类": "核对结果", "规则": finding.rule, "级别": finding.level.value,
        "处": _place(finding.place), "名称": finding.label, "填的": finding.found,
        "应为": finding.wanted, "单位说明": finding.explained, "代码": finding.field_code,
    }  # fmt: skip


def _entry(entry: TrailEntry) -> dict[str, Any]:
    figure = entry.figure
    return {
        "处": entry.at, "数": str(figure.value), "印出": figure.text, "名称": figure.label,
        "依据": figure.basis,
    }  # fmt: skip


def _source(source: Source) -> str:
    values = (
        source.unit, source.workbook, source.sheet, source.cell, source.digest, source.typed,
    )  # fmt: skip
    return _encode(values)


def _place(place: Place | None) -> list[str] | None:
    return [place.workbook, place.sheet, place.cell] if place else None


def _lines(content: Iterable[dict[str, Any]]) -> bytes:
    return "".join(f"{_encode(line)}\n" for line in content).encode("utf-8", "surrogatepass")

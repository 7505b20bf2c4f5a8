"""Render for a terminal: the status as a table, verdicts and trails as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from pipeline.consolidation.levels import measure_of
from pipeline.model.submission import AMENDED, LATE, State
from pipeline.model.verdict import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.model.figure import TrailEntry
    from pipeline.model.heartbeat import Pulse
    from pipeline.model.verdict import Verdict

_COLOURS: Final = {
    State.MISSING: "red",
    State.RETURNED: "red",
    State.AMENDING: "yellow",
    State.WARNED: "yellow",
    State.ACCEPTED: "green",
    State.ZERO: "green",
    State.EXEMPT: "dim",
}


_FINDING_WORDS: Final = {"errors": "错误", "explanations": "说明", "warnings": "提醒"}


def status_table(document: Mapping[str, Any]) -> Table:
    """Return a table of the status (报送情况), from the document that ``status --json`` prints."""
    counts = "　".join(
        f"{State(name).word} {number}" for name, number in document["counts"].items() if number
    )
    table = Table(
        title=f"{document['campaign']}　截止 {document['deadline'][:16].replace('T', ' ')}"
    )
    table.caption = counts
    for heading in ("单位", "类别", "状态", "版本", "收到", "核对"):
        table.add_column(heading, no_wrap=True)
    for unit in document["units"]:
        state = State(unit["state"])
        late = (
            f"（{LATE}）" if unit["late"] else f"（{AMENDED}）" if unit["amended_in_time"] else ""
        )
        table.add_row(
            "　" * (unit["level"] - 1) + unit["unit"],
            unit["category"],
            Text(state.word + late, style=_COLOURS[state]),
            str(unit["version"] or ""),
            (unit["received_at"] or "")[5:16].replace("T", " "),
            " ".join(f"{word}{unit[name]}" for name, word in _FINDING_WORDS.items() if unit[name]),
        )
    return table


def level_lines(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield how many units of each level (层级) had to report, and did; and where levels differ (上下级核对)."""
    levels = document["levels"]
    if len(levels) > 1:
        yield "；".join(_level_words(levels))
    yield from (f"上下级核对：{sentence}" for sentence in document["level_differences"])


def _level_words(levels: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from (
        f"{each['name']}应报{each['due']}{measure}、已报{each['submitted']}{measure}"
        for each in levels
        for measure in [measure_of(each["name"])]
    )


def outdated_lines(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield each issued paper that prints figures which were corrected since (需更正), a line a figure."""
    for paper in document["outdated"]:
        yield f"需更正：{paper['number']}印发后{'、'.join(paper['units'])}的数有更正"
        for each in paper["figures"]:
            yield f"    {each['place']}“{each['label']}”印的是“{each['old']}”，现在是“{each['new']}”"
        for each in paper["unverified"]:
            yield f"    未核对　{each['place']}“{each['label']}”印的是“{each['old']}”"
        yield f"    {paper['remedy']}"


def decision_line(line: dict[str, str]) -> str:
    """Return one decision (处置) as a line below the table."""
    until = f"，至 {line['until']}" if line["until"] else ""
    void = f"（已由处置{line['revoked_by']}撤销）" if line["revoked_by"] else ""
    about = f"　{line['subject']}" if line["subject"] else ""
    return (
        f"处置{line['number']}　{line['kind']}　{line['unit']}{about}{until}：{line['reason']}"
        f"（{line['actor']}，{line['at']}）{void}"
    )


def quarantined_lines(
    items: Sequence[QuarantinedFile], command: Callable[..., str]
) -> Iterator[str]:
    """Yield how many files wait for a person (待认领), then each with its reason and the commands that settle it.

    *command* returns a command line of its words, as it can be typed.
    """
    if items:
        yield f"待认领 {len(items)} 件，要人处理；弄清以前不登记，也不答复任何单位："
    for item in items:
        yield f"    {item.short_digest} {' '.join(item.name.split())}　{item.reason}"
        claim = command("assign", item.short_digest, "单位名称")
        yield f"        认领：{claim}　不收：{command('dismiss', item.short_digest, '理由')}"


def watcher_lines(pulse: Pulse) -> Iterator[str]:
    """Yield a line on the watcher (值守), and one for each file that waits (等待)."""
    yield f"值守情况：{pulse.words}"
    for name, reason in pulse.heartbeat.waiting if pulse.heartbeat else ():
        yield f"    等待 ← {' '.join(name.split())}　{reason}"


def verdict_lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield each verdict (校对结果) as a line, the failed ones first, and a line of counts."""
    order = (Result.FAILED, Result.UNVERIFIED, Result.PASSED)
    for result in order:
        for verdict in verdicts:
            if verdict.result is result:
                yield (
                    f"{result.value}　{verdict.message}"
                    f"　（{verdict.clause}，{verdict.strength.value}；{verdict.rule}）"
                )
    counts = "、".join(
        f"{result.value} {sum(verdict.result is result for verdict in verdicts)}"
        for result in order
    )
    yield f"共 {len(verdicts)} 项：{counts}。"


def trail_lines(entries: Sequence[TrailEntry]) -> Iterator[str]:
    """Yield a line for each printed number, and under it one for each of its source cells (溯源)."""
    for entry in entries:
        figure = entry.figure
        yield f"“{figure.text}”　{figure.label}（{figure.basis}）　印在 {entry.at}"
        for source in figure.sources:
            sheet = f"「{source.sheet}」" if source.sheet else ""
            typed = f"　原文“{source.typed}”" if source.typed else ""
            digest = f"　指纹 {source.digest[:16]}" if source.digest else ""
            yield f"    {source.unit} ← {source.workbook}{sheet}{source.cell}{typed}{digest}"

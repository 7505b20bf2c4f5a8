"""Whose form it is, by the witnesses (凭据) that say so, and whether it is received, replaces, or waits.

{本} is the unit, {简} its short name, {近} a similar name, {他} another unit, {上} the unit's superior. Each case
is tried in tests/story/test_witnesses.py: handed in first, after an accepted form, and after a returned one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PRINTED: Final = "{本}"
UNTOLD: Final = "附件2（1）.xlsx"
REPLACES, RECEIVED, WAITS = "replaces an accepted form", "received first, else waits", "waits"


@dataclass(frozen=True, slots=True)
class Case:
    """Stamp, unit cell, path and sender, and what they come to."""

    stamp: str
    cell: str
    path: str
    sender: str
    comes_to: str
    town: bool = False  # the unit has a superior

    @property
    def received(self) -> bool:
        return self.comes_to != WAITS

    @property
    def replaces(self) -> bool:
        return self.comes_to == REPLACES


CASES: Final = (
    # What we printed is one witness, whatever else is silent, of several units, or of those that may send.
    Case("{本}", PRINTED, UNTOLD, "", RECEIVED),
    Case("{本}", "", UNTOLD, "", RECEIVED),
    Case("{本}", PRINTED, "{他}、{本}/附件2.xlsx", "", RECEIVED),
    Case("{本}", PRINTED, "{本}、{他}报送表.xlsx", "", RECEIVED),
    Case("{本}", PRINTED, "{牵头}收/附件2.xlsx", "", RECEIVED),
    Case("{本}", PRINTED, UNTOLD, "外", RECEIVED),
    Case("{本}", "{近}", UNTOLD, "", RECEIVED),
    Case("{本}", PRINTED, "{近}报送表.xlsx", "", RECEIVED),
    # A second one that names the unit.
    Case("{本}", PRINTED, "{本}报送表.xlsx", "", REPLACES),
    Case("{本}", PRINTED, "{简}.xlsx", "", REPLACES),
    Case("{本}", PRINTED, "{本}/附件2.xlsx", "", REPLACES),
    Case("{本}", PRINTED, UNTOLD, "本", REPLACES),
    Case("{本}", PRINTED, "附件.zip/附件2.xlsx", "本", REPLACES),
    Case("{本}", "{简}", UNTOLD, "", REPLACES),
    # Without a stamp.
    Case("", "{本}", UNTOLD, "", RECEIVED),
    Case("", "", "{本}报送表.xlsx", "", RECEIVED),
    Case("", "", "{本}/附件2.xlsx", "", RECEIVED),
    Case("", "", UNTOLD, "本", RECEIVED),
    Case("", "{本}", "{本}报送表.xlsx", "", REPLACES),
    Case("", "{近}", "{本}报送表.xlsx", "", RECEIVED),
    Case("", "", "{本}/{本}报送表.xlsx", "", REPLACES),
    Case("", "", "{本}报送表.xlsx", "本", REPLACES),
    Case("", "{近}", UNTOLD, "", WAITS),
    Case("", "", UNTOLD, "", WAITS),
    # Contradictions.
    Case("{本}", PRINTED, "{他}报送表.xlsx", "", WAITS),
    Case("{本}", PRINTED, "{他}/附件2.xlsx", "", WAITS),
    Case("{本}", PRINTED, UNTOLD, "他", WAITS),
    Case("{本}", PRINTED, "附件.zip/附件2.xlsx", "他", WAITS),
    Case("{本}", "{他}", UNTOLD, "", WAITS),
    Case("{本}", "{本}、{他}", UNTOLD, "", WAITS),
    Case("{本}", PRINTED, "{他}/{本}报送表.xlsx", "本", WAITS),
    Case("", "{本}", "{他}报送表.xlsx", "", WAITS),
    Case("", "", "{他}/{本}报送表.xlsx", "", WAITS),
    # Towns under a county.
    Case("{本}", PRINTED, "{上}/{简}.xlsx", "上", REPLACES, town=True),
    Case("{本}", PRINTED, "{上}/附件2.xlsx", "上", RECEIVED, town=True),
    Case("", "{本}", "{上}/{简}报送表.xlsx", "", REPLACES, town=True),
    Case("", "", "{上}/{简}.xlsx", "", RECEIVED, town=True),
    Case("", "", "{上}{简}.xlsx", "", RECEIVED, town=True),
    Case("{上}", "{上}", "{上}/{简}.xlsx", "上", WAITS, town=True),
    Case("{本}", "{上}", UNTOLD, "", WAITS, town=True),
    Case("", "{上}", "{上}/{简}.xlsx", "", WAITS, town=True),
)

_EXAMPLES: Final = {
    False: {"本": "东河区", "简": "东河", "近": "东河曲", "他": "西河区", "牵头": "市文明办"},
    True: {"本": "青石县石门镇", "简": "石门镇", "上": "青石县"},
}
_SENDERS: Final = {"本": "{本}", "他": "{他}", "上": "{上}", "外": "不在名单上的邮箱", "": "—"}


def section() -> Iterator[str]:
    """Yield the lines of the table in docs/来件情形.md."""
    yield "| 标记 | 填报单位 | 文件夹和文件名 | 邮件来自 | 第一次报，或退回以后 | 已经收下一版以后 |"
    yield "|---|---|---|---|---|---|"
    for case in CASES:
        shown = (
            case.stamp or "没有",
            f"{case.cell}（没有改动）"
            if case.stamp and case.cell == case.stamp
            else case.cell or "空着",
            case.path,
            _SENDERS[case.sender],
            "登记为“{本}”" if case.received else "待认领",
            "替换前一版" if case.replaces else "待认领",
        )
        yield f"| {' | '.join(shown)} |".format(**_EXAMPLES[case.town])

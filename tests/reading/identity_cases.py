"""Whose form it is (谁报的): what stamp, cell and file name say, and the unit that results.

A doubt is “?” and the names of those it could be: a person decides. The page of cases lists them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# Nothing in the form: file and folder, and the unit.
SILENT: Final = (
    ("秦都区.xlsx", "秦都区"),
    ("附件2：秦都区报送表(终稿3)(1).xlsx", "秦都区"),
    ("秦都区文明单位创建情况报送表（盖章版）-最终.xlsx", "秦都区"),
    ("咸阳市秦都区.xls", "秦都区"),
    ("陕西省咸阳市秦都区报送表20261009.xlsx", "秦都区"),
    ("咸阳秦都区上报.xlsx", "秦都区"),
    ("秦都.xlsx", "秦都区"),
    ("附件2：秦都报送表(1).xlsx", "秦都区"),
    ("秦都区委宣传部.xlsx", "?秦都区、市委宣传部"),
    ("秦都区政府办报送表.xlsx", "秦都区"),
    ("ＱＱ文件 秦 都 区 报送表.xlsx", "秦都区"),
    ("副本秦都区报送表 - 副本 (2).et", "秦都区"),
    ("三原.xlsx", "三原县"),
    ("三原报送表2026年10月.xlsx", "三原县"),
    ("兴平报送表.xlsx", "兴平市"),
    ("新城建设情况.xlsx", "?"),
    ("市教委报送表.xlsx", "市教育局"),
    ("咸阳市教育局报送表.xlsx", "市教育局"),
    ("咸阳教育局报送表.xlsx", "市教育局"),
    ("市住建局.xlsx", "市住房和城乡建设局"),
    ("咸阳市住房和城乡建设局（原市建设局）.xlsx", "市住房和城乡建设局"),
    ("住建局报送表(2).xlsx", "市住房和城乡建设局"),
    ("市住建.xlsx", "市住房和城乡建设局"),
    ("教育.xlsx", "市教育局"),
    ("市场监管局10月.xlsx", "市市场监督管理局"),
    ("咸阳师范学院报送表.xlsx", "咸阳师范学院"),
    ("秦都区报送.zip/报送表.xlsx", "秦都区"),
    ("10月9日/县市区.zip/秦都区/附件/Book1.xlsx", "秦都区"),
    ("秦都区\\新建 Microsoft Excel 工作表.xlsx", "秦都区"),
    ("秦都区、渭城区.zip/渭城区.xlsx", "渭城区"),
    ("渭城区.zip/秦都区报送表.xlsx", "?秦都区、渭城区"),
    ("秦都区渭城区报送表.xlsx", "?秦都区、渭城区"),
    ("秦都区/秦都区渭城区合并报送表.xlsx", "?秦都区、渭城区"),
    ("秦都曲报送表.xlsx", "?秦都区"),
    ("附件1：渭成区报送表(终稿).xlsx", "?渭城区"),
    ("渭城区/渭成区报送表.xlsx", "渭城区"),
    ("武功县报送表.xlsx", "?"),
    ("报送表.xlsx", "?"),
    ("新建文件夹/工作簿1.xlsx", "?"),
    ("汇总(1).zip/附件2(1)(1).xlsx", "?"),
)

# The 填报单位 cell, the file, and the unit.
CELL: Final = (
    ("秦都区", "报送表.xlsx", "秦都区"),
    ("咸阳市秦都区", "报送表.xlsx", "秦都区"),
    ("秦都", "报送表.xlsx", "秦都区"),
    ("秦都区（盖章）", "报送表.xlsx", "秦都区"),
    ("秦都区人民政府", "报送表.xlsx", "秦都区"),
    ("咸阳市工商局", "报送表.xlsx", "市市场监督管理局"),
    ("秦都区", "秦都区报送表.xlsx", "秦都区"),
    ("秦都区", "渭城区转/秦都区报送表.xlsx", "秦都区"),
    ("秦都区", "市文明办收/报送表.xlsx", "秦都区"),
    ("秦都区", "渭城区报送表.xlsx", "?秦都区、渭城区"),
    ("秦都区", "渭城区/报送表.xlsx", "?秦都区、渭城区"),
    ("秦都区（渭城区代报）", "报送表.xlsx", "?秦都区、渭城区"),
    ("秦都区（代渭城区报）", "报送表.xlsx", "?秦都区、渭城区"),
    ("渭成区", "报送表.xlsx", "?渭城区"),
    ("渭成区", "渭城区报送表.xlsx", "渭城区"),
    ("渭成区", "秦都区报送表.xlsx", "?渭城区"),
    ("新都区", "报送表.xlsx", "?秦都区、新城区"),
    ("武功县", "报送表.xlsx", "?"),
    ("武功县", "秦都区报送表.xlsx", "?"),
)

# The stamp's unit, the cell, the file, and the unit; U01 is 秦都区, U99 is on no roster.
STAMPED: Final = (
    ("U01", "", "报送表.xlsx", "秦都区"),
    ("U01", "秦都区", "渭城区报送表.xlsx", "?秦都区、渭城区"),
    ("U01", "秦都曲", "报送表.xlsx", "秦都区"),
    ("U01", "渭城区", "渭城区报送表.xlsx", "?秦都区、渭城区"),
    ("U99", "秦都区", "报送表.xlsx", "秦都区"),
)

# What several units or campaigns in one hand come to; tried in tests/story/test_several_units.py
# and, for the campaigns, here in test_identity_cases.py.
TOGETHER: Final = (
    ("一个文件里有几个单位的表，每张都写明是谁的", "分别登记、分别答复"),
    ("几个单位的表里有一张看不出是谁的", "待认领，请按单位拆开"),
    ("几个单位的表，同一张有两份", "待认领，请按单位拆开"),
    ("几个单位的表，文件名只写其中一个单位", "待认领，请按单位拆开"),
    ("几个单位的表，标记是另一个单位的", "待认领，请按单位拆开"),
    ("几个单位的表，其中一个已经收过一版", "待认领，请按单位拆开，删去不报的"),
    ("一个单位几个文件，报几项任务", "各按自己的标题或表号登记到各项任务"),
)


def section() -> Iterator[tuple[str, str]]:
    """Case and behaviour of each, for docs/来件情形.md."""
    for path, unit in SILENT:
        yield f"没有标记，填报单位空着，文件是“{path}”", _said(unit)
    for cell, path, unit in CELL:
        yield f"没有标记，填报单位写“{cell}”，文件是“{path}”", _said(unit)
    for stamp, cell, path, unit in STAMPED:
        stamped = "标记是“秦都区”" if stamp == "U01" else "标记里的单位不在名单"
        written = f"填报单位写“{cell}”" if cell else "填报单位空着"
        yield f"{stamped}，{written}，文件是“{path}”", _said(unit)
    yield from TOGETHER


def _said(unit: str) -> str:
    if not unit.startswith("?"):
        return f"登记为“{unit}”"
    near = unit[1:]
    return f"待认领，提示可能是“{near}”" if near else "待认领，说明认不出是谁"

"""The script that an office's own programmer would write for the example campaign: the baseline of line.py.

    python benchmarks/colleague.py FORMS TEMPLATES OUT ROSTER.json

One openpyxl load a file, the same checks by hand, a summary by pandas, a briefing, and a paper from
the office's own Word templates for each unit. It keeps no originals, no register and no trail,
expects every form to be as it was handed out, and survives no crash. Prints one line of JSON: which
units it found right, returned and missing, and the CPU seconds of each stage.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import openpyxl
import pandas as pd
from docx import Document
from docxtpl import DocxTemplate

GRADES: Final = ("全国", "省级", "市级", "县级")
STAGES: Final = ("已命名", "创建中", "拟申报")
SHEET, ROLL = "基本情况", "创建单位名单"
COUNTS: Final = ("数", "合计", "人次")  # how the names of numbers end
PHONE_AT_LEAST: Final = 7
COLUMNS: Final = ("单位", "已命名合计", "创建中合计", "拟申报合计", "开展活动次数", "参与活动人次")
SHOWN_ROWS, SHOWN_TEXTS = 20, 6

Problem = tuple[str, str, object, str]  # cell, field, what was typed, what is wanted


@dataclass
class Round:
    """What was read: a row of values for each unit, the rows of all lists, and the problems by unit."""

    units: list[dict[str, Any]] = field(default_factory=list)
    lists: list[dict[str, Any]] = field(default_factory=list)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def read_forms(folder: Path, roster: list[str]) -> Round:
    """Read and check every form."""
    found = Round()
    for path in sorted(folder.glob("*.xlsx")):
        book = openpyxl.load_workbook(path, data_only=True)
        values, problems = singles(book[SHEET])
        rows = [x for x in book[ROLL].iter_rows(min_row=5, max_col=5, values_only=True) if x[1]]
        problems = problems or sums(values, len(rows))
        if values["是否召开动员会"] == "是" and not values["动员会日期"]:
            problems.append(("", "动员会日期", None, "应填写日期"))
        unit = book[SHEET]["B2"].value
        found.units.append({"单位": unit, "文件": path.name, **values})
        names = ("单位名称", "创建级别", "启动时间", "进展情况")
        found.lists += [{"报送单位": unit, **dict(zip(names, x[1:], strict=True))} for x in rows]
        if problems:
            found.problems[unit] = problems
    reported = {values["单位"] for values in found.units}
    found.missing = [unit for unit in roster if unit not in reported]
    return found


def singles(sheet: Any) -> tuple[dict[str, Any], list[Problem]]:
    """Read the fields of the first sheet, with the problems of each alone."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for row in range(5, sheet.max_row + 1):
        label = sheet.cell(row, 2).value
        if not label:
            continue
        name, value = label.rstrip("＊"), sheet.cell(row, 3).value
        values[name] = value
        at = f"{SHEET}!C{row}"
        if label.endswith("＊") and value in (None, ""):
            problems.append((at, name, value, "必填"))
        if name.endswith(COUNTS) and value is not None and not is_count(value):
            problems.append((at, name, value, "应为不小于 0 的数"))
        if name == "联系电话" and value and len(str(value)) < PHONE_AT_LEAST:
            problems.append((at, name, value, "电话不对"))
    return values, problems


def is_count(value: object) -> bool:
    """Whether it is a number from 0."""
    return isinstance(value, (int, float)) and value >= 0


def sums(values: dict[str, Any], listed: int) -> list[Problem]:
    """Check what must add up."""
    problems: list[Problem] = []
    for stage in STAGES:
        parts = sum(values[f"{grade}文明单位{stage}数"] or 0 for grade in GRADES)
        if parts != values[f"{stage}合计"]:
            problems.append(("", f"{stage}合计", values[f"{stage}合计"], "四级之和应等于合计"))
    if sum(values[f"{stage}合计"] for stage in STAGES) > values["所属单位总数"]:
        problems.append(
            ("", "所属单位总数", values["所属单位总数"], "三项之和不应超过所属单位总数")
        )
    if listed != values["创建中合计"]:
        problems.append((ROLL, "", listed, "名单里的单位个数应等于创建中合计"))
    return problems


def summarize(found: Round, out: Path) -> pd.DataFrame:
    """Write the summary workbook; return the rows that count."""
    units = pd.DataFrame(found.units)
    good = units[~units["单位"].isin(found.problems)]
    problems = [(unit, *each) for unit, all_of in found.problems.items() for each in all_of]
    with pd.ExcelWriter(out / "汇总.xlsx", engine="openpyxl") as book:
        good.to_excel(book, sheet_name="汇总", index=False)
        pd.DataFrame(found.lists).to_excel(book, sheet_name="名单", index=False)
        pd.DataFrame(problems).to_excel(book, sheet_name="问题", index=False)
        pd.DataFrame(found.missing).to_excel(book, sheet_name="未报", index=False)
    return good


def brief(found: Round, good: pd.DataFrame, out: Path) -> None:
    """Write the briefing: a paragraph of sums, a table of some units, some texts."""
    counted = [name for name in good.columns if name.endswith(COUNTS)]
    total = good[counted].apply(pd.to_numeric).sum()
    paper = Document()
    paper.add_heading("工作简报", 0)
    paper.add_paragraph(
        f"已报 {len(good)} 个单位，退回 {len(found.problems)} 个，未报 {len(found.missing)} 个："
        f"{'、'.join(found.missing)}。共已命名 {total['已命名合计']:.0f} 个，创建中 {total['创建中合计']:.0f} 个。"
    )
    table = paper.add_table(rows=1, cols=len(COLUMNS))
    for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = name
    for values in good[list(COLUMNS)].head(SHOWN_ROWS).itertuples(index=False):
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = str(value)
    for unit, text in good[["单位", "典型经验"]].head(SHOWN_TEXTS).itertuples(index=False):
        paper.add_paragraph(f"{unit}：{text}")
    paper.save(str(out / "简报.docx"))


def common_facts(moment: datetime) -> dict[str, Any]:
    """The tags that all papers share."""
    campaign = {
        "名称": "文明单位创建", "表样标题": "全市文明单位创建工作贯彻落实情况报送表",
        "联系人": "市文明办", "电话": "0000-3210123", "截止时间": "2026年10月10日",
    }  # fmt: skip
    return {
        "任务": campaign, "牵头单位": "市文明办", "答复日期": chinese(moment.date()),
        "收到时间": f"{moment:%Y-%m-%d %H:%M:%S}",
    }  # fmt: skip


def answer_units(found: Round, folder: Path, templates: Path, out: Path) -> None:
    """Write a receipt or a return slip for each form."""
    common = common_facts(datetime.now())  # noqa: DTZ005 - a script of an office has one zone
    for values in found.units:
        unit, problems = values["单位"], found.problems.get(values["单位"], [])
        kind = "退回单" if problems else "回执"
        digest = sha256((folder / values["文件"]).read_bytes()).hexdigest()
        rows = [
            {"序号": str(n), "位置": at, "填报项": name, "内容": str(value), "改法": wanted}
            for n, (at, name, value, wanted) in enumerate(problems, 1)
        ]
        paper = DocxTemplate(templates / f"{kind}.docx")
        paper.render({
            **common, "单位": {"名称": unit}, "文件名": values["文件"], "版本": "1", "结果": "已收",
            "指纹": digest, "提醒": [], "退回问题数": len(rows), "另有提醒": "", "标记件": "",
            "补正期限": "10月12日", "原版说明": "", "问题": rows,
        }, autoescape=True)  # fmt: skip
        paper.save(out / f"{unit}{kind}.docx")


def chase(owing: list[str], templates: Path, out: Path) -> None:
    """Write a 督办 for each unit that owes its form."""
    today = date.today()  # noqa: DTZ011
    common = common_facts(datetime.now())  # noqa: DTZ005
    for number, unit in enumerate(owing, 1):
        state = {
            "名称": unit, "情况": "尚未报送", "逾期天数": 3, "已催次数": 1, "催报说明": "，已催报1次",
            "所属": [], "自身": "是", "退回": "", "收到日期": "", "延期": "",
        }  # fmt: skip
        paper = DocxTemplate(templates / "督办.docx")
        paper.render({
            **common, "发文字号": f"云文明办函〔{today.year}〕{number}号", "标题": "关于督办报送工作的通知",
            "主送机关": unit, "截至": chinese(today), "单位": state, "发文机关": "市文明办",
            "补报期限": chinese(today + timedelta(days=3)), "成文日期": chinese(today),
            "抄送": "市委办公室。", "期": "", "自称": "我办",
        }, autoescape=True)  # fmt: skip
        paper.save(out / f"{unit}督办.docx")


def chinese(day: date) -> str:
    """As a paper prints a date."""
    return f"{day.year}年{day.month}月{day.day}日"


def main() -> None:
    """Do one round, and print what was found and what it cost."""
    forms, templates, out = map(Path, sys.argv[1:4])
    roster = json.loads(Path(sys.argv[4]).read_text("utf-8"))
    spent = {"import": time.process_time()}

    def lap(stage: str) -> None:
        spent[stage] = time.process_time() - sum(spent.values())

    found = read_forms(forms, roster)
    lap("read")
    good = summarize(found, out)
    lap("summary")
    brief(found, good, out)
    lap("briefing")
    answer_units(found, forms, templates, out)
    lap("answers")
    chase([*found.problems, *found.missing], templates, out)
    lap("chasing")
    counted = {
        "right": sorted(good["单位"]),
        "returned": sorted(found.problems),
        "missing": sorted(found.missing),
    }
    print(json.dumps({**counted, "cpu": spent}, ensure_ascii=False))


if __name__ == "__main__":
    main()

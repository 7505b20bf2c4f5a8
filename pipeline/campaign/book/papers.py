"""Read the 考核 and 发文 sheets: the scoring of reports, and the data of each kind of paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.steps import read_steps
from pipeline.campaign.book.tables import BookFaults, Row, read_table
from pipeline.model.campaign import Paper, Scoring

if TYPE_CHECKING:
    from pipeline.model.grid import Book

SCORING_SHEET: Final = "考核"
PAPERS_SHEET: Final = "发文"
PAPER_COLUMNS: Final = (
    "文种", "标题", "文号代字", "起始号", "起始总期", "主送", "抄送", "版头", "签发人", "份数",
)  # fmt: skip
STEP_COLUMN: Final = "步骤"  # optional
SCORING_ITEMS: Final = {
    "及时": "timeliness",
    "完整": "completeness",
    "准确": "accuracy",
    "规范": "conformity",
    "每次退回扣分": "per_return",
    "退回扣分上限": "return_cap",
}


def read_scoring(book: Book, faults: BookFaults) -> Scoring:
    """Read the points (考核); what the sheet doesn't list keeps its default."""
    scoring = Scoring()
    seen: set[str] = set()
    for row in read_table(book, SCORING_SHEET, ("项目", "分值", "说明"), ("项目", "分值"), faults):
        name = row.text("项目")
        if name not in SCORING_ITEMS:
            known = "、".join(SCORING_ITEMS)
            faults.add(
                SCORING_SHEET, row.at("项目"), f"考核项目“{name}”不认识，请从 {known} 中选。"
            )
            continue
        if name in seen:
            faults.add(SCORING_SHEET, row.at("项目"), f"“{name}”写了两行，请只留一行。")
        seen.add(name)
        attribute = SCORING_ITEMS[name]
        points = row.integer("分值", faults, getattr(scoring, attribute))
        scoring = replace(scoring, **{attribute: points})
    return scoring


def read_papers(book: Book, faults: BookFaults) -> tuple[Paper, ...]:
    """Read the data of each kind of paper (文种); a kind is listed once."""
    papers: dict[str, Paper] = {}
    for row in read_table(book, PAPERS_SHEET, (*PAPER_COLUMNS, STEP_COLUMN), ("文种",), faults):
        kind = row.text("文种")
        if not kind:
            faults.add(PAPERS_SHEET, row.at("文种"), "这一行没有填“文种”，请补填或删去整行。")
        if kind in papers:
            faults.add(PAPERS_SHEET, row.at("文种"), f"“{kind}”写了两行，请只留一行。")
        papers[kind] = paper_of(row, faults)
    return tuple(papers.values())


def paper_of(row: Row, faults: BookFaults) -> Paper:
    """Return the settings in a row of a 发文 sheet; one without the column 步骤 has no steps."""
    return Paper(
        kind=row.text("文种"),
        title=row.text("标题"),
        organ_code=row.text("文号代字"),
        first_number=row.integer("起始号", faults, 1, least=1),
        first_total=row.integer("起始总期", faults, 1, least=1),
        addressees=row.text("主送"),
        copy_to=row.text("抄送"),
        organ_mark=row.text("版头"),
        signer=row.text("签发人"),
        copies=row.integer("份数", faults, 0),
        steps=read_steps(row, STEP_COLUMN, faults),
    )

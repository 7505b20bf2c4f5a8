"""Sign-in sheets of meetings of any size, on their rendered pages: headings repeat, no last row is alone."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.book.meeting import Meeting
from pipeline.campaign.book.meeting_time import MeetingDays
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.layout.settle import settle
from pipeline.official.rendering.render import find_renderer, to_pdf
from pipeline.official.templates.starters import STARTER_DATE
from pipeline.products.meeting import Attendance, Replies
from pipeline.products.meeting_papers import sign_in_sheet
from tests.conftest import require

DAY = date(2026, 9, 25)
MEETING = Meeting(
    title="中共平湖县委常委会（扩大）会议",
    time="2026年9月25日（星期五）9:00",
    days=MeetingDays(DAY, DAY),
    place="县委三楼会议室",
    branches="",
    scope="",
    host="",
    content=(),
    prepare=(),
    agenda=None,
    missing=(),
    book=Path("任务书.xlsx"),
    cells={},
)
SIZES = ((1, 5), (3, 1), (14, 1), (15, 1), (16, 1), (31, 1), (300, 1))  # units, people of each


def sheet(units: int, people: int) -> bytes:
    each = {"姓名": "甲某某", "职务": "党委副书记、镇长"}
    coming = tuple(Attendance(f"第{at:03}镇", (each,) * people) for at in range(units))
    replies = Replies(("姓名", "职务"), coming, (), (), (), ())
    return lay_out(sign_in_sheet(MEETING, replies), STARTER_DATE)


@pytest.mark.render
@pytest.mark.long
def test_no_page_lacks_its_heading_and_no_last_row_is_alone(tmp_path: Path) -> None:
    require(find_renderer(), "LibreOffice")
    files = [tmp_path / f"{units}-{people}.docx" for units, people in SIZES]
    for file, settled in zip(files, settle([sheet(*each) for each in SIZES]), strict=True):
        file.write_bytes(settled.content)

    for (units, people), pdf in zip(SIZES, to_pdf(files, tmp_path), strict=True):
        text = subprocess.run(
            ["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True
        ).stdout.decode()
        pages = [page for page in text.replace(" ", "").split("\f") if page.strip()]
        rows = [len(re.findall(r"第\d{3}镇", page)) for page in pages]
        assert sum(rows) == units * people
        assert all("签到" in page.split("第0")[0] for page in pages)
        assert rows[-1] >= min(2, units * people), (units, rows)

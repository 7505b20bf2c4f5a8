"""One filled form in every kind of container that is taken in: what the fuzzing begins with."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.setup.demo_answers import answers_of
from pipeline.setup.demo_forms import as_workbook, filled_sheets
from tests.reading.drift_forms import MOMENT, NAME, as_xlsx, filled_form
from tests.workbook.open_document import as_ods
from tests.workbook.written_otherwise import (
    as_biff5,
    as_delimited,
    as_spreadsheetml,
    as_web_page,
    as_xls,
    as_xlsb,
)

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign


def seeds() -> tuple[Campaign, dict[str, bytes]]:
    """The campaign, and its form as filled in by one unit in every kind of file."""
    with TemporaryDirectory() as folder:
        form = filled_form(Path(folder))
    unit = form.campaign.units()[0]
    book = form.book()
    ours = as_workbook(filled_sheets(form.campaign, unit, answers_of(unit)), MOMENT)
    made = {
        "xlsx": ours,
        "openpyxl": as_xlsx(book),
        "xls": as_xls(book),
        "biff5": as_biff5(book),
        "xlsb": as_xlsb(book),
        "ods": as_ods(book),
        "xml": as_spreadsheetml(book),
        "html": as_web_page(book),
        "csv": as_delimited(book),
        "utf-16": as_delimited(book, "utf-16", "\t"),
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(f"东河区/{NAME}", ours)
        package.writestr("东河区/说明.csv", made["csv"])
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w") as package:
        package.writestr("内.zip", archive.getvalue())
    mail = EmailMessage()
    mail["Message-ID"] = "<1@example>"
    mail["Subject"] = "东河区报送"
    mail.set_content("请查收。")
    for name in ("xls", "csv"):
        mail.add_attachment(
            made[name], maintype="application", subtype="octet-stream", filename=f"东河区.{name}"
        )
    bundles = {"zip": archive.getvalue(), "nested": nested.getvalue(), "eml": bytes(mail)}
    return form.campaign, made | bundles

"""Originals that the ledger lost, with archives and mails among them: each is entered once, the container first."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

from pipeline.files import sha256_of
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger.proof import reset_proof
from pipeline.ledger.recorded import recorded_digests
from pipeline.office.context import open_office
from pipeline.office.lock import exclusive
from pipeline.office.lost_originals import lost_originals
from pipeline.receiving.reregister import register_lost_originals
from pipeline.safekeeping.repair import repair_office
from pipeline.workbook.worker import reading_worker
from tests.faults.pictures import rows_of
from tests.intake.containers import package
from tests.story.conftest import LATER
from tests.submissions import drop, form, one_pass

if TYPE_CHECKING:
    from pipeline.receiving.report import Outcome
    from pipeline.workspace import Workspace


def mail(**files: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "wen@example.cn", "报送表"
    message.set_content("请查收")
    for name, content in files.items():
        message.add_attachment(content, "application", "octet-stream", filename=f"{name}.xlsx")
    return message.as_bytes()


def received(workspace: Workspace) -> dict[str, bytes]:
    """An office that has received an archive, a mail, and a form that came alone, too."""
    files = {
        "三家.zip": package(
            **{f"{unit}.xlsx": form(workspace, unit) for unit in ("东河区", "西河区")},
            **{"看不懂.txt": b"nothing"},
        ),
        "来信.eml": mail(平湖县=form(workspace, "平湖县"), 西河区=form(workspace, "西河区")),
        "东河区.xlsx": form(workspace, "东河区"),
        "大泉县.xlsx": form(workspace, "大泉县"),
    }
    for name, content in files.items():
        drop(workspace, name, content)
    one_pass(workspace, LATER.now())
    return files


def reentered(workspace: Workspace) -> tuple[Outcome, ...]:
    with open_office(workspace, LATER) as office, exclusive(workspace), reading_worker() as child:
        return register_lost_originals(office, child)


def accept_the_loss(workspace: Workspace) -> None:
    workspace.ledger.unlink()
    repair_office(workspace.root, LATER)


def test_each_file_is_entered_once_and_the_container_before_it(fresh: Workspace) -> None:
    files = received(fresh)
    kept = {path.stem for path in fresh.originals.glob("*/*")}

    accept_the_loss(fresh)

    arrivals = rows_of(fresh, "arrivals")
    digests = [row["digest"] for row in arrivals]
    assert sorted(digests) == sorted(kept)
    by_digest = {row["digest"]: row for row in arrivals}
    bundle = by_digest[sha256_of(files["三家.zip"])]
    members = [row for row in arrivals if row["bundle"] == bundle["number"]]
    assert {row["name"].rpartition("/")[2] for row in members} >= {"东河区.xlsx"}
    assert all(row["number"] > bundle["number"] for row in members)
    assert {row["step"] for row in arrivals} == {"cleared"}
    bundles = {sha256_of(files[name]) for name in ("三家.zip", "来信.eml")}
    assert {item.digest for item in quarantined_files(fresh)} == kept - bundles
    assert reentered(fresh) == ()


def test_what_waits_in_the_inbox_is_left_to_the_pass(fresh: Workspace) -> None:
    files = received(fresh)
    for name, content in files.items():
        drop(fresh, name, content)

    accept_the_loss(fresh)
    report = one_pass(fresh, LATER.now())

    assert not [item for item in quarantined_files(fresh) if "补登" in item.reason]
    assert {outcome.unit for outcome in report.outcomes if outcome.unit} >= {
        "东河区", "西河区", "平湖县", "大泉县",
    }  # fmt: skip


def test_an_archive_half_unpacked_is_quarantined_with_what_it_holds(fresh: Workspace) -> None:
    with open_office(fresh, LATER):
        pass
    broken = package(**{"东河区.xlsx": form(fresh, "东河区")})
    drop(fresh, "坏的.zip", broken[:-30])
    one_pass(fresh, LATER.now())

    accept_the_loss(fresh)

    assert {item.digest for item in quarantined_files(fresh)} == {sha256_of(broken[:-30])}


def test_nothing_is_listed_unless_the_proof_asks_for_it(fresh: Workspace) -> None:
    received(fresh)
    reentered(fresh)  # the first start of an office compares once
    stray = fresh.originals / "00" / f"{sha256_of(b'x')}.xlsx"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")

    assert reentered(fresh) == ()
    repair_office(fresh.root, LATER)

    with open_office(fresh, LATER) as office:
        assert lost_originals(fresh, office.ledger) == ()
        assert sha256_of(b"x") in recorded_digests(office.ledger)


def test_a_damaged_original_is_not_entered_as_what_it_was(fresh: Workspace) -> None:
    alone = sha256_of(received(fresh)["大泉县.xlsx"])
    (path,) = fresh.originals.glob(f"*/{alone}.xlsx")
    path.chmod(0o644)
    path.write_bytes(b"spoilt")

    accept_the_loss(fresh)

    assert path.stem not in {row["digest"] for row in rows_of(fresh, "arrivals")}


def test_they_are_reported_by_the_pass_that_enters_them(fresh: Workspace) -> None:
    received(fresh)
    unknown = fresh.originals / "00" / f"{sha256_of(b'x')}.xlsx"
    unknown.parent.mkdir(exist_ok=True)
    unknown.write_bytes(b"x")
    with open_office(fresh, LATER) as office:
        reset_proof(office.ledger, recount=True)

    (outcome,) = reentered(fresh)

    assert (outcome.fate.value, outcome.name) == ("quarantined", f"补登{unknown.stem[:8]}.xlsx")
    assert outcome.reason.startswith("补登")

"""The documentation can't lie: commands, messages and tags in it are those of the program."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Final, get_args, get_origin, get_type_hints, is_typeddict

import click
import pytest

from cli import cli
from docs.pages import PAGES
from pipeline.campaign.book.load import load_campaign
from pipeline.campaign.periods import period_at
from pipeline.checking.message_catalogue import WORDING
from pipeline.clock import BEIJING
from pipeline.model.collection_round import CollectionRound
from pipeline.model.submission import Standing, State
from pipeline.official.templates.filters import FILTERS
from pipeline.official.templates.traced_values import OUTLINE_TAGS
from pipeline.products.facts import (
    attendance_facts,
    campaign_facts,
    form_facts,
    issue_facts,
    scoring_method,
)
from pipeline.products.tags import (
    AmendmentFacts,
    BriefingFacts,
    NoticeFacts,
    ReceiptFacts,
    ReturnSlipFacts,
)

if TYPE_CHECKING:
    from pipeline.workspace import Workspace

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = {
    path: path.read_text("utf-8")
    for pattern in ("*.md", "docs/*.md", "docs/decisions/*.md")
    for path in ROOT.glob(pattern)
}
FOR_DEVELOPERS: Final = ("CONTRIBUTING.md", "docs/architecture.md", "docs/decisions")


def commands(group: click.Group) -> dict[str, click.Command]:
    context = click.Context(group)
    names = group.list_commands(context)
    return {name: command for name in names if (command := group.get_command(context, name))}


COMMANDS: Final = commands(cli)


def test_every_command_in_the_docs_exists() -> None:
    for path, text in DOCS.items():
        for name in re.findall(r"baosong (?:-w \S+ )?([a-z]+)\b", text):
            assert name in COMMANDS, (path.name, name)


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"demo", "inspect"}))
def test_every_command_is_in_the_docs(name: str) -> None:
    assert any(f"baosong {name}" in text or f"`{name}`" in text for text in DOCS.values())


def test_every_option_in_the_docs_exists() -> None:
    known = {
        option
        for command in (cli, *COMMANDS.values())
        for item in [
            command,
            *(commands(command).values() if isinstance(command, click.Group) else ()),
        ]
        for parameter in item.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    for path, text in DOCS.items():
        said = set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", text)) - {"--help"}
        assert said <= known, (path.name, said - known)


def test_every_link_leads_somewhere() -> None:
    for path, text in DOCS.items():
        for target in re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text):
            assert (path.parent / (target[0] or target[1])).is_file(), (path.name, target)


def test_every_file_that_developers_are_sent_to_is_there() -> None:
    names = {path.name for path in (*ROOT.rglob("pipeline/**/*.py"), *ROOT.rglob("tests/**/*.py"))}
    for path, text in DOCS.items():
        if not str(path.relative_to(ROOT)).startswith(FOR_DEVELOPERS):
            continue
        for target in re.findall(r"`([\w/-]+(?:\.py|/))`", text):
            there = any((ROOT / folder / target).exists() for folder in (".", "pipeline", "docs"))
            assert there or target in names, (path.name, target)


def test_every_decision_has_its_four_parts_and_is_listed() -> None:
    listed = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    for path in ROOT.glob("docs/decisions/[0-9]*.md"):
        parts = re.findall(r"^## (\w+)$", path.read_text("utf-8"), re.MULTILINE)
        assert parts == ["Context", "Decision", "Alternatives", "Consequence"], path.name
        assert f"({path.name})" in listed


def test_every_test_that_the_page_of_mutations_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(?:\w+::)?(\w+)`", DOCS[ROOT / "docs/mutations.md"])
    assert len(named) > 25
    for path, test in named:
        assert f"def {test}(" in (ROOT / path).read_text("utf-8"), (path, test)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_generated_page_is_up_to_date(page: str) -> None:
    """`make docs` writes it again."""
    assert (ROOT / "docs" / page).read_text("utf-8") == PAGES[page]()


def test_every_message_uses_only_what_a_finding_holds() -> None:
    for rule, said in WORDING.items():
        names = {name for _, name, _, _ in Formatter().parse(said) if name}
        assert names <= {"found", "wanted"}, rule


def test_every_rule_that_is_raised_has_its_words_and_every_word_its_rule() -> None:
    sources = "\n".join(
        path.read_text("utf-8")
        for room in ("checking", "reading")
        for path in (ROOT / "pipeline" / room).rglob("*.py")
        if path.name != "message_catalogue.py"
    )
    for rule in WORDING:
        assert f'"{rule}"' in sources, rule


def test_every_fact_is_in_the_page_on_templates(fresh: Workspace) -> None:
    campaign = load_campaign(fresh.campaigns / "文明单位创建" / "任务书.xlsx")
    moment = datetime(2026, 10, 12, tzinfo=BEIJING)
    standings = tuple(Standing(unit.code, State.MISSING, late=False) for unit in campaign.units())
    collected = CollectionRound(campaign, period_at(campaign, moment), standings)
    facts = {
        **campaign_facts(campaign),
        **form_facts(campaign),
        **attendance_facts(collected, moment),
        **issue_facts(date(2026, 10, 12), "", "", "2026年10月12日"),
    }
    page = DOCS[ROOT / "docs/模板.md"]

    for name in facts:
        assert re.search(rf"\{{\{{ {name}(\.\S+)? \}}\}}", page), name
    assert str(scoring_method(campaign)).startswith("及时40分")


PAPERS: Final = (NoticeFacts, AmendmentFacts, BriefingFacts, ReceiptFacts, ReturnSlipFacts)
TAGS_PAGE: Final = "docs/模板.md"


def rows_of(held: object) -> type | None:
    """The type of the rows of a list, or of what a table by names holds."""
    row = get_args(held)[-1] if get_origin(held) in {list, dict, Mapping} else None
    return rows_of(row) if get_origin(row) is list else row if is_typeddict(row) else None


@pytest.mark.parametrize("paper", PAPERS)
def test_every_tag_of_a_paper_is_in_the_page_on_templates(paper: type) -> None:
    page = DOCS[ROOT / TAGS_PAGE]

    for name, held in get_type_hints(paper).items():
        assert re.search(rf"\{{\{{ {name}(\.\S+)? \}}\}}", page), name
        for column in get_type_hints(held) if is_typeddict(held) else ():
            assert f"{{{{ {name}.{column} }}}}" in page, column
        check_rows(page, name, held)


def check_rows(page: str, name: str, held: object) -> None:
    """The columns of a list are listed behind its tag, and those of the lists in its rows likewise."""
    row = rows_of(held)
    if row is None:
        return
    columns = get_type_hints(row)
    listed = rf"\{{\{{ (?:\w+\.)?{name}(?:\.\w+)? \}}\}}`（{'、'.join(columns)}）"
    assert re.search(listed, page), name
    for column, inner in columns.items():
        check_rows(page, column, inner)


def test_every_row_of_the_page_on_templates_has_its_example() -> None:
    page = DOCS[ROOT / TAGS_PAGE]

    rows = [line for line in page.splitlines() if line.startswith("| `{{")]

    assert len(rows) > 40
    for row in rows[2:]:
        assert len(re.split(r"(?<!\\)\|", row.strip("|"))) == 3, row


def test_every_filter_is_in_the_page_on_templates() -> None:
    page = DOCS[ROOT / TAGS_PAGE]

    for name in FILTERS:
        assert re.search(rf"(?:`|\\\|){re.escape(name)}(?:\(| |`)", page), name


def test_the_page_on_templates_names_no_other_tag() -> None:
    known = {name for paper in PAPERS for name in get_type_hints(paper)}
    loops = {"行", "节", "项", "篇", "交"}  # each of a list, as the shipped templates call it
    named = set(re.findall(r"\{\{ (\w+)", DOCS[ROOT / TAGS_PAGE]))

    assert named <= known | loops | set(OUTLINE_TAGS.values())


def test_the_templates_of_this_repository_are_those_that_init_makes(fresh: Workspace) -> None:
    for path in sorted(fresh.templates.rglob("*.*")):
        kept = ROOT / "templates" / path.relative_to(fresh.templates)
        assert kept.read_bytes() == path.read_bytes(), kept.name


def test_nothing_in_the_repository_speaks_of_where_it_was_made() -> None:
    for path in [*DOCS, *ROOT.glob("pipeline/**/*.py"), ROOT / "cli.py", ROOT / "Makefile"]:
        text = path.read_text("utf-8")
        assert not re.search(r"/work/|/tmp/|/root/|\bTODO\b|\bFIXME\b", text), path

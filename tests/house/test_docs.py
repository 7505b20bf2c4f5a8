"""The documentation can't lie: commands, messages and tags in it are those of the program."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Final, get_args, get_origin, get_type_hints, is_typeddict

import click
import pytest

from cli import cli
from pipeline.campaign.book.load import load_campaign
from pipeline.campaign.calendar import period_at
from pipeline.checking.catalogue import WORDING
from pipeline.clock import BEIJING
from pipeline.model.collection_round import CollectionRound
from pipeline.model.submission import Standing, State
from pipeline.official.inspection.page_setup import MARGINS, PAPER
from pipeline.official.inspection.rendered import RENDERED_RULES as RENDERED
from pipeline.official.inspection.traces import TRACE_RULES as TRACES
from pipeline.official.inspection.words import WORDING_RULES
from pipeline.official.standard.figures import CLAUSES
from pipeline.products.facts import (
    attendance_facts,
    campaign_facts,
    form_facts,
    issue_facts,
    scoring_method,
)
from pipeline.products.tags import NoticeFacts, ReceiptFacts, ReturnSlipFacts
from tests.faults.steps import section as fault_steps
from tests.faults.troubles import section as fault_troubles
from tests.hostile.table import section as hostile_files
from tests.intake.kinds import section as kinds_of_files
from tests.reading.drifts import section as drift_cases
from tests.reading.identity_cases import section as who_cases
from tests.reading.value_cases import section as value_cases

if TYPE_CHECKING:
    from pipeline.workspace import Workspace

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = {
    path: path.read_text("utf-8") for path in [ROOT / "README.md", *ROOT.glob("docs/*.md")]
}


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
        for command in COMMANDS.values()
        for item in [
            command,
            *(commands(command).values() if isinstance(command, click.Group) else ()),
        ]
        for parameter in item.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    for path, text in DOCS.items():
        said = set(re.findall(r"(?<![\w-])--[a-z]+", text)) - {"--help"}
        assert said <= known, (path.name, said - known)


def test_every_link_leads_somewhere() -> None:
    for path, text in DOCS.items():
        for target in re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text):
            assert (path.parent / (target[0] or target[1])).is_file(), (path.name, target)


def test_the_page_of_messages_is_up_to_date() -> None:
    assert (ROOT / "docs/messages.md").read_text("utf-8") == messages_page()


def messages_page() -> str:
    """docs/messages.md as the catalogue has it now."""
    lines = [
        "# 核对的每一句话",
        "",
        "由 `pipeline/checking/catalogue.py` 生成；{found} 是填的内容，{wanted} 是应有的内容。",
        "",
        "| 规则 | 说的话 |",
        "|---|---|",
    ]
    lines += [f"| `{rule}` | {said} |" for rule, said in WORDING.items()]
    return "\n".join(lines) + "\n"


def test_the_page_of_rules_is_up_to_date() -> None:
    assert (ROOT / "docs/校对规则.md").read_text("utf-8") == rules_page()


def rules_page() -> str:
    """docs/校对规则.md as the rules have it now."""
    rows = [
        *(_clause_row(rule, "文件") for rule in (*PAPER, *MARGINS, "line-pitch")),
        ("page-numbers", "7.5", "规定", "奇偶页页脚各有页码", "文件"),
        *((f.rule, f.clause, f.strength.value, f.remedy, "用字") for f in WORDING_RULES),
        ("outline-sequence", "7.3.3", "规定", "一级标题的序号连续", "用字"),
        *(
            (rule, clause, "实务" if clause == "实务" else "规定", says, "痕迹")
            for rule, (clause, says) in TRACES.items()
        ),
        *(_clause_row(rule, "版面实测") for rule in RENDERED),
    ]
    lines = [
        "# 校对规则",
        "",
        "由程序里的规则生成。强度：规定、一般出自所列条款，推算由标准数值算出，实务只是通行做法，不是国家标准。",
        "“版面实测”要有 LibreOffice；没有时这些规则写“未核验”。文种应有的要素另见[模板里能写什么](模板.md)。",
        "",
        "| 规则 | 条款 | 强度 | 查什么 | 怎么查 |",
        "|---|---|---|---|---|",
    ]
    lines += ["| `{}` | {} | {} | {} | {} |".format(*row) for row in rows]
    return "\n".join(lines) + "\n"


def _clause_row(rule: str, how: str) -> tuple[str, str, str, str, str]:
    clause = CLAUSES[rule]
    return rule, clause.number, clause.strength.value, clause.requirement, how


def test_the_page_of_cases_is_up_to_date() -> None:
    assert (ROOT / "docs/来件情形.md").read_text("utf-8") == cases_page()


def cases_page() -> str:
    """docs/来件情形.md as the tables of cases have it now; each case there is tried by a test."""
    sections = (
        ("文件种类", kinds_of_files()),
        ("表样走样", drift_cases()),
        ("谁报的", who_cases()),
        ("取值", value_cases()),
        ("不收的文件", hostile_files()),
    )
    lines = [
        "# 来件情形",
        "",
        "各单位交来的表会是什么样，程序怎样处理。由测试里的情形表生成，每一种都有测试逐条试过；",
        "`这样` 写的是核对规则，说的话见[核对的每一句话](messages.md)。",
    ]
    for title, cases in sections:
        lines += ["", f"## {title}", "", "| 情形 | 处理 |", "|---|---|"]
        lines += [f"| {case} | {behaviour} |" for case, behaviour in cases]
    return "\n".join(lines) + "\n"


def test_the_page_of_faults_is_up_to_date() -> None:
    assert (ROOT / "docs/故障.md").read_text("utf-8") == faults_page()


def faults_page() -> str:
    """docs/故障.md as the tables of the fault tests have it now; each line there is tried by a test."""
    steps, troubles = list(fault_steps()), list(fault_troubles())
    lines = [
        "# 故障",
        "",
        "断电、被强行结束、磁盘满、共享盘断开时会怎样。由测试里的故障表生成，每一行都有测试真的造出来试过：",
        "程序在所列的每一步之前、之后被强行结束（SIGKILL），也在随机的时刻和任意一次写盘时被结束，",
        "再次启动后与没有出过事的一次逐项比较：台账、原件、发件箱、待认领、发文登记簿都相同。",
        "",
        "## 在哪一步被强行结束",
        "",
        f"共 {len(steps)} 步，前后各有一试：平时的测试每步试其中一头，加量的测试两头都试。",
        "",
        "| 步骤 | 结果 |",
        "|---|---|",
        *(f"| {step} | {comes} |" for step, comes in steps),
        "",
        "## 出了什么故障",
        "",
        "| 故障 | 怎样造成 | 程序怎么说 | 丢了什么 | 消除以后 |",
        "|---|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in troubles),
    ]
    return "\n".join(lines) + "\n"


def test_every_message_uses_only_what_a_finding_holds() -> None:
    for rule, said in WORDING.items():
        names = {name for _, name, _, _ in Formatter().parse(said) if name}
        assert names <= {"found", "wanted"}, rule


def test_every_rule_that_is_raised_has_its_words_and_every_word_its_rule() -> None:
    sources = "\n".join(
        path.read_text("utf-8")
        for room in ("checking", "reading")
        for path in (ROOT / "pipeline" / room).glob("*.py")
        if path.name != "catalogue.py"
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
        **issue_facts(date(2026, 10, 12), "", "", date(2026, 10, 12)),
    }
    page = DOCS[ROOT / "docs/模板.md"]

    for name in facts:
        assert re.search(rf"\{{\{{ {name}(\.\S+)? \}}\}}", page), name
    assert scoring_method(campaign).startswith("及时40分")


@pytest.mark.parametrize("paper", [NoticeFacts, ReceiptFacts, ReturnSlipFacts])
def test_every_tag_of_a_paper_is_in_the_page_on_templates(paper: type) -> None:
    page = DOCS[ROOT / "docs/模板.md"]

    for name, held in get_type_hints(paper).items():
        assert re.search(rf"\{{\{{ {name}(\.\S+)? \}}\}}", page), name
        (row,) = get_args(held) if get_origin(held) is list else (held,)
        columns = list(get_type_hints(row)) if is_typeddict(row) else []
        if columns and get_origin(held) is list:
            assert f"{{{{ {name} }}}}`（{'、'.join(columns)}）" in page, name
        for column in columns if get_origin(held) is not list else ():
            assert f"{{{{ {name}.{column} }}}}" in page, column


def test_the_page_on_templates_names_no_other_tag() -> None:
    known = {
        name
        for paper in (NoticeFacts, ReceiptFacts, ReturnSlipFacts)
        for name in get_type_hints(paper)
    }
    named = set(re.findall(r"\{\{ (\w+)", DOCS[ROOT / "docs/模板.md"]))

    assert named <= known | {"行"}  # each of a list, in a row of a table


def test_the_templates_of_this_repository_are_those_that_init_makes(fresh: Workspace) -> None:
    for path in sorted(fresh.templates.rglob("*.*")):
        kept = ROOT / "templates" / path.relative_to(fresh.templates)
        assert kept.read_bytes() == path.read_bytes(), kept.name


def test_nothing_in_the_repository_speaks_of_where_it_was_made() -> None:
    for path in [*DOCS, *ROOT.glob("pipeline/**/*.py"), ROOT / "cli.py", ROOT / "Makefile"]:
        text = path.read_text("utf-8")
        assert not re.search(r"/work/|/tmp/|/root/|\bTODO\b|\bFIXME\b", text), path

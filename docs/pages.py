"""Generate the pages of docs/ that follow from the program and from the tables of its tests.

``make docs`` writes them; tests/house compares them with what is committed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from docs.house_picture import picture
from pipeline.checking.message_catalogue import WORDING
from pipeline.issuing.typed_numbers import NUMBER_RULE
from pipeline.official.inspection.leftovers import LEFTOVER_RULES as TRACES
from pipeline.official.inspection.page_setup import MARGINS, PAPER
from pipeline.official.inspection.rendered import RENDERED_RULES as RENDERED
from pipeline.official.inspection.words import WORDING_RULES
from pipeline.official.standard.clauses import CLAUSES
from tests.faults.steps import section as fault_steps
from tests.faults.troubles import section as fault_troubles
from tests.hostile.table import section as hostile_files
from tests.intake.kinds import section as kinds_of_files
from tests.reading.drifts import section as drift_cases
from tests.reading.identity_cases import section as who_cases
from tests.reading.office_forms.table import section as office_forms
from tests.reading.value_cases import section as value_cases
from tests.story.witness_cases import section as witness_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FOLDER: Final = Path(__file__).parent
_WHO: Final = "谁报的"
_WITNESSES: Final = (
    "一份表是谁报的，由几样凭据一起说：本单位印在空白表上的标记和填报单位（没有改动的，两样算一样）、单位自己填改的填报单位、",
    "文件名、文件夹、邮件来自哪个单位的邮箱。都对得上才登记，有一样对不上就待认领，弄清以前不登记、不替换、不答复。",
    "文件名、文件夹、发件人说了几个单位、其中有它的，或者说的是它的上级单位、牵头单位的，不算对不上；",
    "名称相近的算对得上，但不算又一样凭据；填报单位写了几个单位的，一律待认领。",
    "第一次报、退回以后再报，有一样凭据就收；要替换已经收下的一版，还得有另一样凭据指明是它，否则待认领。",
)


def messages_page() -> str:
    """Return docs/messages.md as the catalogue has it now."""
    lines = [
        "# 核对的每一句话",
        "",
        "由 `pipeline/checking/message_catalogue.py` 生成；{found} 是填的内容，{wanted} 是应有的内容。",
        "",
        "| 规则 | 说的话 |",
        "|---|---|",
    ]
    lines += [f"| `{rule}` | {said} |" for rule, said in WORDING.items()]
    return "\n".join(lines) + "\n"


def rules_page() -> str:
    """Return docs/校对规则.md as the rules have it now."""
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
        (NUMBER_RULE, "实务", "实务", "发文字号与登记簿一致：没有给过别的文件，不跳号", "登记簿"),
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


def cases_page() -> str:
    """Return docs/来件情形.md as the tables of cases have it now; each case there is tried by a test."""
    sections = (
        ("文件种类", kinds_of_files()),
        ("表样走样", drift_cases()),
        (_WHO, who_cases()),
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
        if title == _WHO:
            lines += ["", "## 凭据", "", *_WITNESSES, "", *witness_cases()]
    return "\n".join(lines) + "\n"


def faults_page() -> str:
    """Return docs/故障.md as the tables of the fault tests have it now; each line there is tried by a test."""
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


def forms_page() -> str:
    """Return docs/表样实例.md: what the program makes of forms of offices, each tried by a test."""
    with tempfile.TemporaryDirectory() as folder:
        rows = list(office_forms(Path(folder)))
    whole = sum(row[-1] == "全部读入" for row in rows)
    lines = [
        "# 表样实例",
        "",
        "公开代码库里各单位的统计表，照其结构（表头、合并格、行、注）重画，不含人名，数字是造的。每张表由程序起草，",
        "按人看到的填报处填入各不相同的值，再读回来；填报处由人标出，不由程序认定。由测试生成，每张都有测试：",
        "原样、加一行、拆掉合并格、另存为没有合并格的 .csv。",
        "",
        f"共 {len(rows)} 张，{whole} 张全部读入，收下而有值丢失的 {sum(row[-1] == '有值丢失' for row in rows)} 张。",
        "",
        "| 表样 | 形状 | 填报项 | 填入 | 读出 | 结果 |",
        "|---|---|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


PAGES: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "messages.md": messages_page,
        "校对规则.md": rules_page,
        "来件情形.md": cases_page,
        "故障.md": faults_page,
        "表样实例.md": forms_page,
        "images/house.svg": picture,
    }
)

if __name__ == "__main__":
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")

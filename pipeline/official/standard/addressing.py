"""Check who may address whom (行文规则): 条例 第十四至十七条, and the 2024 rules on easing burdens.

Each fault names its article; whether a paper is issued all the same is a person's decision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.kinds import REMINDER_PAPERS, is_directive, is_upward
from pipeline.official.standard.patterns import NAME_SEPARATOR, PERSON_ADDRESSED

if TYPE_CHECKING:
    from collections.abc import Sequence

_GOVERNMENT: Final = re.compile(
    r"人民政府|(?:县|市|区|镇|乡)委(?:、|，|$)|党委|各县（市、区）(?!\S*(?:办|局|委员会|部门))"
    # 平湖县：a region's own name means its 党委 and 政府.
    r"|(?:^|[、，])(?!市直|县直|区直)[^、，：各]{1,12}[县市区旗镇乡](?=[、，：]|$)"
)
_BETWEEN_NAMES: Final = re.compile(r"[，,、；;](?![^（]{0,40}）)")  # not in 各县（市、区）
_DEPARTMENT: Final = ("部门", "办公室", "局", "委员会")
_GENERAL_OFFICE: Final = re.compile(r"(?:政府|党委|[省市县区州旗盟]委)办公[厅室]$")
_COMMAND_WORDS: Final = re.compile(r"务必|必须|不得|请于|应于|前报|严格落实|责令")
_CONSENT: Final = re.compile(r"经\S{1,12}同意|经\S{1,12}批准|经\S{1,12}授权")
_INTERNAL_UNIT: Final = re.compile(r"(?:科|处|股)$")
_MAX_CHARS: Final = 4_000
_NAMED_AT_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class OutgoingPaper:
    """Describe a paper before it is issued: issuing organ and its level, kind, addressees, text.

    ``relations`` are the addressees that are known not to be below the organ, each with its relation
    (行文关系) in words. ``consent`` is how the paper comes to state that an organ above agreed.
    """

    organ: str
    level: str
    kind: str
    addressees: str
    text: str
    relations: tuple[tuple[str, str], ...] = ()
    consent: str = "确经同意的，请在文中写明“经××同意”"


def is_department(level: str, organ: str = "") -> bool:
    """Return whether an organ of that level (发文机关层级) is a department, which gives no orders to governments.

    The general office of a 党委 or 政府 is none: it writes to those below with that authority (条例第十六条).
    """
    if _GENERAL_OFFICE.search(organ):
        return False
    return any(word in level for word in _DEPARTMENT)


def names_government(addressees: str) -> bool:
    """Return whether *addressees* are, or are among others, a 党委 or 政府, or a region by its name alone.

    >>> names_government("平湖县"), names_government("平湖县文明办")
    (True, False)
    """
    return bool(_GOVERNMENT.search(addressees))


def addressing_faults(paper: OutgoingPaper) -> tuple[str, ...]:
    """Return a sentence for each rule that *paper* breaks, with the article (条例) in it."""
    faults = []
    to_government = _governments(paper.addressees)
    directive = is_directive(paper.kind) or paper.kind in REMINDER_PAPERS
    commanding = directive and bool(_COMMAND_WORDS.search(paper.text))
    consent = bool(_CONSENT.search(paper.text))
    if is_department(paper.level, paper.organ) and to_government and commanding and not consent:
        faults.append(
            f"主送“{to_government}”含下级党委、政府：部门不得向下级党委、政府发指令性公文或提指令性要求"
            "（《党政机关公文处理工作条例》第十六条）。请改为主送对口部门（任务书“单位”表的“主送称谓”），或由政府办公室印发；"
            f"{paper.consent}。"
        )
    others = _some([f"{name}（{relation}）" for name, relation in paper.relations])
    if directive and paper.kind != "催报" and others:
        faults.append(
            f"{paper.kind}主送了{others}：向平级或不相隶属的机关商洽、催要材料用函"
            "（《党政机关公文处理工作条例》第八条、第十四条）。请改发函，或核对任务书“单位”表的“行文关系”。"
        )
    if _INTERNAL_UNIT.search(paper.organ):
        faults.append(
            f"“{paper.organ}”是内设机构，不得对外正式行文（条例第十七条）。请以所在机关名义印发。"
        )
    if is_upward(paper.kind):
        faults += _upward_faults(paper)
    persons = [name for name in _split_names(paper.addressees) if PERSON_ADDRESSED.search(name)]
    if persons:
        faults.append(
            f"主送“{'、'.join(persons)}”是领导个人，不得以本机关名义向领导个人报送公文（条例第十五条）。请主送机关。"
        )
    if len(paper.text) > _MAX_CHARS:
        faults.append(
            f"正文约 {len(paper.text)} 字，部署具体任务的文件一般不超过 4000 字（为基层减负的规定）。请精简。"
        )
    return tuple(faults)


def _upward_faults(paper: OutgoingPaper) -> list[str]:
    names = _split_names(paper.addressees)
    if len(names) > 1:
        return [
            f"{paper.kind}主送了 {len(names)} 个机关，原则上只主送一个上级机关（条例第十五条）。其余请改为抄送。"
        ]
    return []


def _governments(addressees: str) -> str:
    """Return those of *addressees* that are a 党委 or 政府; of many the first."""
    if not names_government(addressees):
        return ""
    names = [name.strip() for name in _BETWEEN_NAMES.split(addressees)]
    return _some([name for name in names if names_government(name)] or [addressees])


def _some(names: Sequence[str]) -> str:
    """Return names joined by 、; of many the first, with their number."""
    more = f"等 {len(names)} 个" if len(names) > _NAMED_AT_MOST else ""
    return "、".join(names[:_NAMED_AT_MOST]) + more


def _split_names(addressees: str) -> list[str]:
    return [name.strip() for name in NAME_SEPARATOR.split(addressees) if name.strip()]

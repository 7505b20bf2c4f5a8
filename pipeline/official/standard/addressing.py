"""Check who may address whom (行文规则): 条例 第十四至十七条, and the 2024 rules on easing burdens.

Each fault names its article; whether a paper is issued all the same is a person's decision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.official.standard.kinds import REMINDER_PAPERS, is_directive, is_upward
from pipeline.official.standard.patterns import NAME_SEPARATOR, PERSON_ADDRESSED

_GOVERNMENT: Final = re.compile(
    r"人民政府|(?:县|市|区|镇|乡)委(?:、|，|$)|党委|各县（市、区）(?!\S*(?:办|局|委员会|部门))"
    # 平湖县：a region's own name means its 党委 and 政府.
    r"|(?:^|[、，])(?!市直|县直|区直)[^、，：各]{1,12}[县市区旗镇乡](?=[、，：]|$)"
)
_DEPARTMENT: Final = ("部门", "办公室", "局", "委员会")
_COMMAND_WORDS: Final = re.compile(r"务必|必须|不得|请于|应于|前报|严格落实|责令")
_CONSENT: Final = re.compile(r"经\S{1,12}同意|经\S{1,12}批准|经\S{1,12}授权")
_INTERNAL_UNIT: Final = re.compile(r"(?:科|处|股)$")
_MAX_CHARS: Final = 4_000


@dataclass(frozen=True, slots=True)
class OutgoingPaper:
    """Describe a paper before it is issued: issuing organ and its level, kind, addressees, text.

    ``relations`` are the addressees that are known not to be below the organ, each with its relation
    (行文关系) in words.
    """

    organ: str
    level: str
    kind: str
    addressees: str
    text: str
    relations: tuple[tuple[str, str], ...] = ()


def addressing_faults(paper: OutgoingPaper) -> tuple[str, ...]:
    """Return a sentence for each rule that *paper* breaks, with the article (条例) in it."""
    faults = []
    department = any(word in paper.level for word in _DEPARTMENT)
    to_government = bool(_GOVERNMENT.search(paper.addressees))
    directive = is_directive(paper.kind) or paper.kind in REMINDER_PAPERS
    commanding = directive and bool(_COMMAND_WORDS.search(paper.text))
    consent = bool(_CONSENT.search(paper.text))
    if department and to_government and commanding and not consent:
        faults.append(
            f"主送“{paper.addressees}”含下级党委、政府：部门不得向下级党委、政府发指令性公文或提指令性要求"
            "（《党政机关公文处理工作条例》第十六条）。请改为主送对口部门（任务书“单位”表的“主送称谓”），或由政府办公室印发；"
            "确经同意的，在文中写明“经××同意”（任务书“经何机关同意”）。"
        )
    if directive and paper.kind != "催报" and paper.relations:
        others = "、".join(f"{name}（{relation}）" for name, relation in paper.relations)
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


def _split_names(addressees: str) -> list[str]:
    return [name.strip() for name in NAME_SEPARATOR.split(addressees) if name.strip()]

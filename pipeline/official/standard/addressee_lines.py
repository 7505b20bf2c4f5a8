"""Tell addressees (主送机关, GB/T 9704-2012 7.3.2) from other lines that end with a colon (经研究，决定：)."""

from __future__ import annotations

import re
from typing import Final

from pipeline.official.standard.patterns import ADDRESSEES_LINE, NAME_SEPARATOR, outline_level

_BRACKETED: Final = re.compile(r"（[^（）]{0,40}）")
# What the name of an organ, or of those who are addressed, ends with.
_ORGAN: Final = re.compile(
    r"(?:政府|党委|政协|人大|办|办公室|局|厅|部|处|科|室|署|院|校|所|站|台|馆|库|厂|矿|店|报|社|庭|团|队|组"
    r"|中心|公司|单位|部门|机关|机构|企业|集团|协会|学会|商会|联合会|总工会|工会|妇联|红十字会|委员会|委"
    r"|指挥部|学院|大学|中学|小学|医院|银行|支行|分行|总行|街道|社区|乡|镇|村|县|市|区|省|州|盟|旗|园区|开发区"
    r"|成员|人员|代表|委员|同志|同志们|朋友们|市民|群众|居民|用户|客户|家长|师生|同学|主任|书记|市长|县长|局长)$"
)
_EVERYBODY: Final = re.compile(r"^(?:各|全[市省县区国体校院]|有关|相关|驻)")
# What introduces the text: it says why, and what follows is what was decided, stated or asked.
_BEGINS_TEXT: Final = re.compile(
    r"^(?:经|为|为了|根据|按照|依照|依据|遵照|鉴于|由于|因|现|兹|今|近日|近期|近年来|日前|截至|会议|本次会议|目前|一是|以下|下列|其中|同时|此外|另|如)"
)
_ENDS_WITH_STATEMENT: Final = re.compile(
    r"(?:如下|以下|下列|决定|决议|任命|免去|聘任|解聘|同意|批准|通过|认为|指出|强调|要求|提出|规定|公布|公告|通告|通报|通知|批复"
    r"|报告|意见|命令|授予|表彰|表扬|处理|建议|明确|议定|研究|包括|分别是|分别为|即|为|是|有|附件|附|注|说明|备注)$"
)


def names_addressees(line: str) -> bool:
    """Return whether *line* lists addressees (主送机关), rather than introduces what follows it.

    >>> names_addressees("各县（市、区）人民政府，市直各部门："), names_addressees("经研究，决定：")
    (True, False)
    """
    text = line.strip()
    if not ADDRESSEES_LINE.fullmatch(text) or outline_level(text):
        return False
    parts = _parts(text)
    if all(_ORGAN.search(part) or _EVERYBODY.search(part) for part in parts):
        return True
    return not (_BEGINS_TEXT.search(parts[0]) or _ENDS_WITH_STATEMENT.search(parts[-1]))


def names_organs(line: str) -> bool:
    """Return whether each name in *line* ends as the name of an organ does, with or without a colon.

    >>> names_organs("市财政局、市审计局："), names_organs("会议议程：")
    (True, False)
    """
    parts = _parts(line.strip())
    return bool(parts) and all(_ORGAN.search(part) for part in parts)


def same_names(first: str, second: str) -> bool:
    """Return whether two lists of organs are the same, whatever separates the names.

    >>> same_names("市财政局、市审计局：", "市财政局，市审计局。")
    True
    """
    return _parts(first) == _parts(second)


def _parts(text: str) -> list[str]:
    """Return the names in *text* without what is in brackets."""
    plain = _BRACKETED.sub("", text.rstrip("：:。 　"))
    return [name for part in NAME_SEPARATOR.split(plain) if (name := part.strip(" 　"))]

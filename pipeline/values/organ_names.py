"""Compare names of organs (机关名称): a full name, one without its place, a short form (规范化简称)."""

from __future__ import annotations

import re
from typing import Final

from pipeline.values.text import narrow

_LEVELS: Final = "省市县区旗州盟镇乡"
_SHORT_ENDS: Final = (("办公室", "办"), ("委员会", "委"), ("人民政府", "政府"))
_JOINED: Final = re.compile(r"(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2})")
_BARE_AT_LEAST: Final = 3  # characters of a name without place and level: 信访局
# The office of a body that several organs form: 市防汛抗旱指挥部办公室 is called 市防汛办.
_BODY_OFFICE: Final = re.compile(
    rf"\S*?(?P<level>[{_LEVELS}])(?P<body>\S+(?:指挥部|委员会|领导小组|联席会议|工作专班))办公室"
)
_OFFICE: Final = re.compile(rf"\S*?(?P<level>[{_LEVELS}])(?P<body>\S{{2,4}}?)办(?:公室)?")
_GOVERNMENT: Final = ("政府", "人民政府", "府")


def same_organ(one: str, other: str) -> bool:
    """Return whether two names are of one organ, as far as the names say so.

    The place before a name may be left out (云川市信访局, 市信访局), 办公室 and 委员会 may be short (办, 委), and
    the office of a joint body may be called by characters of the body's name.

    >>> same_organ("云川市发展和改革委员会", "市发展改革委"), same_organ("青山县防汛抗旱指挥部办公室", "县防汛办")
    (True, True)
    >>> same_organ("东湖区信访局", "市信访局"), same_organ("市政务服务办公室", "市政府办公室")
    (False, False)
    """
    first, second = sorted((_key(one), _key(other)), key=len)
    if not first:
        return False
    return first == second or _without_place(first, second) or _called(one, other)


def is_abbreviated(name: str) -> bool:
    """Return whether *name* is plainly a short form, which ends with 办 in place of 办公室: 县防汛办."""
    return "".join(narrow(name).split()).endswith("办")


def _key(name: str) -> str:
    text = "".join(narrow(name).split())
    for full, short in _SHORT_ENDS:
        text = re.sub(rf"{full}(?=$|办)", short, text)
    return _JOINED.sub("", text)


def _without_place(short: str, full: str) -> bool:
    """Return whether *short* is *full* without the place before it, with or without its level."""
    if not full.endswith(short):
        return False
    place = full[: -len(short)]
    return short[0] in _LEVELS or (place[-1] in _LEVELS and len(short) >= _BARE_AT_LEAST)


def _called(one: str, other: str) -> bool:
    """Return whether one name is the office of a joint body, and the other the short form of it."""
    for full, short in ((one, other), (other, one)):
        office = _BODY_OFFICE.fullmatch("".join(full.split()))
        called = _OFFICE.fullmatch("".join(short.split()))
        if office is None or called is None or office["level"] != called["level"]:
            continue
        letters = iter(office["body"])
        if called["body"] not in _GOVERNMENT and all(each in letters for each in called["body"]):
            return True
    return False

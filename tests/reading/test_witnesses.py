"""凭据: what several witnesses say together, against rules written down a second time in another way."""

from __future__ import annotations

from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.unit import Roster, Unit
from pipeline.reading.witnesses import Agreement, Disagreement, Witness, WitnessKind, judge

LEAD: Final = Unit("L", "市文明办", "市文明办")
# Two counties with a town each that share a short name, a village below one of them, and a county beside.
BLUE, WHITE, EAST = (
    Unit("B", "青石县", "青石"),
    Unit("W", "白水县", "白水"),
    Unit("E", "东河区", "东河"),
)
BLUE_TOWN = Unit("B1", "青石县石门镇", "石门镇", superior="B")
WHITE_TOWN = Unit("W1", "白水县石门镇", "石门镇", superior="W")
VILLAGE = Unit("B2", "青石县石门镇上村", "上村", superior="B1")
ROSTER: Final = Roster((BLUE, BLUE_TOWN, VILLAGE, WHITE, WHITE_TOWN, EAST, LEAD))
ABOVE: Final = {
    "B1": {"B"}, "W1": {"W"}, "B2": {"B1", "B"}, "B": set(), "W": set(), "E": set(), "L": set(),
}  # fmt: skip

_units = st.sampled_from(ROSTER.units)
_outside = st.sampled_from([WitnessKind.FILE_NAME, WitnessKind.FOLDER, WitnessKind.SENDER])
_any_kind = st.sampled_from([WitnessKind.CELL, *(WitnessKind.FILE_NAME, WitnessKind.FOLDER)])


def printed(unit: Unit) -> Witness:
    return Witness(WitnessKind.PRINTED, unit.full_name, ((unit,),))


_alone = st.builds(lambda kind, unit: Witness(kind, "名", ((unit,),)), _outside, _units)
_cell = st.builds(lambda unit: Witness(WitnessKind.CELL, "名", ((unit,),)), _units)
_several = st.builds(
    lambda kind, units: Witness(kind, "几个", tuple((unit,) for unit in units)),
    _any_kind,
    st.lists(_units, min_size=2, max_size=3, unique=True),
)
_namesakes = st.builds(
    lambda kind: Witness(kind, "石门镇", ((BLUE_TOWN, WHITE_TOWN),)),
    st.sampled_from([*WitnessKind][1:]),
)
_similar = st.builds(
    lambda kind, units: Witness(kind, "像", (), tuple(units)),
    _any_kind,
    st.lists(_units, min_size=1, max_size=3, unique=True),
)
_unknown = st.builds(lambda kind: Witness(kind, "不在名单"), _any_kind)
_forwarding = st.builds(
    lambda unit: Witness(WitnessKind.FOLDER, "转", ((unit,),), forwards=True), _units
)
_witness = st.one_of(
    *(st.builds(printed, _units), _cell, _alone, _alone, _several, _namesakes, _similar),
    *(_unknown, _forwarding),
)


@st.composite
def _heard(draw: st.DrawFn, most: int = 5) -> tuple[Witness, ...]:
    """Witnesses as a form has them: one stamp, one cell and one file name at most."""
    kept: list[Witness] = []
    for each in draw(st.lists(_witness, max_size=most)):
        single = each.kind is not WitnessKind.FOLDER
        if not (single and each.kind in {other.kind for other in kept}):
            kept.append(each)
    order = list(WitnessKind)
    return tuple(sorted(kept, key=lambda each: order.index(each.kind)))


def said_by(witness: Witness) -> set[str]:
    named = {unit.code for units in witness.names for unit in units}
    return named or {unit.code for unit in witness.similar}


def possible(witnesses: tuple[Witness, ...]) -> set[str]:
    """The codes of the units that no witness excludes, by elimination from the whole roster."""
    left = {unit.code for unit in ROSTER.units}
    for each in witnesses:
        said = said_by(each)
        if each.forwards:
            continue
        if each.kind in {WitnessKind.PRINTED, WitnessKind.CELL}:
            left &= said  # whose the form is, and not who sends it
        elif "L" not in said:
            left = {code for code in left if code in said or ABOVE[code] & said}
    return left


def model(witnesses: tuple[Witness, ...]) -> tuple[str, set[WitnessKind]] | None:
    """The unit's code and the kinds that name it, or None for a doubt."""
    if any(each.kind is WitnessKind.CELL and len(each.names) > 1 for each in witnesses):
        return None  # “东河区、西河区” in the unit cell
    left = possible(witnesses)
    mentioned = {code for each in witnesses for code in said_by(each)}
    vouched: dict[str, set[WitnessKind]] = {}
    heaped = any(each.kind is WitnessKind.FILE_NAME and len(each.names) > 1 for each in witnesses)
    for each in witnesses:
        if len(each.names) != 1 or (heaped and each.kind is WitnessKind.FOLDER):
            continue
        meant = said_by(each)
        meant = meant if len(meant) == 1 else meant & left & mentioned
        for code in meant & left if len(meant) == 1 else ():
            vouched.setdefault(code, set()).add(each.kind)
    return next(iter(vouched.items())) if len(vouched) == 1 else None


@settings(max_examples=600)
@given(_heard())
def test_what_they_come_to_is_what_the_rules_say(witnesses: tuple[Witness, ...]) -> None:
    found = judge(witnesses, ROSTER, LEAD)

    wanted = model(witnesses)
    if isinstance(found, Agreement):
        assert wanted == (found.unit.code, set(found.kinds)), witnesses
    else:
        assert wanted is None, (wanted, witnesses)


@settings(max_examples=300)
@given(_heard(), _witness)
def test_a_contradiction_never_turns_a_doubt_into_acceptance(
    witnesses: tuple[Witness, ...], further: Witness
) -> None:
    after = judge((*witnesses, further), ROSTER, LEAD)

    left = possible(witnesses)
    if not left & possible((further,)):
        assert isinstance(after, Disagreement), (witnesses, further)
    if isinstance(after, Agreement):
        assert after.unit.code in left, "no one of the others had excluded it"


@settings(max_examples=200)
@given(_heard().flatmap(lambda heard: st.tuples(st.just(heard), st.permutations(heard))))
def test_their_order_does_not_matter(orders: tuple[tuple[Witness, ...], list[Witness]]) -> None:
    first, second = (judge(tuple(each), ROSTER, LEAD) for each in orders)

    assert type(first) is type(second)
    if isinstance(first, Agreement):
        assert first == second

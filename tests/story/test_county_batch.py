"""A county's usual batch of 23 files: towns by their short names, in folders, as people name files and cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.intake.quarantine import quarantined_files
from pipeline.model.arrival import Fate
from tests.story.rosters import write_roster
from tests.story.test_witnesses import made
from tests.submissions import campaign_of, drop, one_pass, standing_of

if TYPE_CHECKING:
    from pipeline.workspace import Workspace

BLUE, WHITE, EAST = "青石县", "白河县", "东河区"
TOWNS: Final = {
    BLUE: ("城关镇", "石门镇", "双河镇", "柳林乡", "桐木乡", "高桥镇", "观音镇"),
    WHITE: ("城关镇", "茅坪镇", "仓上镇", "双丰镇", "小双乡", "麻虎镇"),
    EAST: ("城关街道", "新建街道", "江北街道", "张滩镇", "关庙镇"),
}
# Unit, file, 填报单位; with “标” on the blank of the unit. 23 files, of which two can't be known.
BATCH: Final = (
    ("青石县", "青石县/青石县报送表.xlsx", "青石县", "标"),
    ("青石县城关镇", "青石县/城关镇.xlsx", "", ""),
    ("青石县石门镇", "青石县/石门镇.xlsx", "青石县石门镇", "标"),
    ("青石县双河镇", "青石县/双河镇报送表(1).xlsx", "青石县双河镇人民政府", ""),
    ("青石县柳林乡", "青石县/柳林.xlsx", "柳林乡", ""),
    ("青石县桐木乡", "青石县/附件2：桐木乡文明单位创建情况报送表-终稿.xlsx", "青石县桐木乡", "标"),
    ("青石县高桥镇", "青石县/高桥镇人民政府.xlsx", "高桥镇", ""),
    ("青石县观音镇", "青石县/附件2.xlsx", "观音镇", ""),
    ("白河县", "白河县/汇总/白河县.xlsx", "", ""),
    ("白河县城关镇", "白河县/城关镇.xlsx", "城关镇", ""),
    ("白河县茅坪镇", "白河县/茅坪镇/Book1.xlsx", "", ""),
    ("白河县仓上镇", "白河县仓上镇.xlsx", "", ""),
    ("白河县双丰镇", "白河县/双丰镇.xlsx", "白河县双丰镇", "标"),
    ("白河县小双乡", "市文明办收/小双乡.xlsx", "小双乡人民政府（盖章）", ""),
    ("?", "白河县/麻虎乡.xlsx", "", ""),
    ("东河区", "东河区/东河区文明办报送表.xlsx", "东河区", "标"),
    ("东河区城关街道", "东河区/城关街道办事处.xlsx", "城关街道办事处", ""),
    ("东河区新建街道", "东河区/新建街道.xlsx", "东河区新建街道", "标"),
    ("东河区江北街道", "东河区/江北街道报送表.xlsx", "东河区江北街道办", ""),
    ("东河区张滩镇", "东河区/张滩.xlsx", "东河区张滩镇", "标"),
    ("东河区关庙镇", "东河区/东河区关庙镇上报.xlsx", "", ""),
    ("?", "东河区/早阳镇.xlsx", "", ""),
    ("市教育局", "教育局.xlsx", "市教育局", "标"),
)


def test_at_most_two_go_to_a_person_and_none_is_booked_wrongly(fresh: Workspace) -> None:
    lines = [(county, county[:2], "县市区", "") for county in TOWNS]
    for county, towns in TOWNS.items():
        lines += [(f"{county}{town}", town, "乡镇", county) for town in towns]
    write_roster(fresh, [*lines, ("市教育局", "市教育局", "市直部门", "")], "市文明办")
    units = {unit.full_name: unit for unit in campaign_of(fresh).units()}
    for people, (name, path, cell, stamp) in enumerate(BATCH, start=6000):
        unit = units.get(name, units["市教育局"])
        drop(fresh, path, made(fresh, unit, unit if stamp else None, cell, people))

    outcomes = {each.name: each for each in one_pass(fresh).outcomes}

    found = {
        path: "?" if outcomes[path].fate is Fate.QUARANTINED else outcomes[path].unit
        for _, path, _, _ in BATCH
    }
    assert found == {path: name for name, path, _, _ in BATCH}
    assert len(quarantined_files(fresh)) == 2
    assert standing_of(fresh, "东河区").current is not None


def test_a_towns_file_never_replaces_its_countys(fresh: Workspace) -> None:
    lines = [(BLUE, "青石", "县市区", ""), (f"{BLUE}石门镇", "石门镇", "乡镇", BLUE)]
    write_roster(fresh, lines, "市文明办")
    units = {unit.full_name: unit for unit in campaign_of(fresh).units()}
    county, town = units.values()
    drop(fresh, "青石县.xlsx", made(fresh, county, county, BLUE))
    one_pass(fresh)

    for people, path in enumerate(
        ("青石县/石门镇.xlsx", "青石县/清水镇.xlsx", "青石县清水镇.xlsx", "石门镇/清水镇.xlsx"),
        start=1,
    ):
        drop(fresh, path, made(fresh, town, None, "", people=people))
    drop(fresh, "青石县/石门镇报送.xlsx", made(fresh, county, county, BLUE, people=9))
    outcomes = {each.name: (each.fate, each.unit) for each in one_pass(fresh).outcomes}

    assert outcomes.pop("青石县/石门镇.xlsx") == (Fate.ACCEPTED, town.full_name)
    assert {fate for fate, _ in outcomes.values()} == {Fate.QUARANTINED}
    standing = standing_of(fresh, BLUE)
    assert standing.current is not None
    assert standing.current.version == 1

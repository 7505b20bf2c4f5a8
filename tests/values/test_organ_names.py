"""Names of organs: with and without the place, in short forms, and those that only look alike."""

from __future__ import annotations

import pytest

from pipeline.values.organ_names import is_abbreviated, same_organ


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云川市信访局", "市信访局"),
        ("云川市信访局", "信访局"),
        ("云川市发展和改革委员会", "市发展改革委"),
        ("云川市人民政府办公室", "市政府办"),
        ("青山县防汛抗旱指挥部办公室", "县防汛办"),
        ("云川市精神文明建设指导委员会办公室", "市文明办"),
        ("云川市安全生产委员会办公室", "市安委办"),
        ("中共云川市委宣传部", "市委宣传部"),
        ("市教育局", "市 教育局"),
    ],
)
def test_names_of_one_organ(one: str, other: str) -> None:
    assert same_organ(one, other)
    assert same_organ(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东湖区信访局", "市信访局"),
        ("云川市东湖区信访局", "市信访局"),
        ("云川市政务服务办公室", "市政府办公室"),
        ("市安全生产委员会办公室", "市政府办公室"),
        ("云川市精神文明建设指导委员会办公室", "市委办公室"),
        ("市委办公室", "市委"),
        ("县防汛抗旱指挥部办公室", "市防汛办"),
        ("市水利局水文站", "市水利局"),
        ("市教育局", "市体育局"),
        ("市教育局", ""),
        ("", ""),
    ],
)
def test_names_of_two_organs(one: str, other: str) -> None:
    assert not same_organ(one, other)
    assert not same_organ(other, one)


def test_a_short_form_ends_with_the_first_character_of_its_office() -> None:
    assert is_abbreviated("县防汛办")
    assert not is_abbreviated("青山县防汛抗旱指挥部办公室")
    assert not is_abbreviated("市信访局")

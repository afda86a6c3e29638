"""Classes of the target's masks that the source does not know by name: matched by a person, and told to the run."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.conftest import make_scenes
from workbench.core.domain import Side
from workbench.data.scan import scan_now
from workbench.gui.tasks.segmentation.class_matching import ClassMatching, similar

KNOWN = ("road", "traffic sign", "car")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Road", "road"), ("cars", "car"), ("Traffic-Sign", "traffic sign"), ("lane", ""), ("cart", "")],
)
def test_that_names_alike_are_suggested(name: str, expected: str) -> None:
    assert similar(name, KNOWN) == expected


@pytest.fixture
def matching(qtbot: QtBot) -> ClassMatching:
    made = ClassMatching()
    qtbot.addWidget(made)
    return made


def test_that_only_names_that_differ_are_asked_for(
    matching: ClassMatching, streets: tuple[Path, Path], tmp_path: Path
) -> None:
    source, same = (scan_now(one) for one in streets)
    matching.offer({Side.SOURCE: source, Side.TARGET: same}, {})
    assert matching.isHidden()
    assert matching.mapping() == {}
    other = make_scenes(tmp_path / "other", seed=3)
    (other / "classes.csv").write_text("name,red,green,blue\nSkies,1,1,1\nroad,2,2,2\nhouse,3,3,3\n")
    domains = {Side.SOURCE: source, Side.TARGET: scan_now(other)}
    matching.offer(domains, {})
    assert not matching.isHidden()
    assert matching.mapping() == {"Skies": "", "house": ""}
    matching.choices["house"].setCurrentText("box")
    assert matching.mapping() == {"Skies": "", "house": "box"}
    matching.offer(domains, {})
    assert matching.mapping()["house"] == "box", "the same folders, read again, leave a choice as it is"
    matching.show_mapping({"Skies": "sky"})
    assert matching.mapping() == {"Skies": "sky", "house": ""}
    matching.offer({}, {})
    assert matching.isHidden()
    matching.offer(domains, {"house": "box"})
    assert matching.mapping() == {"Skies": "", "house": "box"}, "as the run before had it"

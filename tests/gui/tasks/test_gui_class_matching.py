"""Classes of the target's masks that the source does not know by name: matched by a person, and told to the run."""

import pytest
from pytestqt.qtbot import QtBot

from workbench.gui.tasks.class_matching import ClassMatching, similar

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


def test_that_choices_stay_until_the_classes_change(matching: ClassMatching) -> None:
    matching.offer(KNOWN, [], {})
    assert matching.isHidden()
    assert matching.mapping() == {}
    matching.offer(KNOWN, ["Cars", "house"], {})
    assert not matching.isHidden()
    assert matching.mapping() == {"Cars": "car", "house": ""}
    matching.choices["house"].setCurrentText("road")
    assert matching.mapping() == {"Cars": "car", "house": "road"}
    matching.offer(KNOWN, ["Cars", "house"], {})
    assert matching.mapping()["house"] == "road", "the same folders, read again, leave a choice as it is"
    matching.show_mapping({"Cars": "road"})
    assert matching.mapping() == {"Cars": "road", "house": ""}
    matching.offer((), [], {})
    assert matching.isHidden()
    matching.offer(KNOWN, ["Cars", "house"], {"house": "road"})
    assert matching.mapping() == {"Cars": "car", "house": "road"}, "as the run before had it"


def test_that_nothing_is_chosen_without_a_guess(matching: ClassMatching) -> None:
    matching.offer(KNOWN, ["Cars"], {}, guess=False)
    assert matching.mapping() == {"Cars": ""}

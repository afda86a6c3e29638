"""Which pairs of folders can be adapted, and how long a first run is."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.machine import needs_links
from workbench.core.catalogue import MethodCard, TaskCard
from workbench.core.compatibility import (
    SwappedFoldersError,
    check_apart,
    check_order,
    check_readable,
    check_source,
    check_task,
    listing,
    overlap,
    shift_mismatch,
    task_mismatch,
)
from workbench.core.domain import Domain, Layout, Sample, Side
from workbench.core.errors import UserError
from workbench.core.job import Job, Shift, fitting_steps
from workbench.core.relabelling import foreign_labels, known_labels, relabelled

IMAGES = TaskCard("classify", "Classification", "A class for each image.", "images", 64)
PIXELS = TaskCard("segment", "Segmentation", "A class for each pixel.", "pixels", 8, mapping=True)
TASKS = (IMAGES, PIXELS)


def domain(*labels: str | None) -> Domain:
    samples = [Sample(f"{index}.png", label, 8, 8, "PNG", 100, 0) for index, label in enumerate(labels)]
    return Domain(root="/images", layout=Layout.CLASS_FOLDERS, samples=samples)


def test_that_two_classes_are_enough_for_a_source() -> None:
    check_source(domain("cat", "dog"))


@pytest.mark.parametrize(
    ("source", "words"),
    [(domain(), "no readable image"), (domain(None, None), "no labels"), (domain("cat", "cat"), "has only one class")],
)
def test_that_a_source_that_can_teach_nothing_is_refused(source: Domain, words: str) -> None:
    with pytest.raises(UserError, match=words) as refused:
        check_source(source)
    assert refused.value.hint


def test_that_a_target_without_images_is_refused() -> None:
    with pytest.raises(UserError, match="target folder"):
        check_readable(domain(), Side.TARGET)


def test_that_folders_in_the_wrong_order_are_told() -> None:
    with pytest.raises(SwappedFoldersError, match="has no labels, but the target") as refused:
        check_order(domain(None, None), domain("cat", "dog"))
    assert "Swap" in refused.value.hint
    for source, target in ((("cat", "dog"), ("cat", "dog")), ((None,), (None,)), ((None,), ("cat", "cat"))):
        check_order(domain(*source), domain(*target))


def test_that_labels_of_other_names_are_left_out_unless_a_mapping_knows_them() -> None:
    target = domain("newt", "toad", None)
    assert "no class in common" in foreign_labels(target, ["cat", "dog"])
    assert not known_labels(target, ["cat", "dog"]).labelled
    assert known_labels(target, ["cat", "newt"]) == target
    assert foreign_labels(domain(None), ["cat"]) == ""
    renamed = relabelled(target, {"newt": "cat", "toad": ""})
    assert [sample.label for sample in renamed.samples] == ["cat", None, None]
    assert known_labels(renamed, ["cat", "dog"]) == renamed


def test_that_folders_that_share_images_are_known(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    for folder in (source / "inner", target):
        folder.mkdir(parents=True)
    table = source / "labels.csv"
    table.touch()
    assert overlap(source, target) == overlap(table, target) == overlap(table, source / "inner") == ""
    assert "are the same" in overlap(source, tmp_path / "." / "source")
    assert "target" in overlap(source, source / "inner")
    assert overlap(source / "inner", source).startswith("The source")
    assert overlap(table, source)
    with pytest.raises(UserError, match="are the same") as refused:
        check_apart(source, source)
    assert "--overlap" in refused.value.hint


@needs_links
def test_that_a_link_to_a_folder_is_the_folder(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "source", target_is_directory=True)
    assert overlap(tmp_path / "source", tmp_path / "link")


def test_that_long_lists_are_cut() -> None:
    assert listing("abcdefg") == "a, b, c, d, e and 2 more"


@given(st.integers(0, 10**9), st.integers(2, 65_536))
def test_that_suggested_steps_are_ones_a_job_takes(images: int, batch: int) -> None:
    steps = fitting_steps(images, batch)
    assert 200 <= steps <= 5000
    Job(method="mcc", source="a", target="b", steps=steps).checked()


def card(title: str, *shifts: str, needs: tuple[str, ...] = ()) -> MethodCard:
    return MethodCard(title.lower(), title, "https://example.org", "A method.", ("classify",), shifts, needs, (), ())


def test_that_a_method_for_equal_classes_says_what_others_are_made_for() -> None:
    aligns, open_, shy = card("Aligns", "closed"), card("Open", "closed", "open"), card("Shy", "open", needs=("shots",))
    others = (aligns, open_, shy)
    assert shift_mismatch(aligns, Shift.CLOSED, others) == shift_mismatch(open_, Shift.OPEN, others) == ""
    assert shift_mismatch(aligns, Shift.OPEN, others) == (
        "Aligns expects the same classes in both domains, but the target has additional classes. Suitable: Open."
    )


def test_that_a_method_says_for_which_labels_it_is_not_made() -> None:
    of_images, of_pixels = card("MCC", "closed"), msgspec.structs.replace(card("DACS", "closed"), tasks=("segment",))
    assert task_mismatch(of_images, "classify", TASKS) == task_mismatch(of_pixels, "segment", TASKS) == ""
    assert "classifies images, but this source labels pixels" in task_mismatch(of_images, "segment", TASKS)
    assert "classifies pixels, but this source labels images" in task_mismatch(of_pixels, "classify", TASKS)
    with pytest.raises(UserError) as refused:
        check_task(of_images, "segment", TASKS, [of_images, of_pixels])
    assert refused.value.hint == "Choose one of dacs."

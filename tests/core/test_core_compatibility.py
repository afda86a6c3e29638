"""Which pairs of folders can be adapted, and how long a first run is."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.catalogue import MethodCard, TaskCard
from workbench.core.compatibility import (
    check_readable,
    check_source,
    check_target,
    check_task,
    listing,
    shift_mismatch,
    task_mismatch,
)
from workbench.core.domain import Domain, Layout, Sample, Side
from workbench.core.errors import UserError
from workbench.core.job import Job, Shift, fitting_steps

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


def test_that_a_target_may_have_no_labels_or_share_one_class() -> None:
    check_target(domain(None), ["cat", "dog"])
    check_target(domain("dog", "newt"), ["cat", "dog"])


def test_that_a_target_without_a_common_class_or_image_is_refused() -> None:
    with pytest.raises(UserError, match="no class in common"):
        check_target(domain("newt"), ["cat", "dog"])
    with pytest.raises(UserError, match="target folder"):
        check_readable(domain(), Side.TARGET)


def test_that_names_of_classes_are_compared_only_where_they_must_agree() -> None:
    target = domain("newt")
    with pytest.raises(UserError, match="no class in common"):
        check_target(target, ["cat", "dog"], IMAGES)
    check_target(target, ["cat", "dog"], PIXELS)  # a job maps them
    check_target(msgspec.structs.replace(target, task="segment"), ["cat", "dog"], IMAGES)  # they measure nothing


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

"""The labels of a target folder in the terms of the run that they measure."""

from workbench.analysis.target_quality import compare_runs, labelled_quality
from workbench.core.job import Job, Shift
from workbench.store.run_tables import Prediction

CLASSES = ("cat", "dog")


def rows(*predicted: str) -> list[Prediction]:
    return [Prediction(f"{number}.png", name, 0.9) for number, name in enumerate(predicted)]


def labels(*named: str) -> dict[str, str]:
    return {f"{number}.png": name for number, name in enumerate(named)}


def test_that_a_class_that_the_model_lacks_is_found_where_the_run_may_reject() -> None:
    job = Job(method="mcc", source="s", target="t", shift=Shift.OPEN)
    quality = labelled_quality(
        rows("unknown", "unknown", "cat", "cat"), labels("fox", "cat", "cat", "owl"), job, CLASSES
    )
    assert quality is not None
    assert (quality.value, quality.constant, quality.constant_class) == (0.5, 0.5, "cat")
    recall = quality.by_class["unknown"].recall
    assert recall is not None
    assert (recall.value, recall.count) == (0.5, 2)


def test_that_labels_measure_under_the_names_to_which_they_are_mapped() -> None:
    job = Job(method="mcc", source="s", target="t", shift=Shift.CLOSED, mapping={"Katze": "cat", "Hund": "dog"})
    for classes in (CLASSES, ()):
        quality = labelled_quality(rows("cat", "dog", "dog"), labels("Katze", "Hund", "Katze"), job, classes)
        assert quality is not None
        assert quality.value == 2 / 3


def test_that_two_runs_are_compared_each_in_its_own_terms() -> None:
    both = labels("fox", "cat")
    closed = rows("cat", "cat"), Job(method="mcc", source="s", target="t", shift=Shift.CLOSED)
    opened = rows("unknown", "cat"), Job(method="mcc", source="s", target="t", shift=Shift.OPEN)
    difference = compare_runs(closed, opened, both, (CLASSES, CLASSES))
    assert difference is not None
    assert difference.difference == 0.5

"""What a recall says of a class, in counts, and never surer than its interval."""

import pytest

from workbench.analysis.measured_accuracy import MeasuredSample, measured, wilson
from workbench.core.misses import FEWEST, missed, most_missed


@pytest.mark.parametrize(("found", "labels"), [(34, 40), (0, 7), (7, 7), (1, 5), (390, 400)])
def test_that_the_range_of_misses_is_that_of_the_interval(found: int, labels: int) -> None:
    recall = wilson(found, labels)
    said = missed("porous", recall)
    low, high = round(100 * (1 - recall.high)), round(100 * (1 - recall.low))
    assert said == f"Probably misses {low} to {high} of 100 “porous” ({labels - found} of {labels} labelled)."
    assert low <= 100 * (labels - found) / labels <= high


def test_that_the_class_that_may_be_missed_most_comes_first_and_few_labels_say_nothing() -> None:
    samples = [MeasuredSample("good", "good")] * 50 + [MeasuredSample("porous", "good")] * 6
    samples += [MeasuredSample("porous", "porous")] * 34 + [MeasuredSample("rare", "good")] * (FEWEST - 1)
    sentences = most_missed(measured(samples))
    assert ["“porous”" in sentences[0], "“good”" in sentences[1]] == [True, True]
    assert len(sentences) == 2
    assert "6 of 40 labelled" in sentences[0]

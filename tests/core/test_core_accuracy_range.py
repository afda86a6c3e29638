"""Ranges of the accuracy without labels: always a range, or a reason why there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.accuracy_range import RULE, accuracy_range, estimated_quality
from workbench.core.run_selection import CLOSE, degradation, select
from workbench.core.scores import AccuracySignals, Scores
from workbench.core.target_quality import QualityKind

share = st.floats(0, 1)


def signals(confidence: float, neighbours: float, transport: float) -> AccuracySignals:
    return AccuracySignals(confidence, neighbours, transport, temperature=1.0, held_out=0.95, samples=400)


def scores(neighbours: float, transport: float, source: float = 0.95) -> Scores:
    return Scores(source, None, 0.9, {"im": 0.9}, signals=signals(neighbours, neighbours, transport))


@given(share, share, share)
def test_that_an_estimate_is_a_range_within_0_and_1_or_none(
    confidence: float, neighbours: float, transport: float
) -> None:
    bounds = accuracy_range(signals(confidence, neighbours, transport))
    if abs(confidence - neighbours) > RULE.most_doubt:
        assert bounds is None
    else:
        assert bounds is not None
        low, high = bounds
        assert 0 <= low <= high <= 1
        assert high - low >= 0.05, "no estimate without labels is a single number"


def test_that_contradictory_evidence_gives_no_estimate_and_says_what_contradicts() -> None:
    sure = Scores(0.98, None, 0.97, {}, signals=signals(0.97, 0.35, 0.8))
    quality = estimated_quality(sure)
    assert quality.kind is QualityKind.UNKNOWN
    assert (quality.low, quality.high, quality.value) == (None, None, None)
    assert "97%" in quality.basis
    assert "35%" in quality.basis
    assert "Label 30 random images" in quality.basis


def test_that_a_net_that_is_trained_whole_has_no_estimate() -> None:
    own = AccuracySignals(0.8, 0.8, 0.8, temperature=1.0, held_out=0.95, independent=False, samples=400)
    quality = estimated_quality(Scores(0.95, None, 0.9, {}, signals=own))
    assert quality.kind is QualityKind.UNKNOWN
    assert "All layers were trained" in quality.basis


def test_that_three_images_are_too_few_for_an_estimate() -> None:
    sure = AccuracySignals(1.0, 1.0, 1.0, temperature=1.0, held_out=0.95, samples=3)
    quality = estimated_quality(Scores(0.95, None, 0.9, {}, signals=sure))
    assert quality.kind is QualityKind.UNKNOWN
    assert quality.basis.startswith("3 target images are too few")


def test_that_a_run_of_an_earlier_version_has_no_estimate() -> None:
    quality = estimated_quality(Scores(0.98, None, 0.97, {"atc": 0.97}))
    assert quality.kind is QualityKind.UNKNOWN


@pytest.mark.parametrize(
    ("candidate", "chosen", "rivals"),
    [
        (scores(0.9, 0.9), "dann", ()),
        (scores(0.6 + CLOSE / 2, 0.6), "source_only", ("dann",)),
        (scores(0.6 + 2 * CLOSE, 0.6), "dann", ()),
        (scores(0.5, 0.6), "source_only", ()),
        (scores(0.95, 0.95, source=0.5), "source_only", ()),
    ],
)
def test_that_a_method_is_chosen_by_evidence_and_close_ones_are_named(
    candidate: Scores, chosen: str, rivals: tuple[str, ...]
) -> None:
    choice = select({"source_only": scores(0.6, 0.6), "dann": candidate}, "source_only")
    assert (choice.chosen, choice.rivals) == (chosen, rivals)


def test_that_confidence_does_not_choose() -> None:
    sure = Scores(0.95, None, 0.99, {"im": 0.99}, signals=signals(0.99, 0.5, 0.6))
    modest = Scores(0.95, None, 0.60, {"im": 0.60}, signals=signals(0.60, 0.7, 0.65))
    assert select({"source_only": scores(0.4, 0.4), "mcc": sure, "dann": modest}, "source_only").chosen == "dann"


def test_that_runs_with_and_without_evidence_are_not_compared() -> None:
    assert degradation(scores(0.1, 0.1), Scores(0.95, None, 0.9, {})) == ""

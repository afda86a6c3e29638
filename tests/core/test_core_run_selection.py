"""Choosing among candidates on labels of random target images, with the evidence without labels where these leave it
open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.run_selection import SPREAD, WORTH, doubts, select, select_by_labels
from workbench.core.scores import AccuracySignals, Scores

POPULATION = 1000


def scores(standing: float, independent: bool = True) -> Scores:
    signals = AccuracySignals(standing, standing, standing, 1.0, 0.95, independent=independent, samples=POPULATION)
    return Scores(0.95, None, 0.5, signals=signals)


def answers(right: int, total: int) -> dict[str, bool]:
    return {f"{number}.png": number < right for number in range(total)}


def test_that_labels_decide_against_the_evidence() -> None:
    trials = {"source_only": scores(0.9), "dann": scores(0.5), "mcc": scores(0.95)}
    right = {"source_only": answers(20, 60), "dann": answers(55, 60), "mcc": answers(25, 60)}
    assert select(trials, "source_only").chosen == "mcc"
    choice = select_by_labels(trials, "source_only", right, POPULATION)
    assert (choice.chosen, choice.rivals, choice.labels) == ("dann", (), 60)


def test_that_the_evidence_breaks_a_tie_among_those_that_labels_leave() -> None:
    trials = {"source_only": scores(0.99), "dann": scores(0.5), "mcc": scores(0.7)}
    right = {"source_only": answers(5, 30), "dann": answers(24, 30), "mcc": answers(22, 30)}
    choice = select_by_labels(trials, "source_only", right, POPULATION)
    assert (choice.chosen, choice.rivals, choice.labels) == ("mcc", ("dann",), 30)
    closer = {**trials, "mcc": scores(0.5 + 1.9 / WORTH)}
    assert select_by_labels(closer, "source_only", right, POPULATION).chosen == "dann"


@pytest.mark.parametrize(("ahead", "chosen"), [(-0.01, "source_only"), (0, "source_only"), (0.01, "dann")])
def test_that_source_only_is_kept_where_nothing_is_better(ahead: float, chosen: str) -> None:
    trials = {"dann": scores(0.6 + ahead), "source_only": scores(0.6)}
    right = {"source_only": answers(18, 30), "dann": answers(18, 30)}
    choice = select_by_labels(trials, "source_only", right, POPULATION)
    assert choice.chosen == chosen
    assert {choice.chosen, *choice.rivals} == {"source_only", "dann"}


def test_that_evidence_that_the_methods_shaped_does_not_count() -> None:
    trials = {"source_only": scores(0.2, False), "dann": scores(0.2, False), "mcc": scores(0.99, False)}
    right = {"source_only": answers(12, 30), "dann": answers(16, 30), "mcc": answers(15, 30)}
    choice = select_by_labels(trials, "source_only", right, POPULATION)
    assert (choice.chosen, choice.rivals) == ("dann", ("source_only", "mcc"))


def test_that_without_labels_the_evidence_decides() -> None:
    trials = {"source_only": scores(0.6), "dann": scores(0.9)}
    choice = select_by_labels(trials, "source_only", {"source_only": {}, "dann": {}}, POPULATION)
    assert choice == select(trials, "source_only")


def test_that_labels_of_all_images_leave_nothing_open() -> None:
    trials = {"source_only": scores(0.9), "dann": scores(0.1)}
    right = {"source_only": answers(40, 80), "dann": answers(41, 80)}
    assert select_by_labels(trials, "source_only", right, 80).chosen == "dann"
    assert select_by_labels(trials, "source_only", right, POPULATION).chosen == "source_only"


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(0, 1)), min_size=1, max_size=5))
def test_that_a_candidate_that_labels_exclude_is_never_chosen(candidates: list[tuple[int, float]]) -> None:
    names = ["source_only", *(f"method {number}" for number in range(1, len(candidates)))]
    trials = {name: scores(standing) for name, (_, standing) in zip(names, candidates, strict=True)}
    right = {name: answers(total, 30) for name, (total, _) in zip(names, candidates, strict=True)}
    choice = select_by_labels(trials, "source_only", right, POPULATION)
    best = max(total for total, _ in candidates)
    assert sum(right[choice.chosen].values()) >= best - 5, "of 30 nested answers, 6 more are shown to be better"
    assert choice.chosen not in choice.rivals


def pixels(score: float) -> Scores:
    return Scores(0.9, None, score, {"im": score})


@pytest.mark.parametrize(
    ("candidate", "flattered", "chosen", "rivals"),
    [
        (0.5, (), "fda", ()),
        (0.3 + SPREAD / 2, (), "source_only", ("fda",)),
        (0.5, ("fda",), "source_only", ("fda",)),
        (0.3 - SPREAD / 2, ("fda",), "source_only", ("fda",)),
        (0.3 - 2 * SPREAD, (), "source_only", ()),
    ],
)
def test_that_a_validator_does_not_rank_who_optimises_it_nor_decide_within_the_spread_of_seeds(
    candidate: float, flattered: tuple[str, ...], chosen: str, rivals: tuple[str, ...]
) -> None:
    choice = select({"source_only": pixels(0.3), "fda": pixels(candidate)}, "source_only", flattered)
    assert (choice.chosen, choice.rivals) == (chosen, rivals)


def signalled(confidence: float, neighbours: float, *shares: float) -> Scores:
    signals = AccuracySignals(confidence, neighbours, 0.7, 1.0, 0.95, shares=shares, samples=POPULATION)
    return Scores(0.95, None, 0.5, signals=signals)


@pytest.mark.parametrize(
    ("chosen", "reference", "told"),
    [
        (signalled(0.9, 0.8, 0.5, 0.5), signalled(0.9, 0.8, 0.6, 0.4), []),
        (signalled(0.9, 0.8, 0.5, 0.5), signalled(0.9, 0.8, 0.9, 0.1), ["one class for 50% of the target at most"]),
        (
            signalled(0.9, 0.8, 0.9, 0.1),
            signalled(0.9, 0.8, 0.5, 0.5),
            ["one class for 90% of the target, source only"],
        ),
        (signalled(0.95, 0.3, 0.5, 0.5), signalled(0.9, 0.8, 0.5, 0.5), ["contradicts"]),
    ],
    ids=["alike", "more even", "less even", "contradicted"],
)
def test_that_a_choice_is_doubted_where_the_evidence_may_mislead(
    chosen: Scores, reference: Scores, told: list[str]
) -> None:
    sentences = doubts(chosen, reference)
    assert len(sentences) == len(told)
    assert all(words in sentence for words, sentence in zip(told, sentences, strict=True))

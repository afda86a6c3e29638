"""What the shots of a run bought, against which run."""

import pytest

from workbench.core.job import Job, Shot
from workbench.core.scores import Estimate, Scores
from workbench.core.shot_gain import ScoredRun, ShotGain, shot_gain, shot_gains


def ran(
    name: str,
    shots: int,
    target: float | None = None,
    *,
    held: float | None = None,
    score: float = 0.5,
    method: str = "mcc",
    seed: int = 0,
    validator: str = "im",
    domain: str = "/b",
) -> ScoredRun:
    labelled = tuple(Shot(f"{at}.png", "a") for at in range(shots))
    job = Job(method=method, source="/a", target=domain, shots=labelled, seed=seed, validator=validator)
    estimate = None if held is None else Estimate(held, held - 0.1, held + 0.1, 10)
    return ScoredRun(name, job, Scores(0.9, target, score, {validator: score}, estimate))


def test_that_target_accuracy_is_compared_with_the_latest_run_of_fewer_shots() -> None:
    runs = [ran("run 1", 0, 0.5), ran("run 2", 10, 0.6), ran("run 3", 30, 0.8), ran("run 4", 30, 0.7, seed=1)]
    found = shot_gain(runs[3], runs[:3])
    assert found == ShotGain(20, "target accuracy", 0.6, 0.7, "run 2", True)
    assert found.points == pytest.approx(10)
    assert found.sentence == "+10.0 points of target accuracy with 20 more shots than run 2 (60.0% → 70.0%)."


def test_that_a_loss_is_told_with_its_sign() -> None:
    found = shot_gain(ran("run 2", 1, 0.5), [ran("run 1", 0, 0.6)])
    assert found is not None
    assert found.sentence.startswith("−10.0 points of target accuracy with 1 more shot than run 1 ")


def test_that_runs_whose_target_has_no_labels_are_compared_by_held_out_shots_and_else_by_the_score() -> None:
    few, many = ran("run 1", 10, held=0.5, score=0.2), ran("run 2", 20, held=0.6, score=0.25)
    assert shot_gain(many, [few]) == ShotGain(10, "held-out shots", 0.5, 0.6, "run 1", True)
    none = ran("run 0", 0, score=0.2)
    assert shot_gain(many, [none]) == ShotGain(20, "the score", 0.2, 0.25, "run 0", True)


def test_that_a_run_of_the_same_recipe_goes_before_a_later_one_and_any_other_is_said_to_differ() -> None:
    alike, other, now = ran("run 1", 0, 0.5), ran("run 2", 5, 0.7, method="dann"), ran("run 3", 10, 0.6)
    assert shot_gain(now, [alike, other]) == ShotGain(10, "target accuracy", 0.5, 0.6, "run 1", True)
    found = shot_gain(now, [other])
    assert found is not None
    assert found.sentence.endswith("; other settings differ too.")


def test_that_there_is_nothing_to_compare_without_shots_scores_or_a_run_of_fewer_shots_on_these_domains() -> None:
    first, elsewhere, now = ran("run 1", 10, 0.5), ran("run 2", 0, 0.5, domain="/c"), ran("run 3", 10, 0.6)
    assert shot_gain(now, [first, elsewhere]) is None
    assert shot_gain(ran("run 4", 0, 0.6), [first]) is None
    assert shot_gain(now._replace(scores=None), [ran("run 0", 0, 0.1)]) is None
    assert shot_gain(now, [ran("run 0", 0)._replace(scores=None)]) is None


def test_that_scores_of_two_validators_are_not_compared() -> None:
    snd = ran("run 1", 0, validator="snd")
    assert shot_gain(ran("run 2", 10), [snd]) is None
    both = snd._replace(scores=Scores(0.9, None, 0.5, {"snd": 0.5, "im": 0.3}))
    assert shot_gain(ran("run 2", 10), [both]) == ShotGain(10, "the score", 0.3, 0.5, "run 1", False)


def test_that_each_run_of_a_list_is_compared_with_those_before_it() -> None:
    found = shot_gains([ran("run 1", 0, 0.5), ran("run 2", 10, 0.6), ran("run 3", 20, 0.65)])
    assert [one and one.against for one in found] == [None, "run 1", "run 2"]

"""Targets with other classes than the source: which shift it is, what is rejected, and how that is measured."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.conftest import make_domain
from tests.engine.watching import changed
from workbench.core.compatibility import shift_of
from workbench.core.domain import UNKNOWN
from workbench.core.events import Finished, Warned
from workbench.core.job import Job, Shift, Shot
from workbench.core.manifest import UnknownRule, UnknownScore
from workbench.engine.open_set import FOREIGN, UNLABELLED, open_scores, rejected, unknown_rule
from workbench.engine.run import run
from workbench.store.run_folder import RunFolder


@pytest.mark.parametrize(
    ("target", "shift"),
    [
        ("abc", Shift.CLOSED),
        ("ab", Shift.PARTIAL),
        ("abcd", Shift.OPEN),
        ("abd", Shift.OPEN_PARTIAL),
        ("", Shift.CLOSED),
    ],
)
def test_that_the_shift_follows_from_the_classes(target: str, shift: Shift) -> None:
    assert shift_of(frozenset("abc"), frozenset(target)) is shift


@pytest.mark.parametrize(
    ("target", "shots", "shift"),
    [("", "ad", Shift.OPEN), ("ab", "d", Shift.OPEN_PARTIAL), ("abc", "d", Shift.OPEN), ("", "a", Shift.CLOSED)],
)
def test_that_a_person_who_names_another_class_says_that_there_are_others(
    target: str, shots: str, shift: Shift
) -> None:
    assert shift_of(set("abc"), set(target), set(shots)) is shift


def logits(*shares: tuple[float, ...]) -> torch.Tensor:
    return torch.tensor(shares).log()


BY_ENTROPY, BY_ODDS = UnknownRule(), UnknownRule(score=UnknownScore.LOG_ODDS)


@pytest.mark.parametrize(
    ("name", "shift", "rule"),
    [
        ("dance", Shift.OPEN, BY_ENTROPY),
        ("ovanet", Shift.OPEN_PARTIAL, BY_ODDS),
        ("dance", Shift.PARTIAL, None),
        ("ovanet", Shift.CLOSED, None),
    ],
)
def test_that_a_method_says_how_it_rejects_and_does_so_in_open_settings_only(
    name: str, shift: Shift, rule: UnknownRule | None
) -> None:
    assert unknown_rule(Job(method=name, source="", target="", shift=shift)) == rule


def test_that_a_negative_largest_logit_is_rejected_where_logits_are_log_odds() -> None:
    seen = torch.tensor([[0.1, -5.0, -6.0], [-0.1, -5.0, -6.0], [9.0, 9.0, 9.0], [-8.0, -9.0, -9.0]])
    assert rejected(seen, BY_ODDS).tolist() == [False, True, False, True]
    found = open_scores(seen, np.array([0, FOREIGN, 1, FOREIGN]), BY_ODDS)
    assert found is not None
    assert (found.unknown, found.known, found.auroc) == (1.0, 0.5, 1.0)


def test_that_what_is_more_than_half_unsure_is_rejected_in_open_settings_only() -> None:
    seen = logits((0.98, 0.01, 0.01), (0.4, 0.3, 0.3))
    assert rejected(seen, BY_ENTROPY).tolist() == [False, True]
    assert rejected(seen, None).tolist() == [False, False]
    edge = [-sum(p * math.log(p) for p in row) for row in ((0.98, 0.01, 0.01), (0.4, 0.3, 0.3))]
    assert edge[0] < math.log(3) / 2 < edge[1]


def test_that_the_scores_are_those_of_their_definitions() -> None:
    sure_a, sure_b, unsure = (0.98, 0.01, 0.01), (0.01, 0.98, 0.01), (0.34, 0.33, 0.33)
    seen = logits(sure_a, sure_a, unsure, sure_b, unsure, sure_a, unsure, sure_a)
    labels = np.array([0, 1, 0, 1, FOREIGN, FOREIGN, FOREIGN, UNLABELLED])
    found = open_scores(seen, labels, BY_ENTROPY)
    assert found is not None
    assert found.known == 2 / 4  # the first and the fourth
    assert found.os_star == pytest.approx((1 / 2 + 1 / 2) / 2)
    assert found.unknown == pytest.approx(2 / 3)
    assert found.os == pytest.approx((1 / 2 + 1 / 2 + 2 / 3) / 3)
    assert found.h == pytest.approx(2 * 0.5 * (2 / 3) / (0.5 + 2 / 3))
    wins = [u > k for u in (1.1, 0.1, 1.1) for k in (0.1, 0.1, 1.1, 0.1)]  # entropies, rounded; ties count one half
    ties = [u == k for u in (1.1, 0.1, 1.1) for k in (0.1, 0.1, 1.1, 0.1)]
    assert found.auroc == pytest.approx((sum(wins) + sum(ties) / 2) / 12)


def test_that_there_is_nothing_to_score_without_labels_of_both_kinds() -> None:
    seen = logits((0.98, 0.01, 0.01))
    assert open_scores(seen, np.array([0]), BY_ENTROPY) is None
    assert open_scores(seen, np.array([FOREIGN]), BY_ENTROPY) is None
    assert open_scores(seen, np.array([0]), None) is None


@pytest.fixture
def open_job(job: Job, tmp_path: Path) -> Job:
    """A target that lacks one class of the source and has another."""
    return changed(job, target=str(make_domain(tmp_path / "other", seed=5, classes="abd")), steps=30, method="dance")


def test_that_a_run_finds_the_shift_and_names_unknown_samples(open_job: Job, tmp_path: Path) -> None:
    *_, finished = run(open_job, tmp_path / "run")
    place = RunFolder(tmp_path / "run")
    assert place.job().shift is Shift.OPEN_PARTIAL
    assert isinstance(finished, Finished)
    scores = finished.scores.open
    assert scores is not None
    told = {one.path: one.predicted for one in place.predictions()}
    foreign = [name for path, name in told.items() if path.startswith("d/")]
    assert scores.unknown == pytest.approx(sum(name == UNKNOWN for name in foreign) / len(foreign))
    known = {path: name for path, name in told.items() if not path.startswith("d/")}
    assert scores.known == pytest.approx(sum(path[0] == name for path, name in known.items()) / len(known))


def test_that_a_person_who_says_that_classes_are_the_same_gets_no_unknown(open_job: Job, tmp_path: Path) -> None:
    *_, finished = run(changed(open_job, shift=Shift.CLOSED), tmp_path / "run")
    assert isinstance(finished, Finished)
    assert finished.scores.open is None
    assert UNKNOWN not in {one.predicted for one in RunFolder(tmp_path / "run").predictions()}


def test_that_a_class_that_a_person_named_is_learned_from_its_shots_alone(open_job: Job, tmp_path: Path) -> None:
    shots = tuple(Shot(f"d/{number:03}.png", "new") for number in range(6))
    unknown = (Shot("d/006.png", UNKNOWN),)
    job = changed(open_job, method="s_plus_t", steps=60, shots=shots + unknown, shots_held_out=0.0)
    *events, finished = run(job, tmp_path / "run")
    assert isinstance(finished, Finished)
    place = RunFolder(tmp_path / "run")
    assert place.result().classes == ("a", "b", "c", "new")
    told = [event.message for event in events if isinstance(event, Warned)]
    assert any("only their shots teach them: new" in message for message in told)
    assert any(f"1 target images are labelled “{UNKNOWN}”" in message for message in told)
    said = {one.path: one.predicted for one in place.predictions()}
    rest = [path for path in said if path.startswith("d/") and path not in {shot.path for shot in shots}]
    assert sum(said[path] == "new" for path in rest) > len(rest) / 2


def test_that_a_target_without_class_folders_is_asked_about(job: Job, tmp_path: Path) -> None:
    flat = make_domain(tmp_path / "flat", seed=5)
    for path in sorted(flat.glob("*/*.png")):
        path.rename(flat / f"{path.parent.name}-{path.name}")
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    asked = "may lack some or have others, say so"
    told = [
        event.message for event in run(changed(job, target=str(flat)), tmp_path / "run") if isinstance(event, Warned)
    ]
    assert any(asked in message for message in told)
    said = run(changed(job, target=str(flat), shift=Shift.PARTIAL), tmp_path / "again")
    assert not any(asked in event.message for event in said if isinstance(event, Warned))

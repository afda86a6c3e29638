"""`auto`: methods tried side by side, the best one taken, at any interruption as if there had been none."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from workbench.core.errors import UserError
from workbench.core.events import Compared, Evaluated, Finished, Prepared, Progressed, Started
from workbench.core.job import Job, Shot
from workbench.core.run_selection import degradation, select, standing
from workbench.core.scores import Scores
from workbench.data.mask_png import write_numbers
from workbench.engine.auto import execute, short_list
from workbench.engine.model_io import load_adapted
from workbench.engine.run import run
from workbench.store.run_folder import RunFolder


@pytest.fixture
def auto(job: Job) -> Job:
    return msgspec.structs.replace(job, method="auto", steps=60)


def test_that_the_winner_ends_as_if_it_had_been_run_alone(auto: Job, tmp_path: Path) -> None:
    events = list(execute(auto, tmp_path / "auto"))
    place = RunFolder(tmp_path / "auto")
    (compared,) = (event for event in events if isinstance(event, Compared))
    assert [trial.method for trial in compared.trials] == short_list()
    assert place.comparison() == compared
    assert place.job().method == compared.chosen
    assert isinstance(events[-1], Finished)
    assert events[-1].run == str(place.path)
    assert place.result().finished == events[-1]
    list(run(msgspec.structs.replace(auto, method=compared.chosen), tmp_path / "alone"))
    assert place.model.read_bytes() == RunFolder(tmp_path / "alone").model.read_bytes()
    assert load_adapted(place).classes == ("a", "b", "c")
    assert not place.trials.exists()


def test_that_on_masks_only_methods_for_pixels_are_tried(street_job: Job, tmp_path: Path) -> None:
    events = list(execute(msgspec.structs.replace(street_job, method="auto", steps=10), tmp_path))
    (compared,) = (event for event in events if isinstance(event, Compared))
    assert [trial.method for trial in compared.trials] == short_list("segment")
    assert "mcc" not in short_list("segment")
    assert "dacs" not in short_list()


def test_that_everything_that_the_winner_left_is_adopted(street_job: Job, tmp_path: Path) -> None:
    place, alone = RunFolder(tmp_path / "auto"), RunFolder(tmp_path / "alone")
    painted = tmp_path / "painted.png"
    write_numbers(np.ones((32, 64), np.uint8), ((0, 0, 0), (1, 1, 1)), painted)
    shot = Shot("images/003.png", mask=str(painted))
    job = msgspec.structs.replace(street_job, steps=10, tensorboard=True, shots=(shot,))
    list(execute(msgspec.structs.replace(job, method="auto"), place.path))
    list(run(msgspec.structs.replace(job, method=place.job().method), alone.path))
    assert left(place) - {"comparison.json"} == left(alone)
    assert len(list(place.masks.rglob("*.png"))) == 2 * 12, "a mask and its doubt of each target image"
    for name in sorted(left(alone)):
        if name.startswith(("masks/", "images.csv", "predictions.csv", "shot")):
            assert (place.path / name).read_bytes() == (alone.path / name).read_bytes(), name
    assert [one.path for one in place.image_scores()] == [one.path for one in alone.image_scores()]
    assert len(place.image_scores()) == 11, "the shot does not measure"


def left(place: RunFolder) -> set[str]:
    """The files of a run, TensorBoard's by their folder: their names hold the time."""
    files = {file.relative_to(place.path) for file in place.path.rglob("*") if file.is_file()}
    return {file.as_posix() if file.parts[0] != "tensorboard" else "tensorboard" for file in files}


def test_that_progress_counts_all_that_is_to_be_done(auto: Job, tmp_path: Path) -> None:
    events = list(execute(auto, tmp_path / "auto"))
    told = [event for event in events if isinstance(event, Progressed)]
    total = 25 * len(short_list()) + 60 - 25
    steps = [event.step for event in told]  # some more than once: while a run looks at itself, it stands still
    assert steps == sorted(steps)
    assert set(steps) == set(range(total + 1))
    assert {event.steps for event in told} == {total}
    prepared = {event.what.partition(" · ")[0] for event in events if isinstance(event, Prepared)}
    number = len(short_list())
    assert {f"Trial {trial} of {number}" for trial in range(1, number + 1)} <= prepared


def test_that_the_choice_is_by_the_scores_at_the_end_of_the_trials(auto: Job, tmp_path: Path) -> None:
    events = list(execute(msgspec.structs.replace(auto, validator="source_accuracy"), tmp_path / "auto"))
    (compared,) = (event for event in events if isinstance(event, Compared))
    scores = {trial.method: trial.scores for trial in compared.trials}
    assert compared.chosen == select(scores, "source_only").chosen
    assert all(one.score == one.source_accuracy for one in scores.values())
    assert f"{standing(scores[compared.chosen]):.2f}" in compared.reason


def test_that_a_choice_stopped_again_and_again_goes_on_where_it_was(auto: Job, tmp_path: Path) -> None:
    list(execute(auto, tmp_path / "whole"))
    place, before = RunFolder(tmp_path / "stopped"), 0
    for at in (10, 40, 70, 100):
        job = place.job() if before else auto
        events = execute(job, place.path, resume=bool(before))
        steps = []
        for event in events:
            if isinstance(event, Progressed):
                steps.append(event.step)
                if event.step == at:
                    events.close()
        assert steps[0] == (before + 1 if before else 0)
        assert place.job().method == "auto"
        before = at
    rest = list(execute(place.job(), place.path, resume=True))
    first = next(event.step for event in rest if isinstance(event, Progressed))
    assert first == before, "it was stopped while it looked, and looks again"
    whole = RunFolder(tmp_path / "whole")
    assert place.model.read_bytes() == whole.model.read_bytes()
    told, expected = ([one for one in folder.events() if isinstance(one, Evaluated)] for folder in (place, whole))
    assert told == expected


def test_that_a_run_killed_while_it_adopts_the_winner_adopts_it_when_it_is_resumed(auto: Job, tmp_path: Path) -> None:
    job = msgspec.structs.replace(auto, steps=10)
    list(execute(job, tmp_path / "whole"))
    events, place = execute(job, tmp_path / "killed"), RunFolder(tmp_path / "killed")
    compared = next(event for event in events if isinstance(event, Compared))
    events.close()
    winner = place.trial(compared.chosen)
    list(run(winner.job(), winner.path, resume=True))
    place.adopt(winner)  # the process was killed here
    rest = list(execute(place.job(), place.path, resume=True))
    assert [type(event) for event in rest if not isinstance(event, Prepared)] == [Compared, Finished], "no new training"
    assert left(place) == left(RunFolder(tmp_path / "whole"))
    assert place.result().finished == rest[-1]


@pytest.mark.parametrize("at", [4, 14, "Compared"])
def test_that_a_stopped_choice_shows_the_trial_that_it_trains(at: int | str, auto: Job, tmp_path: Path) -> None:
    place = RunFolder(tmp_path)
    assert place.training_folder().path == place.path, "nothing has begun"
    events, trial = execute(msgspec.structs.replace(auto, steps=10), place.path), ""
    for event in events:
        trial = Path(event.folder).name if isinstance(event, Started) else trial
        if isinstance(event, Compared):
            trial = event.chosen
        if at in (type(event).__name__, event.step if isinstance(event, Progressed) else None):
            events.close()
    assert place.training_folder().path == place.trial(trial).path
    assert any(isinstance(event, Evaluated) for event in place.training_folder().events())
    if at == "Compared":
        comparison = place.comparison()
        assert comparison is not None
        assert comparison.chosen == trial, "a stopped run tells what was chosen"
    list(execute(place.job(), place.path, resume=True))
    assert place.training_folder().path == place.path


def test_that_settings_of_a_method_are_refused(auto: Job, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="accepts no method settings"):
        list(execute(msgspec.structs.replace(auto, settings={"temperature": 1.0}), tmp_path / "auto"))


def test_that_harm_is_a_broken_source_or_a_fallen_score() -> None:
    plain = Scores(0.95, 0.11, 0.5)
    assert "reduced the source accuracy to 9%, from 95%" in degradation(Scores(0.09, 0.10, 0.9), plain)
    assert "below 0.50 without adaptation" in degradation(Scores(0.94, 0.9, 0.4), plain)
    assert degradation(Scores(0.94, 0.0, 0.6), plain) == ""


def test_that_what_does_harm_is_not_taken_however_well_it_scores() -> None:
    trials = {"source_only": Scores(0.95, None, 0.5), "sure but broken": Scores(0.1, None, 0.99)}
    assert select(trials, "source_only").chosen == "source_only"
    assert select(trials | {"good": Scores(0.94, None, 0.7)}, "source_only").chosen == "good"


@pytest.mark.parametrize("steps", [1, 10])
def test_that_a_run_too_short_to_try_a_part_of_compares_whole_runs(steps: int, auto: Job, tmp_path: Path) -> None:
    auto = msgspec.structs.replace(auto, steps=steps)
    events = list(execute(auto, tmp_path / "auto"))
    (compared,) = (event for event in events if isinstance(event, Compared))
    told = [event for event in events if isinstance(event, Evaluated) and event.step == steps and not event.final]
    assert [trial.scores for trial in compared.trials] == [event.scores for event in told]
    assert [type(event) for event in events].count(Finished) == 1
    total = len(short_list()) * steps
    assert {event.step for event in events if isinstance(event, Progressed)} == set(range(total + 1))

    stopped = execute(auto, tmp_path / "stopped")
    for event in stopped:
        if isinstance(event, Progressed) and event.step == steps + 1:  # in the second method
            stopped.close()
            break
    place = RunFolder(tmp_path / "stopped")
    list(execute(place.job(), place.path, resume=True))
    assert place.model.read_bytes() == RunFolder(tmp_path / "auto").model.read_bytes()

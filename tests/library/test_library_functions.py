"""The functions of the library, from folders to predictions, over plain values."""

from pathlib import Path

import pytest

import workbench
from workbench.core.errors import UserError
from workbench.core.events import Event, Finished, Progressed, Started
from workbench.library.adapted_run import AdaptedRun
from workbench.library.adapting import Adaptation
from workbench.store.run_folder import RunFolder


@pytest.fixture(scope="module")
def adapted(domains: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> AdaptedRun:
    folder = tmp_path_factory.mktemp("library")
    return adaptation(domains, folder / "run", cache=folder / "cache").result()


def adaptation(domains: tuple[Path, Path], out: Path, cache: Path) -> Adaptation:
    return workbench.adapt(*domains, "source_only", steps=12, batch=8, image_size=16, out=out, cache=cache)


def test_that_a_scan_says_what_is_there(domains: tuple[Path, Path]) -> None:
    contents = workbench.scan(domains[0]).result()
    assert contents.counts == {"a": 24, "b": 24, "c": 24}
    assert contents.set_aside == []


def test_that_an_adaptation_is_a_loop_over_its_events(domains: tuple[Path, Path], tmp_path: Path) -> None:
    run = adaptation(domains, tmp_path / "run", tmp_path / "cache")
    events: list[Event] = []
    for event in run:
        events.append(event)
        if isinstance(event, Progressed) and event.step == 6:
            break
    assert any(isinstance(event, Started) for event in events)
    rest = list(run)
    assert isinstance(rest[-1], Finished)
    assert run.result().scores == rest[-1].scores


def test_that_an_adaptation_that_is_closed_can_be_resumed(domains: tuple[Path, Path], tmp_path: Path) -> None:
    with adaptation(domains, tmp_path / "run", tmp_path / "cache") as run:
        next(event for event in run if isinstance(event, Progressed) and event.step == 6)
    with pytest.raises(UserError, match="was stopped before it had a result"):
        run.result()
    resumed = workbench.resume(tmp_path / "run").result()
    assert isinstance(resumed, AdaptedRun)
    assert resumed.predictions == adaptation(domains, tmp_path / "again", tmp_path / "cache").result().predictions


def test_that_a_run_is_measured_exported_and_predicts(
    adapted: AdaptedRun, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    measured = workbench.measure(adapted.folder, domains[1]).result()
    assert measured.answer["accuracy"] == pytest.approx(adapted.scores.target_accuracy)
    exported = workbench.export(adapted.folder, tmp_path / "model.onnx").result()
    assert exported.out is not None
    assert exported.costs[0].agreement == 1
    predicted = workbench.predict(exported.out, domains[1], tmp_path / "said.csv").result()
    assert predicted.predicted == len(adapted.predictions) == 72


def test_that_the_recipe_of_a_run_repeats_it(adapted: AdaptedRun, tmp_path: Path) -> None:
    again = workbench.adapt(recipe=adapted.recipe, out=tmp_path / "again").result()
    assert again.scores == adapted.scores
    assert again.job == adapted.job
    changed = workbench.adapt(recipe=adapted.recipe, out=tmp_path / "other", steps=4, settings={"weight_decay": 0.1})
    assert (changed.job.steps, changed.job.settings["weight_decay"]) == (4, 0.1)


def test_that_a_shift_is_measured(adapted: AdaptedRun, domains: tuple[Path, Path], tmp_path: Path) -> None:
    page = tmp_path / "shift.html"
    shift = workbench.inspect(*domains, model=adapted.folder, images=20, out=page).result()
    assert (shift.inspection.source_count, shift.inspection.target_count) == (20, 20)
    assert shift.sentence in page.read_text(encoding="utf-8")


def test_that_shots_are_given_as_classes_by_path(domains: tuple[Path, Path], tmp_path: Path) -> None:
    run = workbench.adapt(*domains, "mme", shots={"a/000.png": "a", "b/001.png": "b"}, out=tmp_path / "run")
    assert [(shot.path, shot.label) for shot in run.job.shots] == [("a/000.png", "a"), ("b/001.png", "b")]
    assert not RunFolder(tmp_path / "run").begun()


def test_that_a_translation_trains_and_writes(domains: tuple[Path, Path], tmp_path: Path) -> None:
    done = workbench.translate(
        *domains, translator="reinhard", run=tmp_path / "run", out=tmp_path / "out", cache=tmp_path / "cache"
    ).result()
    assert (done.images, done.quality is not None, done.finished is not None) == (72, True, True)
    one = tmp_path / "one.png"
    applied = workbench.translate(domains[0] / "a" / "000.png", model=done.run, out=one).result()
    assert applied.image == one
    assert one.is_file()

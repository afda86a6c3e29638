"""Runs: every method of the registry, start to end, stopped and resumed, refused and failing."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from tests.conftest import make_domain
from tests.engine.watching import assert_same_run, best_weights, changed, fitting, stop_at, weights
from workbench.core.errors import UserError
from workbench.core.events import (
    Embedding,
    Evaluated,
    Finished,
    Prepared,
    Progressed,
    Saved,
    Scalars,
    StageScores,
    Started,
    TranslatorKept,
    Warned,
)
from workbench.core.generators import Returning
from workbench.core.job import Job, Shift, Shot, Tune
from workbench.core.scores import AccuracySignals
from workbench.core.translation import Direction
from workbench.data.decode import decode, decode_bytes
from workbench.engine.device import fabric_for
from workbench.engine.frozen_features import VIEWS
from workbench.engine.model_io import load_adapted
from workbench.engine.registry import methods
from workbench.engine.run import run
from workbench.engine.setup import set_up
from workbench.engine.translator_io import load_translator, translate_pixels
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder

NAMES = [name for name, known in methods().items() if "classify" in known.tasks]


@pytest.mark.parametrize("name", NAMES)
def test_that_a_run_tells_its_story_in_order(name: str, job: Job, tmp_path: Path) -> None:
    events = list(run(fitting(name, job), tmp_path / "run"))
    kinds = [type(event) for event in events]
    assert kinds.index(Started) < kinds.index(Embedding) < kinds.index(Scalars) < kinds.index(Finished)
    assert kinds[-1] is Finished
    steps = [event.step for event in events if isinstance(event, Progressed)]
    assert list(dict.fromkeys(steps)) == list(range(13))  # some more than once: a look tells that it is under way


@pytest.mark.parametrize("name", NAMES)
def test_that_the_same_seed_gives_the_same_run(name: str, job: Job, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        list(run(fitting(name, job), tmp_path / folder))
    assert_same_run(tmp_path / "one", tmp_path / "two")


@pytest.mark.parametrize("name", NAMES)
def test_that_a_resumed_run_ends_as_if_it_had_never_stopped(name: str, job: Job, tmp_path: Path) -> None:
    list(run(fitting(name, job), tmp_path / "whole"))
    stop_at(5, run(fitting(name, job), tmp_path / "broken"))
    assert RunFolder(tmp_path / "broken").checkpoint.is_file()
    list(run(RunFolder(tmp_path / "broken").job(), tmp_path / "broken", resume=True))
    assert_same_run(tmp_path / "whole", tmp_path / "broken")


def test_that_a_stopped_run_is_ended_with_the_model_of_its_checkpoint(job: Job, tmp_path: Path) -> None:
    stop_at(5, run(job, tmp_path))
    *_, finished = run(RunFolder(tmp_path).job(), tmp_path, resume=True, finish=True)
    assert isinstance(finished, Finished)
    folder = RunFolder(tmp_path)
    assert folder.result().ended == 5
    assert len(folder.predictions()) == len(list(Path(job.target).rglob("*.png")))
    assert not [event for event in folder.events() if isinstance(event, Scalars) and event.step > 5]


def test_that_a_run_is_not_ended_before_it_has_trained(job: Job, tmp_path: Path) -> None:
    stop_at(0, run(job, tmp_path))
    with pytest.raises(UserError, match="before training began"):
        list(run(job, tmp_path, resume=True, finish=True))
    with pytest.raises(UserError, match="several devices"):
        list(run(changed(job, devices=2), tmp_path, resume=True, finish=True))


@pytest.mark.parametrize("name", NAMES)
def test_that_the_model_left_behind_predicts_what_the_run_predicted(name: str, job: Job, tmp_path: Path) -> None:
    from workbench.data.decode import decode

    list(run(fitting(name, job), tmp_path))
    adapted = load_adapted(RunFolder(tmp_path))
    kept = RunFolder(tmp_path).predictions()
    images = torch.stack([torch.tensor(decode(Path(job.target) / one.path, 16)).permute(2, 0, 1) / 255 for one in kept])
    with torch.inference_mode():
        predicted = adapted.model(images).argmax(1).tolist()
    assert [adapted.classes[k] for k in predicted] == [one.predicted for one in kept]


@pytest.mark.parametrize("name", [name for name in NAMES if "pixels" not in methods()[name].needs])
def test_that_a_frozen_backbone_trains_a_head_on_cached_features(name: str, job: Job, tmp_path: Path) -> None:
    fast = fitting(name, job, backbone="efficientnet_lite0", tune=Tune.HEAD, image_size=32)
    events = list(run(fast, tmp_path))
    assert any(getattr(event, "what", "") == "Computing target features" for event in events)
    again = list(run(fast, tmp_path / "again"))
    assert not any(getattr(event, "what", "") == "Computing target features" for event in again)


def test_that_a_method_that_repaints_images_takes_no_frozen_backbone_and_tells_what_each_stage_left(
    job: Job, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="Use --tune all"):
        list(run(changed(job, method="cycada", backbone="efficientnet_lite0", tune=Tune.HEAD), tmp_path / "head"))
    list(run(changed(job, method="cycada"), tmp_path / "all"))
    events = list(RunFolder(tmp_path / "all").events())
    told = [event for event in events if isinstance(event, StageScores)]
    assert [(one.stage, one.title) for one in told] == [
        ("source", "source only"), ("translated", "pixels"), ("features", "pixels and features"),
    ]  # fmt: skip
    final = next(event for event in events if isinstance(event, Evaluated) and event.final)
    assert told[-1].scores == final.scores


def test_that_the_translator_a_method_trained_is_kept_measured_and_can_be_used(job: Job, tmp_path: Path) -> None:
    list(run(changed(job, method="cycada"), tmp_path / "003-cycada"))
    kept = next(one for one in RunFolder(tmp_path / "003-cycada").events() if isinstance(one, TranslatorKept))
    place = TranslationFolder(Path(kept.folder))
    assert place.job().run == "003-cycada"
    assert place.result().quality == kept.quality
    preview = place.preview()
    assert preview is not None
    loaded = load_translator(place.path, "cpu")
    assert loaded.classes == ("a", "b", "c")
    sample = preview.rows[0]
    before, after = (decode_bytes(png) for png in (sample.source, sample.translated))
    (again,) = translate_pixels(loaded, [before], Direction.TO_TARGET)
    assert np.abs(again.astype(int) - after).max() <= 1, "what was looked at is what is kept"


def test_that_strong_views_are_computed_for_a_frozen_backbone_where_a_method_learns_from_them(
    job: Job, tmp_path: Path
) -> None:
    fast = fitting("pac", job, backbone="efficientnet_lite0", tune=Tune.HEAD, image_size=32)
    trainer = Returning(set_up(fast, fabric_for(fast))).finish().trainer
    target, source = trainer.problem.target, trainer.problem.source
    assert source.strong == ()
    assert len(target.strong) == VIEWS
    assert all(view.shape == target.inputs.shape for view in target.strong)
    assert not np.allclose(target.strong[0], target.strong[1])
    batch = trainer.batch()
    possible = np.stack([view[batch.target_rows] for view in target.strong])
    assert (possible == batch.target_strong.numpy()).all(axis=2).any(axis=0).all()
    assert batch.source_strong.shape[0] == 0


def test_that_adaptation_learns_the_source(job: Job, tmp_path: Path) -> None:
    *_, finished = run(changed(job, steps=60), tmp_path)
    assert isinstance(finished, Finished)
    assert finished.scores.source_accuracy == 1.0


def test_that_shots_lift_the_target_and_do_not_count_in_its_accuracy(job: Job, tmp_path: Path) -> None:
    shots = tuple(Shot(f"{name}/{number:03d}.png", name) for name in "abc" for number in range(4))
    *_, plain = run(changed(job, steps=60), tmp_path / "plain")
    *_, helped = run(changed(job, steps=60, shots=shots), tmp_path / "helped")
    assert isinstance(plain, Finished)
    assert isinstance(helped, Finished)
    assert (helped.scores.target_accuracy or 0) > (plain.scores.target_accuracy or 0)
    every = tuple(Shot(f"{name}/{number:03d}.png", name) for name in "abc" for number in range(24))
    *_, all_shots = run(changed(job, shots=every, shots_held_out=0.0), tmp_path / "all")
    assert isinstance(all_shots, Finished)
    assert all_shots.scores.target_accuracy is None


def test_that_labels_of_the_target_change_nothing_but_the_measurement(job: Job, tmp_path: Path) -> None:
    source = Path(job.source)
    flat = tmp_path / "flat"
    flat.mkdir()
    for path in sorted(Path(job.target).glob("*/*.png")):
        (flat / f"{path.parent.name}{path.name}").write_bytes(path.read_bytes())
    list(run(changed(job, method="mcc"), tmp_path / "labelled"))
    *_, finished = run(changed(job, method="mcc", target=str(flat), source=str(source)), tmp_path / "unlabelled")
    assert isinstance(finished, Finished)
    assert finished.scores.target_accuracy is None
    one, other = weights(tmp_path / "labelled"), weights(tmp_path / "unlabelled")
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_that_a_stop_before_training_can_be_resumed_from_the_start(job: Job, tmp_path: Path) -> None:
    events = run(job, tmp_path)
    next(events)
    events.close()
    *_, finished = run(RunFolder(tmp_path).job(), tmp_path, resume=True)
    assert isinstance(finished, Finished)


def test_that_a_run_begun_anew_forgets_what_one_that_was_cut_off_had_told(job: Job, tmp_path: Path) -> None:
    stop_at(5, run(job, tmp_path))
    list(run(job, tmp_path))
    assert sum(isinstance(event, Started) for event in RunFolder(tmp_path).events()) == 1


def test_that_checkpoints_are_gone_once_the_run_is_finished(job: Job, tmp_path: Path) -> None:
    saved = [event for event in run(job, tmp_path) if isinstance(event, Saved)]
    assert [event.step for event in saved] == [job.steps]  # before the end is measured, which can fail
    assert not RunFolder(tmp_path).checkpoint.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"method": "none"}, "no method “none”"),
        ({"backbone": "none"}, "no backbone “none”"),
        ({"device": "cuda:7"}, "no device “cuda:7”"),
        ({"precision": "3-bit"}, "precision “3-bit”"),
        ({"steps": 0}, "steps is 0"),
        ({"batch": 1}, "batch size is 1"),
        ({"image_size": 4}, "too small"),
        ({"tune": Tune.HEAD, "backbone": "small"}, "not pretrained"),
        ({"settings": {"speed": 1.0}}, "no setting “speed”"),
        ({"shots": (Shot("nowhere.png", "a"),)}, "not among the target's"),
        ({"shots": (Shot("a/000.png", "z"),), "shift": Shift.CLOSED}, "labels that the source lacks: z"),
        ({"source": "/nowhere"}, "no folder /nowhere"),
    ],
)
def test_that_an_impossible_job_is_refused_in_a_sentence(
    values: dict[str, Any], words: str, job: Job, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=words):
        list(run(changed(job, **values), tmp_path))


def test_that_a_single_class_is_refused(job: Job, tmp_path: Path) -> None:
    one = make_domain(tmp_path / "one", seed=0, classes="a")
    with pytest.raises(UserError, match="only one class, “a”"):
        list(run(changed(job, source=str(one)), tmp_path / "run"))


def test_that_labels_without_a_common_class_are_left_out_and_told(job: Job, tmp_path: Path) -> None:
    other = make_domain(tmp_path / "other", seed=0, classes="xy")
    events = list(run(changed(job, target=str(other)), tmp_path / "run"))
    told = [event.message for event in events if isinstance(event, Warned)]
    assert any("source (a, b, c) and the target (x, y) have no class in common" in message for message in told)
    assert all(event.scores.target_accuracy is None for event in events if isinstance(event, Evaluated))


def test_that_the_model_its_validator_liked_best_is_kept_beside_the_last(job: Job, tmp_path: Path) -> None:
    job = changed(job, method="mcc", steps=100)
    events = list(run(job, tmp_path / "run"))
    place = RunFolder(tmp_path / "run")
    looks = [event for event in events if isinstance(event, Evaluated) and event.step > 0 and not event.final]
    best = max(reversed(looks), key=lambda event: event.scores.validators["im"])
    assert place.result().best_step == best.step
    assert [event.scores.score for event in looks] == [event.scores.validators["im"] for event in looks]
    list(run(changed(job, validator="source_accuracy"), tmp_path / "other"))
    first, second = weights(tmp_path / "run"), weights(tmp_path / "other")
    assert all(torch.equal(first[name], second[name]) for name in first)  # a validator looks on, and changes nothing
    kept = load_adapted(place, best=True).model.state_dict()
    last = load_adapted(place).model.state_dict()
    assert all(torch.equal(kept[name], last[name]) for name in kept) == (best.step == 100)


def test_that_a_checkpoint_takes_the_best_model_along(job: Job, tmp_path: Path) -> None:
    job = changed(job, method="mcc", steps=100)
    list(run(job, tmp_path / "whole"))
    place = RunFolder(tmp_path / "broken")
    stop_at(60, run(job, place.path))
    kept = best_weights(place.path)
    list(run(place.job(), place.path, resume=True))
    whole, ended = best_weights(tmp_path / "whole"), best_weights(place.path)
    assert all(torch.equal(whole[name], ended[name]) for name in whole)
    later = place.result().best_step > 60
    assert all(torch.equal(kept[name], ended[name]) for name in kept) != later


def test_that_a_run_stopped_in_its_last_evaluation_keeps_its_best_model(job: Job, tmp_path: Path) -> None:
    job = changed(job, method="mcc", steps=100)
    list(run(job, tmp_path / "whole"))
    place = RunFolder(tmp_path / "broken")
    stop_at(100, run(job, place.path))
    list(run(place.job(), place.path, resume=True))
    whole, ended = best_weights(tmp_path / "whole"), best_weights(place.path)
    assert all(torch.equal(whole[name], ended[name]) for name in whole)
    assert place.result().best_step == RunFolder(tmp_path / "whole").result().best_step


def test_that_an_unknown_validator_is_refused(job: Job, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no validator"):
        list(run(changed(job, validator="crystal ball"), tmp_path / "run"))


def test_that_three_images_a_class_are_enough(job: Job, tmp_path: Path) -> None:
    small = make_domain(tmp_path / "small", seed=4, classes="ab", count=3)
    list(run(changed(job, source=str(small)), tmp_path / "run"))
    single = make_domain(tmp_path / "single", seed=4, classes="ab", count=1)
    with pytest.raises(UserError, match="held out"):
        list(run(changed(job, source=str(single)), tmp_path / "other"))


def test_that_features_are_kept_by_what_images_show(job: Job, tmp_path: Path) -> None:
    source, target = (make_domain(tmp_path / name, seed=4, negative=name == "target") for name in ("source", "target"))
    for folder in (source, target):
        for image in folder.rglob("*.png"):
            bitmap = image.with_suffix(".bmp")
            Image.open(image).save(bitmap)
            image.unlink()
            os.utime(bitmap, ns=(10**18, 10**18))  # names, sizes and times are all alike, as an archive may leave them
    job = changed(job, source=str(source), target=str(target), backbone="efficientnet_lite0", image_size=32)
    what = {event.what for event in run(changed(job, tune=Tune.HEAD), tmp_path / "run") if isinstance(event, Prepared)}
    assert {"Computing source features", "Computing target features"} <= what


def test_that_a_missing_gpu_is_told_in_a_sentence(job: Job, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no device “cuda:7”"):
        list(run(changed(job, device="cuda:7"), tmp_path / "run"))


def test_that_a_method_that_wants_shots_says_so_where_there_are_none(job: Job, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="MME needs labelled target images"):
        list(run(changed(job, method="mme"), tmp_path / "run"))


def test_that_the_kept_model_is_calibrated_as_its_predictions_are(job: Job, tmp_path: Path) -> None:
    list(run(job, tmp_path / "run"))
    place = RunFolder(tmp_path / "run")
    signals = place.result().finished.scores.signals
    assert isinstance(signals, AccuracySignals)
    adapted = load_adapted(place)
    assert adapted.model.temperature == signals.temperature != 1
    rows = place.predictions()
    images = np.stack([decode(Path(job.target) / row.path, 16) for row in rows]).transpose(0, 3, 1, 2) / 255
    logits = adapted.model(torch.from_numpy(images.astype(np.float32)))
    confidence = logits.softmax(dim=1).amax(dim=1).numpy()
    assert confidence == pytest.approx([row.confidence for row in rows], abs=1e-5)
    assert confidence.mean() == pytest.approx(signals.confidence, abs=1e-5)
    adapted.model.temperature = 1.0
    assert (adapted.model(torch.from_numpy(images.astype(np.float32))).argmax(1) == logits.argmax(1)).all()

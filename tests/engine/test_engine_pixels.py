"""Runs where the class of each pixel is told: from folders with masks to scores, masks and pictures, and refusals."""

import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from PIL import Image

from tests.conftest import make_scenes
from tests.engine.watching import assert_same_run, changed, stop_at
from workbench.core.errors import UserError
from workbench.core.events import Evaluated, Finished, Overlays, StageScores, Started, Warned
from workbench.core.job import Augment, Job, Shift, Shot, Tune
from workbench.core.masks import IGNORED
from workbench.data.batches import rare_class_chances
from workbench.data.paired_augment import IGNORE, BatchShare, augmented_pair, labels_of
from workbench.engine.model_io import load_adapted
from workbench.engine.registry import methods
from workbench.engine.run import run
from workbench.engine.tasks.segmentation.metrics import PixelCount
from workbench.store.run_folder import RunFolder

NAMES = [name for name, known in methods().items() if "segment" in known.tasks and "shots" not in known.needs]


def final(folder: Path) -> Evaluated:
    return next(event for event in RunFolder(folder).events() if isinstance(event, Evaluated) and event.final)


@pytest.mark.parametrize("name", NAMES)
def test_that_a_run_on_masks_ends_with_scores_masks_and_overlays(name: str, street_job: Job, tmp_path: Path) -> None:
    events = list(run(changed(street_job, method=name), tmp_path / "run"))
    assert isinstance(events[-1], Finished)
    told = events[-1].scores.target_pixels
    assert told is not None
    assert told.images == 12
    assert len(told.iou) == 3
    assert 0 <= told.miou <= 1
    assert 0 <= told.accuracy <= 1
    assert events[-1].scores.target_accuracy == told.accuracy
    shown = next(event for event in events if isinstance(event, Overlays))
    assert len(shown.rows) == 4
    place = RunFolder(tmp_path / "run")
    for sample in place.predictions():
        for file in (place.mask_file(sample.path), place.uncertainty_file(sample.path)):
            with Image.open(file) as image:
                assert image.size == (64, 32)
    assert len(place.image_scores()) == 12


@pytest.mark.parametrize("name", NAMES)
def test_that_a_resumed_run_on_masks_ends_as_if_it_had_never_stopped(
    name: str, street_job: Job, tmp_path: Path
) -> None:
    job = changed(street_job, method=name)
    list(run(job, tmp_path / "whole"))
    stop_at(3, run(job, tmp_path / "broken"))
    list(run(RunFolder(tmp_path / "broken").job(), tmp_path / "broken", resume=True))
    assert_same_run(tmp_path / "whole", tmp_path / "broken")


def test_that_the_model_left_behind_tells_the_masks_that_the_run_kept(street_job: Job, tmp_path: Path) -> None:
    list(run(street_job, tmp_path))
    place, adapted = RunFolder(tmp_path), load_adapted(RunFolder(tmp_path))
    path = place.predictions()[0].path
    with Image.open(Path(street_job.target) / path) as image:
        pixels = torch.from_numpy(np.asarray(image.convert("RGB")).copy())
    with torch.inference_mode():
        logits = adapted.model(pixels.permute(2, 0, 1)[None] / 255)
    assert logits.shape == (1, 3, 32, 64)
    with Image.open(place.mask_file(path)) as kept:
        assert np.array_equal(np.asarray(kept), logits[0].argmax(0).numpy())


def test_that_a_run_learns_its_source(street_job: Job, tmp_path: Path) -> None:
    *_, finished = run(changed(street_job, steps=80, batch=8), tmp_path)
    assert isinstance(finished, Finished)
    assert finished.scores.source_pixels is not None
    assert finished.scores.source_pixels.accuracy > 0.9


def test_that_painted_images_teach_and_do_not_measure(
    street_job: Job, streets: tuple[Path, Path], tmp_path: Path
) -> None:
    shots = tuple(
        Shot(f"images/{number:03d}.png", mask=str(streets[1] / "masks" / f"{number:03d}.png")) for number in range(4)
    )
    *_, finished = run(changed(street_job, method="s_plus_t", shots=shots), tmp_path)
    assert isinstance(finished, Finished)
    assert finished.scores.target_pixels is not None
    assert finished.scores.target_pixels.images == 8


def test_that_cycada_tells_what_each_stage_left_of_the_pixels(street_job: Job, tmp_path: Path) -> None:
    events = list(run(changed(street_job, method="cycada", steps=12), tmp_path))
    told = [event for event in events if isinstance(event, StageScores)]
    assert [one.title for one in told] == ["source only", "pixels", "pixels and features"]
    assert all(one.scores.target_pixels for one in told)


def test_that_a_target_without_masks_is_adapted_to_and_not_measured(
    street_job: Job, streets: tuple[Path, Path], tmp_path: Path
) -> None:
    events = list(run(changed(street_job, target=str(streets[1] / "images")), tmp_path))
    assert isinstance(events[-1], Finished)
    assert events[-1].scores.target_pixels is None
    assert events[-1].scores.target_accuracy is None
    assert isinstance(next(event for event in events if isinstance(event, Started)), Started)


def test_that_classes_of_other_names_count_once_they_are_mapped(street_job: Job, tmp_path: Path) -> None:
    other = make_scenes(tmp_path / "other", seed=3, pale=True)
    (other / "classes.csv").write_text("name,red,green,blue\nheaven,1,1,1\nroad,2,2,2\nhouse,3,3,3\n")
    job = changed(street_job, target=str(other))
    events = list(run(job, tmp_path / "plain"))
    assert any(isinstance(event, Warned) and "heaven, house" in event.message for event in events)
    found = final(tmp_path / "plain").scores.target_pixels
    assert found is not None
    list(run(changed(job, mapping={"heaven": "sky", "house": "box"}), tmp_path / "mapped"))
    again = final(tmp_path / "mapped").scores.target_pixels
    assert again is not None
    # Without the map, only road counts.
    assert found.accuracy != again.accuracy


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"method": "mcc"}, "classifies images, but this source labels pixels"),
        ({"backbone": "small"}, "tells one class an image"),
        ({"tune": Tune.HEAD}, "all of a net is trained"),
        ({"shift": Shift.OPEN}, "Unknown classes are found among images"),
        ({"shots": (Shot("images/000.png", "sky"),)}, "A shot has no mask"),
        ({"shots": (Shot("images/none.png", mask="x.png"),)}, "not among the target's"),
        ({"shots": (Shot("images/000.png", mask="/nowhere/x.png"),)}, "cannot be read"),
        ({"mapping": {"sky": "", "road": "", "box": ""}}, "have no class in common"),
        ({"task": "classify"}, "labels pixels, not images"),
    ],
    ids=str,
)
def test_that_what_can_not_work_is_refused_in_a_sentence(
    change: dict[str, object], sentence: str, street_job: Job, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=sentence):
        list(run(msgspec.structs.replace(street_job, **change), tmp_path))


def test_that_a_method_for_pixels_refuses_class_folders(job: Job, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="classifies pixels, but this source labels images"):
        list(run(changed(job, method="dacs"), tmp_path))
    with pytest.raises(UserError, match="has no masks"):
        list(run(changed(job, task="segment"), tmp_path))


def test_that_scores_are_those_of_their_definitions() -> None:
    count = PixelCount(3)
    truth = torch.tensor([[[0, 0, 1, 1], [0, 0, 1, IGNORE]]])
    told = torch.tensor([[[0, 0, 0, 1], [0, 2, 1, 1]]])
    count.add(told, truth)
    found = count.scores()
    assert found is not None
    assert found.accuracy == pytest.approx(5 / 7)
    # Class 0: 3 of 4 true found, one more told. Class 1: 2 of 3. Class 2 was told once and is nowhere.
    assert found.iou == pytest.approx((3 / 5, 2 / 3, 0.0))
    assert found.miou == pytest.approx((3 / 5 + 2 / 3 + 0) / 3)


def test_that_edges_off_by_two_pixels_count_and_by_more_do_not() -> None:
    truth = torch.zeros(1, 16, 32, dtype=torch.long)
    truth[:, :, 16:] = 1
    for off, expected in ((0, 1.0), (2, 1.0), (3, 0.0)):
        count = PixelCount(2)
        count.add(truth.roll(off, dims=2).where(torch.arange(32) >= off, torch.tensor(0)), truth)
        found = count.scores()
        assert found is not None
        assert found.boundary == pytest.approx(expected)


def test_that_images_with_rare_classes_come_more_often() -> None:
    masks = np.zeros((4, 4, 4), np.uint8)
    masks[3, 0, 0] = 1
    chances = rare_class_chances(masks, np.arange(4), 2)
    assert chances.sum() == pytest.approx(1)
    assert chances[3] > 0.9
    assert np.allclose(chances[:3], chances[0])


def test_that_an_image_and_its_mask_are_moved_together() -> None:
    # Each class has its own brightness, so that the image says its mask.
    masks = torch.zeros(6, 32, 64, dtype=torch.uint8)
    masks[:, 10:, 20:] = 1
    masks[:, 24:, :] = IGNORED
    labels = labels_of(masks)
    assert set(labels.unique().tolist()) == {0, 1, IGNORE}
    images = (labels == 1).float()[:, None].repeat(1, 3, 1, 1)
    random = torch.Generator().manual_seed(0)
    moved, truth = augmented_pair(images, labels, Augment.LIGHT, random, BatchShare())
    assert not torch.equal(truth, labels)
    level = moved.mean(dim=1)
    inside, outside = level[truth == 1], level[truth == 0]
    assert inside.median() > outside.median() + 0.5
    # Bilinear at the border only: nearly all pixels agree.
    middle = (moved.amin(dim=(1, 2, 3)) + moved.amax(dim=(1, 2, 3)))[:, None, None] / 2
    agree = ((level > middle) == (truth == 1))[truth != IGNORE]
    assert agree.float().mean() > 0.97


def test_that_a_table_whose_paths_lead_out_writes_nothing_out_there(street_job: Job, tmp_path: Path) -> None:
    target, elsewhere = tmp_path / "target", tmp_path / "elsewhere"
    target.mkdir()
    shutil.copytree(Path(street_job.target) / "images", elsewhere)
    photographs = sorted(elsewhere.iterdir())
    rows = [f"../elsewhere/{file.name}" for file in photographs[:6]] + [str(file) for file in photographs[6:]]
    (target / "target.csv").write_text("\n".join(["path", *rows]) + "\n", encoding="utf-8")
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    list(run(changed(street_job, method="source_only", target=str(target)), tmp_path / "run"))
    place = RunFolder(tmp_path / "run")
    samples = place.predictions()
    assert len(samples) == len(rows)
    assert all(place.mask_file(sample.path).is_file() for sample in samples)
    after = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert {file: after.get(file) for file in before} == before
    ours = {place.path, Path(street_job.cache)}
    assert all(ours & {*file.parents} for file in after.keys() - before.keys())

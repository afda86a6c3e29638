"""Adapting from a model without source images: what is in the file, what it starts as, and what is refused."""

from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from tests.engine.watching import changed
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Finished, StageStarted, Warned
from workbench.core.generators import Returning
from workbench.core.job import Job, Tune
from workbench.engine.device import fabric_for
from workbench.engine.model_io import load_adapted
from workbench.engine.run import run
from workbench.engine.setup import set_up
from workbench.engine.source_model_io import write_source_model
from workbench.export.onnx import export_onnx
from workbench.store.run_folder import RunFolder


@pytest.fixture
def model(job: Job, tmp_path: Path) -> Path:
    """Learned from the source, its images gone."""
    list(run(changed(job, method="source_only", steps=40), tmp_path / "trained"))
    write_source_model(tmp_path / "trained", tmp_path / "source.safetensors")
    return tmp_path / "source.safetensors"


@pytest.fixture
def free(job: Job, model: Path) -> Job:
    """Adaptation from that model."""
    return changed(job, source=str(model), method="shot", steps=30)


def test_that_the_file_holds_neither_image_nor_path(model: Path, job: Job) -> None:
    with safe_open(model, "pt") as file:
        told = str(file.metadata())
        names = list(file.keys())
    assert job.source not in told
    assert job.target not in told
    assert not any("bank" in name for name in names)
    assert job.source.encode() not in model.read_bytes()


def test_that_both_domains_start_as_the_source_model_ended(free: Job, tmp_path: Path) -> None:
    trainer = Returning(set_up(free, fabric_for(free))).finish().trainer
    ended = load_adapted(RunFolder(tmp_path / "trained")).model
    ended.temperature = 1.0  # it calibrates the trained run, and is no weight
    images = torch.rand(5, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    trainer.method.eval()
    for side in Side:
        assert torch.allclose(trainer.method.predict(images, side).logits, ended(images), atol=1e-5)


def test_that_a_frozen_backbone_travels_in_the_file(job: Job, tmp_path: Path) -> None:
    list(
        run(changed(job, backbone="efficientnet_lite0", tune=Tune.HEAD, image_size=32, steps=10), tmp_path / "trained")
    )
    write_source_model(tmp_path / "trained", tmp_path / "source.safetensors")
    free = changed(job, source=str(tmp_path / "source.safetensors"), method="shot", steps=10)
    trainer = Returning(set_up(free, fabric_for(free))).finish().trainer
    ended = load_adapted(RunFolder(tmp_path / "trained")).model
    trainer.method.eval()
    inputs = torch.from_numpy(trainer.problem.target.inputs[:5].copy())
    with torch.inference_mode():
        assert torch.allclose(trainer.method.predict(inputs, Side.SOURCE).logits, ended.network(inputs), atol=1e-4)
    *_, finished = run(free, tmp_path / "run")
    assert isinstance(finished, Finished)
    assert RunFolder(tmp_path / "run").job().tune is Tune.HEAD


def test_that_shot_adapts_without_source_images(free: Job, tmp_path: Path) -> None:
    before = load_adapted(RunFolder(tmp_path / "trained"))
    *events, finished = run(free, tmp_path / "adapted")
    assert isinstance(finished, Finished)
    assert [event.name for event in events if isinstance(event, StageStarted)] == ["target"]
    assert finished.scores.source_accuracy is None
    assert set(finished.scores.validators) == {"entropy", "im", "snd", "bnm", "class_ami"}
    after = load_adapted(RunFolder(tmp_path / "adapted"))
    assert after.classes == before.classes
    head, old = (dict(one.model.network[2].named_parameters()) for one in (after, before))  # type: ignore[index]
    assert all(torch.equal(head[name], old[name]) for name in head), "the classifier stands still"
    assert export_onnx(tmp_path / "adapted", tmp_path / "adapted.onnx").difference < 1e-3
    assert not [event for event in events if isinstance(event, Warned)]


def test_that_a_stopped_run_without_source_goes_on_to_the_same_model(free: Job, tmp_path: Path) -> None:
    list(run(free, tmp_path / "whole"))
    half = run(free, tmp_path / "half")
    for event in half:
        if getattr(event, "step", 0) >= 10:
            break
    half.close()
    list(run(free, tmp_path / "half", resume=True))
    one, other = (load_adapted(RunFolder(tmp_path / name)).model.state_dict() for name in ("whole", "half"))
    assert all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"method": "mcc"}, "MCC needs source images"),
        ({"validator": "source_accuracy"}, "needs source images, but the source is a model"),
        ({"source": "/nowhere.safetensors"}, "no file /nowhere.safetensors"),
    ],
)
def test_that_what_needs_the_source_is_refused(values: dict[str, str], words: str, free: Job, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=words):
        list(run(changed(free, **values), tmp_path / "run"))


def test_that_other_files_are_refused_in_a_sentence(free: Job, tmp_path: Path) -> None:
    (tmp_path / "text.safetensors").write_text("no tensors")
    save_file({"weight": torch.zeros(2)}, tmp_path / "other.safetensors")
    for name in ("text", "other"):
        with pytest.raises(UserError, match="is not a source model"):
            list(run(changed(free, source=str(tmp_path / f"{name}.safetensors")), tmp_path / "run"))


def test_that_a_classifier_of_another_kind_is_refused(job: Job, tmp_path: Path) -> None:
    list(run(changed(job, method="dance", steps=10), tmp_path / "cosine"))
    write_source_model(tmp_path / "cosine", tmp_path / "cosine.safetensors")
    with pytest.raises(UserError, match="do not fit this method"):
        list(run(changed(job, source=str(tmp_path / "cosine.safetensors"), method="shot"), tmp_path / "run"))

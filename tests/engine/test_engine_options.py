"""What a job can ask for beside its method: threads, compiled models, event files, held-out shots."""

import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from tests.engine.watching import changed, stop_at, weights
from workbench.core.errors import UserError
from workbench.core.events import Finished, Scalars
from workbench.core.generators import Returning
from workbench.core.job import Job, Norm, Shot, Tune
from workbench.engine.model_io import load_adapted
from workbench.engine.prepare import prepare
from workbench.engine.run import run
from workbench.engine.threads import probe, probe_inputs, settle_threads
from workbench.nets.classifier import image_classifier
from workbench.nets.small_cnn import SmallNet
from workbench.store.run_folder import RunFolder


@pytest.fixture(autouse=True)
def _threads_as_before() -> Any:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def model() -> nn.Module:
    return image_classifier(SmallNet(), 256, 3, pretrained=False)


def test_that_the_threads_a_job_names_are_taken_and_kept_in_its_recipe(job: Job, tmp_path: Path) -> None:
    list(run(changed(job, threads=2, device="cpu"), tmp_path / "run"))
    assert torch.get_num_threads() == 2
    assert RunFolder(tmp_path / "run").job().threads == 2


def test_that_threads_set_from_outside_are_not_probed(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.set_num_threads(2)
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    assert settle_threads(0, model(), probe_inputs((3, 16, 16), 8)) == 2


def test_that_a_probe_finds_one_of_the_counts_there_are_and_leaves_model_and_chance_alone() -> None:
    found, chance = model(), torch.get_rng_state()
    before = {name: tensor.clone() for name, tensor in found.state_dict().items()}
    assert probe(found, probe_inputs((3, 16, 16), 8)) >= 1
    assert torch.equal(torch.get_rng_state(), chance)
    assert all(torch.equal(tensor, before[name]) for name, tensor in found.state_dict().items())


def test_that_few_large_images_are_enough_for_a_probe() -> None:
    assert [len(probe_inputs(shape, 64)) for shape in ((3, 32, 32), (3, 224, 224), (1280,))] == [64, 8, 64]


@pytest.mark.parametrize("stopped", [False, True], ids=["at once", "resumed"])
def test_that_event_files_hold_each_point_of_the_curves_once(job: Job, tmp_path: Path, stopped: bool) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    wished, place = changed(job, tensorboard=True), RunFolder(tmp_path / "run")
    if stopped:
        stop_at(5, run(wished, place.path))
    list(run(wished, place.path, resume=stopped))
    written = EventAccumulator(str(place.tensorboard))
    written.Reload()
    points = {point.step: point.value for point in written.Scalars("loss/task")}
    assert points == {e.step: pytest.approx(e.values["task"]) for e in place.events() if isinstance(e, Scalars)}
    assert len(written.Scalars("loss/task")) == job.steps
    assert written.Scalars("validator/im")


def test_that_event_files_without_tensorboard_are_refused_in_a_sentence(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)  # as Python marks what can not be imported
    with pytest.raises(UserError, match="TensorBoard is not installed"):
        list(run(changed(job, tensorboard=True), tmp_path / "run"))


def shots(each: int) -> tuple[Shot, ...]:
    return tuple(Shot(f"{name}/{number:03d}.png", name) for name in "abc" for number in range(each))


@pytest.mark.parametrize(("each", "share", "held"), [(4, 0.2, 0), (5, 0.2, 3), (10, 0.3, 9), (10, 0.0, 0)])
def test_that_a_share_of_each_classs_shots_measures(
    job: Job, tmp_path: Path, each: int, share: float, held: int
) -> None:
    *_, last = run(changed(job, shots=shots(each), shots_held_out=share), tmp_path / "run")
    assert isinstance(last, Finished)
    found = last.scores.shot_accuracy
    assert (found.count if found else 0) == held
    if found:
        assert 0 <= found.low <= found.value <= found.high <= 1


def test_that_held_out_shots_teach_nothing(job: Job, tmp_path: Path) -> None:
    """The same run as with only those shots that are left: not even their loss differs."""
    wished = changed(job, shots=shots(5), shots_held_out=0.2)
    problem = Returning(prepare(wished)).finish()
    held = {problem.target.paths[row] for row in problem.held_shots}
    left = changed(wished, shots=tuple(shot for shot in wished.shots if shot.path not in held), shots_held_out=0.0)
    list(run(wished, tmp_path / "held"))
    list(run(left, tmp_path / "left"))
    one, other = weights(tmp_path / "held"), weights(tmp_path / "left")
    assert all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.slow
def test_that_a_compiled_model_learns_and_leaves_the_files_of_any_other(job: Job, tmp_path: Path) -> None:
    """Chance falls otherwise in compiled code, so the losses are not those of the plain model to the digit."""
    plain, compiled = (changed(job, compile=one) for one in (False, True))
    list(run(plain, tmp_path / "plain"))
    list(run(compiled, tmp_path / "compiled"))
    told = [e.values["task"] for e in RunFolder(tmp_path / "compiled").events() if isinstance(e, Scalars)]
    assert told[-1] < told[0] / 2
    assert weights(tmp_path / "compiled").keys() == weights(tmp_path / "plain").keys()


def test_that_a_machine_that_can_not_compile_is_told_so(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch._inductor.config.cpp.cxx", (None, str(tmp_path / "no-compiler")))
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path / "inductor"))
    with pytest.raises(UserError, match=r"torch\.compile does not work on this machine"):
        list(run(changed(job, compile=True, device="cpu"), tmp_path / "run"))


def test_that_a_net_normalised_by_instance_is_trained_kept_and_read_back(job: Job, tmp_path: Path) -> None:
    list(run(changed(job, norm=Norm.IBN), tmp_path / "run"))
    assert any("instance" in name for name in weights(tmp_path / "run"))
    assert load_adapted(RunFolder(tmp_path / "run")).classes == ("a", "b", "c")


def test_that_a_frozen_backbone_keeps_its_norms(job: Job, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="frozen backbone cannot"):
        list(run(changed(job, norm=Norm.IBN, backbone="efficientnet_lite0", tune=Tune.HEAD), tmp_path / "run"))

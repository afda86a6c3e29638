"""Methods on the features of whole domains: what the engine gives them, when, and what a resumed run repeats."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from tests.engine.watching import SHOTS, assert_same_run, changed, stop_at
from workbench.core.events import Evaluated, Prepared
from workbench.core.generators import Returning
from workbench.core.job import Job, Tune
from workbench.engine.device import fabric_for
from workbench.engine.method import Batch, Progress, Stage
from workbench.engine.prepare import prepare
from workbench.engine.run import run
from workbench.engine.setup import set_up
from workbench.engine.trainer import Trainer
from workbench.engine.whole_domains import WholeDomainMethod, WholeDomains
from workbench.nets.backbones import extractor
from workbench.nets.classifier import image_classifier
from workbench.store.run_folder import RunFolder


class Recording(WholeDomainMethod):
    """Two stages, of which the second begins with whole domains; records what it is given."""

    name = "recording"
    title = "Recording"
    paper = "https://example.org"
    summary = "For tests."
    whole_domain_stages = ("second",)

    def stages(self) -> tuple[Stage, ...]:
        return (Stage("first", 0.5), Stage("second", 0.5))

    def begin_stage(self, stage: str, domains: WholeDomains) -> None:
        self.given = [*getattr(self, "given", []), domains]

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        self.order = [*getattr(self, "order", []), (progress.stage, len(getattr(self, "given", [])))]
        loss = self.task_loss(self.views(batch), batch)
        self.minimise(loss)
        return {"task": loss.detach()}


def recorded(job: Job) -> Trainer:
    found = extractor("small")
    method = Recording(image_classifier(found.module, found.features, 3, pretrained=False), 3, {}, pretrained=False)
    method.setup(fabric_for(job))
    return Trainer(Returning(prepare(changed(job, shots=SHOTS))).finish(), method)


def test_that_a_stage_begins_with_the_features_of_all_training_samples(job: Job) -> None:
    trainer = recorded(changed(job, steps=4))
    for _ in range(4):
        trainer.advance()
    method, problem = trainer.method, trainer.problem
    assert isinstance(method, Recording)
    assert method.order == [("first", 0)] * 2 + [("second", 1)] * 2
    (given,) = method.given
    assert given.source.shape == (len(trainer.trained), method.classifier.feature_size)
    assert given.source_labels.tolist() == problem.source.labels[trainer.trained].tolist()
    assert len(given.target) == len(problem.target.paths)
    assert given.shots.tolist() == problem.shots.tolist()
    assert given.shot_labels.tolist() == problem.target.labels[problem.shots].tolist()


def test_that_a_loop_reports_the_features_of_a_stage_once(job: Job) -> None:
    trainer = recorded(changed(job, steps=2))
    trainer.advance()
    told = list(trainer.begin_stage())
    assert {event.what for event in told if isinstance(event, Prepared)} == {
        "Computing features of all source images",
        "Computing features of all target images",
    }
    assert list(trainer.begin_stage()) == []
    trainer.advance()
    assert len(trainer.method.given) == 1  # type: ignore[arg-type]  # what Recording records


def test_that_a_run_stopped_in_the_second_stage_ends_as_if_it_had_never_stopped(job: Job, tmp_path: Path) -> None:
    job = changed(job, method="label_prop", shots=SHOTS)
    list(run(job, tmp_path / "whole"))
    for step in (6, 8):  # the second stage begins at step 6
        stop_at(step, run(job, tmp_path / f"broken-{step}"))
        list(run(RunFolder(tmp_path / f"broken-{step}").job(), tmp_path / f"broken-{step}", resume=True))
        assert_same_run(tmp_path / "whole", tmp_path / f"broken-{step}")


def test_that_frozen_features_are_given_as_the_backbone_makes_them_and_the_export_takes_images(
    job: Job, tmp_path: Path
) -> None:
    """The exported model standardises by the target's statistics: on raw images, it says what the run says."""
    job = changed(job, method="label_prop", backbone="efficientnet_lite0", tune=Tune.HEAD, image_size=32, steps=2)
    trainer, built = Returning(set_up(job, fabric_for(job))).finish()
    trainer.advance()
    assert built.extractor is not None
    exported = trainer.method.exported(built.extractor)
    images = Returning(prepare(changed(job, tune=Tune.ALL))).finish().target.inputs[:8]
    inputs = torch.from_numpy(np.array(images)).permute(0, 3, 1, 2) / 255
    own = trainer.method.eval().predict(torch.from_numpy(np.array(trainer.problem.target.inputs[:8]))).logits
    assert torch.allclose(exported(inputs), own, atol=1e-3)
    scores = [event.scores for event in run(job, tmp_path / "run") if isinstance(event, Evaluated)]
    assert scores[-1].target_accuracy is not None

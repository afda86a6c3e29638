"""The training loop with a method written as another package would write one."""

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.engine.device import fabric_for
from workbench.engine.method import Batch, Method, Progress, Stage
from workbench.engine.prepare import prepare
from workbench.engine.trainer import Span, Trainer, spans
from workbench.nets.backbones import extractor
from workbench.nets.classifier import image_classifier


class Staged(Method):
    """Two stages; records what it is given; its loss explodes at the sixth step."""

    name = "staged"
    title = "Staged"
    paper = "https://example.org"
    summary = "For tests."

    def stages(self) -> tuple[Stage, ...]:
        return (Stage("first", 0.25), Stage("second", 0.75))

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        self.seen = [*getattr(self, "seen", []), (progress, batch)]
        loss = self.task_loss(self.views(batch), batch)
        self.minimise(loss)
        return {"task": loss.detach(), "other": torch.tensor(float("inf") if len(self.seen) == 6 else 1.0)}


def trainer_of(kind: type[Method], job: Job) -> Trainer:
    found = extractor("small")
    method = kind(image_classifier(found.module, found.features, 3, pretrained=False), 3, {}, pretrained=False)
    method.setup(fabric_for(job))
    return Trainer(Returning(prepare(job)).finish(), method)


@pytest.fixture
def trainer(job: Job) -> Trainer:
    return trainer_of(Staged, job)


def test_that_stages_share_the_steps_of_a_run(trainer: Trainer) -> None:
    for _ in range(5):
        trainer.advance()
    assert trainer.spans == (Span("first", 0, 3), Span("second", 3, 12))
    told = [progress for progress, _ in trainer.method.seen]  # type: ignore[union-attr]  # what Staged records
    assert [(one.stage, round(one.fraction, 2)) for one in told] == [
        ("first", 0.0), ("first", 0.33), ("first", 0.67), ("second", 0.0), ("second", 0.11),
    ]  # fmt: skip


def test_that_every_stage_gets_a_step_where_there_are_enough(trainer: Trainer) -> None:
    assert spans(trainer.method.stages(), 2) == (Span("first", 0, 1), Span("second", 1, 2))
    assert spans(trainer.method.stages(), 1) == (Span("second", 0, 1),)


def test_that_a_batch_holds_images_in_zero_to_one_and_no_target_label(trainer: Trainer) -> None:
    batch = trainer.batch()
    assert batch.source.shape == batch.target.shape == (8, 3, 16, 16)
    assert 0 <= batch.source.min() <= batch.source.max() <= 1
    assert [name for name in batch._fields if "label" in name] == ["source_labels", "shot_labels"]
    assert len(batch.shots) == 0


def test_that_held_out_source_samples_are_never_trained_on(trainer: Trainer) -> None:
    stream = trainer.streams["source"]
    drawn = {int(row) for _ in range(40) for row in stream.next()}
    assert len(trainer.held_out) == 6
    assert not drawn & set(trainer.held_out.tolist())


def test_that_the_mean_of_each_loss_since_the_last_report_is_told(trainer: Trainer) -> None:
    for _ in range(3):
        trainer.advance()
    expected = sum(values[0] for values in trainer.unreported) / 3
    assert trainer.report() == pytest.approx({"task": expected, "other": 1.0})
    assert trainer.unreported == []


def test_that_a_loss_that_is_no_number_ends_the_run_by_name(trainer: Trainer) -> None:
    for _ in range(5):
        trainer.advance()
    with pytest.raises(UserError, match="The loss “other” became NaN or infinite at step 6"):
        trainer.advance()


def test_that_the_learning_rate_follows_half_a_cosine_over_each_stage(trainer: Trainer) -> None:
    rates = []
    for _ in range(5):
        trainer.advance()
        rates.append(trainer.method.optimizers["model"].param_groups[0]["lr"])
    assert rates == pytest.approx([1e-3, 0.75e-3, 0.25e-3, 1e-3, 0.969846e-3], rel=1e-4)


def test_that_weights_that_are_no_numbers_are_not_kept(trainer: Trainer) -> None:
    trainer.check_finite()
    with torch.no_grad():
        next(trainer.method.parameters()).view(-1)[0] = float("nan")
    with pytest.raises(UserError, match="became NaN or infinite by step"):
        trainer.check_finite()


class Plain(Method):
    """A linear classifier without normalisation, which parts of a batch would not share."""

    name = "plain"
    title = "Plain"
    paper = "https://example.org"
    summary = "For tests."

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        loss = F.cross_entropy(self.model(batch.source), batch.source_labels)
        self.minimise(loss)
        return {"task": loss.detach()}


def plain() -> Plain:
    torch.manual_seed(0)
    method = Plain(nn.Linear(5, 3), 3, {}, pretrained=False)  # type: ignore[arg-type]  # as simple as a model can be
    method.setup(fabric_for(Job(method="plain", source="", target="", device="cpu")))
    return method


@pytest.mark.parametrize("parts", [2, 4])
def test_that_a_batch_in_parts_teaches_the_same(parts: int) -> None:
    random = torch.Generator().manual_seed(1)
    images, labels = torch.randn(8, 5, generator=random), torch.randint(3, (8,), generator=random)
    batch = Batch(images, labels, images, images[:0], labels[:0], labels, images[:0], images[:0])
    whole, split = plain(), plain()
    for _ in range(3):
        told = whole.advance(batch, Progress("train", 0.0))["task"]
        assert split.advance(batch, Progress("train", 0.0), parts)["task"] == pytest.approx(told.item(), abs=1e-6)
    for one, other in zip(whole.parameters(), split.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-6)


class Large(Staged):
    """Needs more memory than there is for more than `room` samples of a domain."""

    room = 2

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        if len(batch.source) > self.room:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return super().step(batch, progress)


@pytest.fixture
def large(job: Job) -> Trainer:
    return trainer_of(Large, job)


def test_that_a_batch_is_halved_until_it_fits_and_stays_so(large: Trainer) -> None:
    large.advance()
    assert large.parts == 4  # of a batch of eight
    assert len(large.notes) == 2
    again = Trainer(large.problem, large.method)
    again.load_state_dict(large.state_dict())
    assert again.parts == 4


def test_that_too_little_memory_for_two_images_is_told(large: Trainer) -> None:
    large.method.room = 1  # type: ignore[assignment]  # an attribute of Large
    with pytest.raises(UserError, match="runs out of memory with") as refused:
        large.advance()
    assert "--image-size" in refused.value.hint

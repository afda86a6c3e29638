"""Base of methods that adapt a source model to the target without source images."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress, Stage
from workbench.nets.classifier import Classifier, Output

SOURCE, TARGET = "source", "target"


class SourceFree(Method):
    """Trains on the source, unless the job has a source model; then adapts to the target without source images.

    Memory banks hold the latest feature and prediction of every target sample. A subclass implements `adapt` and names
    its losses in `losses`; `make_optimizers` returns one optimizer that is called “model”, for the first stage.
    """

    needs = ()
    two_models = True
    losses: tuple[str, ...] = ()  # what `adapt` reports beside the task loss

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of the first stage. Defaults: Liang et al. (SHOT, arXiv:2002.08546)."""

        source_share: float = setting(0.5, "Share of the steps spent on the source.", low=0.05, high=0.95)
        smoothing: float = setting(0.1, "Label smoothing on the source.", low=0.0, high=0.9)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.feature_size = model.feature_size

    @abstractmethod
    def adapt(self, task: Tensor, target: Output, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Update the weights in the second stage; the banks hold the batch already. Returns `losses`, detached.

        `task`: cross-entropy on the shots, zero without shots. `target`: outputs for the batch's target samples.
        """

    def remember(self, target: int) -> None:
        """Allocate a row of the banks for each target sample. A row of zeros has not been filled yet."""
        self.register_buffer("bank_features", torch.zeros(target, self.feature_size))
        self.register_buffer("bank_p", torch.zeros(target, self.classes))

    def stages(self) -> tuple[Stage, ...]:
        """Source training, then adaptation; with a given source model, adaptation only."""
        if self.source_free:
            return (Stage(TARGET),)
        share = self.settings.source_share
        return (Stage(SOURCE, share), Stage(TARGET, 1 - share))

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Label-smoothed cross-entropy in the first stage; the second uses no source images."""
        if progress.stage == SOURCE:
            views = self.views(batch)
            task = F.cross_entropy(
                views.source.logits, batch.source_labels, label_smoothing=self.settings.smoothing
            ) + self.cross_entropy(views.shots, batch.shot_labels)
            self.minimise(task, "model")
            self._update_banks(batch, views.target)
            return {"task": task.detach()} | {name: task.new_zeros(()) for name in self.losses}
        self.freeze_source_model()
        target, shots = self.see(batch.target, batch.shots, side=Side.TARGET)
        self._update_banks(batch, target)
        task = self.cross_entropy(shots, batch.shot_labels)
        return {"task": task.detach()} | self.adapt(task, target, batch, progress)

    def _update_banks(self, batch: Batch, target: Output) -> None:
        for name, values in (("bank_features", target.features), ("bank_p", target.logits.softmax(dim=1))):
            bank = self.get_buffer(name)
            bank[batch.target_rows] = values.detach().to(bank.dtype)

"""How well pixels are told: IoU by class, overlays of a few target images, a mask of each at the end."""

import io
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from workbench.core.domain import Side
from workbench.core.events import Event, Overlay, Overlays, Prepared
from workbench.core.files import write_atomically
from workbench.core.scores import PixelScores, Scores
from workbench.core.target_quality import PixelPoint
from workbench.data.batches import gather
from workbench.data.paired_augment import labels_of
from workbench.engine.accuracy_signals import TargetEvidence
from workbench.engine.inference import inputs_of
from workbench.engine.method import Method
from workbench.engine.open_set import UNLABELLED
from workbench.engine.problem import Problem, Rows
from workbench.engine.tasks.segmentation.metrics import PixelCount, iou, right
from workbench.engine.training import LOOKING, Observation
from workbench.losses.information import entropy
from workbench.store.run_folder import RunFolder
from workbench.store.run_tables import ImageScores

SHOWN = 4
PLACES = 32  # of each image, on which validators look
CHUNK = 8


class Glimpse(NamedTuple):
    """Of B images: the class of each pixel (B, H, W), its uncertainty in [0, 1] (B, H, W), the mean feature (B, D),
    and, at some positions (P,), logits (B·P, K) and features (B·P, D).
    """

    classes: Tensor
    uncertainty: Tensor
    confidence: Tensor  # (B,) mean
    pooled: Tensor
    logits: Tensor
    features: Tensor


@dataclass(frozen=True)
class MaskObservation(Observation):
    """Of N images at M of their pixels: `predicted` is the class that most pixels have; and how well masks fit."""

    scores: PixelScores | None


class MaskObserver:
    """Looks at the pixels of images."""

    samples = 48

    def __init__(self, problem: Problem, method: Method) -> None:
        self.problem, self.method = problem, method

    def observe(
        self, side: Side, rows: NDArray[np.int64], what: str, place: RunFolder | None = None
    ) -> Generator[Event, None, MaskObservation]:
        """Predict rows of a domain. With `place`, the masks, uncertainties and scores of each are written there.

        Shots for training are not measured.
        """
        target = side is Side.TARGET
        domain = self.problem.target if target else self.problem.source
        count = PixelCount(self.method.classes)
        told: list[Glimpse] = []
        labels: list[Tensor] = []
        each: list[ImageScores] = []
        taught = set(self.problem.shots.tolist()) if target else set()
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            truth = _truth(domain, chunk)
            found, at = self._glimpse(domain, chunk, truth, None if target else side)
            measured = [index for index, row in enumerate(chunk) if row not in taught]
            confusions = count.add(found.classes[measured], truth[measured])
            if place is not None:
                _keep(place, [domain.paths[row] for row in chunk], found)
                each += self._each([domain.paths[chunk[index]] for index in measured], confusions)
            told.append(found._replace(classes=_most(found.classes), uncertainty=found.uncertainty[:, :0]))
            labels.append(at)
            yield Prepared(what, start + len(chunk), len(rows))
        if place is not None and each:
            place.write_image_scores(self.problem.classes, each)
        return MaskObservation(
            pooled=torch.cat([one.pooled for one in told]).numpy(),
            predicted=torch.cat([one.classes for one in told]).numpy(),
            confidence=torch.cat([one.confidence for one in told]).numpy(),
            logits=torch.cat([one.logits for one in told]),
            features=torch.cat([one.features for one in told]),
            labels=torch.cat(labels),
            rows=rows,
            scores=count.scores(),
        )

    def scores(
        self, source: MaskObservation, target: MaskObservation, validators: dict[str, float]
    ) -> Generator[Event, None, Scores]:
        """Shares of pixels that are right, and what else masks say."""
        yield from ()
        return Scores(
            source_accuracy=source.scores.accuracy if source.scores else None,
            target_accuracy=target.scores.accuracy if target.scores else None,
            score=validators[self.problem.job.validator],
            validators=validators,
            source_pixels=source.scores,
            target_pixels=target.scores,
        )

    def evidence(
        self, source: MaskObservation, target: MaskObservation, trained: MaskObservation
    ) -> TargetEvidence | None:
        """None: no estimator of the share of right pixels is supported by measurements."""
        return None

    def pictures(self, step: int, rows: NDArray[np.int64]) -> Iterator[Event]:
        """A few target images with what is told of their pixels."""
        target, rows = self.problem.target, rows[:SHOWN]
        found, _ = self._glimpse(target, rows, _truth(target, rows), None)
        overlays = (
            Overlay(
                target.paths[row],
                encoded(np.asarray(target.inputs[row]), "JPEG"),
                encoded(found.classes[index].byte().numpy()),
                encoded(np.asarray(target.truth[row])) if target.labels[row] >= 0 else b"",
            )
            for index, row in enumerate(rows)
        )
        yield Overlays(step, tuple(overlays))

    def classes_at(
        self, rows: NDArray[np.int64], points: Sequence[PixelPoint | None]
    ) -> Generator[Event, None, NDArray[np.int64]]:
        """The class number at a point of each of N target images, (N,); UNLABELLED without a point."""
        target, numbers = self.problem.target, np.full(len(rows), UNLABELLED, np.int64)
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            classes = self._glimpse(target, chunk, _truth(target, chunk), None)[0].classes  # (B, H, W)
            for index, point in enumerate(points[start : start + CHUNK]):
                if point is not None:
                    numbers[start + index] = classes[(index, *point.cell(*classes.shape[1:]))]
            yield Prepared(LOOKING, start + len(chunk), len(rows))
        return numbers

    @torch.no_grad()
    def _glimpse(
        self, domain: Rows, rows: NDArray[np.int64], truth: Tensor, side: Side | None
    ) -> tuple[Glimpse, Tensor]:
        """What the model tells of images, without touching training; and the labels at the places it looks at."""
        method = self.method
        training = method.training
        method.eval()
        output = method.predict(inputs_of(domain.inputs, rows, method.fabric.device), side)
        method.train(training)
        logits, features = output.logits.float().cpu(), output.features.float().cpu()
        sure = logits.softmax(dim=1).amax(dim=1)
        stride = logits.shape[-1] // features.shape[-1]
        chance = torch.Generator().manual_seed(self.problem.job.seed)
        places = torch.randperm(features[0, 0].numel(), generator=chance)[:PLACES]

        def at_places(maps: Tensor) -> Tensor:  # (B, C, h, w) to (B·P, C)
            return maps.flatten(2)[..., places].movedim(1, 2).flatten(0, 1)

        middle = slice(stride // 2, None, stride)
        found = Glimpse(
            logits.argmax(dim=1),
            entropy(logits) / np.log(logits.shape[1]),
            sure.mean(dim=(1, 2)),
            features.mean(dim=(2, 3)),
            at_places(logits[..., middle, middle]),
            at_places(features),
        )
        return found, at_places(truth[:, None, middle, middle])[:, 0]

    def _each(self, paths: list[str], confusions: list[NDArray[np.int64]]) -> list[ImageScores]:
        """Of those images that have a mask."""
        classes = self.problem.classes
        return [
            ImageScores(path, right(one), {n: v for n, v in zip(classes, iou(one), strict=True) if v is not None})
            for path, one in zip(paths, confusions, strict=True)
            if one.sum()
        ]


def encoded(array: NDArray[np.uint8], form: str = "PNG") -> bytes:
    """(H, W) numbers or (H, W, 3) colours as a file's content."""
    content = io.BytesIO()
    Image.fromarray(array).save(content, form)
    return content.getvalue()


def _keep(place: RunFolder, paths: list[str], found: Glimpse) -> None:
    uncertainties = (found.uncertainty.clamp(0, 1) * 255).round().byte()
    for path, classes, uncertainty in zip(paths, found.classes.byte(), uncertainties, strict=True):
        for file, array in ((place.mask_file(path), classes), (place.uncertainty_file(path), uncertainty)):
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, encoded(array.numpy()), durable=False)  # `RunFolder.write_result` syncs them


def _truth(domain: Rows, rows: NDArray[np.int64]) -> Tensor:
    return labels_of(gather(domain.truth, rows, torch.device("cpu")))


def _most(classes: Tensor) -> Tensor:
    """(B, H, W) to the class that most pixels have, (B,)."""
    return classes.flatten(1).mode(dim=1).values

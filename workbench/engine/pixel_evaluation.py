"""A run's look at itself where pixels are told: scores, overlays of a few target images, a picture of features."""

import io
from collections.abc import Generator
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from workbench.core.domain import Side
from workbench.core.events import Embedding, Evaluated, Event, Overlay, Overlays, PixelScores, Points, Prepared, Scores
from workbench.core.files import replacing
from workbench.data.batches import gather
from workbench.data.paired_augment import labels_of
from workbench.engine.embedding import Plane
from workbench.engine.evaluation import LOOKING
from workbench.engine.inference import inputs_of
from workbench.engine.pixel_metrics import PixelCount, iou, right
from workbench.engine.problem import Rows
from workbench.engine.trainer import Trainer
from workbench.engine.validators import Evidence, validate
from workbench.losses.information import entropy
from workbench.store.run_folder import ImageScores, Prediction, RunFolder

SAMPLES = 48  # images of each domain that are looked at while training
SHOWN = 4
PLACES = 32  # of each image, on which validators look
CHUNK = 8


class Glimpse(NamedTuple):
    """Of B images: the class of each pixel (B, H, W), its doubt in [0, 1] (B, H, W), the mean feature of an image
    (B, D), and at some places logits (B·P, K) and features (B·P, D) with their place (P,) among all.
    """

    classes: Tensor
    doubt: Tensor
    confidence: Tensor  # (B,) mean
    pooled: Tensor
    logits: Tensor
    features: Tensor


class PixelEvaluation(NamedTuple):
    """What was seen of a domain's images, and how well it fits their masks."""

    pooled: NDArray[np.float32]  # (N, D)
    most: NDArray[np.int64]  # (N,) the class that most pixels have
    confidence: NDArray[np.float32]  # (N,)
    logits: Tensor  # (M, K) at places
    features: Tensor  # (M, D)
    labels: Tensor  # (M,)
    scores: PixelScores | None


class PixelLook:
    """Looks at the same images each time: held-out source ones, some that are trained on, and target ones."""

    def __init__(self, trainer: Trainer, last: Embedding | None = None) -> None:
        """`last`: what a run that goes on saw before it was stopped; the next picture is turned to fit it."""
        self.trainer = trainer
        seed = trainer.job.seed
        target = np.arange(len(trainer.problem.target.paths))
        self.source, self.trained, self.target = (
            _subset(rows, seed) for rows in (trainer.held_out, trainer.trained, target)
        )
        xy = b"" if last is None else last.source.xy + last.target.xy
        self.plane = Plane(np.frombuffer(xy, "<f4").reshape(-1, 2) if xy else None)

    def events(self) -> Generator[Event, None, None]:
        """Evaluated, Overlays, then Embedding, at the present step; before them Prepared, again and again."""
        trainer, problem = self.trainer, self.trainer.problem
        source = yield from self._see(problem.source, self.source, Side.SOURCE)
        target = yield from self._see(problem.target, self.target, None)
        yield Evaluated(trainer.step, (yield from self._scores(source, target)))
        yield Overlays(trainer.step, tuple(self._overlays()))
        xy = self.plane.project(np.concatenate([source.pooled, target.pooled]))
        count = len(self.source)
        yield Embedding(
            trainer.step,
            _points(problem.source, self.source, source, xy[:count]),
            _points(problem.target, self.target, target, xy[count:]),
        )

    def at_all(self) -> Generator[Event, None, Scores]:
        """Scores over all held-out source images and all target images."""
        problem = self.trainer.problem
        source = yield from self._see(problem.source, self.trainer.held_out, Side.SOURCE)
        target = yield from self._see(problem.target, np.arange(len(problem.target.paths)), None)
        return (yield from self._scores(source, target))

    def conclude(self, place: RunFolder) -> Generator[Event, None, Scores]:
        """As `at_all`; the mask of each target image, its doubt and its scores are kept in the run's folder."""
        problem = self.trainer.problem
        source = yield from self._see(problem.source, self.trainer.held_out, Side.SOURCE)
        target = yield from self._see(problem.target, np.arange(len(problem.target.paths)), None, place)
        rows = zip(problem.target.paths, target.most, target.confidence.tolist(), strict=True)
        place.write_predictions(Prediction(path, problem.classes[most], sure) for path, most, sure in rows)
        return (yield from self._scores(source, target))

    def _see(
        self, domain: Rows, rows: NDArray[np.int64], side: Side | None, place: RunFolder | None = None
    ) -> Generator[Event, None, PixelEvaluation]:
        """Shots that teach do not measure. With `place`, masks are written there."""
        count = PixelCount(self.trainer.method.classes)
        told: list[Glimpse] = []
        labels: list[Tensor] = []
        each: list[ImageScores] = []
        taught = set(self.trainer.problem.shots.tolist()) if domain is self.trainer.problem.target else set()
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            truth = self._truth(domain, chunk)
            found, at = self._glimpse(domain, chunk, truth, side)
            measured = [index for index, row in enumerate(chunk) if row not in taught]
            confusions = count.add(found.classes[measured], truth[measured])
            if place is not None:
                self._keep(place, [domain.paths[row] for row in chunk], found)
                each += self._each([domain.paths[chunk[index]] for index in measured], confusions)
            told.append(found._replace(classes=_most(found.classes), doubt=found.doubt[:, :0]))
            labels.append(at)
            yield Prepared(LOOKING if place is None else "Predicting target images", start + len(chunk), len(rows))
        if place is not None and each:
            place.write_image_scores(self.trainer.problem.classes, each)
        return PixelEvaluation(
            torch.cat([one.pooled for one in told]).numpy(),
            torch.cat([one.classes for one in told]).numpy(),
            torch.cat([one.confidence for one in told]).numpy(),
            torch.cat([one.logits for one in told]),
            torch.cat([one.features for one in told]),
            torch.cat(labels),
            count.scores(),
        )

    def _truth(self, domain: Rows, rows: NDArray[np.int64]) -> Tensor:
        return labels_of(gather(domain.truth, rows, torch.device("cpu")))

    @torch.no_grad()
    def _glimpse(
        self, domain: Rows, rows: NDArray[np.int64], truth: Tensor, side: Side | None
    ) -> tuple[Glimpse, Tensor]:
        """What the model tells of images, without touching training; and the labels at the places it looks at."""
        method = self.trainer.method
        training = method.training
        method.eval()
        output = method.predict(inputs_of(domain.inputs, rows, method.fabric.device), side)
        method.train(training)
        logits, features = output.logits.float().cpu(), output.features.float().cpu()
        sure = logits.softmax(dim=1).amax(dim=1)
        stride = logits.shape[-1] // features.shape[-1]
        chance = torch.Generator().manual_seed(self.trainer.job.seed)
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

    def _scores(self, source: PixelEvaluation, target: PixelEvaluation) -> Generator[Event, None, Scores]:
        trainer = self.trainer
        trained = yield from self._see(trainer.problem.source, self.trained, Side.SOURCE)
        known = source.labels >= 0
        logits, labels, features = source.logits[known], source.labels[known], source.features[known]
        values = validate(Evidence(logits, labels, features, trained.features, target.logits, target.features))
        return Scores(
            source_accuracy=source.scores.accuracy if source.scores else None,
            target_accuracy=target.scores.accuracy if target.scores else None,
            score=values[trainer.job.validator],
            validators=values,
            source_pixels=source.scores,
            target_pixels=target.scores,
        )

    def _overlays(self) -> list[Overlay]:
        target = self.trainer.problem.target
        rows = self.target[:SHOWN]
        truth = self._truth(target, rows)
        found, _ = self._glimpse(target, rows, truth, None)
        return [
            Overlay(
                target.paths[row],
                encoded(np.asarray(target.inputs[row]), "JPEG"),
                encoded(found.classes[index].byte().numpy()),
                encoded(np.asarray(target.truth[row])) if target.labels[row] >= 0 else b"",
            )
            for index, row in enumerate(rows)
        ]

    def _keep(self, place: RunFolder, paths: list[str], found: Glimpse) -> None:
        doubts = (found.doubt.clamp(0, 1) * 255).round().byte()
        for path, classes, doubt in zip(paths, found.classes.byte(), doubts, strict=True):
            for file, array in ((place.mask_file(path), classes), (place.doubt_file(path), doubt)):
                file.parent.mkdir(parents=True, exist_ok=True)
                with replacing(file) as temporary:
                    temporary.write_bytes(encoded(array.numpy()))

    def _each(self, paths: list[str], confusions: list[NDArray[np.int64]]) -> list[ImageScores]:
        """Of those images that have a mask."""
        classes = self.trainer.problem.classes
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


def _most(classes: Tensor) -> Tensor:
    """(B, H, W) to the class that most pixels have, (B,)."""
    return classes.flatten(1).mode(dim=1).values


def _subset(rows: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    return np.sort(np.random.default_rng(seed).permutation(rows)[:SAMPLES])


def _points(rows: Rows, chosen: NDArray[np.int64], seen: PixelEvaluation, xy: NDArray[np.float32]) -> Points:
    return Points(
        paths=tuple(rows.paths[row] for row in chosen),
        xy=xy.astype("<f4").tobytes(),
        predicted=seen.most.astype("<i2").tobytes(),
        confidence=seen.confidence.astype("<f4").tobytes(),
    )

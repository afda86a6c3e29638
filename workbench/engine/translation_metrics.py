"""Evaluates a translator: metrics on the same samples each time, and previews of a few of them."""

import io
from collections.abc import Generator
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from threadpoolctl import threadpool_limits
from torch import Tensor

from workbench.core.events import Event, Judged, Prepared, Preview
from workbench.core.scores import Estimate
from workbench.core.translation import Direction, LabelUnit, PreviewRow, Quality
from workbench.engine.distances import frechet
from workbench.engine.inference import inputs_of
from workbench.engine.kernel_distances import kernel_distances
from workbench.engine.label_classifier import (
    PLACES,
    LabelClassifier,
    classes_at,
    kept_images,
    kept_pixels,
    label_classifier,
    places_in,
)
from workbench.engine.nearest_samples import nearest_rows
from workbench.engine.perceptual import PerceptualFeatures, content_distance, features_at, perceptual_network
from workbench.engine.problem import Rows
from workbench.engine.translation_trainer import TranslationTrainer, drawn

SAMPLES, FINAL = 256, 1000  # of each domain that are compared during training, and at the end
TAUGHT = 1024  # source images on which a label classifier is trained
SHOWN = 8
CHUNK = 32
SCENES = 256  # source images with masks on whose pixels a label classifier is trained
JUDGING = "Evaluating translated images"

Floats = NDArray[np.float32]


class TranslatedSamples(NamedTuple):
    """Features of N source samples before and after translation, (N, D), and their content distance (N,).

    `places_before`, `places_after`: features (N P, D) at P places of each; (N, 0) unless pixels are read.
    """

    before: Floats
    after: Floats
    content: Floats
    places_before: Floats
    places_after: Floats


class TranslationMetrics:
    """Measures translations by the features of a pretrained backbone.

    A linear label classifier, which is trained once on source samples, tells whether translations keep labels.
    """

    def __init__(self, trainer: TranslationTrainer) -> None:
        self.trainer, self.problem = trainer, trainer.problem
        self.network = perceptual_network(trainer.problem, trainer.fabric.device)
        self.cached: dict[tuple[bool, int], Floats] = {}  # features of untranslated samples
        self.image_classifier: LabelClassifier | None = None
        self.pixel_classifier: LabelClassifier | None = None
        self.ready = False

    def events(self, final: bool = False) -> Generator[Event, None, Quality]:
        """Evaluate the translator. Yields Prepared, then Judged and, unless `final`, Preview. Returns the quality."""
        if not self.ready:
            yield from self._fit_label_classifiers()
        seed, count = self.problem.job.seed, FINAL if final else SAMPLES
        rows = drawn(len(self.problem.source.paths), count, seed)
        others = drawn(len(self.problem.target.paths), count, seed)
        target = yield from self._features(self.problem.target, others)
        samples = yield from self._translate(rows)
        quality = self._quality(samples, target, rows)
        yield Judged(self.trainer.step, quality, final)
        if not final:
            yield Preview(self.trainer.step, tuple(self._rows(rows, others, target, samples)))
        return quality

    def _fit_label_classifiers(self) -> Generator[Event, None, None]:
        """Fit a linear classifier of images or of pixels; if possible, to samples that are not evaluated."""
        self.ready = True
        if self.problem.scenes is not None:
            yield from self._fit_pixel_classifier(self.problem.scenes)
            return
        source, seed = self.problem.source, self.problem.job.seed
        judged = drawn(len(source.paths), SAMPLES, seed)
        labelled = np.flatnonzero(source.labels >= 0)
        free = np.setdiff1d(labelled, judged)
        chosen = free if len(np.unique(source.labels[free])) == len(np.unique(source.labels[labelled])) else labelled
        rows = chosen[drawn(len(chosen), TAUGHT, seed)]
        if len(np.unique(source.labels[rows])) >= 2:
            features = yield from self._features(source, rows)
            self.image_classifier = label_classifier(features, source.labels[rows], rows)

    def _fit_pixel_classifier(self, scenes: Rows) -> Generator[Event, None, None]:
        """Fit a linear classifier to the features at random places of images with masks."""
        assert scenes.masks is not None
        rows = np.flatnonzero(scenes.labels >= 0)
        rows = rows[drawn(len(rows), SCENES, self.problem.job.seed)]
        places = places_in(len(rows), self.problem.job.seed)
        truths = classes_at(scenes.masks[rows], places).ravel()
        parts = []
        for start, chunk in zip(range(0, len(rows), CHUNK), _chunks(rows), strict=True):
            seen = self.network.features(inputs_of(scenes.inputs, chunk, self.trainer.fabric.device))
            parts.append(self._at(seen, places[start : start + CHUNK]))
            yield Prepared(JUDGING, start + len(chunk), len(rows))
        known = truths >= 0
        if known.any():
            image = np.repeat(rows, PLACES)[known]
            self.pixel_classifier = label_classifier(torch.cat(parts).numpy()[known], truths[known], image)

    def _at(self, seen: PerceptualFeatures, places: Floats) -> Tensor:
        """Features (B P, D) at places (B, P, 2) of B images."""
        return features_at(seen, torch.from_numpy(places), self.network.side).flatten(0, 1).cpu()

    def _features(self, domain: Rows, rows: NDArray[np.int64]) -> Generator[Event, None, Floats]:
        key = (domain is self.problem.source, len(rows) * 1_000_003 + int(rows.sum()))
        if key not in self.cached:
            parts = []
            for chunk in _chunks(rows):
                images = inputs_of(domain.inputs, chunk, self.trainer.fabric.device)
                parts.append(self.network.features(images).features.cpu())
                yield Prepared(JUDGING, sum(map(len, parts)), len(rows))
            self.cached[key] = torch.cat(parts).numpy()
        return self.cached[key]

    def _translate(self, rows: NDArray[np.int64]) -> Generator[Event, None, TranslatedSamples]:
        parts: list[tuple[Tensor, ...]] = []
        places = places_in(len(rows), self.problem.job.seed)
        for start, chunk in zip(range(0, len(rows), CHUNK), _chunks(rows), strict=True):
            images = inputs_of(self.problem.source.inputs, chunk, self.trainer.fabric.device)
            old = self.network.features(images)
            new = self.network.features(self.translated(images, Direction.TO_TARGET))
            here = places[start : start + CHUNK]
            dense = [
                torch.empty(len(chunk), 0) if self.pixel_classifier is None else self._at(x, here) for x in (old, new)
            ]
            parts.append((old.features.cpu(), new.features.cpu(), content_distance(old, new).cpu(), *dense))
            yield Prepared(JUDGING, start + len(chunk), len(rows))
        return TranslatedSamples(*(torch.cat(column).numpy() for column in zip(*parts, strict=True)))

    def translated(self, images: Tensor, direction: Direction) -> Tensor:
        """Translate (B, 3, S, S) images in [0, 1] in evaluation mode, without changing the state of training."""
        translator = self.trainer.translator
        training = translator.training
        translator.eval()
        with torch.no_grad():
            translations = translator.translate(images, direction)
        translator.train(training)
        return translations.float().clamp(0, 1)

    def _quality(self, samples: TranslatedSamples, target: Floats, rows: NDArray[np.int64]) -> Quality:
        with threadpool_limits(1):
            kid = kernel_distances(samples.before, samples.after, target)
            kept, classifier = self._kept(samples), self.pixel_classifier or self.image_classifier
            return Quality(
                fid=_fid(samples.after, target),
                kid=kid.after,
                fid_before=_fid(samples.before, target),
                kid_before=kid.before,
                kept=kept.value if kept else None,
                content=float(samples.content.mean()),
                diversity=_spread(samples.after) / (_spread(target) or _spread(samples.before) or 1.0),
                images=len(rows),
                target_images=len(target),
                side=self.network.side,
                kid_error=kid.error,
                kept_unit=LabelUnit.PIXELS if self.pixel_classifier else LabelUnit.IMAGES,
                kept_count=kept.count if kept else 0,
                kept_low=kept.low if kept else None,
                kept_high=kept.high if kept else None,
                label_accuracy=classifier.accuracy if classifier else None,
                label_constant=classifier.constant if classifier else None,
            )

    def _kept(self, samples: TranslatedSamples) -> Estimate | None:
        """The share of samples or pixels whose predicted class does not change; None without a label classifier."""
        if (pixels := self.pixel_classifier) is not None:
            before, after = (pixels.predicted(each) for each in (samples.places_before, samples.places_after))
            return kept_pixels(before.reshape(-1, PLACES), after.reshape(-1, PLACES))
        if (images := self.image_classifier) is not None:
            return kept_images(images.predicted(samples.before), images.predicted(samples.after))
        return None

    def _rows(
        self, rows: NDArray[np.int64], others: NDArray[np.int64], target: Floats, samples: TranslatedSamples
    ) -> list[PreviewRow]:
        """A few samples of different classes, each with the target sample that is nearest to its translation."""
        source, theirs, device = self.problem.source, self.problem.target, self.trainer.fabric.device
        chosen = _of_each_class(rows, source.labels)
        images = inputs_of(source.inputs, chosen, device)
        translations = self.translated(images, Direction.TO_TARGET)
        two_way = self.trainer.translator.two_way
        back = self.translated(translations, Direction.TO_SOURCE) if two_way else None
        places = np.searchsorted(rows, chosen)
        near = others[nearest_rows(target, samples.after[places], 1)[:, 0]]
        classifier, names = self.image_classifier, self.problem.classes
        predicted = None if classifier is None else classifier.predicted(samples.after)[places]
        return [
            PreviewRow(
                path=source.paths[row],
                source=as_png(images[index]),
                translated=as_png(translations[index]),
                back=as_png(back[index]) if back is not None else b"",
                nearest=as_png(inputs_of(theirs.inputs, near[index : index + 1], device)[0]),
                nearest_path=theirs.paths[near[index]],
                label=names[source.labels[row]] if source.labels[row] >= 0 else "",
                said=names[predicted[index]] if predicted is not None else "",
            )
            for index, row in enumerate(chosen)
        ]


def as_png(image: Tensor) -> bytes:
    """Encode a (3, H, W) image in [0, 1] as PNG."""
    return png_of((image.clamp(0, 1) * 255).round().byte().permute(1, 2, 0).cpu().numpy())


def png_of(pixels: NDArray[np.uint8]) -> bytes:
    """Encode an (H, W, 3) array of bytes as PNG."""
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG")
    return content.getvalue()


def _fid(features: Floats, target: Floats) -> float:
    """The Fréchet distance. A set of one image has no covariance, so then it is the distance of the means."""
    if min(len(features), len(target)) < 2:
        difference = features.mean(0, dtype=np.float64) - target.mean(0, dtype=np.float64)
        return float(difference @ difference)
    return frechet(features, target)


def _spread(features: Floats) -> float:
    """The square root of the total variance."""
    return float(np.sqrt(features.var(axis=0, dtype=np.float64).sum()))


def _of_each_class(rows: NDArray[np.int64], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first SHOWN rows in this order: the first sample of each class, then the second of each, and so on."""
    counts: dict[int, int] = {}
    turn = []
    for row in rows:
        label = int(labels[row])
        turn.append(counts.get(label, 0))
        counts[label] = turn[-1] + 1
    order = np.lexsort((labels[rows], np.array(turn)))
    return rows[order[:SHOWN]]


def _chunks(rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    return [rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)]

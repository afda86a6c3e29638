"""Evaluates a translator: metrics on the same samples each time, and previews of a few of them."""

import io
import warnings
from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits
from torch import Tensor

from workbench.core.events import Event, Judged, Prepared, Preview
from workbench.core.translation import Direction, PreviewRow, Quality
from workbench.engine.distances import frechet, mmd_squared, polynomial_kernel
from workbench.engine.inference import inputs_of
from workbench.engine.nearest_samples import nearest_rows
from workbench.engine.perceptual import content_distance, perceptual_network
from workbench.engine.problem import Rows
from workbench.engine.translation_trainer import TranslationTrainer, drawn

SAMPLES, FINAL = 256, 1000  # of each domain that are compared during training, and at the end
TAUGHT = 1024  # source images on which the label classifier is trained
SHOWN = 8
CHUNK = 32
STRENGTH = 0.01  # C of the label classifier, as of the linear probe of an inspection
JUDGING = "Evaluating translated images"

Floats = NDArray[np.float32]


class TranslatedSamples(NamedTuple):
    """Features of N source samples before and after translation, (N, D), and their content distance (N,)."""

    before: Floats
    after: Floats
    content: Floats


class TranslationMetrics:
    """Measures translations by the features of a pretrained backbone.

    A linear label classifier, which is trained once on other source samples, tells whether translations keep labels.
    """

    def __init__(self, trainer: TranslationTrainer) -> None:
        self.trainer, self.problem = trainer, trainer.problem
        self.network = perceptual_network(trainer.problem, trainer.fabric.device)
        self.cached: dict[tuple[bool, int], Floats] = {}  # features of untranslated samples
        self.label_classifier: Any = None
        self.ready = False

    def events(self, final: bool = False) -> Generator[Event, None, Quality]:
        """Evaluate the translator. Yields Prepared, then Judged and, unless `final`, Preview. Returns the quality."""
        if not self.ready:
            yield from self._fit_label_classifier()
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

    def _fit_label_classifier(self) -> Generator[Event, None, None]:
        """Fit a linear classifier to features of source samples; if possible, of samples that are not evaluated."""
        self.ready = True
        source, seed = self.problem.source, self.problem.job.seed
        judged = drawn(len(source.paths), SAMPLES, seed)
        labelled = np.flatnonzero(source.labels >= 0)
        free = np.setdiff1d(labelled, judged)
        chosen = free if len(np.unique(source.labels[free])) == len(np.unique(source.labels[labelled])) else labelled
        rows = chosen[drawn(len(chosen), TAUGHT, seed)]
        if len(np.unique(source.labels[rows])) < 2:
            return
        features = yield from self._features(source, rows)
        with threadpool_limits(1), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a classifier that has almost converged is good enough
            model = LogisticRegression(C=STRENGTH, max_iter=200)
            self.label_classifier = model.fit(_standardised(features), source.labels[rows])

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
        before, after, content = [], [], []
        for chunk in _chunks(rows):
            images = inputs_of(self.problem.source.inputs, chunk, self.trainer.fabric.device)
            old = self.network.features(images)
            new = self.network.features(self.translated(images, Direction.TO_TARGET))
            before.append(old.features.cpu())
            after.append(new.features.cpu())
            content.append(content_distance(old, new).cpu())
            yield Prepared(JUDGING, sum(map(len, before)), len(rows))
        return TranslatedSamples(*(torch.cat(parts).numpy() for parts in (before, after, content)))

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
            return Quality(
                fid=_fid(samples.after, target),
                kid=_kid(samples.after, target),
                fid_before=_fid(samples.before, target),
                kid_before=_kid(samples.before, target),
                kept=self._same_label(samples),
                content=float(samples.content.mean()),
                diversity=_spread(samples.after) / (_spread(target) or _spread(samples.before) or 1.0),
                images=len(rows),
            )

    def _same_label(self, samples: TranslatedSamples) -> float | None:
        """The share of samples whose predicted label does not change; None without a label classifier.

        Features before and after are standardised separately, so that a common change of style does not count.
        """
        if self.label_classifier is None:
            return None
        before, after = (_standardised(features) for features in (samples.before, samples.after))
        return float((self.label_classifier.predict(before) == self.label_classifier.predict(after)).mean())

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
        classifier, names = self.label_classifier, self.problem.classes
        predicted = None if classifier is None else classifier.predict(_standardised(samples.after)[places])
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


def _kid(features: Floats, target: Floats) -> float:
    count = min(len(features), len(target), 1000)
    if count < 2:
        return 0.0
    return mmd_squared(polynomial_kernel(np.concatenate([features[:count], target[:count]])), count)


def _spread(features: Floats) -> float:
    """The square root of the total variance."""
    return float(np.sqrt(features.var(axis=0, dtype=np.float64).sum()))


def _standardised(features: Floats) -> Floats:
    result: Floats = (features - features.mean(0)) / (features.std(0) + 1e-3)
    return result


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

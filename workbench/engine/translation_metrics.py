"""How good a translator is: measured on the same samples each time, and shown on a few of them."""

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
from workbench.engine.perceptual import content_distance, perception
from workbench.engine.problem import Rows
from workbench.engine.translation_trainer import TranslationTrainer, drawn

SAMPLES, FINAL = 256, 1000  # of each domain that are compared while training, and at the end
TAUGHT = 1024  # source images that teach the reader of labels
SHOWN = 8
CHUNK = 32
STRENGTH = 0.01  # C of the reader, as of the linear head of an inspection
JUDGING = "Looking at translated images"

Floats = NDArray[np.float32]


class TranslatedSamples(NamedTuple):
    """N source samples translated: what the backbone sees of them, before and after, and how much changed in each."""

    before: Floats
    after: Floats
    content: Floats


class TranslationMetrics:
    """Sees through a pretrained backbone. A reader of labels learns from the source once, on other samples."""

    def __init__(self, trainer: TranslationTrainer) -> None:
        self.trainer, self.problem = trainer, trainer.problem
        self.eye = perception(trainer.problem, trainer.fabric.device)
        self.kept: dict[tuple[bool, int], Floats] = {}  # features of the target and of the source as they were
        self.reader: Any = None
        self.ready = False

    def events(self, final: bool = False) -> Generator[Event, None, Quality]:
        """Judged, then Preview, at the present step; before them Prepared, again and again. At the end, the quality."""
        if not self.ready:
            yield from self._learn_to_read()
        seed, count = self.problem.job.seed, FINAL if final else SAMPLES
        rows = drawn(len(self.problem.source.paths), count, seed)
        others = drawn(len(self.problem.target.paths), count, seed)
        target = yield from self._features(self.problem.target, others)
        painted = yield from self._paint(rows)
        quality = self._quality(painted, target, rows)
        yield Judged(self.trainer.step, quality, final)
        if not final:
            yield Preview(self.trainer.step, tuple(self._rows(rows, others, target, painted)))
        return quality

    def _learn_to_read(self) -> Generator[Event, None, None]:
        """A linear classifier on the source's features, of samples that are not judged where there are enough."""
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
            warnings.simplefilter("ignore")  # a reader that did not quite converge reads well enough
            model = LogisticRegression(C=STRENGTH, max_iter=200)
            self.reader = model.fit(_standardised(features), source.labels[rows])

    def _features(self, domain: Rows, rows: NDArray[np.int64]) -> Generator[Event, None, Floats]:
        key = (domain is self.problem.source, len(rows) * 1_000_003 + int(rows.sum()))
        if key not in self.kept:
            parts = []
            for chunk in _chunks(rows):
                parts.append(self.eye.see(inputs_of(domain.inputs, chunk, self.trainer.fabric.device)).features.cpu())
                yield Prepared(JUDGING, sum(map(len, parts)), len(rows))
            self.kept[key] = torch.cat(parts).numpy()
        return self.kept[key]

    def _paint(self, rows: NDArray[np.int64]) -> Generator[Event, None, TranslatedSamples]:
        before, after, content = [], [], []
        for chunk in _chunks(rows):
            images = inputs_of(self.problem.source.inputs, chunk, self.trainer.fabric.device)
            old, new = self.eye.see(images), self.eye.see(self.translated(images, Direction.TO_TARGET))
            before.append(old.features.cpu())
            after.append(new.features.cpu())
            content.append(content_distance(old, new).cpu())
            yield Prepared(JUDGING, sum(map(len, before)), len(rows))
        return TranslatedSamples(*(torch.cat(parts).numpy() for parts in (before, after, content)))

    def translated(self, images: Tensor, direction: Direction) -> Tensor:
        """Without touching training."""
        translator = self.trainer.translator
        training = translator.training
        translator.eval()
        with torch.no_grad():
            made = translator.translate(images, direction)  # what it has studied, style images too, it keeps
        translator.train(training)
        return made.float().clamp(0, 1)

    def _quality(self, painted: TranslatedSamples, target: Floats, rows: NDArray[np.int64]) -> Quality:
        with threadpool_limits(1):
            return Quality(
                fid=_fid(painted.after, target),
                kid=_kid(painted.after, target),
                fid_before=_fid(painted.before, target),
                kid_before=_kid(painted.before, target),
                kept=self._same_label(painted),
                content=float(painted.content.mean()),
                diversity=_spread(painted.after) / (_spread(target) or _spread(painted.before) or 1.0),
                images=len(rows),
            )

    def _same_label(self, painted: TranslatedSamples) -> float | None:
        """Each set is standardised by itself, so that a change of look alone moves no label."""
        if self.reader is None:
            return None
        read = [self.reader.predict(_standardised(features)) for features in (painted.before, painted.after)]
        return float((read[0] == read[1]).mean())

    def _rows(
        self, rows: NDArray[np.int64], others: NDArray[np.int64], target: Floats, painted: TranslatedSamples
    ) -> list[PreviewRow]:
        """A few samples of different classes, each beside the target sample that its translation is most like."""
        source, theirs, device = self.problem.source, self.problem.target, self.trainer.fabric.device
        chosen = _of_each_class(rows, source.labels)
        images = inputs_of(source.inputs, chosen, device)
        made = self.translated(images, Direction.TO_TARGET)
        two_way = self.trainer.translator.two_way
        back = self.translated(made, Direction.TO_SOURCE) if two_way else None
        places = np.searchsorted(rows, chosen)
        near = others[nearest_rows(target, painted.after[places], 1)[:, 0]]
        said = None if self.reader is None else self.reader.predict(_standardised(painted.after)[places])
        names = self.problem.classes
        return [
            PreviewRow(
                path=source.paths[row],
                source=as_png(images[index]),
                translated=as_png(made[index]),
                back=as_png(back[index]) if back is not None else b"",
                nearest=as_png(inputs_of(theirs.inputs, near[index : index + 1], device)[0]),
                nearest_path=theirs.paths[near[index]],
                label=names[source.labels[row]] if source.labels[row] >= 0 else "",
                said=names[said[index]] if said is not None else "",
            )
            for index, row in enumerate(chosen)
        ]


def as_png(image: Tensor) -> bytes:
    """A (3, H, W) image in [0, 1] as a PNG file's content."""
    return png_of((image.clamp(0, 1) * 255).round().byte().permute(1, 2, 0).cpu().numpy())


def png_of(pixels: NDArray[np.uint8]) -> bytes:
    """(H, W, 3) bytes as a PNG file's content."""
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG")
    return content.getvalue()


def _fid(one: Floats, other: Floats) -> float:
    """Of a single image nothing but the mean is known."""
    if min(len(one), len(other)) < 2:
        away = one.mean(0, dtype=np.float64) - other.mean(0, dtype=np.float64)
        return float(away @ away)
    return frechet(one, other)


def _kid(one: Floats, other: Floats) -> float:
    count = min(len(one), len(other), 1000)
    if count < 2:
        return 0.0
    return mmd_squared(polynomial_kernel(np.concatenate([one[:count], other[:count]])), count)


def _spread(features: Floats) -> float:
    """Root of the total variance."""
    return float(np.sqrt(features.var(axis=0, dtype=np.float64).sum()))


def _standardised(features: Floats) -> Floats:
    result: Floats = (features - features.mean(0)) / (features.std(0) + 1e-3)
    return result


def _of_each_class(rows: NDArray[np.int64], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first of each class, then the second, and so on."""
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

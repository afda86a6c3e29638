"""Whether translated images pass for the class whose look they were given, and still show what they showed."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tests.benchmarks.suites.few_shot import Emoji, Wish

Pixels = NDArray[np.uint8]
APART = 51  # levels of a channel by which what is shown differs from its ground
FITTING = (0.1, 0.9)  # share of an image that is shown, for there to be an outline


class Judge:
    """EfficientNet-Lite0's features of real images, and a linear classifier on them."""

    SIDE: ClassVar[int] = 96  # pixels of the network's input, which shows all there is

    def __init__(self, emoji: "Emoji") -> None:
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_predict
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        from workbench.nets.backbones import extractor

        self.emoji = emoji
        self.net = extractor("efficientnet_lite0").module.eval().requires_grad_(False)
        features = self.features(emoji.pixels)
        self.real = features[emoji.rows(held=True)]
        self.classifier = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=300))
        # As for images that it was not fitted to: five parts, each judged by a fit to the others.
        self.expected = cross_val_predict(self.classifier, features, emoji.labels, cv=5, method="decision_function")
        self.classifier.fit(features, emoji.labels)

    def features(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(N, 1280) of (N, S, S, 3) bytes."""
        import torch
        import torch.nn.functional as F

        from workbench.data.augment import as_inputs

        parts = []
        for start in range(0, len(pixels), 64):
            with torch.inference_mode():
                images = as_inputs(torch.from_numpy(pixels[start : start + 64]))
                larger = F.interpolate(images, (self.SIDE, self.SIDE), mode="bilinear", align_corners=False)
                parts.append(self.net(larger).numpy())
        return np.concatenate(parts)

    def row(self, title: str, shots: str, made: "list[tuple[Pixels, Wish]]") -> str:
        """Of the table: the mean over draws, each (M, S, S, 3) images and what was wished, and how far they differ."""
        from workbench.engine.distances import frechet

        found = []
        for pixels, wish in made:
            features = self.features(pixels)
            scores = self.classifier.decision_function(features)
            kept = 100 * float((scores.argmax(axis=1) == self.emoji.labels[wish.content]).mean())
            outlines = [
                100 * shared_outline(self.emoji.pixels[rows], pixels) for rows in (wish.content, wish.styles[:, 0])
            ]
            found.append((frechet(features, self.real), *self._accuracies(scores, wish.wanted), kept, *outlines))
        cells = [f"{np.mean(values):.1f} ± {np.std(values):.1f}" for values in zip(*found, strict=True)]
        return f"| {title} | {shots} | {' | '.join(cells)} |"

    def real_row(self) -> str:
        """What real images of the held-back classes reach, each judged by a classifier that did not see it."""
        rows = self.emoji.rows(held=True)
        among, every = self._accuracies(self.expected[rows], self.emoji.labels[rows])
        return f"| real images of those classes, by cross-validation | | – | {among:.1f} | {every:.1f} | – | – | – |"

    def _accuracies(self, scores: NDArray[np.float64], wanted: NDArray[np.int64]) -> tuple[float, float]:
        held = self.emoji.held
        among = held[scores[:, held].argmax(axis=1)]
        return 100 * float((among == wanted).mean()), 100 * float((scores.argmax(axis=1) == wanted).mean())


def shared_outline(given: Pixels, made: Pixels) -> float:
    """Intersection over union of what two stacks of images, (M, S, S, 3) each, show before their ground: the mean.

    Images of `given` that show almost nothing, or leave no ground, do not count.
    """
    before, after = shown(given), shown(made)
    share = before.mean(axis=(1, 2))
    counted = (share > FITTING[0]) & (share < FITTING[1])
    both, either = (one.sum(axis=(1, 2))[counted] for one in (before & after, before | after))
    return float((both / either).mean())


def shown(images: Pixels) -> NDArray[np.bool_]:
    """(M, S, S) where images (M, S, S, 3) differ from the middle colour of their border."""
    sides = images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]
    ground = np.median(np.concatenate(sides, axis=1), axis=1)[:, None, None]
    return np.asarray(np.abs(images - ground).max(axis=3) > APART)

"""Whether translated images pass for the class whose look they were given: FID and a classifier."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from workbench.cli.bench_few_shot import Emoji

Made = list[tuple[NDArray[np.uint8], NDArray[np.int64]]]  # of each draw: (M, S, S, 3) images, (M,) wanted classes


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

    def row(self, title: str, shots: str, made: Made) -> str:
        """Of the table: the mean over draws, and how far they lie apart."""
        from workbench.engine.distances import frechet

        found = []
        for pixels, wanted in made:
            features = self.features(pixels)
            scores = self.classifier.decision_function(features)
            found.append((frechet(features, self.real), *self._accuracies(scores, wanted)))
        distance, among, every = (_spread([one[place] for one in found]) for place in range(3))
        return f"| {title} | {shots} | {distance} | {among} | {every} |"

    def real_row(self) -> str:
        """What real images of the held-back classes reach, each judged by a classifier that did not see it."""
        rows = self.emoji.rows(held=True)
        among, every = self._accuracies(self.expected[rows], self.emoji.labels[rows])
        return f"| real images of those classes, by cross-validation | | – | {among:.1f} | {every:.1f} |"

    def _accuracies(self, scores: NDArray[np.float64], wanted: NDArray[np.int64]) -> tuple[float, float]:
        held = self.emoji.held
        among = held[scores[:, held].argmax(axis=1)]
        return 100 * float((among == wanted).mean()), 100 * float((scores.argmax(axis=1) == wanted).mean())


def _spread(values: list[float]) -> str:
    return f"{np.mean(values):.1f} ± {np.std(values):.1f}"

"""Features of the bundled backbone: evidence of nets that are trained whole, which no run has shaped."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import interpolate

from workbench.core.job import BUNDLED_BACKBONE
from workbench.core.scores import AccuracySignals
from workbench.engine.accuracy_signals import SignalInputs, nearest_labels, target_evidence
from workbench.engine.inference import inputs_of
from workbench.engine.trainer import Trainer
from workbench.engine.training import Observation
from workbench.nets.backbones import extractor

CHUNK = 32
SMALLEST, LARGEST = 96, 160  # pixels: the side at which the backbone sees images of any other side
MOST = 512  # target samples


def independent_features(images: NDArray[np.uint8], rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """The (N, D) features of N rows of (M, S, S, 3) images."""
    device = torch.device("cpu")
    net = extractor(BUNDLED_BACKBONE).module.eval()
    chunks = []
    for start in range(0, len(rows), CHUNK):
        with torch.inference_mode():
            seen = inputs_of(images, rows[start : start + CHUNK], device)
            side = min(max(seen.shape[-1], SMALLEST), LARGEST)
            if seen.shape[-1] != side:
                seen = interpolate(seen, size=(side, side), mode="bilinear", antialias=True)
            chunks.append(net(seen).float().numpy())
    return np.concatenate(chunks)


def independent_signals(
    trainer: Trainer, source: Observation, trained: Observation, target: Observation
) -> AccuracySignals:
    """The signals of a net, with neighbours by features that it has not shaped, of at most MOST target samples."""
    problem = trainer.problem
    counts = np.bincount(problem.source.labels, minlength=len(problem.classes))
    part = np.sort(np.random.default_rng(problem.job.seed).permutation(len(target.rows))[:MOST])
    train_features = torch.from_numpy(independent_features(problem.source.inputs, trained.rows))
    target_features = torch.from_numpy(independent_features(problem.target.inputs, target.rows[part]))
    inputs = SignalInputs(
        held_logits=source.logits,
        held_labels=source.labels,
        target_logits=target.logits[part],
        nearest=nearest_labels(train_features, trained.labels, target_features),
        source_shares=counts / counts.sum(),
    )
    return target_evidence(inputs).signals

"""Features of samples by the bundled backbone: evidence of a net that is trained whole, which no run has shaped."""

from collections.abc import Generator

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import interpolate

from workbench.core.events import Event, Prepared
from workbench.core.job import BUNDLED_BACKBONE
from workbench.engine.inference import inputs_of
from workbench.engine.problem import Rows
from workbench.nets.backbones import extractor

CHUNK = 32
SMALLEST, LARGEST = 96, 160  # pixels: the side at which the backbone sees images of any other side
WHAT = "Computing evidence of the accuracy"

_latest: dict[tuple[str, int, bytes], NDArray[np.float32]] = {}
MOST = 4  # results in memory: the trials of `auto`, and runs of one worker, are about the same samples


def independent_features(
    domain: Rows, rows: NDArray[np.int64], device: torch.device
) -> Generator[Event, None, NDArray[np.float32]]:
    """The (N, D) features of N rows of a domain that holds images. Training goes on as if they were not computed."""
    key = domain.content, domain.inputs.shape[1], rows.tobytes()
    if key not in _latest:
        _latest[key] = yield from _computed(domain.inputs, rows, device)
        while len(_latest) > MOST:
            del _latest[next(iter(_latest))]
    return _latest[key]


def _computed(
    images: NDArray[np.uint8], rows: NDArray[np.int64], device: torch.device
) -> Generator[Event, None, NDArray[np.float32]]:
    with torch.random.fork_rng(devices=[]):  # a new net draws its weights before it is given others
        net = extractor(BUNDLED_BACKBONE).module.to(device).eval()
    chunks = []
    for start in range(0, len(rows), CHUNK):
        with torch.inference_mode():
            seen = inputs_of(images, rows[start : start + CHUNK], device)
            side = min(max(seen.shape[-1], SMALLEST), LARGEST)
            if seen.shape[-1] != side:
                seen = interpolate(seen, size=(side, side), mode="bilinear", antialias=True)
            chunks.append(net(seen).float().cpu().numpy())
        yield Prepared(WHAT, min(start + CHUNK, len(rows)), len(rows))
    return np.concatenate(chunks)

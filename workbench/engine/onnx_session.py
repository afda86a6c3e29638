"""Runs an ONNX graph on images in pieces: compiled by OpenVINO where that gives the same outputs, by ONNX Runtime."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.core.manifest import Preprocessing
from workbench.core.threads import LANES, cores
from workbench.engine.compiled_model import PROBED, CompiledModel, compiled_onnx

Floats = NDArray[np.float32]
PIECE = 16  # images that one thread looks at together; more gain nothing and leave the processor's cache


class OnnxSession:
    """A graph that takes one array of images. Several threads may call it at once."""

    def __init__(self, session: Any, outputs: Sequence[str], preprocessing: Preprocessing, limits: Any) -> None:
        """`session`: ONNX Runtime's. `outputs`: names. `limits`: options of each run."""
        (given,) = session.get_inputs()
        self._session, self._name, self._outputs, self._limits = session, given.name, list(outputs), limits
        self._fixed = given.shape[0] if isinstance(given.shape[0], int) else 0  # a batch that cannot vary
        self._mean = np.array(preprocessing.mean, np.float32).reshape(1, 3, 1, 1)
        self._std = np.array(preprocessing.std, np.float32).reshape(1, 3, 1, 1)
        self._plain = not self._mean.any() and bool((self._std == 1).all())
        self._pool = ThreadPoolExecutor(min(cores(), LANES))
        self._compiled: CompiledModel | None = None

    def look(self, images: Floats) -> tuple[Floats, Floats | None]:
        """The first and the second output, if there is one, for images (B, 3, H, W) in [0, 1]."""
        step = self._fixed or PIECE
        parts = [images[at : at + step] for at in range(0, len(images), step)]
        columns = zip(*(self._pool.map(self._run, parts) if len(parts) > 1 else map(self._run, parts)), strict=True)
        joined = [np.concatenate(column) if len(column) > 1 else column[0] for column in columns]
        return joined[0], joined[1] if len(joined) > 1 else None

    def compile(self, content: bytes, height: int, width: int) -> bool:
        """Let OpenVINO compute the outputs if they agree with ONNX Runtime's on random images. Returns whether they do.

        `content`: the file of the graph. Done once, before the first image, so that an image gets the same outputs
        whatever comes before it.
        """
        if not self._fixed:
            probed = np.random.default_rng(0).random((PROBED, 3, height, width), np.float32)
            self._compiled = compiled_onnx(content, self._outputs, probed, self._by_runtime(probed))
        return self._compiled is not None

    def _run(self, images: Floats) -> Sequence[Floats]:
        images = images if self._plain else (images - self._mean) / self._std
        return self._compiled(images) if self._compiled is not None else self._by_runtime(images)

    def _by_runtime(self, images: Floats) -> Sequence[Floats]:
        missing = self._fixed - len(images)
        padded = np.concatenate([images, images[:1].repeat(missing, axis=0)]) if missing > 0 else images
        outputs: list[Floats] = self._session.run(self._outputs, {self._name: padded}, self._limits)
        return [output[: len(images)] for output in outputs]

"""Tables of samples with columns of values, in the form sent to a front end."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import natural
from workbench.core.shift_report import LIKELY, SampleColumn, SampleTable


def table(
    paths: Sequence[str],
    xy: NDArray[np.float32],
    columns: Iterable[SampleColumn],
    probabilities: NDArray[np.float32] | None,
) -> SampleTable:
    """A table of N samples with positions (N, 2), columns of N values, and class probabilities (N, K)."""
    likely = chances = b""
    if probabilities is not None:
        order = np.argsort(-probabilities, axis=1, kind="stable")[:, :LIKELY]
        likely, chances = (
            order.astype("<i2").tobytes(),
            np.take_along_axis(probabilities, order, 1).astype("<f4").tobytes(),
        )
    return SampleTable(tuple(paths), xy.astype("<f4").tobytes(), tuple(columns), likely, chances)


def plain(name: str, title: str, values: NDArray[np.floating]) -> SampleColumn:
    """A column of N numbers."""
    return SampleColumn(name, title, values.astype("<f4").tobytes())


def indexed(name: str, title: str, values: Sequence[str | None], names: Sequence[str] = ()) -> SampleColumn:
    """A column of N names, stored as indices into `names`, by default in natural order."""
    order = tuple(names) or tuple(sorted({value for value in values if value is not None}, key=natural))
    index_of = {value: index for index, value in enumerate(order)}
    numbers = np.array([index_of.get(value, -1) if value is not None else -1 for value in values], "<f4")
    return SampleColumn(name, title, numbers.tobytes(), order)

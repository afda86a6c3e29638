"""COCO's run-length encoding: numbers of pixels outside and inside an object, alternating, in column-major order.

Decoded with faster-coco-eval, which rejects damaged input; pycocotools reads and writes beyond its buffers for it.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Reason
from workbench.data.decode import Unreadable

RunLengths = Sequence[int] | str  # counts, or the compressed string of cocoapi (common/maskApi.c, rleToString)

_COMPRESSED = re.compile("[0-o]*")  # six bits per character, from code 48


def decode_runs(counts: RunLengths, size: tuple[int, int]) -> NDArray[np.bool_]:
    """Decode to a boolean mask (H, W). Raises Unreadable if the run lengths do not match `size` (height, width)."""
    from faster_coco_eval.core import mask  # imported late, because it imports OpenCV if installed

    height, width = size
    try:
        if isinstance(counts, str):
            if not _COMPRESSED.fullmatch(counts):
                raise ValueError(counts)
            runs = {"size": size, "counts": counts.encode("ascii")}
        else:
            runs = mask.frPyObjects({"size": size, "counts": list(counts)}, height, width)
        inside: NDArray[np.bool_] = mask.decode(runs).astype(np.bool_)
    except (ValueError, RuntimeError) as error:
        detail = f"run lengths are damaged or do not match {height} × {width} pixels"
        raise Unreadable(Reason.UNREADABLE, detail) from error
    return inside


def measure_runs(counts: Sequence[int], size: tuple[int, int]) -> tuple[int, list[int]]:
    """The area in pixels and the bounding box (left, top, width, height) of the object."""
    from faster_coco_eval.core import mask  # imported late, as above

    runs = mask.frPyObjects({"size": size, "counts": list(counts)}, *size)
    return int(mask.area(runs)), mask.toBbox(runs).astype(int).tolist()

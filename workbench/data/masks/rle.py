"""COCO's run lengths: the numbers of pixels outside and inside a thing in turn, column by column.

faster-coco-eval decodes them because it refuses damaged ones; pycocotools reads and writes past its buffers there.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Reason
from workbench.data.decode import Unreadable

RunLengths = Sequence[int] | str  # numbers, or the compressed text of cocoapi (common/maskApi.c, rleToString)

_COMPRESSED = re.compile("[0-o]*")  # six bits a letter, from 48 on


def decode_runs(counts: RunLengths, size: tuple[int, int]) -> NDArray[np.bool_]:
    """(H, W), true inside the thing. Raises Unreadable where the run lengths do not fill this height and width."""
    from faster_coco_eval.core import mask  # imported late: it imports OpenCV too, where that is installed

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
        detail = f"run lengths that are damaged or do not fill {height} × {width} pixels"
        raise Unreadable(Reason.UNREADABLE, detail) from error
    return inside


def measure_runs(counts: Sequence[int], size: tuple[int, int]) -> tuple[int, list[int]]:
    """The area in pixels, and left, top, width and height of the box around the pixels inside."""
    from faster_coco_eval.core import mask  # imported late, as above

    runs = mask.frPyObjects({"size": size, "counts": list(counts)}, *size)
    return int(mask.area(runs)), mask.toBbox(runs).astype(int).tolist()

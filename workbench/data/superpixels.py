"""Superpixels: small regions that follow the edges of an image, to be painted as a whole."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

COMPACTNESS = 20.0  # m of the paper: weight of distance in the image against that in colour
SMOOTHING = 1.0  # standard deviation in pixels; without it, noise of 12 grey levels breaks the regions up
LONGEST = 1024  # pixels: larger images are reduced first, so that a second is enough


def superpixels(image: NDArray[np.uint8], spacing: int) -> NDArray[np.int32]:
    """The number of the superpixel of each pixel, (H, W), from 1 on. Each is one connected region.

    SLIC (Achanta et al., SLIC superpixels compared to state-of-the-art superpixel methods, IEEE TPAMI 34(11), 2012),
    as scikit-image computes it. `image`: (H, W, 3). `spacing`: about the side of a superpixel, in pixels.
    """
    from skimage.segmentation import slic  # imported late, as it is rarely needed

    height, width = image.shape[:2]
    share = min(1.0, LONGEST / max(height, width))
    small = (max(1, round(height * share)), max(1, round(width * share)))
    reduced = np.asarray(Image.fromarray(image).resize(small[::-1], Image.Resampling.BOX))
    count = max(1, round(height * width / spacing**2))
    if count == 1:
        return np.ones((height, width), np.int32)
    regions = slic(reduced, n_segments=count, compactness=COMPACTNESS, sigma=SMOOTHING, start_label=1)
    rows, columns = (np.arange(side) * part // side for side, part in zip((height, width), small, strict=True))
    full: NDArray[np.int32] = regions.astype(np.int32)[rows[:, None], columns]
    return full

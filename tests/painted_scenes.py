"""Street scenes whose pixels have classes: sky above, road below, a car in the middle; no scene shows a tram."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.core.domain import Domain
from workbench.core.masks import ClassTable, PixelClass
from workbench.data.mask_png import write_numbers
from workbench.data.scan import scan_now

TABLE = ClassTable(
    (
        PixelClass("road", (128, 64, 128)),
        PixelClass("sky", (70, 130, 180)),
        PixelClass("car", (0, 0, 142)),
        PixelClass("tram", (0, 80, 100)),
    )
)
WIDE, HIGH = 96, 48


def truth() -> NDArray[np.uint8]:
    """The mask of each scene, of shape (HIGH, WIDE)."""
    mask = np.zeros((HIGH, WIDE), np.uint8)
    mask[: HIGH // 2] = 1
    mask[30:40, 40:56] = 2
    return mask


def domain(root: Path, count: int, noise: float = 12) -> Domain:
    """Write scenes and their masks, and read the folder."""
    for below in ("images", "masks"):
        (root / below).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        random = np.random.default_rng(number)
        colours = np.array(TABLE.colours)[truth()] + random.normal(0, noise, (HIGH, WIDE, 3))
        Image.fromarray(colours.clip(0, 255).astype(np.uint8)).save(root / "images" / f"{number}.png")
        write_numbers(truth(), TABLE.colours, root / "masks" / f"{number}.png")
    rows = (f"{one.name},{','.join(map(str, one.colour))}" for one in TABLE.classes)
    (root / "classes.csv").write_text("\n".join(["name,red,green,blue", *rows]) + "\n", encoding="utf-8")
    return scan_now(root)

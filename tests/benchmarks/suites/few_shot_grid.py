"""Translations of the few-shot bench as one picture to look at."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tests.benchmarks.suites.few_shot import Emoji, Wish
    from workbench.engine.translator import Translator

ROWS = 14
LARGER = 2
GAP = 2  # pixels, before enlarging


def draw_grid(
    path: Path,
    emoji: "Emoji",
    wish: "Wish",
    trained: "dict[str, Translator]",
    paint: "Callable[[Translator, Emoji, Wish, int], NDArray[np.uint8]]",
) -> Path:
    """Write the picture: content, its five styles, then each translator with one and with five of them. The path."""
    from PIL import Image

    from tests.benchmarks.suites.few_shot import SHOTS, Wish

    chosen = np.linspace(0, len(wish.content) - 1, ROWS).round().astype(int)
    few = Wish(wish.content[chosen], wish.styles[chosen], wish.wanted[chosen])
    columns = [emoji.pixels[few.content], *(emoji.pixels[rows] for rows in few.styles.T)]
    columns += [paint(one, emoji, few, shots) for shots in SHOTS for one in trained.values()]
    framed = [np.pad(column, ((0, 0), (GAP, GAP), (GAP, GAP), (0, 0)), constant_values=255) for column in columns]
    sheet = np.concatenate([np.concatenate(list(column), axis=0) for column in framed], axis=1)
    picture = Image.fromarray(sheet)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.resize((picture.width * LARGER, picture.height * LARGER), Image.Resampling.NEAREST).save(path)
    return path

"""How a person looks at the images of a project: contrast and colours of the display, and the scale of the ruler.

None of it changes what a model sees, a run or an export.
"""

from enum import StrEnum

import msgspec

from workbench.core.deep_range import Bounds, DeepRange

LARGEST_GAMMA, SMALLEST_GAMMA = 5.0, 0.2
LARGEST_LOCAL = 8.0


class Channel(StrEnum):
    """What is shown of a colour image."""

    ALL = "all"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"


class ImageDisplay(msgspec.Struct, frozen=True):
    """The display of images.

    `low`, `high`: the values that are shown as black and as white, as shares in [0, 1] of 8 bits or of the folder's
    range of deep images; `automatic`: instead, the quantiles of each image. `gamma`: a value v in [0, 1] is shown as
    v ** gamma. `local`: the clip limit of the local contrast (CLAHE), 0 for none. `colours`: the name of a colour map
    for grey images and single channels; empty for greys.
    """

    low: float = 0.0
    high: float = 1.0
    automatic: bool = False
    gamma: float = 1.0
    local: float = 0.0
    channel: Channel = Channel.ALL
    colours: str = ""

    @property
    def altered(self) -> bool:
        """Whether images are not shown as they are."""
        return self != AS_IS

    @property
    def limited(self) -> bool:
        """Whether the values shown as black and white are not those of the range."""
        return self.automatic or (self.low, self.high) != (0.0, 1.0)

    def checked(self) -> "ImageDisplay":
        """This display, with numbers within their ranges. Files of other programs may hold others."""
        low, high = min(max(self.low, 0.0), 1.0), min(max(self.high, 0.0), 1.0)
        return msgspec.structs.replace(
            self,
            low=low if low < high else 0.0,
            high=high if low < high else 1.0,
            gamma=min(max(self.gamma, SMALLEST_GAMMA), LARGEST_GAMMA),
            local=min(max(self.local, 0.0), LARGEST_LOCAL),
        )

    def within(self, deep: DeepRange) -> DeepRange:
        """The part of a range between `low` and `high`."""

        def part(bounds: Bounds | None) -> Bounds | None:
            if bounds is None:
                return None
            black, white = bounds
            return black + self.low * (white - black), black + self.high * (white - black)

        return DeepRange(part(deep.integers), part(deep.floats), each_image=deep.each_image)


AS_IS = ImageDisplay()


class RulerScale(msgspec.Struct, frozen=True):
    """The scale of the ruler: the size of a pixel in a unit of length; 0 is unknown."""

    per_pixel: float = 0.0
    unit: str = "mm"


class ViewSettings(msgspec.Struct, frozen=True):
    """What a project keeps of how its images are looked at."""

    display: ImageDisplay = AS_IS
    scale: RulerScale = RulerScale()

"""Groups of target images that are named with one key."""

from enum import StrEnum

import msgspec

SHOWN = 10  # images of a group that are shown at first, the purest ones
PAGE = 60  # the most images that are offered at once: as many as a person can look through on one screen
NAMED_AS_GROUP = "named as a group"
NAMED_ALIKE = "named among images like one"
PROPAGATED = "propagated from labelled neighbours"


class GroupKind(StrEnum):
    """ALIKE: images near each other. AGREED: images whose labelled neighbours agree. DOUBTFUL: they do not agree.

    SIMILAR: the images nearest to those that the user chose.
    """

    ALIKE = "alike"
    AGREED = "agreed"
    DOUBTFUL = "doubtful"
    SIMILAR = "similar"


class ImageGroup(msgspec.Struct, frozen=True):
    """Target images that may be of one class.

    `paths`: the purest or nearest first. `likely`: the probable class, empty if none is known. `share`: the estimated
    share of images of that class, in [0, 1]: learned from `judged` labelled images, or if that is 0, the confidence of
    the model.
    """

    kind: GroupKind
    paths: tuple[str, ...]
    likely: str = ""
    share: float = 0.0
    judged: int = 0

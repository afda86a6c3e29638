"""The states of naming groups of images, the origins of their labels, and why there may be no groups."""

from enum import Enum, auto

from workbench.core.image_groups import NAMED_ALIKE, NAMED_AS_GROUP, PROPAGATED, GroupKind
from workbench.gui.kit.language import tr
from workbench.gui.session.single_call import CallOutcome

ORIGINS = {GroupKind.ALIKE: NAMED_AS_GROUP, GroupKind.AGREED: PROPAGATED, GroupKind.SIMILAR: NAMED_ALIKE}
NO_MODEL = CallOutcome(tr("Groups are formed from what a run or an inspection computes."), tr("Run one of them first."))
RUNNING = CallOutcome(tr("Groups can be formed when the run has ended."))
MEASURES = (
    tr("Images like one that measures are not shown, because its label must not teach."),
    tr("Select an image that is not drawn."),
)


class NamingState(Enum):
    """OFF: no groups are shown. WORKING: they are formed. SHOWN: a group is shown. DONE: none is left."""

    OFF = auto()
    WORKING = auto()
    SHOWN = auto()
    DONE = auto()
    FAILED = auto()

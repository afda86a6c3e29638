"""A simulated annotator who names a target by groups, and the keystrokes that this takes."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from workbench.analysis.image_groups import image_groups
from workbench.analysis.target_index import TargetIndex
from workbench.core.image_groups import SHOWN, GroupKind, ImageGroup

ENOUGH = 0.9  # the share of the target that is to be labelled
WORTH = 0.5  # keystrokes an image above which a group is left for later
AHEAD = 8  # groups that are named before others are formed: the window forms them while a person looks


class Effort(NamedTuple):
    """`keys`: keystrokes and clicks; `named`: images; `passed`: groups left for later; each by kind of group."""

    labels: dict[str, str]
    keys: Counter[str]
    named: Counter[str]

    @property
    def total(self) -> int:
        """All keystrokes and clicks."""
        return self.keys.total()


def annotate(index: TargetIndex, truth: Mapping[str, str]) -> Effort:
    """Name ENOUGH of the images of an index by groups. `truth`: what the annotator sees in an image.

    The annotator looks at each image that is shown. A group of one class takes one key. In another group, a click takes
    each image that is not of the most frequent class out of the selection, one key names the selection, and the images
    that are left take one key if they are of one class, and otherwise one key each. A group in which that is more than
    WORTH an image is left for later by one key, once.
    """
    effort, passed = Effort({}, Counter(), Counter()), set[str]()
    goal = -(-len(index.paths) * ENOUGH // 1)
    while len(effort.labels) < goal:
        groups = image_groups(index, effort.labels, ())
        first = [group for group in groups if passed.isdisjoint(group.paths[:SHOWN])]
        for group in (first or groups)[:AHEAD]:
            if len(effort.labels) < goal:
                _look(group, truth, effort, passed)
    return effort


def _look(group: ImageGroup, truth: Mapping[str, str], effort: Effort, passed: set[str]) -> None:
    paths = group.paths if group.kind is GroupKind.AGREED else group.paths[:SHOWN]
    shown = [path for path in paths if path not in effort.labels]
    if not shown:
        return
    keys = strokes(Counter(truth[path] for path in shown))
    if keys > WORTH * len(shown) and group.kind is not GroupKind.DOUBTFUL and passed.isdisjoint(shown):
        passed.update(shown)
        effort.keys["passed"] += 1
        return
    effort.keys[group.kind] += keys
    effort.named[group.kind] += len(shown)
    effort.labels.update((path, truth[path]) for path in shown)


def strokes(classes: Counter[str]) -> int:
    """The keystrokes and clicks that name images of these classes, shown together."""
    number = classes.total()
    others = number - max(classes.values())
    rest = 1 if len(classes) == 2 else others
    return min(others + 1 + rest if others else 1, number)

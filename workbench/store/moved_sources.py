"""Corrections of source labels follow moved and renamed images, as labels of the target do."""

from collections.abc import Mapping

import msgspec

from workbench.core.corrections import Correction
from workbench.store.moved_files import MOVED, MovedFiles


class MovedSources(MovedFiles):
    """The stored contents of a project's corrected source samples."""

    table = "source_content"

    def touched(self) -> set[str]:
        """The paths of the samples that are followed."""
        return set(self.labels.corrections.current())

    def valued(self) -> set[str]:
        """The paths of the corrected samples."""
        return self.touched()

    def move(self, paths: Mapping[str, str]) -> None:
        """Move corrections, as one action of the history. A new folder that gives another class ends a correction."""
        current = self.labels.corrections.current()
        moved: dict[str, Correction | None] = dict.fromkeys(paths, None)
        moved |= {new: msgspec.structs.replace(current[old], path=new) for old, new in paths.items()}
        self.labels.correct(moved, MOVED)

    def undone(self) -> set[tuple[str, str]]:
        """The undone moves of the history, as pairs of old and new paths."""
        pairs = set()
        for number in self.labels.redoable:
            why = "SELECT why FROM action WHERE id = ?"
            if self.database.execute(why, (number,)).fetchone() == (MOVED,):
                changes = self.labels.corrections.of_action(number)
                old, new = ([each.correction for each in changes if each.stands is stands] for stands in (False, True))
                pairs |= {
                    (one.path, other.path)
                    for one in old
                    for other in new
                    if (one.given, one.label) == (other.given, other.label)
                }
        return pairs

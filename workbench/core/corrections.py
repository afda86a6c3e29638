"""Corrections of a source's labels: kept in the project and in jobs, while the source's own files stay as they are."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from workbench.core.counting import count
from workbench.core.domain import Domain
from workbench.core.name_matching import composed

GONE = "no such image in the folder"
OTHER_LABEL = "the folder now gives another class"
NO_CLASS = "no such class in the source"


class Correction(msgspec.Struct, frozen=True):
    """The `label` that a person gives to a source image which its folder labels `given`. Equal ones confirm the label.

    It applies while the folder gives that class, so that a label which is changed in the folder later counts again.
    """

    path: str
    given: str
    label: str

    def __post_init__(self) -> None:
        """Class names are in one Unicode form, also those that were stored in another."""
        msgspec.structs.force_setattr(self, "given", composed(self.given))
        msgspec.structs.force_setattr(self, "label", composed(self.label))

    @property
    def confirms(self) -> bool:
        """Whether the person found the label of the folder right."""
        return self.given == self.label


class CorrectedDomain(NamedTuple):
    """A domain with corrected labels. `applied`: the corrections that apply, by path of the sample, with confirmations.

    `unused`: the number of corrections that do not apply, by reason.
    """

    domain: Domain
    applied: dict[str, Correction]
    unused: Counter[str]

    @property
    def changed(self) -> tuple[Correction, ...]:
        """The corrections that apply and change a label, in order of path."""
        changed = (self.applied[path] for path in sorted(self.applied))
        return tuple(correction for correction in changed if not correction.confirms)

    @property
    def notes(self) -> list[str]:
        """Sentences on the corrected labels, and on the corrections that are not used."""
        changed = len(self.changed)
        verb = "is" if changed == 1 else "are"
        notes = [f"{count(changed, 'label')} {verb} corrected; the files stay as they are."] if changed else []
        for reason, number in self.unused.items():
            verb = "is" if number == 1 else "are"
            notes.append(f"{count(number, 'correction')} {verb} kept but not used ({reason}).")
        return notes


def corrected(domain: Domain, corrections: Iterable[Correction]) -> CorrectedDomain:
    """Replace labels of a source by those of a person. A correction that the folder itself now contains is passed over.

    Paths are compared in one Unicode form.
    """
    by_path = {composed(correction.path): correction for correction in corrections}
    if not by_path:
        return CorrectedDomain(domain, {}, Counter())
    classes, unused = set(domain.classes), Counter[str]()
    applied: dict[str, Correction] = {}
    samples = list(domain.samples)
    for row, sample in enumerate(samples):
        correction = by_path.pop(composed(sample.path), None)
        if correction is None or (sample.label == correction.label and not correction.confirms):
            continue
        if sample.label != correction.given:
            unused[OTHER_LABEL] += not correction.confirms
        elif correction.label not in classes:
            unused[NO_CLASS] += 1
        else:
            applied[sample.path] = msgspec.structs.replace(correction, path=sample.path)
            samples[row] = msgspec.structs.replace(sample, label=correction.label)
    unused[GONE] += sum(not correction.confirms for correction in by_path.values())
    done = CorrectedDomain(msgspec.structs.replace(domain, samples=samples), applied, +unused)
    return done._replace(domain=msgspec.structs.replace(done.domain, notes=[*domain.notes, *done.notes]))

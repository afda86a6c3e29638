"""Reads shots from label files and from folders of masks."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from workbench.core.counting import count
from workbench.core.errors import UserError
from workbench.core.file_names import mask_name, separated
from workbench.core.job import Shot


def shots_of(labels: Mapping[str, str]) -> tuple[Shot, ...]:
    """Shots from classes by path, relative to the target."""
    return tuple(Shot(path, label) for path, label in labels.items())


def read_shots(path: Path, target: Path, note: Callable[[str], None] = lambda _: None) -> tuple[Shot, ...]:
    """Read shots from a label file of any format, without the labels that measure.

    `note`: gets a sentence with their number. Raises UserError with the line or entry if the file cannot be read.
    """
    from workbench.data.labels.contract import read_labels
    from workbench.data.written_paths import WrittenPaths
    from workbench.library.folder import scan_folder

    def is_there(path: str) -> bool:
        return os.path.exists(os.path.join(target, path))

    entries = read_labels(path)
    teaching = [entry for entry in entries if not entry.measures]
    if entries and not teaching:
        raise UserError(f"All labels in {path} are for measuring.", "Give a file with labels that may teach.")
    if len(teaching) < len(entries):
        measuring = count(len(entries) - len(teaching), "label")
        note(f"Left out of the shots: {measuring} of {path.name} for measuring.")
    shots = [(separated(entry.path, is_there), entry) for entry in teaching]
    if all(is_there(place) for place, _ in shots):
        return tuple(Shot(place, entry.label) for place, entry in shots)
    beside = path if path.is_dir() else path.absolute().parent
    domain = scan_folder(target)
    known = WrittenPaths(domain.folder, (sample.path for sample in domain.samples), (domain.folder, beside))
    found = ((known.find(entry.path) or known.find(entry.address) or place, entry) for place, entry in shots)
    return tuple(Shot(place, entry.label) for place, entry in found)


def read_shot_masks(masks: Path, target: Path) -> tuple[Shot, ...]:
    """Read shots from a folder of masks, named as their target images, with or without folders and suffixes.

    Raises UserError if there is no mask, or a mask matches no image or several.
    """
    from workbench.engine.tasks.registry import tasks
    from workbench.library.folder import scan_folder

    suffixes = sorted({suffix for task in tasks().values() for suffix in task.shot_files})
    masks_found = sorted(path for suffix in suffixes for path in masks.rglob(f"*{suffix}"))
    if not masks_found:
        kinds = " or ".join(suffix.removeprefix(".").upper() for suffix in suffixes)
        raise UserError(f"There is no {kinds} file in {masks}.", "Give the folder of painted masks.")
    by_name: dict[str, list[str]] = {}
    samples = scan_folder(target).samples
    exact = {
        mask_name(sample.path, suffix).as_posix(): [sample.path] for sample in samples for suffix in suffixes
    }  # of a run folder
    for sample in samples:
        for name in {
            sample.path,
            PurePosixPath(sample.path).with_suffix("").as_posix(),
            PurePosixPath(sample.path).stem,
        }:
            by_name.setdefault(name, []).append(sample.path)
    shots = []
    for mask in masks_found:
        relative = mask.relative_to(masks)
        without_suffix = relative.with_suffix("")
        matching = (
            exact.get(relative.as_posix())
            or by_name.get(without_suffix.as_posix())
            or by_name.get(without_suffix.name)
            or []
        )
        if len(matching) != 1:
            raise UserError(
                f"The mask {mask.name} matches {len(matching)} target images.",
                f"Name each mask as its image, with the suffix {mask.suffix}.",
            )
        shots.append(Shot(matching[0], mask=str(mask.absolute())))
    return tuple(shots)

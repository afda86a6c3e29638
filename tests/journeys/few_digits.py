"""The images of the sample for tutorials: few of each class, so that a test of a page takes seconds."""

import zipfile
from itertools import groupby
from pathlib import Path

from tests.journeys.recording import pages_folder
from workbench.core.resources import resource
from workbench.samples.digits import ARCHIVE, unpack_sample

FEW = 10  # digits of each class


def few_digits(folder: Path) -> tuple[Path, Path]:
    """Unpack the digits of the sample; only a few of each class, unless pictures are taken."""
    if pages_folder() is None:
        with zipfile.ZipFile(resource(ARCHIVE)) as archive:
            images = sorted(name for name in archive.namelist() if name.endswith(".png"))
            for _, of_class in groupby(images, lambda name: Path(name).parent):
                archive.extractall(folder / "digits", list(of_class)[:FEW])
    return unpack_sample(folder)

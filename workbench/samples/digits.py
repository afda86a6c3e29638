"""The sample project's images: handwritten digits of two scanners, unpacked from what ships with the program."""

import shutil
import uuid
import zipfile
from pathlib import Path

from workbench.core.defaults import METHOD
from workbench.core.errors import UserError
from workbench.core.files import copy_atomically, move_folder
from workbench.core.resources import resource

ARCHIVE = "sample/digits.zip"
DEMO_METHOD, DEMO_STEPS = METHOD, 400  # what the demo shows, in the window and in the terminal
SOURCE, TARGET = "mnist", "optdigits"


def flatten(target: Path) -> Path:
    """Copy the images of class folders into one folder beside them, in an order that tells nothing; its path.

    Raises UserError when the disk does not take them.
    """
    flat = target.with_name(f"{target.name}-flat")
    images = sorted(target.glob("*/*.png"), key=lambda file: (file.name, file.parent.name))
    try:
        flat.mkdir(exist_ok=True)
        for number, image in enumerate(images):
            copy_atomically(image, flat / f"IMG_{number:04d}.png", durable=False)
    except OSError as error:
        raise UserError(f"The sample could not be written to {flat} ({error}).", "Free some space.") from error
    return flat


def unpack_sample(folder: Path) -> tuple[Path, Path]:
    """Unpack both domains into a folder, unless they are there already; the paths of source and target.

    Raises UserError when the disk does not take them.
    """
    done = folder / "digits"
    if not done.is_dir():
        unfinished = folder / f".digits-{uuid.uuid4().hex[:8]}"
        try:
            with zipfile.ZipFile(resource(ARCHIVE)) as archive:
                archive.extractall(unfinished)
            move_folder(unfinished, done)
        except OSError as error:
            shutil.rmtree(unfinished, ignore_errors=True)
            if not done.is_dir():  # another process may have been quicker
                raise UserError(
                    f"The sample could not be unpacked to {folder} ({error}).", "Free some space."
                ) from error
    return done / SOURCE, done / TARGET

"""The classes in the predicted masks of a run at single pixels. Torch is not imported."""

from collections.abc import Mapping, Sequence

from workbench.core.target_quality import PixelPoint
from workbench.data.mask_png import read_numbers
from workbench.store.run_folder import RunFolder
from workbench.store.run_tables import Prediction


def classes_at(run: RunFolder, _predictions: Sequence[Prediction], points: Mapping[str, PixelPoint]) -> dict[str, str]:
    """The class in the predicted mask at each point, by path; empty if the mask is missing.

    Masks can be of another size than their images. Raises UserError if the run is not finished.
    """
    classes = run.result().classes
    return {path: _class_at(run, path, point, classes) for path, point in points.items()}


def _class_at(run: RunFolder, path: str, point: PixelPoint, classes: Sequence[str]) -> str:
    mask = read_numbers(run.mask_file(path))
    if mask is None:
        return ""
    number = int(mask[point.cell(*mask.shape)])
    return classes[number] if number < len(classes) else ""

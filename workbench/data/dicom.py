"""DICOM images (pydicom) as a format of Pillow: greys in the units of the modality, and colours.

https://dicom.nema.org/medical/dicom/current/output/chtml/part03/sect_C.11.html
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

FORMAT = "DICOM"
MARK = 128  # bytes before the mark “DICM”


class DicomImage(ImageFile.ImageFile):
    """The first frame of a DICOM file. `frames`: their number.

    Greys are floats: stored values with slope and intercept (such as Hounsfield units), limited to the window if the
    file has one, and inverted for MONOCHROME1, where the lowest value is white.
    """

    format = FORMAT
    format_description = "DICOM"

    def _open(self) -> None:
        from pydicom import dcmread

        assert self.fp is not None
        if self.fp.read(MARK + 4)[MARK:] != b"DICM":
            raise SyntaxError("not a DICOM file")  # Pillow tries its other formats
        self.fp.seek(0)
        header = dcmread(self.fp, stop_before_pixels=True)
        self._size = (int(header.Columns), int(header.Rows))
        self._mode = "RGB" if int(header.get("SamplesPerPixel", 1)) == 3 else "F"
        self.frames = int(header.get("NumberOfFrames") or 1)

    def load(self) -> Any:
        """Decode the first frame."""
        if self._im is None:
            from pydicom import dcmread

            assert self.fp is not None
            self.fp.seek(0)
            dataset = dcmread(self.fp)
            self.im = Image.fromarray(_colours(dataset) if self._mode == "RGB" else _greys(dataset)).im
        return super().load()


def register() -> None:
    """Make Pillow read DICOM files."""
    Image.register_open(FORMAT, DicomImage)  # the mark lies beyond the bytes that Pillow shows a format


def _frame(dataset: Any) -> NDArray[Any]:
    from pydicom.pixels import pixel_array

    return np.asarray(pixel_array(dataset, index=0))


def _colours(dataset: Any) -> NDArray[np.uint8]:
    pixels = _frame(dataset)  # (H, W, 3); pydicom converts YBR to RGB
    return np.ascontiguousarray(pixels >> max(int(dataset.BitsStored) - 8, 0), np.uint8)


def _greys(dataset: Any) -> NDArray[np.float32]:
    from pydicom.pixels import apply_modality_lut

    values = np.asarray(apply_modality_lut(_frame(dataset), dataset), np.float32)
    window = _window(dataset)
    if window is not None:
        values = values.clip(*window)
    if dataset.get("PhotometricInterpretation") == "MONOCHROME1":
        low, high = window or _possible(dataset)
        values = np.float32(low + high) - values
    return values


def _window(dataset: Any) -> tuple[float, float] | None:
    """The ends of the first window; None if there is none."""
    centre, width = (_first(dataset.get(name)) for name in ("WindowCenter", "WindowWidth"))
    if centre is None or width is None or not width > 0:
        return None
    return centre - width / 2, centre + width / 2


def _possible(dataset: Any) -> tuple[float, float]:
    """The lowest and the highest value that the stored bits allow."""
    bits, signed = int(dataset.BitsStored), bool(dataset.PixelRepresentation)
    ends = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    slope, intercept = (_first(dataset.get(name)) for name in ("RescaleSlope", "RescaleIntercept"))
    low, high = sorted(end * (1.0 if slope is None else slope) + (intercept or 0.0) for end in ends)
    return low, high


def _first(value: Any) -> float | None:
    """The first of one or several decimal strings."""
    if value is None or value == "":
        return None
    try:
        return float(value)
    except TypeError:
        return float(value[0]) if len(value) else None

"""Image formats that are read if Pillow was built with them, or if the package of an extra is installed."""

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import NamedTuple

from PIL import features


class OptionalFormat(NamedTuple):
    """A format: its file extensions, whether it can be read here, and what makes Pillow read it."""

    suffixes: tuple[str, ...]
    available: Callable[[], bool]
    register: Callable[[], object]
    extra: str = ""  # of this program, which installs the package; empty for formats of Pillow


def _heif() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()


def _jxl() -> None:
    import pillow_jxl  # noqa: F401  # importing it registers the format


def _dicom() -> None:
    from workbench.data.dicom import register

    register()


def _nothing() -> None:
    """Pillow reads the format by itself."""


OPTIONAL = {  # by the names in `file_kinds`
    "AVIF": OptionalFormat((".avif", ".avifs"), lambda: bool(features.check("avif")), _nothing),
    "JPEG 2000": OptionalFormat(
        (".jp2", ".j2k", ".j2c", ".jpc", ".jpf", ".jpx"), lambda: bool(features.check("jpg_2000")), _nothing
    ),
    "HEIC": OptionalFormat((".heic", ".heif", ".hif"), lambda: find_spec("pillow_heif") is not None, _heif, "formats"),
    "JPEG XL": OptionalFormat((".jxl",), lambda: find_spec("pillow_jxl") is not None, _jxl, "formats"),
    "DICOM": OptionalFormat((".dcm", ".dicom"), lambda: find_spec("pydicom") is not None, _dicom, "dicom"),
}


@cache
def optional_suffixes() -> frozenset[str]:
    """The file extensions of all optional formats that can be read here."""
    return frozenset(suffix for known in OPTIONAL.values() if known.available() for suffix in known.suffixes)


def is_read(name: str) -> bool:
    """Whether an optional format of that name can be read here."""
    return name in OPTIONAL and OPTIONAL[name].available()


@cache
def register_formats() -> None:
    """Make Pillow read all optional formats that are available. A package that cannot be imported is left out."""
    for known in OPTIONAL.values():
        if known.available():
            try:
                known.register()
            except ImportError:  # installed, but not for this system
                continue

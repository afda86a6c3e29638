"""What image files state in their headers, formatted for display: the depth of values, and EXIF data."""

from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

BASE, PHOTO, GPS = ExifTags.Base, ExifTags.IFD.Exif, ExifTags.GPS
AXES = ((GPS.GPSLatitudeRef, GPS.GPSLatitude, "NS"), (GPS.GPSLongitudeRef, GPS.GPSLongitude, "EW"))
DEPTHS = {"1": "1 bit", "P": "8 bits (palette)", "I": "32 bits", "F": "32 bits (float)"} | dict.fromkeys(
    ("I;16", "I;16B", "I;16L", "I;16N"), "16 bits"
)


def camera_facts(path: Path) -> list[tuple[str, str]]:
    """Names and values of depth, camera, lens, exposure, aperture, ISO, focal length and time.

    Missing or damaged values are left out.
    """
    try:
        with Image.open(path) as image:
            depth, exif = _depth(image), image.getexif()
            photo = exif.get_ifd(PHOTO)
    except Exception:  # Pillow raises errors of many types
        return []
    camera = " ".join(str(exif[tag]).strip("\0 ") for tag in (BASE.Make, BASE.Model) if tag in exif)
    facts = [
        ("Depth", depth),
        ("Camera", camera),
        ("Lens", str(photo.get(BASE.LensModel, "")).strip("\0 ")),
        ("Exposure", _exposure(photo.get(BASE.ExposureTime))),
        ("Aperture", _number("f/{:g}", photo.get(BASE.FNumber))),
        ("ISO", str(photo.get(BASE.ISOSpeedRatings, ""))),
        ("Focal length", _number("{:g} mm", photo.get(BASE.FocalLength))),
        ("Taken", str(photo.get(BASE.DateTimeOriginal, exif.get(BASE.DateTime, ""))).strip("\0 ")),
    ]
    return [(name, value) for name, value in facts if value]


def has_place(path: Path) -> bool:
    """Whether a file has coordinates of where it was taken."""
    return bool(_gps(path))


def place_of(path: Path) -> str:
    """The coordinates of where a file was taken, such as “48.13743° N, 11.57549° E”; empty if it has none."""
    place = _gps(path)
    parts = []
    for reference, value, signs in AXES:
        try:
            degrees, minutes, seconds = (float(part) for part in place[value])
        except (KeyError, TypeError, ValueError, ZeroDivisionError):
            return ""
        sign = str(place.get(reference, "")).strip("\0 ").upper()[:1]
        if sign not in signs or not sign:
            return ""
        parts.append(f"{degrees + minutes / 60 + seconds / 3600:.5f}° {sign}")
    return ", ".join(parts)


def _gps(path: Path) -> dict[int, Any]:
    try:
        with Image.open(path) as image:
            return dict(image.getexif().get_ifd(ExifTags.IFD.GPSInfo))
    except Exception:  # Pillow raises errors of many types
        return {}


def _depth(image: Image.Image) -> str:
    """The number of bits of a value, and the channels."""
    if image.mode in DEPTHS:
        return DEPTHS[image.mode]
    bands = image.getbands()
    return f"8 bits × {len(bands)} ({', '.join(bands)})" if len(bands) > 1 else "8 bits"


def _exposure(seconds: object) -> str:
    try:
        value = float(seconds)  # type: ignore[arg-type]  # a ratio, a number, or nothing
    except (TypeError, ValueError, ZeroDivisionError):
        return ""
    if not value > 0:
        return ""
    return f"{value:g} s" if value >= 0.5 else f"1/{1 / value:.0f} s"


def _number(pattern: str, value: object) -> str:
    try:
        return pattern.format(round(float(value), 2))  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError):
        return ""

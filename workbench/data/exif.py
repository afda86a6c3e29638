"""EXIF data of image files, formatted for display."""

from pathlib import Path

from PIL import ExifTags, Image

BASE, PHOTO = ExifTags.Base, ExifTags.IFD.Exif


def camera_facts(path: Path) -> list[tuple[str, str]]:
    """Names and values of camera, lens, exposure, aperture, ISO, focal length, time and place.

    Missing or damaged values are left out.
    """
    try:
        with Image.open(path) as image:
            exif = image.getexif()
            photo, place = exif.get_ifd(PHOTO), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # Pillow raises errors of many types
        return []
    camera = " ".join(str(exif[tag]).strip("\0 ") for tag in (BASE.Make, BASE.Model) if tag in exif)
    facts = [
        ("Camera", camera),
        ("Lens", str(photo.get(BASE.LensModel, "")).strip("\0 ")),
        ("Exposure", _exposure(photo.get(BASE.ExposureTime))),
        ("Aperture", _number("f/{:g}", photo.get(BASE.FNumber))),
        ("ISO", str(photo.get(BASE.ISOSpeedRatings, ""))),
        ("Focal length", _number("{:g} mm", photo.get(BASE.FocalLength))),
        ("Taken", str(photo.get(BASE.DateTimeOriginal, exif.get(BASE.DateTime, ""))).strip("\0 ")),
        ("Place", "in the file" if place else ""),
    ]
    return [(name, value) for name, value in facts if value]


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

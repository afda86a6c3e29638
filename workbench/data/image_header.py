"""Size and format of image files from their headers, and detection of truncated files, without decoding if possible."""

import io
import struct
import zlib
from pathlib import Path
from typing import BinaryIO, NamedTuple

from PIL import ExifTags, Image, ImageFile, TiffImagePlugin

from workbench.core.domain import Reason, Trait
from workbench.data.decode import Unreadable, check_size, decode, opened, reading
from workbench.data.deep import deep_kind
from workbench.data.file_kinds import HEAD, kind_of_content
from workbench.data.image_readers import is_read

SMALL = 65_536  # bytes: smaller files are read at once, and PNG checksums are verified
TAIL = 64
PNG_START, PNG_END = b"\x89PNG\r\n\x1a\n", b"\0\0\0\0IEND\xaeB`\x82"
PNG_MODES = {0: "L", 2: "RGB", 3: "P"}  # Pillow's modes by colour type
SIDEWAYS = (5, 6, 7, 8)  # EXIF orientations that swap width and height


class ImageHeader(NamedTuple):
    """Size in pixels as displayed, the name of the format, and traits with commas between."""

    width: int
    height: int
    format: str
    traits: str = ""


def read_header(path: Path, size: int) -> ImageHeader:
    """Read the header of a file of `size` bytes. Raises Unreadable if the image cannot be used."""
    if size == 0:
        raise Unreadable(Reason.EMPTY)
    with reading(), path.open("rb") as file:
        content = file.read(SMALL) if size <= SMALL else b""
        if content.startswith(PNG_START) and (header := _small_png(content)):
            return header
        stream: BinaryIO = io.BytesIO(content) if content else file
        with _opened(stream) as image:
            header = ImageHeader(*_displayed_size(image), image.format or "", _traits(image))
            complete = _is_complete(image, stream, size)
    if not complete:
        decode(path)  # only decoding distinguishes truncated files from files with trailing data
    return header


def _opened(stream: BinaryIO) -> Image.Image:
    """As `opened`, but name the kind of a file that is not read."""
    try:
        return opened(stream)
    except Unreadable as error:
        if error.reason is not Reason.UNREADABLE or stream.closed:
            raise
        stream.seek(0)
        if detail := _unread_tiff(stream):
            raise Unreadable(Reason.UNREADABLE, detail) from error
        stream.seek(0)
        kind = kind_of_content(stream.read(HEAD))
        if kind and not is_read(kind.name):
            raise Unreadable(kind.reason, kind.name) from error
        raise


def _traits(image: Image.Image) -> str:
    traits = []
    if kind := deep_kind(image.mode):
        traits.append(kind)
    elif isinstance(image, ImageFile.ImageFile) and image.tile and "16" in str(image.tile[0][3]):
        traits.append(Trait.DEEP_COLOURS)  # Pillow reads the upper eight bits
    if (isinstance(image, TiffImagePlugin.TiffImageFile) and image.tag_v2.next) or getattr(image, "frames", 1) > 1:
        traits.append(Trait.PAGES)
    return ",".join(traits)


def _displayed_size(image: Image.Image) -> tuple[int, int]:
    orientation = 1
    if "exif" in image.info or isinstance(image, TiffImagePlugin.TiffImageFile):
        try:
            orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
        except Exception:  # damaged EXIF data: orientation is ignored
            orientation = 1
    return (image.height, image.width) if orientation in SIDEWAYS else image.size


def _is_complete(image: Image.Image, stream: BinaryIO, size: int) -> bool:
    """Whether the structure of the file is complete; False if unknown."""
    match image.format:
        case "PNG":
            return size > SMALL and _tail(stream, size).endswith(PNG_END)
        case "JPEG" | "MPO":
            return b"\xff\xd9" in _tail(stream, size)
        case "GIF":
            return _tail(stream, size).rstrip(b"\0").endswith(b";")
        case "BMP":
            return _little_endian(stream, 2) <= size
        case "WEBP":
            return _little_endian(stream, 4) + 8 <= size
        case "TIFF":
            return _tiff_reach(image) <= size
        case _:
            return False


def _unread_tiff(stream: BinaryIO) -> str:
    """The channels and bits of a TIFF that Pillow does not read; empty for other files."""
    head = stream.read(8)
    if head[:4] not in (b"II*\0", b"MM\0*"):
        return ""
    try:
        tags = TiffImagePlugin.ImageFileDirectory_v2(head)
        stream.seek(tags.next)
        tags.load(stream)
        channels, bits = int(tags.get(277, 1)), tags.get(258, (1,))
    except Exception:  # a damaged directory: Pillow raises errors of many types
        return ""
    kept = "grey of 8, 16 or 32 bits and colours of 8 or 16 bits are read"
    return f"a TIFF with {channels} channels of {', '.join(map(str, sorted(set(bits))))} bits; {kept}"


def _tail(stream: BinaryIO, size: int) -> bytes:
    stream.seek(max(size - TAIL, 0))
    return stream.read()


def _little_endian(stream: BinaryIO, offset: int) -> int:
    stream.seek(offset)
    (value,) = struct.unpack("<I", stream.read(4))
    return int(value)


def _small_png(content: bytes) -> ImageHeader | None:
    """The header of a PNG with valid checksums; None if it is incomplete, or if EXIF data may rotate it.

    For folders of 100,000 small files: Pillow's parser takes six times as long.
    """
    offset = len(PNG_START)
    wide = tall = 0
    mode, transparent, traits = "RGBA", True, ""
    while offset + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, offset)
        kind, end = content[offset + 4 : offset + 8], offset + 12 + length
        if (
            end > len(content)
            or zlib.crc32(content[offset + 4 : end - 4]) != struct.unpack_from(">I", content, end - 4)[0]
        ):
            return None
        if kind == b"IHDR":
            wide, tall, depth, colour = struct.unpack_from(">IIBB", content, offset + 8)
            mode, transparent = "I;16" if (depth, colour) == (16, 0) else PNG_MODES.get(colour, "RGBA"), colour > 3
            traits = "" if depth < 16 else Trait.DEEP_COLOURS if colour else Trait.INTEGERS
        elif kind == b"tRNS":
            transparent = True
        elif kind == b"eXIf":
            return None
        elif kind == b"IEND":
            if not wide * tall:
                return None
            check_size(wide, tall, mode, transparent)
            return ImageHeader(wide, tall, "PNG", traits)
        offset = end
    return None


def _tiff_reach(image: Image.Image) -> int:
    """The end of the last strip or tile of the first page, in bytes from the start of the file."""
    assert isinstance(image, TiffImagePlugin.TiffImageFile)
    tags = image.tag_v2
    for offsets, counts in ((273, 279), (324, 325)):
        if offsets in tags and counts in tags:
            try:
                return max(int(o) + int(c) for o, c in zip(tags[offsets], tags[counts], strict=False))
            except (TypeError, ValueError):  # an invalid table
                break
    return 1 << 62  # no valid table: the file must be decoded

"""Kinds of files that may hold images but are not read: other image formats, archives and packed data sets."""

import os
import re
from typing import NamedTuple

from workbench.core.domain import Reason
from workbench.data.image_readers import OPTIONAL, optional_suffixes

IMAGES = {
    "HEIC": (".heic", ".heif", ".hif", ".heics", ".heifs"),
    "AVIF": (".avif", ".avifs"),
    "JPEG 2000": (".jp2", ".j2k", ".j2c", ".jpc", ".jpf", ".jpx", ".jpm"),
    "JPEG XL": (".jxl",),
    "JPEG XR": (".jxr", ".wdp", ".hdp"),
    "camera raw": (
        ".dng", ".cr2", ".cr3", ".crw", ".nef", ".nrw", ".arw", ".srf", ".sr2", ".orf", ".rw2", ".rwl", ".raf", ".pef",
        ".srw", ".x3f", ".3fr", ".fff", ".erf", ".kdc", ".dcr", ".mrw", ".mos", ".iiq", ".mef", ".gpr", ".raw",
    ),
    "DICOM": (".dcm", ".dicom"),
    "NIfTI": (".nii", ".nii.gz"),
    "NRRD": (".nrrd", ".nhdr"),
    "MetaImage": (".mha", ".mhd"),
    "whole-slide image": (".svs", ".ndpi", ".mrxs", ".scn", ".vms", ".bif"),
    "microscope image": (".czi", ".lif", ".nd2", ".vsi", ".oib", ".oif", ".lsm"),
    "OpenEXR": (".exr",),
    "Radiance HDR": (".hdr",),
    "FITS": (".fits", ".fit", ".fts"),
    "Photoshop": (".psd", ".psb"),
    "SVG": (".svg", ".svgz"),
    "Netpbm": (".ppm", ".pgm", ".pbm", ".pnm", ".pam"),
    "TGA": (".tga",),
    "PCX": (".pcx",),
    "DDS": (".dds",),
    "ICO": (".ico",),
}  # fmt: skip
PACKED = {
    "zip archive": (".zip", ".zipx"),
    "tar archive": (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst", ".tzst"),
    "RAR archive": (".rar",),
    "7-Zip archive": (".7z",),
    "Parquet file": (".parquet",),
    "Arrow file": (".arrow",),
    "TFRecord file": (".tfrecord", ".tfrecords"),
    "HDF5 file": (".h5", ".hdf5"),
}
SHARD = "WebDataset shard"
LFS, DVC = "Git LFS pointer", "DVC pointer"
LFS_START, DVC_SUFFIX = b"version https://git-lfs", ".dvc"
_SHARDS = re.compile(r"(?:.*[-_.])?\d{4,}\.tar(?:\.gz)?|.*\{\d+\.\.\d+\}\.tar")
_RECORDS = re.compile(r".*\.tfrecords?(?:-\d+-of-\d+)?(?:\.gz)?|.*[-.]tfrecords?-\d+-of-\d+")
_KINDS = {
    suffix: (reason, kind)
    for reason, kinds in ((Reason.KIND, IMAGES), (Reason.PACKED, PACKED))
    for kind, suffixes in kinds.items()
    for suffix in suffixes
}
_REMEDIES = {
    SHARD: "Unpack the shards: workbench unpack SHARDS --out FOLDER.",
    "Parquet file": "Unpack its images: workbench unpack FILE --out FOLDER.",
    "Arrow file": "Unpack its images: workbench unpack FOLDER --out IMAGES.",
    "TFRecord file": "Save its images as files, and choose their folder.",
    "HDF5 file": "Save its images as files, and choose their folder.",
    LFS: "Fetch the images with “git lfs pull”, and choose the folder again.",
    DVC: "Fetch the images with “dvc pull”, and choose the folder again.",
}
HEAD = 132  # bytes that tell a kind by its content


class FileKind(NamedTuple):
    """A kind of files that are not read. `reason`: one of WITH_KINDS; `name` as in “HEIC” or “zip archive”."""

    reason: Reason
    name: str


def kind_of_name(name: str) -> FileKind | None:
    """The kind of a file by its name; None for files that hold no images, or images that are read."""
    lowered = name.lower()
    stem, suffix = os.path.splitext(lowered)
    if suffix == DVC_SUFFIX and stem:
        return FileKind(Reason.POINTER, DVC)
    if suffix in (".gz", ".bz2", ".xz", ".zst"):
        suffix = os.path.splitext(stem)[1] + suffix
    if suffix.startswith(".tar") and _SHARDS.fullmatch(lowered):
        return FileKind(Reason.PACKED, SHARD)
    if "tfrecord" in lowered and _RECORDS.fullmatch(lowered):
        return FileKind(Reason.PACKED, "TFRecord file")
    known = _KINDS.get(suffix) if suffix not in optional_suffixes() else None
    return FileKind(*known) if known else None


def kind_of_content(head: bytes) -> FileKind | None:
    """The kind of a file by its first HEAD bytes, whatever its name; None if it is not known."""
    if head.startswith(LFS_START):
        return FileKind(Reason.POINTER, LFS)
    brand = head[8:12] if head[4:8] == b"ftyp" else b""
    for kind, brands in (
        ("AVIF", (b"avif", b"avis")),
        ("HEIC", (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim")),
    ):
        if brand in brands:
            return FileKind(Reason.KIND, kind)
    if brand == b"crx ":
        return FileKind(Reason.KIND, "camera raw")
    starts = {
        b"\0\0\0\x0cjP  ": "JPEG 2000", b"\xff\x4f\xff\x51": "JPEG 2000", b"\0\0\0\x0cJXL ": "JPEG XL",
        b"\xff\x0a": "JPEG XL", b"8BPS": "Photoshop", b"NRRD": "NRRD", b"SIMPLE  =": "FITS",
        b"\x76\x2f\x31\x01": "OpenEXR", b"#?RADIANCE": "Radiance HDR", b"<svg": "SVG", b"II\xbc": "JPEG XR",
    }  # fmt: skip
    if head[128:132] == b"DICM":
        return FileKind(Reason.KIND, "DICOM")
    if found := next((kind for start, kind in starts.items() if head.startswith(start)), None):
        return FileKind(Reason.KIND, found)
    packed = {
        b"PK\x03\x04": "zip archive",
        b"Rar!": "RAR archive",
        b"7z\xbc\xaf": "7-Zip archive",
        b"PAR1": "Parquet file",
    }
    if found := next((kind for start, kind in packed.items() if head.startswith(start)), None):
        return FileKind(Reason.PACKED, found)
    return None


def remedy(reason: Reason, kind: str) -> str:
    """What to do with files of a kind."""
    if reason is Reason.KIND:
        extra = OPTIONAL[kind].extra if kind in OPTIONAL else ""
        install = f", or install what reads them: pip install 'domain-workbench[{extra}]'" if extra else ""
        return f"Save them as PNG, JPEG or TIFF{install}."
    return _REMEDIES.get(kind, "Unpack it, and choose the folder.")

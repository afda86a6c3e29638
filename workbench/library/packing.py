"""Unpacks packed data sets into folders, and packs folders."""

from pathlib import Path

from workbench.core.events import Prepared
from workbench.data.scan import scan_now
from workbench.export.packed.packing import PackedCount, UnpackedCount
from workbench.export.packed.packing import pack as packed_folder
from workbench.export.packed.packing import unpack as unpacked_set
from workbench.export.shards.storage import absolute
from workbench.library.options import Place
from workbench.library.work import Work


def unpack(packed: Place, out: Place, *, sample: int = 0, seed: int = 0) -> Work[Prepared, UnpackedCount]:
    """Write the images of a packed data set into the new folder `out`, with the table labels.csv of their labels.

    `packed`: WebDataset shards, Parquet files, a folder of Hugging Face's save_to_disk, or a URL of shards or images.
    `sample`: so many of its images, or of those of a folder, drawn at random by `seed`; 0 for all. Raises UserError if
    there is no image or `out` exists.
    """
    return Work(unpacked_set(absolute(str(packed)), Path(out).absolute(), sample, seed))


def pack(folder: Place, out: Place, *, format: str) -> Work[Prepared, PackedCount]:
    """Write the images of a folder into the new folder `out` as webdataset, parquet, datasets or yolo.

    Raises UserError for another format, if `out` exists, or if an image cannot be read.
    """
    return Work(packed_folder(scan_now(Path(folder)), Path(out).absolute(), format))

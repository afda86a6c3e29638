"""Shards of images: lists those of a folder or a URL, and reads the images of one as a stream."""

import tarfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeAlias

import msgspec

from workbench.core.domain import Reason, SetAside
from workbench.core.errors import UserError
from workbench.data.decode import MAX_FILE, Unreadable, read_bytes, reading
from workbench.data.image_readers import optional_suffixes
from workbench.data.walk import SUFFIXES
from workbench.export.shards.storage import Storage, is_url, storage_of

# What reads the content of an image. It raises Unreadable, and is called once, in any thread.
Reader: TypeAlias = Callable[[], bytes]
TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
PARQUET = (".parquet",)
CUT_OFF = ("TruncatedHeaderError", "EmptyHeaderError")  # of `tarfile`, which does not export them
ROWS = 64  # images of a Parquet file in memory at once
COLUMN = "image"  # of a Parquet file; else the first one with bytes


class FileShard(msgspec.Struct, frozen=True, tag="files"):
    """Image files below `root`, a folder or a URL, by their paths there."""

    root: str
    paths: tuple[str, ...]


class TarShard(msgspec.Struct, frozen=True, tag="tar"):
    """The images in a tar file, also a compressed one; its other members are left out. `name`: of the shard."""

    place: str
    name: str


class ParquetShard(msgspec.Struct, frozen=True, tag="parquet"):
    """The images in a column of a Parquet file: bytes, or a structure with the field `bytes`. `name`: of the shard."""

    place: str
    name: str


Shard: TypeAlias = FileShard | TarShard | ParquetShard


class Listed(msgspec.Struct, frozen=True):
    """The shards of a source in the order of their parts, and files that were set aside while they were listed."""

    shards: tuple[Shard, ...]
    set_aside: tuple[SetAside, ...] = ()


def is_packed(source: str) -> bool:
    """Whether a source can only be read as shards: a URL, a tar or Parquet file, or a folder of these."""
    if is_url(source) or source.endswith((*TARS, *PARQUET)):
        return True
    folder = Path(source)
    return folder.is_dir() and any(file.name.endswith((*TARS, *PARQUET)) for file in folder.iterdir())


def list_shards(source: str, size: int) -> Listed:
    """List the shards of a source. Image files are divided into shards of `size`; a tar or Parquet file is a shard.

    `source`: a folder or a URL of a folder, one file, or a pattern with “*”. Raises UserError if there is no image.
    """
    if not is_packed(source):
        return _in_folder(Path(source), size)
    storage = storage_of(source)
    names = _names(storage, source)
    root = storage.path if not _is_single(storage.path) else storage.path.rpartition("/")[0]
    relative = sorted(name.removeprefix(root).lstrip("/") for name in names)
    packed = [name for name in relative if name.endswith((*TARS, *PARQUET))]
    base = source if root == storage.path else source.rpartition("/")[0]
    if packed:
        return Listed(tuple(_packed(f"{base}/{name}", name) for name in packed))
    images = [name for name in relative if is_image(name)]
    if not images:
        raise UserError(f"There is no image at {source}.", "Give a folder or a URL with images, tar or Parquet files.")
    return Listed(tuple(FileShard(base, tuple(images[at : at + size])) for at in range(0, len(images), size)))


def _in_folder(folder: Path, size: int) -> Listed:
    from workbench.export.predict_folder import listed_in

    listed = listed_in(folder)
    paths = [file.path for file, _ in listed.files]
    root = str(listed.root)
    shards = tuple(FileShard(root, tuple(paths[at : at + size])) for at in range(0, len(paths), size))
    return Listed(shards, tuple(listed.set_aside))


def _names(storage: Storage, source: str) -> Sequence[str]:
    try:
        if "*" in storage.path:
            return [str(name) for name in storage.system.glob(storage.path)]
        return [str(name) for name in storage.system.find(storage.path)]
    except OSError as error:
        raise UserError(f"{source} cannot be listed ({error}).", "Check the address and your permissions.") from error


def _is_single(path: str) -> bool:
    """Whether a path names files rather than the folder above them."""
    return "*" in path or path.endswith((*TARS, *PARQUET))


def _packed(place: str, name: str) -> Shard:
    return ParquetShard(place, name) if name.endswith(PARQUET) else TarShard(place, name)


def is_image(name: str) -> bool:
    """Whether a file of this name is read as an image."""
    return "." + name.rpartition(".")[2].lower() in SUFFIXES | optional_suffixes()


def images_of(shard: Shard) -> Iterator[tuple[str, Reader]]:
    """The images of a shard as a stream: a path that names each within the source, and what reads its content.

    A shard that is damaged ends with one more entry, under its own name, whose reader tells the reason.
    """
    match shard:
        case FileShard(root=root, paths=paths) if not is_url(root):
            yield from ((path, partial(read_bytes, Path(root, path))) for path in paths)
        case FileShard(root=root, paths=paths):
            storage = storage_of(root)
            yield from ((path, partial(_read_url, storage.system, f"{storage.path}/{path}")) for path in paths)
        case TarShard(place=place, name=name):
            yield from _guarded(_in_tar(place, name), name)
        case ParquetShard(place=place, name=name):
            yield from _guarded(_in_parquet(place, name), name)


def _guarded(images: Iterator[tuple[str, Reader]], name: str) -> Iterator[tuple[str, Reader]]:
    try:
        yield from images
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:  # pyarrow's errors are ValueErrors or OSErrors
        missing = isinstance(error, FileNotFoundError)
        yield name, partial(_fail, Unreadable(Reason.MISSING if missing else Reason.TRUNCATED, str(error)))


class _WholeTarInfo(tarfile.TarInfo):
    """A member of a tar file that must have its end mark: `tarfile` takes a file that is cut off for one that ends."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        """The next member. Raises ReadError if the file ends without its end mark."""
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if type(error).__name__ in CUT_OFF:
                raise tarfile.ReadError(f"the file is cut off ({error})") from error
            raise


def _in_tar(place: str, name: str) -> Iterator[tuple[str, Reader]]:
    storage = storage_of(place)
    with (
        storage.system.open(storage.path, "rb") as file,
        tarfile.open(fileobj=file, mode="r|*", tarinfo=_WholeTarInfo) as archive,
    ):
        for member in archive:
            if not member.isfile() or not is_image(member.name):
                continue
            key = f"{name}/{member.name}"
            if member.size > MAX_FILE:
                yield key, partial(_fail, Unreadable(Reason.TOO_LARGE, f"{member.size:,} bytes"))
                continue
            content = archive.extractfile(member)
            assert content is not None, "a file has content"
            yield key, partial(bytes, content.read())
            archive.members = []  # type: ignore[attr-defined]  # else the archive keeps all it has seen


def _in_parquet(place: str, name: str) -> Iterator[tuple[str, Reader]]:
    parquet = pyarrow_parquet()
    storage = storage_of(place)
    with storage.system.open(storage.path, "rb") as opened, parquet.ParquetFile(opened) as file:
        column = _image_column(file.schema_arrow)
        row = 0
        for batch in file.iter_batches(batch_size=ROWS, columns=[column]):
            for value in batch.column(0).to_pylist():
                content = value.get("bytes") if isinstance(value, dict) else value
                key = f"{name}/{row}"
                yield key, partial(bytes, content) if content else partial(_fail, Unreadable(Reason.EMPTY))
                row += 1


def _image_column(schema: Any) -> str:
    import pyarrow

    found = [field.name for field in schema if _has_bytes(field.type, pyarrow.types)]
    if not found:
        raise ValueError("no column with images as bytes")
    return COLUMN if COLUMN in found else str(found[0])


def _has_bytes(kind: Any, types: Any) -> bool:
    if types.is_struct(kind):
        return any(field.name == "bytes" for field in kind)
    return bool(types.is_binary(kind) or types.is_large_binary(kind))


def pyarrow_parquet() -> Any:
    """The module that reads and writes Parquet. Raises UserError if it is not installed."""
    try:
        from pyarrow import parquet
    except ImportError as error:
        hint = "pip install 'domain-workbench[cluster]', or write CSV with --format csv."
        raise UserError("Parquet files need the package pyarrow, which is not installed.", hint) from error
    return parquet


def _read_url(system: Any, path: str) -> bytes:
    with reading():
        content: bytes = system.cat_file(path)
    return content


def _fail(error: Unreadable) -> bytes:
    raise error

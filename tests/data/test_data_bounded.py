"""Bounded work: images are judged by the memory they take, and damaged masks and files set aside alone."""

import contextlib
import io
import json
import os
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from workbench.core.domain import Layout, Reason
from workbench.core.errors import UserError
from workbench.data.decode import MAX_BYTES, Unreadable, decode, estimated_bytes
from workbench.data.image_header import read_header
from workbench.data.masks.registry import masks_in
from workbench.data.masks.street_classes import TABLE
from workbench.data.scan import scan_now
from workbench.data.walk import FileEntry


def png(width: int, height: int, depth: int, colour: int, kept: bytes = b"", palette: bytes = b"") -> bytes:
    """A PNG with compressed zeros, of any size."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row = 1 + (width * depth * channels + 7) // 8
    compressor = zlib.compressobj(9)
    body = kept or b"".join(compressor.compress(bytes(row)) for _ in range(height)) + compressor.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = [chunk(b"IHDR", header), *([chunk(b"PLTE", palette)] if palette else []), chunk(b"IDAT", body)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("depth", "colour"), [(16, 0), (8, 4), (8, 6), (16, 6)])
@pytest.mark.parametrize("small", [True, False])
def test_that_the_limit_counts_bytes_and_is_told(depth: int, colour: int, small: bool, tmp_path: Path) -> None:
    content = png(15_000, 15_000, depth, colour, kept=b"no pixels" if small else bytes(70_000))  # 225 million pixels
    (tmp_path / "x.png").write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        read_header(tmp_path / "x.png", len(content))
    assert caught.value.reason is Reason.TOO_LARGE
    assert "15,000 × 15,000 pixels would take" in caught.value.detail
    with pytest.raises(Unreadable, match="would take"):
        decode(tmp_path / "x.png", 16)


def test_that_an_image_of_eight_bits_of_the_same_size_is_within_the_limit() -> None:
    assert estimated_bytes(16_000, 16_000, "RGB", False) <= MAX_BYTES
    assert estimated_bytes(16_000, 16_000, "L", False) <= MAX_BYTES
    assert estimated_bytes(16_000, 16_000, "I;16", False) > MAX_BYTES


PEAK = """
import resource, sys
from pathlib import Path
from workbench.data.decode import decode
decode(Path(sys.argv[1]).with_name("small.png"), 16)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
decode(Path(sys.argv[1]), 16)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the unit of ru_maxrss")
@pytest.mark.parametrize(("depth", "colour", "bytes_of_pixel"), [(16, 0, 2), (8, 6, 4), (8, 4, 4)])
def test_that_memory_is_a_small_multiple_of_the_decoded_image(
    depth: int, colour: int, bytes_of_pixel: int, tmp_path: Path
) -> None:
    (tmp_path / "x.png").write_bytes(png(5000, 5000, depth, colour))
    (tmp_path / "small.png").write_bytes(png(50, 50, depth, colour))
    begun = time.monotonic()
    answer = subprocess.run([sys.executable, "-c", PEAK, str(tmp_path / "x.png")], capture_output=True, check=True)
    assert int(answer.stdout) * 1024 < 3 * 25_000_000 * bytes_of_pixel
    assert time.monotonic() - begun < 30


def test_that_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes")
    os.mkfifo(tmp_path / "x.png")
    with pytest.raises(Unreadable, match="not a file"):
        decode(tmp_path / "x.png")


def street_masks(root: Path) -> list[FileEntry]:
    colours = np.array(TABLE.colours[:4], np.uint8).reshape(2, 2, 3).repeat(4, 0).repeat(4, 1)
    for name in "abcdef":
        for folder, pixels in (("images", np.zeros((8, 8, 3), np.uint8)), ("labels", colours)):
            (root / folder).mkdir(exist_ok=True)
            Image.fromarray(pixels).save(root / folder / f"{name}.png")
    return [FileEntry(f"{folder}/{name}.png", 1, 1) for folder in ("images", "labels") for name in "abcdef"]


def broken() -> list[Any]:
    palette = io.BytesIO()
    Image.fromarray(np.zeros((8, 8), np.uint8)).convert("P").save(palette, "PNG")
    cut = palette.getvalue()
    damaged = cut.replace(b"IDAT", b"IDBT", 1)
    return [
        pytest.param(png(8, 8, 8, 3, palette=b"\1\2"), id="palette of two bytes"),
        pytest.param(png(8, 8, 8, 3, palette=bytes(3 * 300)), id="palette of 300 colours"),
        pytest.param(png(8, 8, 8, 3), id="no palette"),
        pytest.param(png(8, 8, 8, 3, kept=b"\1" * 9, palette=bytes(3)), id="damaged pixels"),
        pytest.param(damaged, id="unknown chunk"),
        pytest.param(cut[:60], id="truncated"),
        pytest.param(b"", id="empty"),
        pytest.param(b"II*\0\xff\xff\xff\x7f", id="TIFF without directory"),
    ]


@pytest.mark.parametrize("content", broken())
@pytest.mark.parametrize("name", ["a", "c"])
def test_that_a_damaged_mask_costs_only_its_image(content: bytes, name: str, tmp_path: Path) -> None:
    files = street_masks(tmp_path)
    (tmp_path / "labels" / f"{name}.png").write_bytes(content)
    found = masks_in(tmp_path, files)
    assert found is not None
    assert found.layout in (Layout.GTA5, Layout.PAIRED)
    domain = scan_now(tmp_path)
    assert {sample.path for sample in domain.samples} >= {f"images/{other}.png" for other in "abcdef" if other != name}


@pytest.mark.parametrize("depth", [500, 990, 1200, 100_000])
@pytest.mark.parametrize("key", ["label", "other", "file_name"])
def test_that_nested_metadata_is_one_error(depth: int, key: str, tmp_path: Path) -> None:
    values = {"file_name": '"a.png"', "label": '"x"', "other": "1"} | {key: "[" * depth + "]" * depth}
    line = "{" + ", ".join(f'"{name}": {value}' for name, value in values.items()) + "}"
    Image.new("L", (8, 8)).save(tmp_path / "a.png")
    (tmp_path / "metadata.jsonl").write_text(line + "\n", encoding="utf-8")
    with contextlib.suppress(UserError):  # which is not necessary: a key without meaning may be ignored
        scan_now(tmp_path)


@pytest.mark.parametrize("depth", [500, 990, 1200, 100_000])
@pytest.mark.parametrize("key", ["segmentation", "other"])
def test_that_nested_coco_is_one_error(depth: int, key: str, tmp_path: Path) -> None:
    Image.new("L", (8, 8)).save(tmp_path / "a.png")
    nested = "[" * depth + "]" * depth
    content = {
        "images": [{"id": 1, "file_name": "a.png", "width": 8, "height": 8}],
        "categories": [{"id": 1, "name": "thing"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "segmentation": [], "other": 0, key: "NEST"}],
    }
    (tmp_path / "instances.json").write_text(json.dumps(content).replace('"NEST"', nested), encoding="utf-8")
    with contextlib.suppress(UserError):
        scan_now(tmp_path)

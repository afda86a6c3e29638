"""PNG files of sixteen bits a channel, which Pillow reads but does not write."""

import struct
import zlib
from pathlib import Path

import numpy as np


def save_sixteen(path: Path, pixels: np.ndarray) -> None:
    """(H, W, 3) numbers below 65,536 as they are."""
    tall, wide, _ = pixels.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", wide, tall, 16, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows))]
    body = b"".join(
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
        for kind, part in [*chunks, (b"IEND", b"")]
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)

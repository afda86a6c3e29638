"""Reads and writes length-prefixed msgpack frames: four bytes of length, big-endian, then the message."""

import struct
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

HEADER = struct.Struct(">I")
LARGEST = 1 << 30  # bytes; a longer frame means that other output is in the stream


class FrameWriter:
    """Writes messages to a stream; thread-safe."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.lock = threading.Lock()
        self.encoder = msgspec.msgpack.Encoder()

    def write(self, message: msgspec.Struct) -> None:
        """Send one message. Raises OSError (BrokenPipeError) or ValueError if the other end is closed."""
        payload = self.encoder.encode(message)
        with self.lock:
            self.stream.write(HEADER.pack(len(payload)) + payload)
            self.stream.flush()


def read_frames(stream: BinaryIO, message_types: Any, largest: int = LARGEST) -> Iterator[Any]:
    """Read messages until the stream ends; an incomplete last frame is dropped.

    `message_types`: the union of message types. Raises msgspec.DecodeError for anything else, and for a frame of more
    than `largest` bytes, which is not read.
    """
    decoder = msgspec.msgpack.Decoder(message_types)
    while True:
        header = stream.read(HEADER.size)
        if len(header) < HEADER.size:
            return
        (length,) = HEADER.unpack(header)
        if length > largest:
            raise msgspec.DecodeError(f"a frame of {length} bytes")
        payload = stream.read(length)
        if len(payload) < length:
            return
        yield decoder.decode(payload)

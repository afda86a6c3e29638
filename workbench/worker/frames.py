"""Length-prefixed msgpack frames on a byte stream: four bytes of length, big-endian, then the message."""

import struct
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

HEADER = struct.Struct(">I")
LARGEST = 1 << 30  # bytes; a longer frame means that something else wrote to the stream


class FrameWriter:
    """Writes whole messages, from any thread."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.lock = threading.Lock()
        self.encoder = msgspec.msgpack.Encoder()

    def write(self, message: msgspec.Struct) -> None:
        """Send one message. Raises OSError (BrokenPipeError) or ValueError when nobody reads any more."""
        payload = self.encoder.encode(message)
        with self.lock:
            self.stream.write(HEADER.pack(len(payload)) + payload)
            self.stream.flush()


def read_frames(stream: BinaryIO, kinds: Any) -> Iterator[Any]:
    """Messages until the stream ends; a frame cut off by the writer's death is dropped.

    `kinds` is the union of message types. Raises msgspec.DecodeError when the bytes are no such message.
    """
    decoder = msgspec.msgpack.Decoder(kinds)
    while True:
        header = stream.read(HEADER.size)
        if len(header) < HEADER.size:
            return
        (length,) = HEADER.unpack(header)
        if length > LARGEST:
            raise msgspec.DecodeError(f"a frame of {length} bytes")
        payload = stream.read(length)
        if len(payload) < length:
            return
        yield decoder.decode(payload)

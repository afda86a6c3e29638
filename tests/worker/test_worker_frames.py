"""Frames: whole messages in, whole messages out, whatever happens to the pipe."""

import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.events import Scalars, Warned
from workbench.worker.frames import FrameWriter, read_frames
from workbench.worker.replies import AnyReply

MESSAGES = st.lists(
    st.one_of(
        st.builds(Warned, st.text()),
        st.builds(Scalars, st.integers(0, 2**40), st.dictionaries(st.text(), st.floats(allow_nan=False))),
    )
)


def written(messages: "list[Scalars | Warned]") -> bytes:
    stream = io.BytesIO()
    writer = FrameWriter(stream)
    for message in messages:
        writer.write(message)
    return stream.getvalue()


@given(MESSAGES)
def test_that_messages_come_out_as_they_went_in(messages: "list[Scalars | Warned]") -> None:
    assert list(read_frames(io.BytesIO(written(messages)), AnyReply)) == messages


@given(MESSAGES, st.integers(0, 400))
def test_that_a_cut_stream_gives_the_whole_messages_before_the_cut(
    messages: "list[Scalars | Warned]", cut: int
) -> None:
    content = written(messages)[:cut]
    got = list(read_frames(io.BytesIO(content), AnyReply))
    assert got == messages[: len(got)]


def test_that_something_else_on_the_stream_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        list(read_frames(io.BytesIO(b"Segmentation fault\n"), AnyReply))

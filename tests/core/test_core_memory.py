"""Memory that a run used goes back to the system when the run ends."""

import gc
import subprocess
import sys

import psutil
import pytest

from workbench.core.memory import collection_paused, return_free_memory

FREED = """
import psutil
from workbench.core.memory import collection_paused, return_free_memory
blocks = [bytearray(100_000) for _ in range(3000)]
kept = blocks[::50]
del blocks
before = psutil.Process().memory_info().rss
return_free_memory()
print(before - psutil.Process().memory_info().rss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a call of glibc")
def test_that_free_blocks_between_used_ones_are_returned() -> None:
    answer = subprocess.run([sys.executable, "-c", FREED], capture_output=True, text=True, check=True)
    assert int(answer.stdout) > 200e6


def test_that_it_does_no_harm_where_there_is_nothing_to_return(monkeypatch: pytest.MonkeyPatch) -> None:
    for platform in (sys.platform, "win32", "darwin"):
        monkeypatch.setattr(sys, "platform", platform)
        return_free_memory()
    assert psutil.Process().is_running()


def test_that_garbage_is_searched_again_after_a_pause_unless_it_was_not_before() -> None:
    with collection_paused():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with collection_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()

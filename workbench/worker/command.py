"""The base of the commands to a worker."""

from typing import ClassVar

import msgspec


class Command(msgspec.Struct, frozen=True, tag=True):
    """The base of all commands. A `long` command gets a worker of its own; the others share one, in order."""

    long: ClassVar[bool] = True

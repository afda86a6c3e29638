"""The only place that imports OpenVINO, because its own way reports each import to a server."""

import sys
from importlib import import_module
from typing import Any

TELEMETRY = "openvino_telemetry"


def openvino_module(name: str = "openvino") -> Any:
    """OpenVINO or one of its modules, without its telemetry. Raises ImportError if it is not installed.

    Importing it sends an event to Google Analytics, from a process that it forks; OpenVINO does without where the
    package for that is missing, so it is hidden. The fork inherits the pipe of a worker, too, and could outlive it.
    """
    sys.modules.setdefault(TELEMETRY, None)  # type: ignore[arg-type]  # None: as if it were not installed
    return import_module(name)

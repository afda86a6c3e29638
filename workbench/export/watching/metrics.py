"""The state of a watched folder as Prometheus reads it: text format 0.0.4.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from collections.abc import Iterable, Sequence

from workbench.export.watching.outlet import Outlet
from workbench.export.watching.watch_state import WatchSnapshot

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Point = tuple[dict[str, str], float]  # labels and value
Metric = tuple[str, str, str, list[Point]]  # name, type, help and points


def metrics_text(state: WatchSnapshot, outlets: Sequence[Outlet] = ()) -> str:
    """The metrics, each with its help and type. Counters end with `_total`."""
    measures: list[Metric] = [
        ("images_predicted_total", "counter", "Images that were predicted.", [({}, state.predicted)]),
        ("images_set_aside_total", "counter", "Files that stayed unreadable.", [({}, state.set_aside)]),
        (
            "images_unusual_total",
            "counter",
            "Predicted images that look like none of the target.",
            [({}, state.unusual)],
        ),
        (
            "predictions_total",
            "counter",
            "Predicted images by class.",
            [({"class": name}, number) for name, number in sorted(state.classes.items())],
        ),
        ("start_time_seconds", "gauge", "When watching began, in seconds since 1970.", [({}, state.started)]),
        (
            "last_image_time_seconds",
            "gauge",
            "When the latest image was predicted, in seconds since 1970.",
            [({}, state.last)] if state.last is not None else [],
        ),
        ("drift", "gauge", "1 while the latest images no longer look like the target.", [({}, bool(state.drifting))]),
        (
            "drift_distance",
            "gauge",
            "Distance from the target of each measure that drifts, when it began to.",
            [({"measure": measure.name}, measure.distance) for measure in state.drifting],
        ),
        *_of_outlets(outlets),
    ]
    return "".join(_metric(f"workbench_watch_{name}", kind, text, samples) for name, kind, text, samples in measures)


def _of_outlets(outlets: Sequence[Outlet]) -> Iterable[Metric]:
    for name, text in (
        ("sent", "Messages that were delivered."),
        ("failed", "Messages that could not be delivered."),
        ("dropped", "Messages that were dropped because earlier ones waited."),
    ):
        samples: list[Point] = [({"to": outlet.name}, getattr(outlet.counts, name)) for outlet in outlets]
        yield f"messages_{name}_total", "counter", text, samples


def _metric(name: str, kind: str, text: str, samples: Iterable[Point]) -> str:
    lines = [f"# HELP {name} {text}", f"# TYPE {name} {kind}"]
    for labels, value in samples:
        written = ",".join(f'{label}="{_escaped(content)}"' for label, content in labels.items())
        lines.append(f"{name}{{{written}}} {float(value)!r}" if written else f"{name} {float(value)!r}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")

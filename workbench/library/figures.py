"""Figures of results for a notebook, as matplotlib figures: losses, scatter, confusion, shift, classes."""

import io
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.core.events import Embedding, Points, Scalars
from workbench.core.shift_report import Inspection, Performance, SampleTable

WIDTH, HEIGHT = 6.4, 3.6  # inches
SOURCE, TARGET = "#5b8def", "#f2994a"
SMALL = 4  # size of a point


class NotebookFigure(Figure):
    """A figure that a notebook shows as it is, without pyplot and its global state."""

    def _repr_png_(self) -> bytes:
        picture = io.BytesIO()
        self.savefig(picture, format="png", dpi=110)
        return picture.getvalue()


def losses(events: Sequence[Scalars]) -> Figure:
    """The losses of a training by step."""
    figure, axes = _figure()
    for name in dict.fromkeys(name for event in events for name in event.values):
        points = [(event.step, event.values[name]) for event in events if name in event.values]
        axes.plot(*zip(*points, strict=True), label=name, linewidth=1)
    axes.set_xlabel("step")
    axes.set_ylabel("loss")
    if events:
        axes.legend()
    return figure


def embedding(event: Embedding) -> Figure:
    """The samples of both domains in two dimensions, at a step of a run."""
    return _scatter({"source": _places(event.source), "target": _places(event.target)}, f"step {event.step:,}")


def layout(inspection: Inspection) -> Figure:
    """The samples of both domains in two dimensions, by the features of an inspection."""
    tables = {"source": inspection.source_table, "target": inspection.target_table}
    return _scatter({side: _places(table) for side, table in tables.items()}, inspection.features)


def confusion(performance: Performance) -> Figure:
    """How often each class is predicted as each, as shares of the class and as numbers of samples."""
    counts = np.array(performance.confusion, float)  # (K, L)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = _figure(height=max(HEIGHT, 0.3 * len(performance.truths) + 1.5))
    axes.imshow(shares, vmin=0, vmax=1, cmap="Blues", aspect="auto")
    axes.set_xticks(range(len(performance.predictions)), performance.predictions, rotation=45, ha="right")
    axes.set_yticks(range(len(performance.truths)), performance.truths)
    axes.set_xlabel("predicted")
    axes.set_ylabel("label")
    for row, column in np.argwhere(counts > 0):
        colour = "white" if shares[row, column] > 0.5 else "black"
        axes.text(column, row, f"{counts[row, column]:,.0f}", ha="center", va="center", color=colour, fontsize=8)
    return figure


def shift(inspection: Inspection) -> Figure:
    """Each distance with its 95 % interval, in units of the distance between two halves of the source."""
    figure, axes = _figure()
    measures = inspection.measures
    for place, measure in enumerate(measures):
        unit = abs(measure.reference) or 1.0
        low, high = (abs(measure.value - bound) / unit for bound in (measure.low, measure.high))
        axes.errorbar(measure.value / unit, place, xerr=[[low], [high]], fmt="o", color=TARGET, capsize=3)
    axes.axvline(1, color="grey", linewidth=1, linestyle="--")
    axes.set_yticks(range(len(measures)), [measure.title for measure in measures])
    axes.invert_yaxis()
    axes.set_xscale("symlog", linthresh=1)
    axes.set_xlabel("distance, 1: between two halves of the source")
    return figure


def statistics(inspection: Inspection, shown: int = 4) -> Figure:
    """The image properties that differ most: histograms of both domains."""
    chosen = inspection.statistics[:shown]
    figure = NotebookFigure(figsize=(WIDTH, HEIGHT), layout="constrained")
    for number, statistic in enumerate(chosen, start=1):
        axes = figure.add_subplot(2, -(-len(chosen) // 2), number)
        axes.stairs(statistic.source, statistic.edges, color=SOURCE, label="source")
        axes.stairs(statistic.target, statistic.edges, color=TARGET, label="target")
        axes.set_title(statistic.title, fontsize=9)
        axes.set_xlabel(statistic.unit, fontsize=8)
    if chosen:
        figure.legend(*figure.axes[0].get_legend_handles_labels(), loc="outside upper right", ncols=2, fontsize=8)
    return figure


def classes(counts: Mapping[str, int]) -> Figure:
    """The number of samples of each class."""
    figure, axes = _figure()
    axes.barh(list(counts), list(counts.values()), color=SOURCE)
    axes.invert_yaxis()
    axes.set_xlabel("samples")
    return figure


def _figure(height: float = HEIGHT) -> tuple[Figure, Axes]:
    figure = NotebookFigure(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.add_subplot()


def _scatter(sides: Mapping[str, np.ndarray], title: str) -> Figure:
    figure, axes = _figure(height=WIDTH * 0.75)
    for (side, places), colour in zip(sides.items(), (SOURCE, TARGET), strict=True):
        axes.scatter(places[:, 0], places[:, 1], s=SMALL, color=colour, label=side)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_title(title, fontsize=9)
    axes.legend(markerscale=2)
    return figure


def _places(points: Points | SampleTable) -> np.ndarray:
    return np.frombuffer(points.xy, "<f4").reshape(-1, 2)

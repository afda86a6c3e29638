"""What a notebook shows of results: tables with escaped texts, and figures."""

import sys
from pathlib import Path

import pytest

import workbench
from workbench.core.errors import UserError
from workbench.core.events import Scalars
from workbench.library.notebook import html_table


def test_that_texts_are_shown_as_they_are() -> None:
    assert "&lt;b&gt;" in html_table(("class",), [("<b>",)])


def test_that_each_loss_is_a_line() -> None:
    from workbench.library import figures

    figure = figures.losses([Scalars(1, {"task": 2.0}), Scalars(2, {"task": 1.0, "critic": 0.5})])
    lines = {line.get_label(): line.get_xydata().tolist() for line in figure.axes[0].lines}  # type: ignore[union-attr]
    assert lines == {"task": [[1, 2.0], [2, 1.0]], "critic": [[2, 0.5]]}


def test_that_the_classes_of_a_folder_are_a_table_and_a_figure(domains: tuple[Path, Path]) -> None:
    contents = workbench.scan(domains[0]).result()
    assert "<td>a</td><td>24</td>" in contents._repr_html_()
    assert [bar.get_width() for bar in contents.figure().axes[0].patches] == [24, 24, 24]  # type: ignore[attr-defined]


def test_that_figures_without_matplotlib_are_refused_in_a_sentence(
    domains: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = workbench.scan(domains[0]).result()
    monkeypatch.setitem(sys.modules, "matplotlib.axes", None)
    monkeypatch.delitem(sys.modules, "workbench.library.figures", raising=False)
    monkeypatch.delattr("workbench.library.figures", raising=False)
    with pytest.raises(UserError, match="Figures need matplotlib, which is not installed"):
        contents.figure()

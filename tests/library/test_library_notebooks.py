"""The notebooks of the documentation, executed from their first cell to their last one."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import workbench

ROOT = Path(workbench.__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "resources" / "docs" / "notebooks").glob("*.ipynb"))
FIGURES = {  # that each shows
    "first-adaptation": 5,
    "measuring-without-class-folders": 0,
    "adding-a-method": 1,
}


@pytest.mark.parametrize("file", NOTEBOOKS, ids=[file.stem for file in NOTEBOOKS])
def test_that_a_notebook_runs(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    book = nbformat.read(file, as_version=4)
    assert all(not cell.get("outputs") for cell in book.cells), "kept without outputs"
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in book.cells for output in cell.get("outputs", ())]
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert len(pictures) == FIGURES[file.stem]
    assert any("<table>" in "".join(output["data"].get("text/html", "")) for output in outputs if "data" in output)
    assert any("<progress" in "".join(output["data"].get("text/html", "")) for output in outputs if "data" in output)
    assert [output for output in outputs if output.get("name") == "stderr"] == []


def test_that_there_are_three() -> None:
    assert [file.stem for file in NOTEBOOKS] == sorted(FIGURES)

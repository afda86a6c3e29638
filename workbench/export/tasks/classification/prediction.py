"""Predicts a class for each image of a folder of any size."""

from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path

from workbench.core.domain import SetAside
from workbench.core.events import Prepared
from workbench.export.predict import Model, PredictedFiles, class_name, predict_contents, predict_files
from workbench.export.predict_folder import Journal, JournalHeader, listed_in, predict_all
from workbench.export.results_files import PredictionFormat, ResultLine, write_results
from workbench.export.tasks.contract import FolderPredictions, StreamModel


def predict_folder(
    model: Model, folder: Path, out: Path, form: PredictionFormat, *, link: bool = False
) -> Generator[Prepared, None, FolderPredictions]:
    """Predict all images below a folder, or in a table of paths, and write the results. Yields the progress.

    If it is stopped, a journal beside `out` keeps what is done, and the same call resumes it. Raises UserError if
    there is no image or the results cannot be written.
    """
    folder = folder.expanduser().absolute()
    listed = listed_in(folder)
    journal = Journal(out.with_name(f".{out.name}.journal"), JournalHeader(model.content, str(folder)))

    def lines_of(files: list[str]) -> Iterator[list[ResultLine]]:
        for predicted in predict_files(model, ((path, listed.root / path) for path in files)):
            yield _lines(model, predicted)

    def write(set_aside: list[SetAside]) -> Generator[Prepared, None, int]:
        yield from ()
        return write_results(form, out, listed.root, journal.lines, set_aside, model.classes, link=link)

    return (yield from predict_all(listed, journal, out, lines_of, write))


def stream_model(model: Model) -> StreamModel:
    """The model as one of streams of images."""

    def lines(images: Iterable[tuple[str, Callable[[], bytes]]], threads: int) -> Iterator[list[ResultLine]]:
        for predicted in predict_contents(model, images, threads):
            yield _lines(model, predicted)

    return StreamModel(lines, model.classes, model.content)


def _lines(model: Model, piece: PredictedFiles[str]) -> list[ResultLine]:
    kept, batch, unreadable = piece
    lines = [ResultLine(path, reason=error.reason, detail=error.detail) for path, error in unreadable]
    if batch is None:
        return lines
    rows = zip(kept, batch.classes.tolist(), batch.confidence.tolist(), batch.unknown.tolist(), strict=True)
    return [
        *(
            ResultLine(path, class_name(model, number), confidence, unknown)
            for path, number, confidence, unknown in rows
        ),
        *lines,
    ]

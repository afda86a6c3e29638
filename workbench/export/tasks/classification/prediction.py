"""A class for each image of a folder of any size."""

from collections.abc import Generator, Iterator
from pathlib import Path

from workbench.core.domain import SetAside
from workbench.core.events import Prepared
from workbench.export.predict import Answered, Model, answered_ahead, name_of
from workbench.export.predict_folder import Begun, Journal, listed_in, predict_all
from workbench.export.results_files import PredictionFormat, ResultLine, write_results
from workbench.export.tasks.contract import FolderPredictions


def predict_folder(
    model: Model, folder: Path, out: Path, form: PredictionFormat, *, link: bool = False
) -> Generator[Prepared, None, FolderPredictions]:
    """Predict every image below a folder, or in a table of paths, and write the results in a form; tells its progress.

    When it is stopped, a journal beside `out` keeps what is done, and the same call goes on from there.
    Raises UserError when there is no image, or the results can not be written.
    """
    folder = folder.expanduser().absolute()
    listed = listed_in(folder)
    journal = Journal(out.with_name(f".{out.name}.journal"), Begun(model.content, str(folder)))

    def lines_of(files: list[str]) -> Iterator[list[ResultLine]]:
        for answered in answered_ahead(model, ((path, listed.root / path) for path in files)):
            yield _lines(model, answered)

    def write(aside: list[SetAside]) -> Generator[Prepared, None, int]:
        yield from ()
        return write_results(form, out, listed.root, journal.lines, aside, model.classes, link=link)

    return (yield from predict_all(listed, journal, out, lines_of, write))


def _lines(model: Model, answered: Answered[str]) -> list[ResultLine]:
    kept, said, bad = answered
    lost = [ResultLine(path, reason=error.reason, detail=error.detail) for path, error in bad]
    if said is None:
        return lost
    rows = zip(kept, said.classes.tolist(), said.confidence.tolist(), said.unknown.tolist(), strict=True)
    return [*(ResultLine(path, name_of(model, one), sure, odd) for path, one, sure, odd in rows), *lost]

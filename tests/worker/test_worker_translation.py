"""Translation in a worker process: trained, held, stopped, gone on with; single images and whole folders."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import make_domain
from tests.worker.talking import Talk
from workbench.core.events import Preview, Progressed, TranslationFinished
from workbench.core.translation import Direction, TranslationJob
from workbench.store.translation_folder import TranslationFolder
from workbench.worker.client import WorkerClient
from workbench.worker.commands import ExportTranslated, Translate, TranslateImages
from workbench.worker.replies import ImagesTranslated, Paused, Ready, Refused, Resumed, Stopped, TranslatedExported


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    client = WorkerClient(tmp_path_factory.mktemp("worker") / "worker.log")
    client.start()
    yield Talk(client)
    client.close()


@pytest.fixture
def job(tmp_path: Path) -> TranslationJob:
    return TranslationJob(
        translator="cyclegan",
        source=str(make_domain(tmp_path / "source", seed=1, count=4)),
        target=str(make_domain(tmp_path / "target", seed=2, count=4, negative=True)),
        steps=100_000,
        batch=2,
        device="cpu",
        settings={"width": 4, "critic_width": 4, "blocks": 1},
        cache=str(tmp_path / "cache"),
    )


def test_that_a_worker_names_the_translators(talk: Talk) -> None:
    ready = talk.until(Ready)
    assert {"cyclegan", "fourier", "histogram", "reinhard"} <= {card.name for card in ready.catalogue.translators}


def test_that_training_is_held_goes_on_and_is_stopped_with_its_checkpoint(
    talk: Talk, job: TranslationJob, tmp_path: Path
) -> None:
    talk.ask(Translate(job, str(tmp_path / "run")))
    talk.until(Preview)
    talk.until(Progressed, lambda event: event.step > 1)
    talk.client.pause(talk.request)
    held = talk.until(Paused)
    talk.client.resume(talk.request)
    talk.until(Resumed)
    talk.client.stop(talk.request)
    assert talk.until(Stopped).step >= held.step
    assert TranslationFolder(tmp_path / "run").checkpoint.is_file()


def test_that_a_ready_translator_answers_for_images_and_folders(
    talk: Talk, job: TranslationJob, tmp_path: Path
) -> None:
    plain = TranslationJob(translator="reinhard", source=job.source, target=job.target, device="cpu", cache=job.cache)
    run = str(tmp_path / "run")
    talk.ask(Translate(plain, run))
    talk.until(TranslationFinished)
    inputs = (f"{job.source}/a/000.png", "/nowhere.png")
    talk.ask(TranslateImages(run, inputs, styles=(f"{job.target}/a/000.png",)))
    told = talk.until(ImagesTranslated)
    assert [bool(one.after) for one in told.images] == [True, False]
    assert "nowhere.png cannot be read" in told.images[1].problem
    talk.ask(ExportTranslated(run, str(tmp_path / "out"), direction=Direction.TO_SOURCE))
    assert talk.until(TranslatedExported).images == 12
    assert len(list((tmp_path / "out").glob("*/*.png"))) == 12


def test_that_a_mistake_is_told_and_the_worker_lives_on(talk: Talk, tmp_path: Path) -> None:
    talk.ask(TranslateImages(str(tmp_path), ("x.png",)))
    assert "is not a translation folder" in talk.until(Refused).message

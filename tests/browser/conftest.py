"""A real headless browser, and the pages that the program writes about folders with hostile names."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.conftest import make_domain
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.engine.run import run
from workbench.worker.report_facts import write_report

BROWSER, DRIVER = (shutil.which(name) for name in ("chromium", "chromedriver"))
FLAGS = (  # Chromium's own services would ask for hosts on the internet
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
HOSTILE = "<img src=x onerror=document.title='run'> & a name of more than sixty characters, as folders of cameras have"


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Chromium, driven through its own driver; it logs what pages ask for and write to the console."""
    if BROWSER is None or DRIVER is None:
        pytest.skip("Chromium and its driver are not installed: apt-get install chromium chromium-driver")
    options = ChromeOptions()
    options.binary_location = BROWSER
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = Chrome(options, Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report and an inspection of domains whose folders and classes have hostile names."""
    root = tmp_path_factory.mktemp("pages")
    source, target = (
        make_domain(root / f"{side} {HOSTILE}", seed=seed, count=8, negative=negative)
        for side, seed, negative in (("source", 1, False), ("target", 2, True))
    )
    for domain in (source, target):
        (domain / "a").rename(domain / HOSTILE)
    job = Job(
        method="source_only", source=str(source), target=str(target), steps=6, batch=8, image_size=16,
        cache=str(root / "cache"),
    )  # fmt: skip
    list(run(job, root / "runs" / "plain"))
    report, inspection = root / "report.html", root / "inspection.html"
    Returning(write_report([root / "runs"], report, chosen=root / "runs" / "plain", shift=True)).finish()
    command = [sys.executable, "-m", "workbench", "inspect", str(source), str(target), "--out", str(inspection)]
    subprocess.run(command, check=True, capture_output=True)
    return {"report": report, "inspection": inspection}

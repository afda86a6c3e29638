"""The documentation as a site: its links hold, it needs no server, and every page reads wide and narrow."""

import subprocess
import sys
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.reading import SIZES, complaints, faults, shown

SITE = Path(__file__).parents[2] / "resources" / "site" / "mkdocs.yml"
PAGES = ("index", "settings", "results", "journeys", "tutorials/first-adaptation")  # one of each kind


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site. A link or an anchor that leads nowhere, or a page without a place, ends the build."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(SITE), "-d", str(folder)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_that_a_page_of_the_site_is_readable(browser: Chrome, site: Path, name: str, width: int, scheme: str) -> None:
    assert faults(shown(browser, site / f"{name}.html", width, scheme)) == {}


@pytest.mark.parametrize("name", PAGES)
def test_that_a_page_of_the_site_is_quiet_and_asks_nobody(browser: Chrome, site: Path, name: str) -> None:
    assert complaints(browser, site / f"{name}.html") == []


def test_that_the_site_is_searched_from_the_disk(browser: Chrome, site: Path) -> None:
    shown(browser, site / "index.html", SIZES[-1], "light")
    browser.find_element(By.CSS_SELECTOR, "input.md-search__input").send_keys("learning-rate")
    found = (By.CSS_SELECTOR, ".md-search-result__link[href*='settings.html']")
    assert WebDriverWait(browser, 20).until(lambda driver: driver.find_elements(*found))

"""Each page that the program writes, in a real browser: alone, quiet, readable wide and narrow, dark and light."""

import base64
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.conftest import HOSTILE
from tests.browser.reading import SIZES, complaints, faults, shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", ["report", "inspection"])
def test_that_a_page_is_readable(browser: Chrome, pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    assert faults(shown(browser, pages[name], width, scheme)) == {}


@pytest.mark.parametrize("name", ["report", "inspection"])
def test_that_a_page_is_quiet_asks_for_nothing_and_shows_names_as_text(
    browser: Chrome, pages: dict[str, Path], name: str
) -> None:
    assert complaints(browser, pages[name]) == []
    assert browser.title != "run", "the name of a folder was run as markup"
    assert HOSTILE in browser.execute_script("return document.body.textContent")


@pytest.mark.parametrize("name", ["report", "inspection"])
def test_that_a_page_is_printed(browser: Chrome, pages: dict[str, Path], name: str) -> None:
    shown(browser, pages[name], SIZES[-1], "dark")
    printed = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"])
    assert printed.startswith(b"%PDF")
    assert len(printed) > 10_000, "an empty page has about a thousand bytes"

"""Each page that the program writes, in a real browser: alone, quiet, readable wide and narrow, dark and light."""

import base64
import json
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.conftest import HOSTILE

SIZES = (400, 1440)  # CSS pixels: a telephone, a desktop
LOCAL = ("file:", "data:", "about:", "blob:")

# Everything below runs in the page. A text is too faint if its contrast with its own ground is under 4.5 (WCAG 2, AA).
PROBE = """
const number = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
const over = (above, below, alpha) => [0, 1, 2].map(i => alpha * above[i] + (1 - alpha) * below[i]);
const light = colour => {
  const [r, g, b] = colour.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const plain = element => {
  const colour = number(getComputedStyle(element).backgroundColor), alpha = colour[3] ?? 1;
  if (alpha === 1) return colour;
  return over(colour, element.parentElement ? plain(element.parentElement) : [255, 255, 255], alpha);
};
const ground = element => {
  const drawing = element.closest('svg'), at = element.getBoundingClientRect();
  let colour = plain(drawing || element);
  for (const each of drawing ? drawing.querySelectorAll('rect') : []) {
    const box = each.getBoundingClientRect(), style = getComputedStyle(each);
    const [x, y] = [at.x + at.width / 2, at.y + at.height / 2];
    if (style.fill !== 'none' && box.left <= x && x <= box.right && box.top <= y && y <= box.bottom)
      colour = over(number(style.fill), colour, Number(style.fillOpacity));
  }
  return colour;
};
const contrast = (one, other) => {
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};
const texts = [...document.querySelectorAll('main *')].filter(element => element.tagName !== 'title' &&
  element.getClientRects().length && [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
const told = element => element.textContent.trim().slice(0, 40);
return {
  texts: texts.length,
  wider: document.scrollingElement.scrollWidth - innerWidth,
  small: texts.filter(element => parseFloat(getComputedStyle(element).fontSize) < 10).map(told),
  faint: texts.filter(element => {
    const style = getComputedStyle(element);
    return contrast(number(element.closest('svg') ? style.fill : style.color), ground(element)) < 4.5;
  }).map(told),
  unnamed: [...document.images].filter(image => !image.hasAttribute('alt')).length,
  title: document.title, heading: document.querySelectorAll('h1').length, language: document.documentElement.lang,
};
"""


def shown(browser: Chrome, page: Path, width: int, scheme: str) -> dict[str, object]:
    """Open a page in a window of this width and colour scheme, and measure it."""
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 800},
    )
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(page.as_uri())
    found = browser.execute_script(PROBE)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", ["report", "inspection"])
def test_that_a_page_is_readable(browser: Chrome, pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    found = shown(browser, pages[name], width, scheme)
    assert isinstance(found["texts"], int)
    assert found["texts"] > 10, "the probe must see the texts that it judges"
    faults = {name: found[name] for name in ("wider", "small", "faint", "unnamed")}
    assert faults == {"wider": 0, "small": [], "faint": [], "unnamed": 0}, "wide tables scroll by themselves"
    assert (found["heading"], found["language"]) == (1, "en")


@pytest.mark.parametrize("name", ["report", "inspection"])
def test_that_a_page_is_quiet_asks_for_nothing_and_shows_names_as_text(
    browser: Chrome, pages: dict[str, Path], name: str
) -> None:
    for kind in ("browser", "performance"):
        browser.get_log(kind)  # forgets what other pages left
    shown(browser, pages[name], SIZES[-1], "light")
    assert browser.get_log("browser") == []
    messages = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    asked = [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]
    assert pages[name].as_uri() in asked, "the log must hold the requests"
    assert [url for url in asked if not url.startswith(LOCAL)] == []
    assert browser.title != "run", "the name of a folder was run as markup"
    assert HOSTILE in browser.execute_script("return document.body.textContent")


@pytest.mark.parametrize("name", ["report", "inspection"])
def test_that_a_page_is_printed(browser: Chrome, pages: dict[str, Path], name: str) -> None:
    shown(browser, pages[name], SIZES[-1], "dark")
    printed = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"])
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") >= 1

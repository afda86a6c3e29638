"""How a page reads in the browser: what it asks for, how wide it is, and how its words stand out."""

import json
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome

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


def shown(browser: Chrome, page: Path, width: int, scheme: str) -> dict[str, Any]:
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


def faults(found: dict[str, Any]) -> dict[str, Any]:
    """What of a measured page is wrong. Wide tables may scroll by themselves, the page may not."""
    assert found["texts"] > 10, "the probe must see the texts that it judges"
    assert (found["heading"], found["language"]) == (1, "en")
    return {name: found[name] for name in ("wider", "small", "faint", "unnamed") if found[name]}


def complaints(browser: Chrome, page: Path) -> list[str]:
    """What a page writes to the console, and what it asks of others, when it is opened."""
    for kind in ("browser", "performance"):
        browser.get_log(kind)  # forgets what other pages left
    shown(browser, page, SIZES[-1], "light")
    messages = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    asked = [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]
    assert page.as_uri() in asked, "the log must hold the requests"
    written = [entry["message"] for entry in browser.get_log("browser")]
    return written + [url for url in asked if not url.startswith(LOCAL)]

"""What is found as a method or translator: one file each, and no family that several share."""

from pathlib import Path
from typing import Any

import pytest

import workbench
from workbench.engine.registry import methods, translators

ROOT = Path(workbench.__file__).parent


@pytest.mark.parametrize("package", ["methods", "translators"])
def test_that_each_file_is_found_under_its_name_and_a_family_is_not(package: str) -> None:
    registries: dict[str, dict[str, type[Any]]] = {"methods": dict(methods()), "translators": dict(translators())}
    found = registries[package]
    files = {path.stem for path in (ROOT / package).glob("*.py")} - {"__init__"}
    assert set(found) == files
    assert all(known.__module__ == f"workbench.{package}.{name}" for name, known in found.items())

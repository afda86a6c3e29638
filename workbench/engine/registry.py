"""The registry of methods and translators: modules of their packages, and entry points of other packages."""

from functools import cache
from typing import Any

from workbench.core.errors import UserError
from workbench.core.job import AUTO
from workbench.core.settings import Field
from workbench.engine.discovery import discovered
from workbench.engine.method import Method
from workbench.engine.translator import Translator

METHODS, TRANSLATORS = "workbench.methods", "workbench.translators"  # names of packages and of entry point groups


@cache
def methods() -> dict[str, type[Method]]:
    """All methods by name, in alphabetical order."""
    return _found(METHODS, Method)


def method(name: str) -> type[Method]:
    """The method of that name. Raises UserError if there is none."""
    known = methods()
    if name not in known:
        raise UserError(f"There is no method “{name}”.", f"Choose from: {', '.join(known)}.")
    return known[name]


def register_method(kind: type[Method]) -> type[Method]:
    """Add a method of this process, as a decorator of its class; one of the same module and name is replaced.

    The window and other processes find a method by an entry point. Raises UserError if another method has its name.
    """
    known = methods().get(kind.name)
    if known is not None and (known.__module__, known.__qualname__) != (kind.__module__, kind.__qualname__):
        raise UserError(f"There is a method “{kind.name}” already.", "Choose another name.")
    methods()[kind.name] = kind
    return kind


def settings_of(name: str) -> tuple[Field, ...]:
    """The settings of a method, by its name; none of “auto”. Raises UserError if there is no such method."""
    return () if name == AUTO else method(name).card().fields


@cache
def translators() -> dict[str, type[Translator]]:
    """All translators by name, in alphabetical order."""
    return _found(TRANSLATORS, Translator)


def translator(name: str) -> type[Translator]:
    """The translator of that name. Raises UserError if there is none."""
    known = translators()
    if name not in known:
        raise UserError(f"There is no translator “{name}”.", f"Choose from: {', '.join(known)}.")
    return known[name]


def _found(group: str, kind: Any) -> dict[str, Any]:
    """The subclasses of `kind` that can be made, by name."""
    found = discovered(group, group, kind)
    return {one.name: one for one in sorted(found, key=lambda one: str(one.name))}

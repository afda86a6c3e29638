"""Settings that methods with a binary critic of domains share."""

from typing import Any

from workbench.core.settings import setting


def domain_smoothing() -> Any:
    """The setting of environment label smoothing (Zhang et al., arXiv:2302.00194, which uses γ = 1 − this value)."""
    return setting(0.0, "Label smoothing of the domains for the critic; 0.1 where it is too sure.", low=0.0, high=0.5)

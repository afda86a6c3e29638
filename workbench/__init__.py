"""Domain Workbench: adapt image models from a labelled source domain to an unlabelled target domain."""

__version__ = "0.1.0"

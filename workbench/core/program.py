"""The program's name."""

NAME = "domain-workbench"  # of the distribution, and of the user's folders and settings

"""Widgets that show images, features, curves and runs. They do not use the session: setters in, signals out."""

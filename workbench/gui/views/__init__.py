"""Widgets that show images, features, curves and runs. They know nothing of the session: setters in, signals out."""

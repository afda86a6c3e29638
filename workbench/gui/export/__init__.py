"""The Export step: models, predictions and reports written to files."""

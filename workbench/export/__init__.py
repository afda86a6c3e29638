"""What leaves the workbench: models and predictions."""

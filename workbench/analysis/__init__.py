"""What is measured about domains and models."""

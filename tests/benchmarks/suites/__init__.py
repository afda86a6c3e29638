"""The suites: what methods and translators reach on real folders, a value for each seed."""

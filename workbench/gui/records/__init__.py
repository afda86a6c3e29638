"""Tables of runs and translations, their comparison, and actions on them."""

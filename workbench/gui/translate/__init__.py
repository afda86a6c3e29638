"""The Translate step: translators between the domains, and their images."""

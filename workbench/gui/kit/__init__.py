"""Small widgets, forms and formats that all packages of the window use."""

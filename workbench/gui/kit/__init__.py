"""Small widgets, forms and formats that every room uses."""

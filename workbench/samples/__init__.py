"""Pictures made or shipped to try things on: drawn streets, and the digits of the sample project."""

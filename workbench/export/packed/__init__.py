"""Data sets whose images are packed in files of other libraries: read into folders, and written from them."""

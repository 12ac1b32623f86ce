"""A naive second reading of the file formats, kept apart from the product. See README.md."""

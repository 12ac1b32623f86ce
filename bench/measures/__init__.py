"""One module for each thing that is measured; each has `measure(size)`, which gives samples."""

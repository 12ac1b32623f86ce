"""Directories made to break `run-dir`: each bad row gets its sentence, the good rows go in, every proof holds."""

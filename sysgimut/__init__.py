"""SYSGIMUT Web: the information system of a union of health mutuals."""

__version__ = "0.1.0"

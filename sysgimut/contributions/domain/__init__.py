"""The pure rules of contributions: coverage, rights, dues, booklets. See docs/algorithms/coverage.md."""

"""How fast the product is: `make bench` and `make bench-national`. What is measured and how: docs/performance.md."""

"""Benchmarks against targets and against other libraries: `python -m eval.bench`. See docs/benchmarks.md."""

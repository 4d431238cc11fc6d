"""Offline evaluation: retrieval, answers, comparisons between versions, and the release gate. Needs no network."""

"""Calls as a telephone system tells of them: events read, calls followed, interactions opened, screens popped."""

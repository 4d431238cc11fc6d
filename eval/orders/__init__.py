"""Orders under load and faults: ports that fail, workers that are killed, and whether anything was lost, doubled or starved."""

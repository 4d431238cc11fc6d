"""Recorded cases, ours or another system's: read, checked against rules and the model of the process, and scored."""

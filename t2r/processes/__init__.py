"""Business processes in BPMN 2.0 with decision tables in DMN: the life of a problem report, and what runs it."""

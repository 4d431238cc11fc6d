"""Orders, from capture to notification: validated, prioritised, decomposed and fulfilled by one BPMN process each."""

"""From an opening to its flow: its complaint, the evidence for each flow, and what to ask where that is not enough."""

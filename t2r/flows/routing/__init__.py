"""From an opening to its flow: the complaint in it, the evidence for each flow, and what to ask where that is not enough."""

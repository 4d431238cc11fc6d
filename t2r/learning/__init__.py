"""What the assistant could not answer, and what the knowledge base should have: for whoever keeps it."""

"""What customers say, read without a model: their own turns, where they are, what they agree to, what counts as solved."""

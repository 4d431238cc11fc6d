"""What customers say, read without a model: their turns, where they are, what they agree to, what counts as solved."""

"""How a question in English, misspelt English or romanised Hindi is read."""

"""Customers: their records and who is master of them, verification before anything personal is shown, retention and the end."""

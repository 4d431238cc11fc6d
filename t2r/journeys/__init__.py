"""Journeys: forms that fill themselves from what is known of a case and its customer, and that an agent sends once."""

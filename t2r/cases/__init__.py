"""Cases: a customer's trouble from the first words to a resolution that others can find."""

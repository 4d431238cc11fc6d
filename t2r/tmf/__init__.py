"""What stands behind the TM Forum Open APIs: resources over cases and contacts, records of the rest, events and who gets them."""

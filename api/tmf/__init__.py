"""The TM Forum Open APIs: one generic layer over compact specifications, and what each resource is here."""

"""The systems of the operator that this one calls: tickets, contacts, alarms, customers, over TM Forum's Open APIs."""

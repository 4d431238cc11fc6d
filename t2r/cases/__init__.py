"""Cases: a customer's trouble from the first words to a resolution that others can find.

`working` leads a case (open, answer, act, reopen), `closing` ends it, `outages` and `watching` tie cases to an outage, `learning`
makes past cases of them, `interactions` and `listing` are what their names say; `workbench` is what all of it works with.
"""

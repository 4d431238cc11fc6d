"""Cases: a customer's trouble from the first words to a resolution that others can find.

`opening`, `working` (what people say), `acting` and `transferring` lead a case, each on top of `progress`; `closing` ends it; `outages` and
`watching` tie cases to an outage; `learning` makes past cases of them; `interactions` and `listing` are what their names say.
`workbench` is what all of it works with.
"""

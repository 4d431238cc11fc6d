"""The database's changes, one file each, applied by `t2r.database.migrate`; they import no model, as models move on."""

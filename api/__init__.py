"""The HTTP way in: `create_app(settings)`, authentication, the page, and the `serve` and `token` commands."""

"""One router a resource; `api.app` puts them together."""

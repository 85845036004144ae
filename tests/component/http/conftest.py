"""The server and the client of the tests of the guarded client."""

from tests.component.http.http_scene import client, site

__all__ = ["client", "site"]

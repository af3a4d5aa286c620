"""The Datasette plugin through which an archive is read: the hooks, each a line that says where the work is done.

Datasette finds it by the entry point `archive.web`, its templates and its static files by their folders here.
"""

from archive.web.cells import render_cell
from archive.web.errors import handle_exception
from archive.web.limits import prepare_connection
from archive.web.metadata import get_metadata
from archive.web.page import extra_css_urls, extra_js_urls, extra_template_vars
from archive.web.routes import register_routes
from archive.web.safety import asgi_wrapper
from archive.web.startup import startup

__all__ = [
    "asgi_wrapper",
    "extra_css_urls",
    "extra_js_urls",
    "extra_template_vars",
    "get_metadata",
    "handle_exception",
    "prepare_connection",
    "register_routes",
    "render_cell",
    "startup",
]

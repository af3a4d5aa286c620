"""What a browser may do with an answer: Content-Security-Policy, by whose page it is."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

_COMMON = "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
OURS = f"default-src 'none'; style-src 'self'; {_COMMON}"
OF_A_CAPTURE = "sandbox; default-src 'none'"

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def of_datasette() -> str:
    """The policy of Datasette's own pages: the scripts that its templates hold, by their digests, and inline styles."""
    templates = files("datasette").joinpath("templates")
    held = [
        script
        for name in ("_close_open_menus.html", "_codemirror_foot.html")
        for script in _SCRIPT.findall(templates.joinpath(name).read_text("utf-8"))
    ]
    held += [f"DATASETTE_ALLOW_FACET = {value};" for value in ("true", "false")]
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in held]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return f"default-src 'self'; script-src 'self' {allowed}; style-src 'self' 'unsafe-inline'; {_COMMON}"

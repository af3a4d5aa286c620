"""What went wrong, on a page like the others."""

import sqlite3
import traceback
from typing import Any

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError

from archive.web.gate import RETRY_AFTER
from archive.web.language import choose, text


async def answer(datasette: Any, request: Any, exception: Exception) -> Any:
    """The page, or the JSON, that tells of an exception."""
    language = choose(request.args.get("lang"), request.headers.get("accept-language"))
    status, title, message = _told(exception, language)
    if _is_interrupted(exception) and "database" in request.url_vars:  # a query of the asker's, not of ours
        status = 400
    if status >= 500 and not _is_interrupted(exception):
        traceback.print_exception(exception)
    headers = {"Access-Control-Allow-Origin": "*"} if datasette.cors else {}
    if status == 503:
        headers["Retry-After"] = RETRY_AFTER
    if request.path.endswith(".json"):
        told = {"ok": False, "error": message, "status": status, "title": title}
        return Response.json(told, status=status, headers=headers)
    context = {"status": status, "title": title, "error": message}
    html = await datasette.render_template("zone/error.html", context, request=request, view_name="error")
    return Response.html(html, status=status, headers=headers)


def _told(exception: Exception, language: str) -> tuple[int, str, str]:
    """Status, title and message; nothing of the program's inside for what was not foreseen."""
    if _is_interrupted(exception):
        return 503, text(language, "error_slow_title"), text(language, "error_slow")
    if getattr(exception, "sqlite_errorcode", None) == sqlite3.SQLITE_AUTH:
        return 403, text(language, "error_title", status=403), text(language, "error_reading_only")
    if isinstance(exception, sqlite3.DataError | sqlite3.ProgrammingError):  # larger than our limits; zero bytes in SQL
        return 400, text(language, "error_title", status=400), str(exception)
    if isinstance(exception, DatasetteError):
        status = 400 if exception.status == 500 else exception.status  # what Datasette calls so is a wrong parameter
        title = exception.title or text(language, "error_title", status=status)
        return status, title, str(exception.message)
    if isinstance(exception, Base400):
        if exception.status == 404:
            return 404, text(language, "missing_title"), text(language, "missing_page")
        return exception.status, text(language, "error_title", status=exception.status), str(exception)
    return 500, text(language, "error_title", status=500), text(language, "error_ours")


def _is_interrupted(exception: Exception) -> bool:
    """A query cut at the time limit. Datasette tells it of its own pages by the title, with a script in the message."""
    return isinstance(exception, QueryInterrupted) or getattr(exception, "title", None) == "SQL Interrupted"

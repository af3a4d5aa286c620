"""Who answers when something goes wrong."""

from collections.abc import Awaitable, Callable, Generator
from typing import Any

from archive.web.hooks import around
from archive.web.reader import archive


@around
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    """Answer in place of Datasette's own handler, which prints each wrong address as a traceback with all variables."""
    outcome = yield
    if archive(datasette) and not datasette.pdb:
        outcome.force_result([_answering(datasette, request, exception)])


def _answering(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    async def answering() -> Any:
        from archive.web.pages import error  # Datasette still imports itself when it finds us

        return await error.answer(datasette, request, exception)

    return answering

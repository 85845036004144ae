"""What a client is told when a request cannot be done: RFC 9457, with the field and the fix."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from dideban.text.sentence_tables import MessageLanguage
from services.runtime.outcomes import AwayError

MEDIA_TYPE: Final = "application/problem+json"


class Problem(HTTPException):
    """A request that cannot be done; `field` names the part to change and `fix` how.

    An HTTPException, so that the framework lets it pass where a body that is being read is
    found too large.
    """

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        field: str | None = None,
        fix: str | None = None,
        more: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status.value, detail, dict(headers or {}))
        self.status = status
        self.field = field
        self.fix = fix
        self.more = dict(more or {})

    def told(self, language: MessageLanguage) -> str:  # noqa: ARG002  others know more than English
        """Return what a page in a language says, which is English where nothing else is known."""
        return self.detail

    def members(self) -> dict[str, object]:
        """Return the JSON object."""
        named = {"field": self.field, "fix": self.fix}
        return {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            **{name: value for name, value in named.items() if value is not None},
            **self.more,
        }

    def response(self) -> Response:
        """Return the answer."""
        return JSONResponse(
            self.members(), self.status, headers=self.headers, media_type=MEDIA_TYPE
        )


async def on_problem(_: Request, error: Exception) -> Response:
    """Answer with the problem itself."""
    assert isinstance(error, Problem)  # noqa: S101  registered for this class
    return error.response()


async def on_http_error(_: Request, error: Exception) -> Response:
    """Answer in the same form where no route or no method fits."""
    assert isinstance(error, HTTPException)  # noqa: S101  registered for this class
    return Problem(HTTPStatus(error.status_code), error.detail, headers=error.headers).response()


async def on_invalid(_: Request, error: Exception) -> Response:
    """Answer with the first field that does not fit, and how it would."""
    assert isinstance(error, RequestValidationError)  # noqa: S101  registered for this class
    return _of_validation(error.errors()[0]).response()


def _of_validation(first: Mapping[str, Any]) -> Problem:
    _, *inside = first["loc"]  # the first says where the field came from, such as "body"
    place = [str(part) for part in inside]
    field = ".".join(place) or "body"
    reason = str(first["msg"]).removeprefix("Value error, ")
    fix = f"change {field!r}: {reason[:1].lower()}{reason[1:]}"
    if first["type"] == "missing":
        fix = f"add {field!r}"
    elif first["type"] == "json_invalid":
        field, fix = "body", "send one JSON object with Content-Type: application/json"
        reason = "The body is no JSON"
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{field}: {reason}", field=field, fix=fix)


async def on_away(_: Request, error: Exception) -> Response:
    """Answer that the store is away."""
    return Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        str(error),
        fix="try again; the service waits for the store by itself",
        headers={"Retry-After": "2"},
    ).response()


HANDLERS: Final[Mapping[Any, Any]] = {
    Problem: on_problem,
    HTTPException: on_http_error,
    RequestValidationError: on_invalid,
    AwayError: on_away,
}

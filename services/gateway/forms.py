"""HTML forms read into the same shapes that the API takes."""

from http import HTTPStatus

from fastapi import Request
from pydantic import BaseModel, ValidationError

from services.gateway.problems import Problem

MOST_FIELDS = 20


async def fields(request: Request, most: int = MOST_FIELDS) -> dict[str, str]:
    """Return the form's fields that were filled in; files are passed over."""
    async with request.form(max_files=0, max_fields=most) as form:
        return {name: value for name, value in form.items() if isinstance(value, str) and value}


def shaped[S: BaseModel](shape: type[S], values: dict[str, str]) -> S:
    """Return the shape that the fields fill.

    Raises:
        Problem: a field does not fit; it names the field and the fix.
    """
    wanted = {name: values[name] for name in shape.model_fields if name in values}
    try:
        return shape.model_validate(wanted)
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else "body"
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"{field}: {reason}",
            field=field,
            fix=f"fill in {field!r}" if first["type"] == "missing" else None,
        ) from error

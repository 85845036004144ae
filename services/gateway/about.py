"""What the API says of itself."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from services.gateway import shapes
from services.gateway.desk import AtDesk
from services.gateway.identity import reading

router = APIRouter(prefix=shapes.API, tags=["about"])


@router.get("/healthz")
async def healthz(desk: AtDesk) -> dict[str, str]:
    """Tell whether the gateway and its store answer."""
    async with desk.store.begin(reading=True):
        return {"status": "alive"}


@router.get("/openapi.json", include_in_schema=False, dependencies=[Depends(reading)])
async def openapi(request: Request) -> JSONResponse:
    """Give the description of the API (OpenAPI 3.1)."""
    return JSONResponse(request.app.openapi())

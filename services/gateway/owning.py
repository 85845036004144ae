"""Whose a subscription is: one's own, or the desk's, which an admin looks after."""

from http import HTTPStatus
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.identity import User
from services.gateway.problems import Problem
from services.store import accounts, subscriptions


def sees(user: User, owner: str) -> bool:
    """Return whether the user may see what this owner has."""
    return (
        user.role == "admin" or owner == user.user_id or not owner.startswith(accounts.USER_PREFIX)
    )


def owns(user: User, owner: str) -> bool:
    """Return whether what this owner has is the user's to change, if they may change anything."""
    return owner == user.user_id or user.role == "admin"


async def own(connection: AsyncConnection, user: User, subscription_id: str) -> Row[Any]:
    """Return a subscription that the user may change.

    Raises:
        Problem: there is none that they may change.
    """
    row = await seen(connection, user, subscription_id)
    check_owner(user, row.owner)
    return row


async def seen(connection: AsyncConnection, user: User, subscription_id: str) -> Row[Any]:
    """Return a subscription that the user may see.

    Raises:
        Problem: there is none that they may see.
    """
    row = await subscriptions.one(connection, subscription_id)
    if row is None or row.removed or not sees(user, row.owner):
        raise Problem(
            HTTPStatus.NOT_FOUND, f"there is no subscription {subscription_id}", field="path"
        )
    return row


def check_owner(user: User, owner: str) -> None:
    """Pass where the user may change what this owner has.

    Raises:
        Problem: it belongs to the desk, and they are no admin.
    """
    if not owns(user, owner):
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "this subscription belongs to the whole desk",
            fix="ask an admin to change or remove it",
        )

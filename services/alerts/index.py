"""The subscriptions a worker knows, as an index that articles are matched against."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from dideban.query.document import Document
from dideban.query.engine import Engine, Hit
from dideban.query.names import Names
from dideban.query.parser import parse
from schemas.subscriptions import Subscription
from services.alerts.copies import IndexCopy, rules

LANGUAGES: Final = ("fa", "ar", "ru", "tr", "az", "en")


class Index:
    """The newest version of each subscription; applying a change again changes nothing."""

    def __init__(
        self, names: Names, names_of: Callable[[str], Iterable[str]] | None = None
    ) -> None:
        self._engine = Engine()
        self._names = names
        self._revisions: dict[str, int] = {}
        self.names_of = names_of

    def __len__(self) -> int:
        return len(self._engine)

    def apply(self, subscription: Subscription) -> bool:
        """Take in a version; return whether it is newer than the one known.

        Raises:
            QueryError: the query cannot be parsed; the last good version stays.
        """
        known = self._revisions.get(subscription.subscription_id, 0)
        if subscription.revision <= known:
            return False
        if subscription.enabled:
            query = parse(subscription.query, names=self._names)
            self._engine.add(subscription.subscription_id, query)
        else:
            self._engine.remove(subscription.subscription_id)
        self._revisions[subscription.subscription_id] = subscription.revision
        return True

    def remove(self, subscription_id: str) -> None:
        """Forget a subscription; it may be unknown."""
        self._engine.remove(subscription_id)
        self._revisions.pop(subscription_id, None)

    def revision(self, subscription_id: str) -> int:
        """Return the version known of a subscription."""
        return self._revisions[subscription_id]

    def prepare(self, languages: Iterable[str] = LANGUAGES) -> None:
        """Make ready for the languages, so that their first article does not wait."""
        for language in languages:
            self._engine.prepare(language)

    def copy(self, position: int, now: datetime) -> Callable[[], IndexCopy]:
        """Return what makes a copy of the index as it is now, slowly and in any thread.

        `position` is the offset of the first record of the topic that is not in it.
        """
        engine, revisions = self._engine.copy(), self._revisions.copy()
        return lambda: IndexCopy(
            rules=rules(),
            taken_at=now,
            position=position,
            revisions=revisions,
            engine=engine.written(),
        )

    def restore(self, copy: IndexCopy) -> None:
        """Take in a copy in the place of everything known."""
        self._engine = Engine.restored(copy.engine)
        self._revisions = copy.revisions

    def match(self, document: Document, now: datetime) -> list[Hit]:
        """Return the subscriptions that want the document, and why."""
        return self._engine.match(document, now)

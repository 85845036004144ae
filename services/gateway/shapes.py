"""What the API takes and gives; OpenAPI is generated from these."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from dideban.alerting.targets import Channel
from dideban.backtest.report import Report
from schemas.articles import StoryRef
from schemas.matches import Clause, Highlight
from services.gateway.passwords import MAX_CHARS, MIN_CHARS

API: Final = "/api/v1"
"""Where the API lies; another version would lie beside it."""


def _storable(text: str) -> str:
    text = text.strip()
    if any(ord(letter) < ord(" ") and letter not in "\t\n\r" for letter in text):
        raise ValueError("has a control character; remove it")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("has half of a surrogate pair; send whole characters") from error
    return text


def _filled_in(text: str) -> str:
    if not text:
        raise ValueError("is empty; write at least one letter")
    return text


type Text = Annotated[str, AfterValidator(_storable)]
type Name = Annotated[
    str,
    Field(min_length=1, max_length=200),
    AfterValidator(_storable),
    AfterValidator(_filled_in),
]
type UserName = Annotated[
    str, Field(min_length=1, max_length=64, pattern=r"^[\w.@-]+$"), AfterValidator(_storable)
]
type Url = Annotated[str, Field(min_length=1, max_length=8_000), AfterValidator(_storable)]
type Password = Annotated[str, Field(min_length=MIN_CHARS, max_length=MAX_CHARS)]


class Shape(BaseModel):
    """Frozen; an unknown field is refused, so that a typing error does not pass unseen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NewSource(Shape):
    """A feed to read; without a name it is called after its host."""

    url: Url
    name: Text = Field(default="", max_length=200)
    language: str | None = Field(default=None, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


class Source(Shape):
    """A feed and its health; times are UTC."""

    source_id: str
    url: str
    name: str
    language: str | None
    enabled: bool
    state: str
    health: str
    failures: int
    last_error: str | None
    last_poll_at: datetime | None
    last_success_at: datetime | None
    last_item_at: datetime | None
    next_poll_at: datetime


class Sources(Shape):
    """All sources, by name."""

    sources: list[Source]


class NewTarget(Shape):
    """Where alerts go beside the live stream; to it alone without a target.

    A `target` without a `channel` is the address of a webhook. `secret` is the access token of a
    topic of ntfy, where that wants one; it is never told again.
    """

    channel: Channel | None = None
    target: Url | None = None
    secret: Text | None = Field(default=None, max_length=200)


class NewSubscription(NewTarget):
    """Either a query or the name of a topic pack, and where alerts go."""

    name: Text = Field(default="", max_length=200)
    query: Text | None = None
    pack: Text | None = None


class SubscriptionChange(Shape):
    """What a subscription is called and asks for from now on; what is left out stays."""

    name: Name | None = None
    query: Text | None = None


class Subscription(Shape):
    """A subscription; `shared` ones were made at the command line and belong to the desk."""

    subscription_id: str
    name: str
    query: str
    enabled: bool
    shared: bool
    channel: str
    target: str | None
    target_disabled: str | None = None
    created_at: datetime


class Subscribed(Subscription):
    """A new subscription; the signing secret is shown this once."""

    secret: str | None


class Subscriptions(Shape):
    """The subscriptions that the reader may see, oldest first."""

    subscriptions: list[Subscription]


class Pause(Shape):
    """The day, where the reader is, with which a pause ends."""

    until: date


class NewMute(Shape):
    """What to hear no more of, before the day `until` or for good."""

    kind: Literal["term", "source", "entity"]
    value: Text = Field(max_length=200)
    until: date | None = None


class PushKey(Shape):
    """The public key of this installation, 65 bytes as base64url."""

    key: str


class PushMove(Shape):
    """What a browser's push service gave it in place of the address it had."""

    endpoint: Annotated[str, Field(min_length=1, max_length=4_000)]
    subscription: dict[str, Any]


class PushMoved(Shape):
    """How many subscriptions follow the browser to its new address."""

    moved: int


class QueryToCheck(Shape):
    """A query, as somebody types it."""

    query: Text


class SavedQuery(Shape):
    """A query under a name; others use it as @name."""

    name: str
    query: str


class SavedQueries(Shape):
    """The reader's own saved queries, by name."""

    queries: list[SavedQuery]


class QuerySaved(SavedQuery):
    """A saved query, and how many subscriptions follow its change."""

    subscriptions_changed: int


class CheckedQuery(Shape):
    """The one text of all equal queries."""

    canonical: str


class NewBacktest(Shape):
    """A query to try on the archive of the last `days`, and what it may be changed to."""

    query: Text
    days: float = Field(default=30, gt=0, le=36_500)
    edit: Text | None = None
    sample: int = Field(default=20, ge=0, le=200)


class BacktestProgress(Shape):
    """How many articles are done of those that have to be indexed first, or read."""

    part: Literal["indexing", "reading"]
    done: int
    of: int


class BacktestRun(Shape):
    """A backtest and how far it is; `report` once it is done, `error` where it failed."""

    backtest_id: str
    state: Literal["running", "done", "failed"]
    started_at: datetime
    progress: BacktestProgress | None = None
    report: Report | None = None
    error: str | None = None


class SubscriptionRef(Shape):
    """The subscription that an alert answers."""

    subscription_id: str
    name: str


class Alert(Shape):
    """An article that a subscription asked for, and why; offsets cut the original field.

    A `follow-up` is news of a story that an alert told before.
    """

    number: int
    kind: Literal["alert", "follow-up"]
    match_id: str
    subscription: SubscriptionRef
    language: str
    source: str
    url: str | None
    title: str
    snippet: str
    published_at: datetime | None
    seen_at: datetime
    matched_at: datetime
    state: str
    reason: str | None
    clauses: list[Clause]
    highlights: list[Highlight]
    words: list[str]
    story: StoryRef


class Alerts(Shape):
    """A page; ask on with `after=newest` for later ones or `before=oldest` for earlier ones."""

    alerts: list[Alert]
    newest: int | None
    oldest: int | None
    more: bool


class NewToken(Shape):
    """An API token to make; without `days` it lasts until it is removed."""

    name: Name
    scope: Literal["read", "write"] = "read"
    days: int | None = Field(default=90, ge=1, le=3650)


class Token(Shape):
    """An API token as it is listed."""

    token_id: str
    name: str
    scope: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


class MadeToken(Shape):
    """A new API token, shown this once."""

    token: str
    scope: str
    expires_at: datetime | None


class Tokens(Shape):
    """The reader's own tokens."""

    tokens: list[Token]


class FirstUser(Shape):
    """Who sets the system up."""

    name: UserName
    password: Password


class NewUser(FirstUser):
    """Somebody who may sign in."""

    role: Literal["viewer", "editor", "admin"]


class User(Shape):
    """Somebody who may sign in, as listed."""

    user_id: str
    name: str
    role: str


class Users(Shape):
    """Everybody who may sign in."""

    users: list[User]

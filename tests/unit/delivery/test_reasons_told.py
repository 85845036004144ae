"""What the ledger keeps in English is known again on every page, in each language."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final, get_args

import pytest
from delivery_samples import sample

from dideban.alerting.holding import Traffic
from dideban.alerting.policy import Mute, Policy, Window
from dideban.messages.notice import MESSAGE_LANGUAGES, MessageLanguage
from dideban.text.one_line import FSI, PDI
from dideban.text.sentence_tables import sentences
from schemas.articles import StoryRef, StoryRole
from schemas.matches import Match
from services.delivery.channel import Answer
from services.delivery.channels.smtp_answers import Reply, Step, of_reply
from services.delivery.policy import NEW, Standing, Subscriber, enter
from services.delivery.retry import STEPS_SECONDS, judge
from services.gateway.reasons import told
from services.store.standing import Told

NOW = datetime(2025, 12, 17, 20, 0, tzinfo=UTC)
ROOT: Final = Path(__file__).parents[3]
GAP: Final = re.compile(r"\{(\w+)\}")
TABLE: Final = sentences("services.gateway", "reason_tables", "en")
ISOLATED: Final = re.compile(f"{FSI}[^{PDI}]*{PDI}")
ENGLISH_WORD: Final = re.compile(r"\b[a-z]{2,}\b")
HOOKED = Subscriber(name="انتقال گاز", channel="webhook", target="https://hooks.example/1")
NEWS = replace(
    sample(role="follow-up"),
    story=StoryRef(story_id="s1", role="follow-up", changes=("text", "number-added:38")),
)
NIGHT = Policy(time_zone="Asia/Tehran", quiet_hours=(Window(starts="22:00", ends="07:00"),))
BUSY = Standing(traffic=Traffic(sent=(NOW - timedelta(minutes=20),)))


def by(policy: Policy) -> Subscriber:
    return replace(HOOKED, policy=policy)


def muting(mute: Mute) -> Subscriber:
    return by(Policy(mutes=(mute,)))


SOURCE = sample().article.source
ENTERED: list[tuple[Match, Subscriber | None, Standing]] = [
    (sample(), by(NIGHT), NEW),
    (sample(), by(Policy(digest="hourly")), NEW),
    (sample(), by(Policy(digest="daily", digest_at="08:00")), NEW),
    (sample(), by(Policy(max_an_hour=1)), BUSY),
    (sample(), by(Policy(paused_until=date(2025, 12, 20))), NEW),
    (sample(), muting(Mute(kind="source", value=SOURCE)), NEW),
    (sample(), None, NEW),
    (sample(), Subscriber(name="n", removed=True), NEW),
    (sample(), Subscriber(name="n", enabled=False), NEW),
    (sample(), replace(HOOKED, target_disabled="it wants no more: 410"), NEW),
    (sample(), replace(HOOKED, broken="policy: no JSON"), NEW),
    (NEWS, by(Policy(follow_ups=False)), Standing(told=Told(led=True))),
    (NEWS, HOOKED, Standing(told=Told(led=True, acknowledged=True))),
    (NEWS, HOOKED, Standing(told=Told(led=True, follow_ups=2))),
    *((sample(role=role), HOOKED, Standing(told=Told(led=True))) for role in get_args(StoryRole)),
]
REFUSED = Answer(outcome="http_4xx", words="403: not you", refused=True)


def made() -> list[str]:
    """What the policy and the rules of retries say, made as the service makes it."""
    entered = [enter(match, who, standing, NOW).reason for match, who, standing in ENTERED]
    retried = [
        judge(REFUSED, attempts, now=NOW, jitter=0.0).reason for attempts in (4, len(STEPS_SECONDS))
    ]
    return [reason for reason in (*entered, *retried) if reason]


@pytest.mark.parametrize("language", sorted(set(MESSAGE_LANGUAGES) - {"en"}))
def test_what_policy_and_retries_say_has_no_english_left(language: MessageLanguage) -> None:
    reasons = made()
    assert len(reasons) == len(ENTERED) + 2
    for reason in reasons:
        translated = told(reason, language)
        assert translated != reason
        if language in {"fa", "ar", "ru"}:
            assert not ENGLISH_WORD.search(ISOLATED.sub("", translated)), translated


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_every_language_has_every_reason(language: MessageLanguage) -> None:
    table = sentences("services.gateway", "reason_tables", language)
    assert list(table) == list(TABLE)
    for key, sentence in table.items():
        assert set(GAP.findall(str(sentence))) <= set(GAP.findall(str(TABLE[key])))


COMPOSED: Final = {
    *("hourly", "daily", "muted_term", "muted_source", "muted_entity", "same_but"),
    *("mail_login", "mail_us", "mail_sender"),
}
"""What is put together of several pieces where it is made."""
CODE: Final = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("services", "dideban")
    for path in sorted((ROOT / folder).rglob("*.py"))
)


@pytest.mark.parametrize("key", sorted(set(TABLE) - COMPOSED))
def test_every_reason_is_one_that_the_code_makes(key: str) -> None:
    pieces = [piece.strip() for piece in GAP.split(str(TABLE[key]))[::2]]
    assert [piece for piece in pieces if piece not in CODE] == []


@pytest.mark.parametrize(
    ("code", "step", "expected"),
    [
        (535, "login", "сервер требует другой вход"),
        (554, "open", "сервер нас не принимает"),
        (550, "sender", "сервер не принимает отправителя"),
    ],
)
def test_what_a_mail_server_refuses_is_told(code: int, step: Step, expected: str) -> None:
    words = of_reply(Reply(code, "5.7.1 no"), step).words
    assert expected in told(words, "ru")


@pytest.mark.parametrize(
    ("reason", "language", "expected"),
    [
        (
            "quiet hours, held until 2025-12-18 07:00 Asia/Tehran",
            "fa",
            f"ساعت‌های سکوت؛ نگه داشته تا {FSI}2025-12-18 07:00 Asia/Tehran{PDI}",
        ),
        ("muted: entity wikidata:Q794", "ru", f"заглушено: имя {FSI}wikidata:Q794{PDI}"),
        (
            "given up after 12 attempts; the last: no connection: connection refused",
            "fa",
            f"پس از ۱۲ تلاش رها شد؛ آخرین پاسخ: پیوندی برقرار نشد: {FSI}connection refused{PDI}",
        ),
        ("same story: a copy; follow-ups are off", "tr", "aynı olay: kopya; gelişmeler kapalı"),
        ("the server answers 404 Not Found", "az", f"serverin cavabı: {FSI}404 Not Found{PDI}"),
        ("200: teşekkürler", "fa", "200: teşekkürler"),
        ("quiet hours", "en", "quiet hours"),
    ],
)
def test_reasons_are_told(reason: str, language: MessageLanguage, expected: str) -> None:
    assert told(reason, language) == expected


def test_a_receiver_that_answers_in_our_words_a_thousand_times_is_no_trouble() -> None:
    nested = "given up after 1 attempts; the last: " * 500
    assert told(nested, "fa").startswith("پس از ۱ تلاش رها شد")

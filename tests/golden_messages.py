"""Every message of every writer, as it is kept in data/golden/messages.

Run it to write them anew; then read the difference before keeping it:
    python -m tests.golden_messages
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from dideban.messages.mail import mail_html
from dideban.messages.notice import MESSAGE_LANGUAGES, Notice
from dideban.messages.plain import plain_text
from dideban.messages.short import ntfy, web_push
from dideban.messages.subject import subject
from dideban.messages.telegram import telegram
from tests.notices import HOSTILE, KINDS, LONG, MIXED, UNTITLED, notice

GOLDEN: Final = Path(__file__).parent / "data" / "golden" / "messages"


def _short(message: Notice) -> str:
    short = ntfy(message)
    return f"{short.title}\n\n{short.body}\n\n{short.url}\n"


WRITERS: Final[dict[str, Callable[[Notice], str]]] = {
    "subject.txt": lambda message: subject(message) + "\n",
    "plain.txt": plain_text,
    "mail.html": mail_html,
    "telegram.html": lambda message: telegram(message) + "\n",
    "ntfy.txt": _short,
    "push.json": lambda message: web_push(message).decode() + "\n",
}
SINGLE: Final = {"long": LONG, "untitled": UNTITLED, "hostile": HOSTILE, "emoji": MIXED[4]}


def messages() -> Iterator[tuple[str, Notice]]:
    """Yield each message with the folder it is kept in."""
    for language in MESSAGE_LANGUAGES:
        for kind in KINDS:
            yield f"{language}/{kind}", notice(kind, language)
    for name, match in SINGLE.items():
        yield f"fa/{name}", notice("alert", "fa", match)
        yield f"en/{name}", notice("alert", "en", match)


def files() -> Iterator[tuple[Path, str]]:
    """Yield each file and its text."""
    for folder, message in messages():
        for name, write in WRITERS.items():
            yield GOLDEN / folder / name, write(message)


if __name__ == "__main__":
    for path, text in files():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")

"""Russian stems: Snowball, with the nouns it takes for verbs and the vowels that come and go."""

import re
from collections.abc import Callable
from typing import Final

_NOUN_ENDINGS: Final = "(?:а|у|ом|е|ы|и|ов|ам|ами|ах)?"

_NOUNS: Final = re.compile(
    "((?:[а-я]*(?:иран|стан|джан|транзит|канал|терминал|потенциал|капитал|материал|персонал"
    "|сигнал|журнал|металл|квартал|филиал|арсенал|генерал|кредит|дефицит|профицит|лимит|аудит"
    "|визит|океан|экран|ураган|караван|ресторан|ветеран))"
    "|(?:план|кран|клан|стан|судан|ливан|оман|иордан|ватикан|тайван|вьетнам|тегеран|ереван"
    "|магнит|гранит|идеал|вал|зал|бал|финал|скандал|портал|урал|байкал))"
    f"{_NOUN_ENDINGS}$"
)
"""Nouns whose ending Snowball takes for a verb's: канал, транзит, Иран, план."""

_FLEETING: Final = re.compile(
    r"^([а-я]*[аеиоуыэюя][а-я]*[аеиоуыэюя][а-я]*[бвгджзлмнпрстфхцчшщ])[ое]к$"
)
"""Two vowels before a consonant and -ок: поставок of поставка, участок beside участка."""

_FLEETING_SHORT: Final = {
    "рынок": "рынк",
    "список": "списк",
    "сделок": "сделк",
    "скидок": "скидк",
    "ставок": "ставк",
    "ссылок": "ссылк",
    "точек": "точк",
    "пробок": "пробк",
    "кусок": "куск",
    "досок": "доск",
    "съемок": "съемк",
    "стычек": "стычк",
}
_KEEP_VOWEL: Final = frozenset({"водосток", "водоток", "кровоток", "человек"})


def stem_word(folded: str, snowball: Callable[[str], str]) -> str:
    """Return the stem of a folded Russian word; `snowball` stems what has no rule here."""
    noun = _NOUNS.match(folded)
    if noun:
        return noun.group(1)
    if folded in _FLEETING_SHORT:
        return _FLEETING_SHORT[folded]
    fleeting = _FLEETING.match(folded)
    if fleeting and folded not in _KEEP_VOWEL:
        return fleeting.group(1) + "к"
    return snowball(folded)

"""Turkish and Azerbaijani stems: nouns without plural, possessive and case.

Suffixes are those of Lewis, Turkish Grammar (2000), chapters II and V, and of Householder, Basic
Course in Azerbaijani (1965), with vowel harmony written out. The last vowel of a longer word goes
too, since kapı+(y)ı and kap+ı cannot be told apart without a dictionary: what matters is that
all forms of a word meet.
"""

import re
from functools import cache
from typing import Final

_VOWELS: Final = "aeıioöuüəâîû"
_VOICELESS: Final = "fstkçşhp"
"""After these the locative and the ablative begin with t in Turkish."""
_LEAST: Final = 3
_HARDENED: Final = 4
"""Shorter stems keep their last consonant: ad is not at."""
_ROUNDS: Final = 3
_SCHWA_IS_E: Final = 5
"""Letters from which on e typed for ə is read as ə.

In a list of 60,169 Azerbaijani words (azstemmer 0.1.0, azwords.txt) 44 pairs of at most four
letters differ in these alone (əl and el, yəni and yeni), and the 31 longer ones are below.
"""
_SCHWA_MATTERS: Final = frozenset(
    """
    belle deyiş ellik elleş elsiz enlik eydir eşsiz gedik geyiş heyet kefli qamet serin sever
    bellen bellet hellen keflen keşkel tellen şellen şenlik şeşele birelli eletdir mürebbe şeşelen
    deyişdir elleşdir eşsizlik
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
"""Longer pairs, written with e: heyət, a delegation, is no həyət, a yard."""
_FREE_OF_HARMONY: Final = 5
"""Letters from which on a stem may be a loan whose ending does not match its vowels."""
_BACK: Final = frozenset("aıouâû")
_FRONT: Final = frozenset("eəiöüî")
_PALATAL: Final = frozenset("ltfbk")
"""After these a loan's ending may be a front one: saati, rolü, harfi (Lewis 2000, I 42)."""

_KEEPS_VOWEL: Final = frozenset(
    """
    boru para kara hata kapı oda ada gıda kıta orta arka rota kota dava dünya deri dizi gemi
    kuru yeni eski ülke ilke öğe gece su ana ata baba usta kasa yasa vefa moda qapı köhnə ölkə
    gəmi yara quru bəri qara sıra dərə kilo euro avro qala fəza bina türkiye türkiyə suriye
    suriyə libya asya rusya rusiya asiya italya italiya almanya almaniya britanya britaniya
    avrupa avropa ankara pasta vana masa hava kafa lira firma tarla köşe bölge çevre tepe dere
    kale kule kira saha sayfa tava yaka yuva banka nota fabrika politika kaza hece sahne mesele
    parça borsa sigorta astara culfa quba şuşa gəncə şəki bakı neftçala
    bakü gence kanada almatı roma bursa parti site seviye hasta posta marka makine darbe veri
    mali vali daire kutu hatta fayda perde partiya
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
"""Short words that end in a vowel of their own."""

_KNOWN: Final = _KEEPS_VOWEL | frozenset(
    """
    kanun qanun sorun kadın qadın yayın basın pekin kaptan hastane deneme
    liste lise hisse takas baskın motorin
    sudan kuba küba milli blokada blokaj dollar hissə bərə bərdə
    cümlə cümle kütlə kütle kitle həmlə hamle fazla asla kışla yayla tuğla tuzla muğla dicle dəclə
    abadan qiblə kıble villa kukla pillə qüllə molla gülle güllə fəhlə tövlə zəhlə beyin çiyin
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
"""With those that end like a genitive: kanunu, the law, is of no kan, blood."""

_KEEPS_N: Final = re.compile(
    "(?:(?:li|al|or|uz|za|ro|os|düş|müslü|kahra|qəhrə|tər|fər|gü)man"
    "|stan|can|ran|lan|kan|van|han|xan|zan|san|yan|dan|qan|ğan|lon|yon|zon|ton|don"
    "|tren|maden|mədən|neden|düzen|türkmen|türkmən|yemen|yəmən|vətən|bədən|gün|ön|yön|son)$"
)
"""Words that end in n, so that their genitive is -ın and not -nın: liman, İran, istasyon."""

_KEEPS_D: Final = re.compile(
    "(?:abad|kənd|bənd|polad)$|^(?:bağdad|övlad|zavod|metod|fond|fənd|stend|brend|trend|reyd|rekord"
    "|yurd|kürd|qurd|sənəd|sərhəd|məqsəd|məscid|ümid|etimad|inad|istinad|tənqid|təhdid|hədd)$"
)
"""Azerbaijani words in d, so that kəndə is their dative and no locative of kən."""

_WHOLE: Final = frozenset(
    """
    burun koyun boyun alın karın altın kadın gelin bütün yakın için uzun yayın basın derin
    zengin sayın gibi kendi şimdi bile ile böyle öyle şöyle hem daha qadın gəlin yaxın üçün uzun
    ağla dərin zəngin bütün ilə kimi indi belə elə daha petrol doğal meydan medya
    tekin kendini kendine kendinde kendinden kendinin
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
"""Words that only look inflected."""

_SUBSTITUTE: Final = {
    "tr": {"b": "p", "c": "ç", "d": "t", "ğ": "k"},
    "az": {"ğ": "q"},
}
"""What a softened last consonant was before the vowel: kitabı of kitap, torpağı of torpaq."""


_SOFT: Final = {
    "tr": {
        "güc": "güç", "kab": "kap", "göğ": "gök", "dib": "dip", "uc": "uç", "cub": "cup",
        "tac": "taç", "kalb": "kalp", "gid": "git", "çöb": "çöp", "cib": "cip", "küb": "küp",
    },
    "az": {"köməy": "kömək", "ürəy": "ürək", "çörəy": "çörək", "kürəy": "kürək"},
}  # fmt: skip
"""Short words that soften all the same (Lewis 2000, I 10): gücü of güç, beside adı of ad."""


_SYNCOPATED: Final = {
    "nakl": "nakil",
    "şehr": "şehir",
    "fikr": "fikir",
    "ism": "isim",
    "resm": "resim",
    "emr": "emir",
    "nehr": "nehir",
    "şekl": "şekil",
    "vakt": "vakit",
    "hükm": "hüküm",
    "seyr": "seyir",
    "keşf": "keşif",
    "zihn": "zihin",
    "şəhr": "şəhər",
    "ömr": "ömür",
    "oğl": "oğul",
    "burn": "burun",
    "ağz": "ağız",
    "boyn": "boyun",
    "aln": "alın",
    "karn": "karın",
    "nəsl": "nəsil",
    "qism": "qisim",
    "əql": "əqil",
    "metn": "metin",
    "mətn": "mətin",
    "kısm": "kısım",
    "cism": "cisim",
    "hacm": "hacim",
    "kayd": "kayıt",
    "kayt": "kayıt",
    "ilm": "ilim",
    "devr": "devir",
    "dövr": "dövür",
    "sabr": "sabır",
    "kabr": "kabir",
    "akl": "akıl",
    "nesl": "nesil",
    "omz": "omuz",
    "ağl": "ağıl",
    "asl": "asıl",
    "əsl": "əsil",
    "izn": "izin",
    "fasl": "fasıl",
    "fəsl": "fəsil",
    "sinf": "sinif",
    "şəkl": "şəkil",
    "səbr": "səbir",
    "qəbr": "qəbir",
    "ətr": "ətir",
    "meyl": "meyil",
    "beyn": "beyin",
    "çiyn": "çiyin",
    "könl": "könül",
    "gönl": "gönül",
    "göğs": "göğüs",
    "haps": "hapis",
    "ufk": "ufuk",
    "tavr": "tavır",
    "zulm": "zulüm",
    "feth": "fetih",
    "vakf": "vakıf",
    "zehn": "zehin",
}
"""Stems that lose a vowel before an ending: nakli of nakil."""


def stem_word(folded: str, subtag: str) -> str:
    """Return the stem of a folded word of `tr` or `az`; at least two letters are left."""
    word = folded
    for _ in range(_ROUNDS):
        shorter = _without_suffix(word, subtag)
        if shorter == word:
            break
        word = shorter
    stem = _hardened(word, subtag)
    return _with_plain_e(stem) if subtag == "az" else stem


def _with_plain_e(stem: str) -> str:
    """Write ə as e in longer stems, since keyboards without ə give Azerbaycan and kemer."""
    plain = stem.replace("ə", "e")
    return stem if len(stem) < _SCHWA_IS_E or plain in _SCHWA_MATTERS else plain


def _without_suffix(word: str, subtag: str) -> str:
    """Take one suffix off: the one that leaves a known word, else the first that fits."""
    if word in _WHOLE or word in _KNOWN:
        return word
    first: str | None = None
    for pattern in _patterns(subtag):
        match = pattern.search(word)
        if match is None:
            continue
        rest = _with_its_own(word, match.start(), subtag)
        if rest in _KNOWN:
            return rest
        if rest in _SOFT[subtag]:
            return rest
        spoken = len(rest) >= _LEAST and _agrees(rest, word[len(rest) :])
        if first is None and spoken:
            first = rest
    return word if first is None else first


def _agrees(rest: str, suffix: str) -> bool:
    """Say whether a vowel of `rest` allows the suffix by vowel harmony: gazı, but not gazi."""
    spoken = [letter for letter in rest if letter in _BACK or letter in _FRONT]
    if not spoken or len(rest) >= _FREE_OF_HARMONY or rest[-1] in _PALATAL:
        return bool(spoken)
    first = next((letter for letter in suffix if letter in _BACK or letter in _FRONT), "")
    return not first or (first in _BACK) == (spoken[-1] in _BACK)


def _with_its_own(word: str, end: int, subtag: str) -> str:
    """Give back the n or d that was the word's own: limanın is of liman, haftanın of hafta."""
    longer = word[: end + 1]
    own = longer.endswith("n") and _KEEPS_N.search(longer)
    if subtag == "az":
        own = own or (longer.endswith("d") and _KEEPS_D.search(longer))
    return longer if own else word[:end]


def _hardened(word: str, subtag: str) -> str:
    if word in _SOFT[subtag]:
        return _SOFT[subtag][word]
    if len(word) >= _HARDENED:
        if word[-1] == word[-2] and word[-1] not in _VOWELS:
            return word[:-1]
        if subtag == "az" and word.endswith(("əy", "iy", "üy")):
            return word[:-1] + "k"
        if subtag == "tr" and word.endswith("ng"):
            return word[:-1] + "k"
        word = word[:-1] + _SUBSTITUTE[subtag].get(word[-1], word[-1])
    return _SYNCOPATED.get(word, word)


@cache
def _patterns(subtag: str) -> tuple[re.Pattern[str], ...]:
    """The suffixes, each with the sound it may follow; the first that fits is taken off."""
    vowel, consonant = f"(?<=[{_VOWELS}])", f"(?<=[^{_VOWELS}])"
    high, low = "[ıiuü]", "[aeə]"
    after_possessive = f"(?:n{high}n|n{high}|n{low}|nd{low}n|nd{low}k{high}|nd{low}|yl{low})"
    hard = f"(?<=[{_VOICELESS}])t|" if subtag == "tr" else ""
    place = f"(?:{hard}d){low}(?:n|k{high})?"
    buffered = f"n{high}" if subtag == "az" else f"y{high}"
    plural = f"l{low}r"
    suffixes = (
        f"{plural}(?:{high}{after_possessive}?|{high}n|{low}|{place}|l{low})?$",
        f"{vowel}s{high}{after_possessive}?$",
        f"{consonant}{high}{after_possessive}$",
        f"{place}$",
        f"{vowel}(?:{buffered}|y{low}|yl{low}|n{high}n)$",
        f"{consonant}(?:l{low}|{high}n)$",
        f"{consonant}[ıiuüaeə]$",
    )
    return tuple(re.compile(suffix) for suffix in suffixes)

"""British and American spellings of English words, brought to one before they are stemmed.

After Garner's Modern English Usage (2016), "American and British usage: spelling", and the
spelling sections of New Hart's Rules (2014). Pairs that are two words on one shore stay two:
cheque and check, kerb and curb, storey and story, tyre (also a city) and tire, tonne and ton.
"""

import re
from typing import Final

_OUR: Final = re.compile(
    "^(neighb|harb|lab|col|discol|fav|hon|dishon|rum|arm|behavi|misbehavi|endeav|hum|vap|savi|sav"
    "|vig|rig|tum|od|parl|cand|clam|demean|splend|val|ferv|ranc|arb)our"
)
_RE: Final = re.compile("(cent|theat|met|lit|fib|calib|lust|meag|somb|sab|spect)re([sd]?)$")
_PROGRAMME: Final = re.compile("^programme$")
_ENCE: Final = re.compile("^(def|off|lic|pret)ence")
_LOGUE: Final = re.compile("logu(es?)$")
_IZE: Final = re.compile("(?<=[a-z]{3}[iy])z(?=(?:e|es|ed|ing|er|ers|ation|ations|ational)$)")
_WITH_Z: Final = frozenset({"capsize", "capsized", "capsizes", "capsizing", "prizes"})

_BEGINNINGS: Final = {
    "sulph": "sulf",
    "aluminium": "aluminum",
    "grey": "gray",
    "manoeuvre": "maneuver",
    "manoeuvr": "maneuver",
    "jewelle": "jewel",
    "sceptic": "skeptic",
    "plough": "plow",
    "mould": "mold",
    "ageing": "aging",
    "judgement": "judgment",
    "acknowledgement": "acknowledgment",
    "aeroplane": "airplane",
    "enrolment": "enrollment",
    "fulfilment": "fulfillment",
    "instalment": "installment",
    "skilful": "skillful",
    "wilful": "willful",
    "haem": "hem",
    "anaem": "anem",
    "paediatr": "pediatr",
    "orthopaed": "orthoped",
    "oestr": "estr",
    "foet": "fet",
    "diarrhoea": "diarrhea",
    "encyclopaed": "encycloped",
    "archaeolog": "archeolog",
    "mediaeval": "medieval",
    "gynaec": "gynec",
}
"""Beginnings of single words."""
_BEGINNING: Final = re.compile("^(" + "|".join(sorted(_BEGINNINGS, key=len, reverse=True)) + ")")

_DOUBLE_L: Final = re.compile("^([^aeiou]*[aeiou].*[aeiou]l)l(er)?$")


def american(word: str) -> str:
    """Return an English word, folded and without plural, as it is spelled in America."""
    word = _BEGINNING.sub(lambda match: _BEGINNINGS[match.group()], word)
    word = _OUR.sub(r"\1or", word)
    word = _RE.sub(r"\1er\2", word)
    word = _ENCE.sub(r"\1ense", word)
    word = _LOGUE.sub("log", word)
    word = _PROGRAMME.sub("program", word)
    return word if word in _WITH_Z else _IZE.sub("s", word)


def with_single_l(stem: str) -> str:
    """Return a stem without its doubled l: travell of travelled, traveller; sell keeps it."""
    return _DOUBLE_L.sub(r"\1\2", stem)

"""Serbian in Latin script, told from its sister standards by the ekavian reflex of yat."""

import re
from typing import Final

SERBIAN: Final = "sr"
SISTERS: Final = "sh"
"""Croatian, Bosnian and Montenegrin are answered with the macrolanguage of all four."""
SISTER_TAGS: Final = frozenset({"sh", "hr", "bs", "cnr"})

SHARE: Final = 0.9
SHARE_WHEN_EVEN: Final = 0.6
"""What of the four's common weight goes to the answer, with and without a mark of either side."""
YAT: Final = 500
"""Code points in which marks are counted."""

_EKAVIAN: Final = re.compile(
    r"\b(?:pre|pret\w+|posle\w*|gde|negde|ovde|uvek|zahtev\w*|vreme\w*|mest[aou]\w*|nedelj\w*"
    r"|ponedelj\w*|dec[aeiu]|dete|svet[au]?|svetsk\w+|cel[aeiou]|delova\w+|podel\w+|reč\w*"
    r"|reš\w+|lep\w*|bel[aeiou]|mer[aeiou]|ver[aeou]|veruj\w+|razume\w*|primer\w*|čovek\w*"
    r"|sred[aeiou]|sredin\w*|sled\w+|posled\w+|savet\w*|obavest\w+|promen\w+|uspe[hošl]\w*"
    r"|sneg\w*|dve|leč\w+|vek[aou]?|sused\w*|ocen\w*|vesti?|predlo\w+|hteo|video|živeo|žele[ol]\w?"
    r"|hiljad\w*|opšt\w+|saopšt\w+|uopšte|takođe|bezbedn\w+|izvešta\w+|evrop\w+|šta|niko|ko"
    r"|vazduh\w*|juče|avgust\w*|januar\w*|februar\w*|oktob\w+|novemb\w+|decemb\w+|septemb\w+)\b"
)
_IJEKAVIAN: Final = re.compile(
    r"[dtvmpb]je|[^\W\d_o]sje[dćnmktčvlš]|[lnrcdmtvbps]ije[čdklnpsštvžc]|rijem[^i]"
    r"|\b(?:tko|netko|nitko|općin|priopći|uopće|tisuć|stoljeć|tjed|europ|siječ|veljač|ožuj|svib"
    r"|lipn|srpn|kolovoz|rujn|listopad|prosin|sustav|također|sigurnos|povijes|nogomet|sveuč"
    r"|milijun|točk|jučer|glazb|tvrtk|bit će|unatoč|prosvjed|tužitelj)|(?:at|it|et) će\b"
)


def shared_out(weights: dict[str, float], sample: str, hint: str | None) -> None:
    """Share the weight of the four standards out between Serbian and its sisters, in place.

    A text with as many marks of either side is Serbian, unless the source says otherwise: in
    neutral sentences the four are one.
    """
    together = weights.pop(SERBIAN, 0.0) + weights.pop(SISTERS, 0.0)
    if together <= 0:
        return
    text = sample[:YAT].lower()
    balance = len(_EKAVIAN.findall(text)) - len(_IJEKAVIAN.findall(text))
    share = SHARE if balance else SHARE_WHEN_EVEN
    serbian = balance > 0 or (balance == 0 and hint not in SISTER_TAGS)
    winner, other = (SERBIAN, SISTERS) if serbian else (SISTERS, SERBIAN)
    weights[winner] = together * share
    weights[other] = together * (1 - share)

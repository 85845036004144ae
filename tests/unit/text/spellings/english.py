"""English: spellings and inflections that meet, and words that news search confuses."""

from typing import Final

MEET: Final[dict[str, list[str]]] = {
    "capitals": ["GAS | gas", "Pipeline | pipeline", "NORTH-SOUTH | North-South"],
    "full-width and presentation forms": [
        "ＧＡＳ | gas", "２０２５ | 2025", "ﬁeld | field", "oﬀshore | offshore",
    ],
    "apostrophe kinds": [
        "Iran’s | Iran's", "Iran‘s | Iran's", "Iran´s | Iran's", "Iran`s | Iran's",
        "Iranʼs | Iran's", "Iran‛s | Iran's", "Iran′s | Iran's",
    ],
    "hyphen classes": [
        "North–South | North-South", "North—South | North-South", "North\u2011South | North-South",
        "North\u2212South | North-South", "North\u2010South | North-South",
        "cross-border | cross border",
    ],
    "invisible marks": [
        "cor\u00adridor | corridor", "pipe\u2060line | pipeline", "\u2066gas\u2069 | gas",
    ],
    "accents": [
        "café | cafe", "Türkiye | Turkiye", "Erdoğan | Erdogan", "naïve | naive", "Aydın | Aydin",
        "Łódź | Lodz", "Øresund | Oresund", "Əliyev | Aliyev", "coöperation | cooperation",
    ],
    "plurals": [
        "pipeline | pipelines", "port | ports", "country | countries", "supply | supplies",
        "gas | gases", "tax | taxes", "branch | branches", "railway | railways",
        "embassy | embassies", "crisis | crises", "man | men", "woman | women", "half | halves",
        "loss | losses", "virus | viruses",
    ],
    "possessives": [
        "Russia's | Russia", "ministers' | minister", "company's | companies",
        "Gazprom’s | Gazprom",
    ],
    "-ing and -ed": [
        "export | exported", "export | exporting", "transfer | transferred", "ship | shipping",
        "sign | signed", "trade | trading", "trade | traded", "supply | supplied", "agree | agreed",
        "state | stated", "agree | agreeing", "route | routed", "ban | banned", "shelve | shelved",
        "announce | announcing", "hope | hoping",
    ],
    "British and American": [
        "centre | center", "centres | centers", "programme | program", "programmes | programs",
        "licence | license", "licences | licensed", "defence | defense", "offence | offense",
        "labour | labor", "harbour | harbor", "harbours | harbors", "neighbouring | neighboring",
        "organise | organize", "organisation | organizations", "privatisation | privatization",
        "realising | realized", "analyse | analyze", "metre | meter", "kilometres | kilometers",
        "litres | liters", "travelled | traveled", "fuelled | fueled", "fuelling | fuel",
        "cancelled | canceled", "modelling | modeling", "dialogue | dialog", "catalogue | catalog",
        "theatre | theater", "sulphur | sulfur", "aluminium | aluminum", "grey | gray",
        "fulfil | fulfill", "judgement | judgment", "ageing | aging", "fibre | fiber",
        "manoeuvres | maneuvers", "jewellery | jewelry", "sceptical | skeptical",
        "ploughed | plowed", "mould | mold",
    ],
}  # fmt: skip

APART: Final[dict[str, list[str]]] = {
    "one is the beginning of the other": [
        "news | new", "gas | gasp", "port | portion", "iran | irate", "transit | transition",
        "oil | oily", "import | important", "organ | organization", "general | generous",
        "universe | university", "gas | gash", "tank | tanker", "flow | flower", "pipe | pipeline",
        "region | regional", "gas | gasoline", "rail | rally", "station | stationery",
        "mine | mineral", "bus | busy", "sea | seal", "war | ward", "arm | army",
        "minister | ministry", "custom | customer",
    ],
    "a mute e makes another word": [
        "plan | plane", "plan | planes", "corps | corpse", "moral | morale", "local | locale",
        "unit | unite", "coup | coupe", "car | care", "cast | caste", "aid | aide", "stag | stage",
        "past | paste", "human | humane", "crud | crude", "strip | stripe",
    ],
    "one letter apart": [
        "gulf | golf", "desert | dessert", "border | boarder", "council | counsel",
        "police | policy", "principal | principle", "nuclear | unclear", "coal | goal",
        "strait | straight", "statute | statue", "missile | missal", "prize | price",
        "tanks | thanks", "marine | marina", "tonne | ton", "tyre | tire",
    ],
    "countries": [
        "Niger | Nigeria", "Austria | Australia", "Iran | Iraq", "Oman | Roman", "Mali | Malawi",
        "Slovakia | Slovenia", "Georgia | George", "Guinea | Guyana", "Chad | charade",
        "Texas | tax", "Paris | pari",
    ],
}  # fmt: skip

FRESH_MEET: Final[dict[str, list[str]]] = {
    "written after the rules": [
        "election | elections", "refinery | refineries", "negotiate | negotiated",
        "negotiating | negotiates", "drill | drilling", "authority | authorities",
        "colour | colors", "programming | programmed", "stabilise | stabilizing",
        "honoured | honored", "cargo | cargoes", "leaf | leaves", "business | businesses",
        "pledge | pledging", "Zelenskyy’s | Zelenskyy", "cooperate | cooperating", "flee | fleeing",
        "travellers | travelers", "tariff | tariffs", "invade | invaded",
    ],
}  # fmt: skip

FRESH_APART: Final[dict[str, list[str]]] = {
    "written after the rules": [
        "vote | voter", "price | pricey", "crude | cruder", "ship | shipment", "bank | bankrupt",
        "train | trainer", "loan | lone", "oil | olive", "deal | dealer", "trade | trad",
        "ten | tent", "grid | griddle", "bill | billion", "mission | missile", "refinery | refine",
        "senate | senator", "force | forest", "treat | treaty", "part | party", "cut | cute",
    ],
}  # fmt: skip

"""Azerbaijani: spellings and inflections that meet, and words that news search confuses."""

from typing import Final

MEET: Final[dict[str, list[str]]] = {
    "dotted and dotless i": [
        "İRAN | İran", "QIZIL | qızıl", "i̇xrac | ixrac", "QAZIN | qaz", "BAKI | Bakı",
        "İXRACI | ixrac",
    ],
    "forms of ə": [
        "Azәrbaycan | Azərbaycan", "Azǝrbaycan | Azərbaycan", "Azärbaycan | Azərbaycan",
        "ƏLİYEV | Əliyev", "kәmәr | kəmər",
    ],
    "e typed for ə in longer words": [
        "Azerbaycan | Azərbaycan", "Azerbaycanın | Azərbaycan", "kemer | kəmər",
        "kemeri | kəmərinin", "dehliz | dəhliz", "layihe | layihə", "respublikasi | respublikası",
        "emekdaşlıq | əməkdaşlıq", "müqavile | müqavilə",
    ],
    "apostrophe kinds": [
        "İran'a | İran", "İran’ın | İran", "SOCAR-ın | SOCAR'ın", "BP‘nin | BP'nin",
        "Bakı´nın | Bakı",
    ],
    "Cyrillic script": [
        "газ | qaz", "газын | qazın", "кәмәр | kəmər", "Азәрбајҹан | Azərbaycan", "нефт | neft",
        "Бакы | Bakı", "Азәрбајҹанын | Azərbaycan", "дәһлиз | dəhliz", "ихраҹ | ixrac",
        "ҝәми | gəmi", "шәһәр | şəhər", "өлкә | ölkə", "үч | üç",
    ],
    "Arabic script": [
        "نفت | نفـت", "آذربایجان | اذربايجان", "نئفت | نيفت", "دؤولت | دوولت", "اؤلکه | اولكه",
        "تۆرک | تورک", "گۇن | گون",
    ],
    "composed and decomposed, digits": [
        "o\u0308lke | ölke", "２０２５ | 2025", "s\u0327irkət | şirkət", "dəh\u00adliz | dəhliz",
    ],
    "hyphen classes": ["Şimal–Cənub | Şimal-Cənub", "Şimal\u2011Cənub | Şimal Cənub"],
    "cases": [
        "qaz | qazı", "qaz | qazın", "qaz | qaza", "qaz | qazda", "qaz | qazdan", "kəmər | kəməri",
        "kəmər | kəmərin", "kəmər | kəmərdən", "ölkə | ölkənin", "ölkə | ölkədə", "neft | nefti",
        "ixrac | ixracı", "ixrac | ixraca", "Azərbaycan | Azərbaycanın",
        "Azərbaycan | Azərbaycanda", "Bakı | Bakıdan", "liman | limana", "saziş | sazişi",
        "layihə | layihəni", "boru | borunu",
    ],
    "plurals": [
        "kəmər | kəmərlər", "ölkə | ölkələr", "şirkət | şirkətlər", "boru | borular",
        "nazir | nazirlər", "dəhliz | dəhlizlərin",
    ],
    "possessive chains": [
        "qaz kəməri | qaz kəmərinin", "kəmər | kəmərindən", "qaz | qazının", "dəhliz | dəhlizinin",
        "layihə | layihəsinin", "şirkət | şirkətlərinin", "liman | limanında",
        "ölkə | ölkələrindən", "nazir | nazirinin", "saziş | sazişlərinə", "ixrac | ixracının",
        "qaz ixracı | qaz ixracına",
    ],
    "consonant softening": [
        "torpaq | torpağı", "çörək | çörəyi", "birlik | birliyinin", "nazirlik | nazirliyi",
        "əməkdaşlıq | əməkdaşlığın", "ortaq | ortağı", "kömək | köməyə", "qonaq | qonağı",
        "yanacaq | yanacağın",
    ],
    "a vowel that goes": [
        "şəhər | şəhri", "ömür | ömrü", "oğul | oğlu", "fikir | fikri", "isim | ismi",
        "nəsil | nəsli", "qisim | qismi",
    ],
    "an ending after a hyphen": [
        "NATO-nun | NATO", "BMT-nin | BMT", "AB-yə | AB", "AB-ye | AB", "SOCAR-ın | SOCAR",
        "ATƏT-in | ATƏT", "BP-dən | BP", "NATO-NUN SAMMİTİ | NATO sammiti", "ABŞ-da | ABŞ",
        "NATO\u2011nun | NATO", "Trend-ə | Trend", "НАТО-нун | НАТО",
        "qaz NATO-ya lazımdır | qaz NATO lazımdır",
    ],
    "no place suffix in t": [
        "neft | neftə", "həftə | həftədə", "xəstə | xəstəni", "dəstə | dəstəyə",
        "nöqtə | nöqtədə", "paytaxt | paytaxta", "şkaf | şkafda", "bəstə | bəstəni",
    ],
    "a vowel that goes before ağlı's ending": [
        "ağıl | ağlı", "ağıl | ağlını", "əsil | əsli", "fəsil | fəsli", "sinif | sinfi",
        "şəkil | şəkli", "beyin | beyni", "könül | könlü",
    ],
    "a d of the word's own": [
        "kənd | kəndə", "kənd | kənddə", "sənəd | sənədə", "sərhəd | sərhədə", "zavod | zavoda",
        "məqsəd | məqsədə", "fond | fonda", "Daşkənd | Daşkəndə", "İslamabad | İslamabada",
        "ümid | ümidə", "polad | polada",
    ],
    "words in -lə of their own": [
        "cümlə | cümləsi", "cümlə | cümlədə", "kütlə | kütlənin", "həmlə | həmləsi",
        "fəhlə | fəhlələr", "villa | villada",
    ],
    "words with a stem of their own": [
        "Sudan | Sudanda", "Kuba | Kubaya", "dollar | dollara", "hissə | hissəsi",
        "bərə | bərələr",
    ],
}  # fmt: skip

APART: Final[dict[str, list[str]]] = {
    "e and ə in short words": [
        "heyət | həyət", "heyəti | həyəti", "dəyiş | deyiş", "əl | el", "ən | en", "yəni | yeni",
        "əli | eli", "əsir | esir", "sən | sen", "bəl | bel", "ər | er",
    ],
    "a dot or two make another word": [
        "on | ön", "ol | öl", "qıl | qil", "ov | öv", "uç | üç", "oldu | öldü", "ac | aç",
        "qış | qiş", "sınıq | siniq", "acı | açı", "ot | öt", "gül | qul",
    ],
    "one is the beginning of the other": [
        "qaz | Qazax", "qaz | qazan", "rus | Rusiya", "qadın | qad", "neft | neftçi", "boru | bor",
        "yaxın | yax", "İran | ir", "türk | Türkiyə", "qaz | qəzet", "dəniz | dən", "liman | lim",
        "körpü | kör", "kənd | kəndir", "yara | yar", "qara | qar", "dəmir | dəm", "bazar | baz",
        "polad | pol", "xəbər | xəbis",
    ],
    "a hard or a soft consonant": ["ad | at", "od | ot", "sac | saç", "qab | qap"],
    "one letter apart": [
        "ara | ari", "qala | qalan", "qaz | qız", "qaz | az", "kəmər | kömür", "saziş | satış",
        "ixrac | idxal", "dəhliz | dəniz", "nazir | nəzər", "şirkət | şirin", "İran | İraq",
        "gəmi | gəlin",
    ],
    "one word that looks like a form of another": [
        "qanun | qan", "Kanada | qan",
    ],
    "countries and common words that shared a stem": [
        "Sudan | su", "Kuba | kub", "dollar | dolu", "hissə | hiss",
        "blokada | blok", "Bərdə | bərə", "milli | mil",
    ],
    "an end that is no suffix": [
        "cümlə | cümə", "cümlə | Cümhuriyyət", "cümlədən | cümədən", "kütlə | küt", "həmlə | həmin",
        "güllə | gül", "molla | mol", "pillə | pilə", "həftə | həf",
        "kəndə | kən", "bəstə | bəs", "xəstə | xəs", "Dəclə | dəc", "beyin | bəy",
        "ağla | ağıl", "Abadan | abad",
    ],
    "parts of names that are no endings": [
        "Bakı-Tbilisi | Bakı", "Şimal-Cənub | Şimal", "Rio-de-Janeyro | Rio Janeyro",
        "2025-ci | 2025", "A-dan | A",
    ],
}  # fmt: skip

FRESH_MEET: Final[dict[str, list[str]]] = {
    "written after the rules": [
        "prezident | prezidentin", "hökumət | hökumətinin", "müharibə | müharibəni",
        "iqtisadiyyat | iqtisadiyyatı", "məhsul | məhsulların", "sərhəd | sərhəddə",
        "seçki | seçkilərdə", "xəbər | xəbərləri", "bank | bankından", "yol | yollarının",
        "danışıq | danışıqlar", "uşaq | uşağın", "Türkiyə | Türkiyədən", "müqavilə | müqaviləsi",
        "stansiya | stansiyasında", "maşın | maşınlar", "görüş | görüşündə",
        "Ҝүрҹүстан | Gürcüstan", "nümayəndə | nümayəndələri", "komanda | komandası",
    ],
}  # fmt: skip

FRESH_APART: Final[dict[str, list[str]]] = {
    "written after the rules": [
        "dağ | dağıt", "su | sus", "yol | yel", "daş | dəş", "qol | qul", "baş | beş",
        "kitab | kətan", "bank | banan", "at | ata", "sərhəd | sərt", "gün | gön", "balıq | balaca",
        "küçə | kiçik", "qoşun | qonşu", "ordu | odun", "pambıq | pampers", "maya | mayıs",
        "Gəncə | gənc", "Şuşa | şüşə", "bal | balet",
    ],
}  # fmt: skip

"""Turkish: spellings and inflections that meet, and words that news search confuses."""

from typing import Final

MEET: Final[dict[str, list[str]]] = {
    "dotted and dotless i": [
        "İRAN | İran", "IĞDIR | Iğdır", "ISI | ısı", "i̇ran | İran", "KIRGIZİSTAN | Kırgızistan",
        "İHRACAT | ihracat", "AZERBAYCAN'IN | Azerbaycan",
    ],
    "apostrophe kinds": [
        "Türkiye'nin | Türkiye", "Türkiye’nin | Türkiye", "İran‘dan | İran", "BOTAŞ´ın | BOTAŞ",
        "gaz'ın | gaz", "doğal gaz'ın | doğal gaz", "Ceyhan`a | Ceyhan",
    ],
    "a circumflex that makes no other word": [
        "hikâye | hikaye", "kâğıt | kağıt", "resmî | resmi", "millî | milli", "ihracât | ihracat",
        "mahkûm | mahkum", "dükkân | dükkan", "hâlinde | halinde", "imkânı | imkanı",
        "mekân | mekan",
    ],
    "composed and decomposed, full-width": [
        "boru\u00adhattı | boruhattı", "u\u0308lke | ülke", "ＢＯＴＡＳ | BOTAS",
        "s\u0327irket | şirket", "２０２５ | 2025",
    ],
    "hyphen classes": ["Kuzey–Güney | Kuzey-Güney", "Kuzey\u2011Güney | Kuzey Güney"],
    "û that is written ü": [
        "hükûmet | hükümet", "hükûmetin | hükümetin", "HÜKÛMETİ | hükümet", "hükumet | hükümet",
    ],
    "an ending after a hyphen": [
        "NATO-nun | NATO", "AB-ye | AB'ye", "ABD-den | ABD", "BOTAŞ-ın | BOTAŞ",
        "Misak-ı Milli | Misakı Milli",
    ],
    "cases": [
        "gaz | gazı", "gaz | gazın", "gaz | gaza", "gaz | gazda", "gaz | gazdan", "gaz | gazla",
        "ihracat | ihracata", "ihracat | ihracatı", "ihracat | ihracatın", "ülke | ülkeye",
        "ülke | ülkeden", "koridor | koridora", "boru | boruyu", "boru | borudan",
        "petrol | petrolü", "şirket | şirkete", "liman | limanda", "hükümet | hükümetin",
        "anlaşma | anlaşmayı", "enerji | enerjinin", "demiryolu | demiryoluyla", "savaş | savaşta",
        "şirket | şirketten",
    ],
    "plurals": [
        "ülke | ülkeler", "şirket | şirketleri", "boru | borular", "anlaşma | anlaşmalar",
        "bakan | bakanlar", "liman | limanları",
    ],
    "possessive chains": [
        "gaz | gazının", "boru hattı | boru hattının", "boru hattı | boru hat",
        "boru hatlarından | boru hattı", "hat | hatlarında", "boru | borusundan",
        "koridor | koridorunun", "anlaşma | anlaşmasına", "ülke | ülkelerinden",
        "şirket | şirketlerinin", "bakan | bakanının", "liman | limanlarındaki",
        "doğal gaz | doğal gazını", "ihracat | ihracatından", "bakanlık | bakanlığı",
        "enerji | enerjisini", "proje | projesinin", "proje | projelerini", "fiyat | fiyatlarının",
    ],
    "consonant softening": [
        "kitap | kitabı", "ağaç | ağacı", "geçit | geçidi", "renk | rengi", "yasak | yasağı",
        "bakanlık | bakanlığının", "sevk | sevki", "güç | gücü", "kap | kabı", "borç | borcun",
        "toprak | toprağında", "ortak | ortağı", "gök | göğe", "dip | dibinde", "uç | ucunda",
    ],
    "a vowel that goes": [
        "nakil | nakli", "şehir | şehri", "nehir | nehrinde", "isim | ismi", "burun | burnunda",
        "resim | resmini", "fikir | fikrini", "izin | iznini", "gönül | gönlünü", "beyin | beynini",
        "göğüs | göğsünü", "vakıf | vakfı", "tavır | tavrını", "fetih | fethi", "asıl | aslında",
    ],
    "names without an apostrophe": [
        "İran | İranın", "Azerbaycan | Azerbaycandan", "Rusya | Rusyaya", "Türkiye | Türkiyeden",
        "Hazar | Hazara", "Irak | Irakta",
    ],
    "words that look like another's case": [
        "sorun | sorunları", "Bakü | Bakü’de", "veri | verileri",
    ],
    "words in -la and -le of their own": [
        "cümle | cümlesi", "kitle | kitlelere", "fazla | fazladan", "tuğla | tuğlalar",
        "Dicle | Dicle'nin", "hamle | hamlesi", "kışla | kışlada",
    ],
    "words with a stem of their own": [
        "liste | listesinden", "hisse | hissesi", "baskın | baskını",
        "takas | takası",
    ],
}  # fmt: skip

APART: Final[dict[str, list[str]]] = {
    "a circumflex makes another word": [
        "kar | kâr", "kara | kâra", "hala | hâlâ", "alem | âlem", "adet | âdet", "aşık | âşık",
        "yar | yâr", "şura | şûra", "karı | kârı", "adem | âdem",
    ],
    "a dot or two make another word": [
        "ısı | isi", "on | ön", "ölü | olu", "ol | öl", "ac | aç", "kıl | kil", "sınır | sinir",
        "kır | kir", "oldu | öldü", "üç | uç", "sıra | şıra", "göl | gol", "suç | süç",
    ],
    "a vowel of its own": [
        "hat | hata", "boru | bor", "kar | kara", "ad | ada", "kap | kapı", "yar | yara",
        "dal | dalga", "kat | katar",
    ],
    "one is the beginning of the other": [
        "gaz | gazete", "gaz | gazi", "Türk | Türkiye", "altın | alt", "liman | lim",
        "petrol | petro", "yakın | yak", "kadın | kad", "deniz | den", "Irak | ırk", "İran | ir",
        "kent | kenar", "tren | tr", "Rus | Rusya", "enerji | ener", "ham | hamur", "bakan | bakır",
        "maden | mad", "yayın | yay", "Gazi | Gazze", "basın | bas", "vergi | ver",
    ],
    "a hard or a soft consonant": ["ad | at", "hac | haç", "od | ot", "sac | saç"],
    "one letter apart": [
        "savaş | yavaş", "ihracat | ithalat", "sevk | zevk", "fiyat | hayat", "kömür | ömür",
        "nakil | akıl",
    ],
    "one word that looks like a form of another": [
        "Bakü | bak", "Kanada | kan", "kanun | kan", "Pekin | peki",
        "Gence | genç", "sorun | sor", "parti | part", "veri | ver",
        "hat | hatta", "seviye | sev", "Bursa | burs",
    ],
    "common words that shared a stem": [
        "kent | kendini", "liste | lise", "hisse | his", "takas | tak",
        "baskın | baskı",
    ],
    "an end that is no suffix": [
        "fazla | faz", "kışla | kış", "yayla | yay", "kitle | kit", "kütle | küt", "gülle | gül",
        "molla | mola", "Tuzla | tuz", "beyin | bey", "asla | asıl", "hamle | ham",
        "Ankara-Tahran | Ankara", "hükümet | hüküm", "cümle | cuma",
    ],
    "countries that shared a stem": [
        "Sudan | su", "Küba | küp",
    ],
}  # fmt: skip

FRESH_MEET: Final[dict[str, list[str]]] = {
    "written after the rules": [
        "başkan | başkanının", "seçim | seçimlerde", "haber | haberlerini", "Ankara | Ankara'dan",
        "yatırım | yatırımlarını", "sözleşme | sözleşmesinin", "köprü | köprüsü", "tren | trenle",
        "kuyu | kuyusunda", "elektrik | elektriği", "dolar | dolara", "rapor | raporunda",
        "toplantı | toplantısına", "parti | partisinin", "mahkeme | mahkemeye",
        "Erdoğan | Erdoğan'ın", "şehir | şehirler", "terminal | terminali", "kanun | kanunu",
        "sanayi | sanayisi",
    ],
}  # fmt: skip

FRESH_APART: Final[dict[str, list[str]]] = {
    "written after the rules": [
        "su | suç", "dil | dilim", "kaza | kazak", "yol | yön", "el | il", "bor | borç",
        "çay | çayır", "taş | taşıt", "ton | don", "göç | güç", "Çin | cin", "kale | kalem",
        "rus | ruh", "top | toprak", "sel | sele", "pas | pasta", "İzmir | izin", "Van | vana",
        "deri | derin", "bağ | bağış",
    ],
}  # fmt: skip

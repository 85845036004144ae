"""Makes texts that are in no language: random letters, digits, programs, and names alone."""

import random
from collections.abc import Iterator
from typing import Final

SEED: Final = 20251217
EACH: Final = 40
"""Texts of random letters a script, and texts of digits."""

ALPHABETS: Final = {
    "Latn": "abcdefghijklmnopqrstuvwxyz",
    "Latn-tr": "abcçdefgğhıijklmnoöprsştuüvyz",
    "Cyrl": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "Cyrl-uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "Arab": "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "Arab-fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "Hebr": "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "Geor": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "Armn": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    "Deva": "अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह",
    "Hani": "".join(map(chr, range(0x4E00, 0x9FA6))),
}
SINGLE_NAMES: Final = (
    *("Emma Watson", "Thomas Berger", "Claire Fontaine", "Mehmet Demir", "Leyla Məmmədova"),
    *("Carlos Ramírez", "Gurbanguly Berdimuhamedow", "Shavkat Mirziyoyev", "Aygün", "Rotterdam"),
    *("Deutsche Bank", "Gaziantep", "Samsung Electronics", "Ursula von der Leyen", "TotalEnergies"),
    *("Дмитрий Песков", "Наталья Смирнова", "Татьяна", "Самарканд", "Олена Коваленко", "Ташкент"),
    *("Нурсултан Назарбаев", "Роснефть", "Душанбе", "Садыр Жапаров", "Шавкат Мирзиёев"),
    *("مریم حسینی", "کرمانشاه", "فاطمه کریمی", "عبدالله اوجالان", "نجيب محفوظ", "الدوحة"),
    *("شهباز شریف", "اشرف غني", "هەولێر", "سعد الحريري", "بندرعباس", "آرامکو"),
    *("גולדה מאיר", "ירושלים", "חיפה", "შოთა რუსთაველი", "ბათუმი", "Սերժ Սարգսյան", "Գյումրի"),
    *("अमिताभ बच्चन", "मुंबई", "李克强", "上海", "山田太郎", "Θεσσαλονίκη"),
)
PROGRAMS: Final = (
    "for item in items:\n    total += item.price",
    "print(f'{name}: {value:.2f}')",
    "if (user == null) { return false; }",
    "private final Map<String, Integer> counts = new HashMap<>();",
    "SELECT COUNT(*) FROM orders GROUP BY day;",
    "UPDATE users SET active = 0 WHERE last_login < '2020-01-01';",
    '<a class="button" href="/login">Log in</a>',
    "<ul><li>one</li><li>two</li></ul>",
    "body { font-family: sans-serif; color: #333; }",
    "const total = rows.reduce((a, b) => a + b, 0);",
    "document.querySelector('#menu').classList.toggle('open');",
    'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println(42) }',
    "let mut names = Vec::with_capacity(10);",
    "grep -rn TODO src | sort | uniq -c",
    "curl -s -X POST -d '{\"id\": 7}' http://localhost:8080/items",
    "ls -la /var/log && tail -f syslog",
    "#define MAX(a, b) ((a) > (b) ? (a) : (b))",
    "int *p = malloc(sizeof(int) * n);",
    '{"type": "record", "fields": [{"name": "id", "type": "int"}]}',
    "version: '3'\nservices:\n  web:\n    image: app:1.0\n    ports: ['80:80']",
    "try:\n    value = int(text)\nexcept ValueError:\n    value = 0",
    "while (i-- > 0) { sum += data[i] * w[i]; }",
    "5d41402abc4b2a76b9719d911017c592",
    "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
    "x = np.zeros((3, 4)); y = x.T @ x",
)


def letters() -> Iterator[str]:
    """Yield texts of one to eight words of letters drawn evenly from an alphabet."""
    draw = random.Random(SEED)  # noqa: S311 repeatable, not secret
    for alphabet in ALPHABETS.values():
        for _ in range(EACH):
            sizes = [draw.randint(2, 9) for _ in range(draw.randint(1, 8))]
            yield " ".join("".join(draw.choices(alphabet, k=size)) for size in sizes)


def digits() -> Iterator[str]:
    """Yield texts of numbers in three kinds of digits, with signs between them."""
    draw = random.Random(SEED)  # noqa: S311 repeatable, not secret
    for kind in ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"):
        for _ in range(EACH):
            yield draw.choice("/:.-, +").join(
                "".join(draw.choices(kind, k=draw.randint(1, 6))) for _ in range(4)
            )


def kinds() -> dict[str, tuple[str, ...]]:
    """Return every text by the kind of thing it is."""
    return {
        "letters": tuple(letters()),
        "digits": tuple(digits()),
        "programs": PROGRAMS,
        "names": SINGLE_NAMES,
    }

"""What language a text is in, and why it may stay undetermined."""

import threading

import pytest

from dideban.languages import backends, identify
from schemas.articles import Language

SENTENCES = [
    ("fa", "Arab", "وزیر نفت گفت مذاکره درباره انتقال گاز از خط لوله شمالی ادامه دارد."),
    ("ar", "Arab", "قال وزير النفط إن المفاوضات حول نقل الغاز عبر خط الأنابيب مستمرة."),
    ("ur", "Arab", "وزیر پٹرولیم نے کہا کہ گیس پائپ لائن پر بات چیت جاری ہے۔"),
    ("ps", "Arab", "د تېلو وزیر وویل چې د ګازو د لېږد په اړه خبرې روانې دي."),
    ("ckb", "Arab", "وەزیری نەوت گوتی گفتوگۆکان لەسەر گواستنەوەی گاز بەردەوامن."),
    ("ru", "Cyrl", "Министр сообщил, что переговоры о транзите газа продолжаются."),
    ("uk", "Cyrl", "Міністр повідомив, що переговори про транзит газу тривають."),
    ("tg", "Cyrl", "Вазир гуфт, ки гуфтушунид дар бораи интиқоли газ идома дорад."),
    ("kk", "Cyrl", "Министр газ тасымалдау туралы келіссөздер жалғасып жатқанын айтты."),
    ("en", "Latn", "The minister said that talks on gas transfer through the pipeline go on."),
    ("tr", "Latn", "Bakan, doğal gaz boru hattı görüşmelerinin sürdüğünü söyledi."),
    ("az", "Latn", "Nazir qaz kəməri ilə bağlı danışıqların davam etdiyini bildirib."),
    ("az-Cyrl", "Cyrl", "Назир газ кәмәри илә бағлы данышыгларын ҹари олдуғуну билдирди."),
    ("az-Arab", "Arab", "نازیر دئدی کی غاز خطی اوچون بیر دانیشیق سونرا اولاجاق."),
    ("uz", "Latn", "Vazir gaz quvuri bo'yicha muzokaralar davom etayotganini aytdi."),
    ("uz-Cyrl", "Cyrl", "Вазир газ қувури бўйича музокаралар давом этаётганини айтди."),
    ("de", "Latn", "Der Minister sagte, die Gespräche über die Gasleitung dauerten an."),
    ("hy", "Armn", "Նախարարն ասաց, որ գազի տարանցման բանակցությունները շարունակվում են։"),
    ("ka", "Geor", "მინისტრმა თქვა, რომ გაზის ტრანზიტზე მოლაპარაკება გრძელდება."),
    ("he", "Hebr", "השר אמר כי השיחות על הולכת הגז נמשכות."),
    ("zh", "Hani", "部长表示，关于天然气管道的谈判仍在继续。"),
    ("ja", "Jpan", "大臣はガス輸送に関する協議が続いていると述べた。"),
    ("ko", "Kore", "장관은 가스 수송에 관한 협상이 계속되고 있다고 말했다."),
    ("hi", "Deva", "मंत्री ने कहा कि गैस पाइपलाइन पर बातचीत जारी है।"),
]  # fmt: skip


@pytest.mark.parametrize(("tag", "script", "text"), SENTENCES)
def test_a_sentence_of_news_is_identified_with_its_script(tag: str, script: str, text: str) -> None:
    language = identify.identify(text)
    assert (language.tag, language.script, language.reason) == (tag, script, None)
    assert 0.5 < language.confidence <= 1
    assert len(language.runners_up) <= 3
    assert all(guess.confidence <= language.confidence for guess in language.runners_up)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Ministar je rekao da će posle sastanka obavestiti javnost.", "sr-Latn"),
        ("Ministar je rekao da će poslije sastanka obavijestiti javnost.", "sh"),
        ("Ministar je rekao da se pregovori o tranzitu gasa nastavljaju.", "sr-Latn"),
        ("Министар је рекао да се преговори о транзиту гаса настављају.", "sr"),
    ],
)
def test_serbian_is_told_by_its_script_and_its_vowels(text: str, tag: str) -> None:
    assert identify.identify(text).tag == tag


def test_a_croatian_source_makes_neutral_words_serbo_croatian_and_says_how_unsure() -> None:
    neutral = "Ministar je rekao da se pregovori o tranzitu plina nastavljaju."
    assert identify.identify(neutral).confidence < 0.7
    assert identify.identify(neutral, hint="hr").tag == "sh"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("We will not agree", "en"),
        ("گفت که نمی آید", "fa"),
        ("وعلى سبيل المثال", "ar"),
        ("د هغه سره وه", "ps"),
        ("Она не придёт", "ru"),
        ("Вони не прийдуть", "uk"),
        ("Ӯ ба хона меравад", "tg"),
        ("Ол үйге келген жоқ", "kk"),
        ("Ал үйгө келген жок", "ky"),
        ("Eyni sözü dedi", "az"),
        ("Ankara'nın kararı bekleniyor", "tr"),
        ("Ol öýe gelmedi", "tk"),
        ("Ich weiß es nicht", "de"),
        ("Elle ne sait pas", "fr"),
        ("No lo sabemos aún", "es"),
    ],
)
def test_a_few_words_are_enough_where_they_tell(text: str, tag: str) -> None:
    assert identify.identify(text).tag == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Apple Watch Ultra در بازار تهران کمیاب شد", "fa"),
        ("Google Play Store-ի նոր կանոնները", "hy"),
        ("Financial Times: газ снова подорожал в Европе", "ru"),
    ],
)
def test_latin_names_do_not_outweigh_the_language_around_them(text: str, tag: str) -> None:
    assert identify.identify(text).tag == tag


def test_latin_letters_that_pass_for_cyrillic_are_read_as_cyrillic() -> None:
    text = "Mинистaр jе рекаo дa се прегoвoри o трaнзиту гaсa нaстaвљajу."
    assert identify.identify(text).tag == "sr"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no letters"),
        ("۱۲ + 34 = ؟", "no letters"),
        ("🎉👩‍🚀", "no letters"),
        ("\ud800\x00", "no letters"),
        ("گاز", "too short"),
        ("ab", "too short"),
        ("asdf jkl xcv qwe", "not sure"),
        ("def foo(x): return x + 1", "not sure"),
        ("John Smith", "too short"),
        ("Наталья Смирнова", "too short"),
        ("رضا کریمی", "too short"),
        ("דוד לוי", "too short"),
        ("李小龙", "too short"),
        ("Αθήνα", "too short"),
        ("ყწჭ ჟღჰ ფჩძც ხჯშთ", "not sure"),
        ("ъщцк фэжгх юйзъ щшчц", "not sure"),
        ("ظضث ذغخ ژطص ظثذض غظط", "not sure"),
        ("טזגץ סצקך ףטזג צסקט", "not sure"),
        ("鼱龘麤 鱻爨齾龗", "not sure"),
        ("const f = (a) => { return a.map(String); };", "not sure"),
        ("SELECT id FROM t WHERE id = 3; -- index", "not sure"),
        ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "not sure"),
        ("a" * 100_000, "not sure"),
    ],
)
def test_what_would_be_a_guess_is_undetermined_with_a_reason(text: str, reason: str) -> None:
    language = identify.identify(text)
    assert (language.tag, language.reason) == ("und", reason)


def test_a_hint_weighs_but_does_not_decide() -> None:
    english = "The minister said that talks on gas transfer go on."
    assert identify.identify(english, hint="fa").tag == "en"
    bare = identify.identify("Gaz danışması")
    hinted = identify.identify("Gaz danışması", hint="az")
    assert confidence(hinted, "az") > confidence(bare, "az")


def test_a_hint_does_not_make_a_language_of_letters_or_names() -> None:
    for text in ("asdf jkl xcv qwe", "Наталья Смирнова"):
        assert identify.identify(text, hint="ru").tag == "und"


def confidence(language: Language, tag: str) -> float:
    """Return the confidence given to `tag` anywhere in the answer."""
    if language.tag == tag:
        return language.confidence
    return next((g.confidence for g in language.runners_up if g.tag == tag), 0.0)


def test_langdetect_answers_behind_the_same_interface_and_repeats_itself() -> None:
    backend = backends.backend("langdetect")
    text = "Министр сообщил, что переговоры о транзите газа продолжаются."
    answers = {identify.identify(text, backend=backend) for _ in range(3)}
    assert {answer.tag for answer in answers} == {"ru"}
    assert len(answers) == 1


def test_an_unknown_backend_is_named_in_the_error() -> None:
    with pytest.raises(ValueError, match=r"'nosuch'.*py3langid and langdetect"):
        backends.backend("nosuch")


def test_threads_get_the_same_answers() -> None:
    texts = [text for _, _, text in SENTENCES]
    expected = [identify.identify(text).tag for text in texts]
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append([identify.identify(t).tag for t in texts]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4

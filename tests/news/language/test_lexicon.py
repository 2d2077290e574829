"""Lexicons: each language has every table, and a language's code is read in any form."""

import tomllib
from importlib.resources import files

import pytest

from news.language.codes import is_read, language_code, read_languages
from news.language.lexicon import english, lexicon, lexicons
from news.language.text_language import reading_language

NINE = {"en", "de", "fr", "es", "pt", "it", "nl", "ja", "ko"}


def test_nine_languages_are_read() -> None:
    assert set(read_languages()) >= NINE
    assert {words.language for words in lexicons()} == set(read_languages())


@pytest.mark.parametrize("words", lexicons(), ids=lambda words: words.language)
def test_a_lexicon_is_whole(words) -> None:  # type: ignore[no-untyped-def]
    assert len(words.dates.months) == 12
    assert len(words.dates.weekdays) == 7
    assert words.speech_verbs
    assert words.persons.titles
    assert words.sentences.abbreviations_or_words <= words.sentences.abbreviations | {"via", "mo", "an", "co", "ten"}
    assert words.numbers.people
    assert set(words.dates.forms) >= set(english().dates.forms) - {"weekday"}


NO_VERBS = {"aldus"}  # which stand for one


def test_verbs_of_speech_in_other_tables_are_chosen_from_the_lexicon() -> None:
    tables = {
        "news.facts": ("sentence_cues.toml", "speech_verbs"),
        "news.claims": ("tables/claim_words.toml", "saying"),
    }
    for package, (name, key) in tables.items():
        for language, table in tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8")).items():
            chosen = {said.split()[-1] for said in table.get(key, ())} if isinstance(table, dict) else set()
            assert chosen <= (lexicon(language) or english()).speech_verbs | NO_VERBS


FORMS = [
    ("eng", "en"), ("en_US", "en"), ("EN-gb", "en"), ("English", "en"), ("und", None), ("", None), (None, None),
    ("mul", None),
    ("deu", "de"), ("ger", "de"), ("German", "de"), ("pt-BR", "pt"), ("zh-Hans", "zh"), ("iw", "he"), ("nb-NO", "no"),
    ("fil", "tl"), ("日本語", "ja"), ("x-default", None), ("klingon", None), (" fr ", "fr"), ("spa", "es"),
    ("und-Latn", None),
    ("en, fr", "en"), ("Portuguese (Brazil)", "pt"),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "code"), FORMS)
def test_a_language_in_any_form_has_one_code(stated: str | None, code: str | None) -> None:
    assert language_code(stated) == code
    assert language_code(code) == code


def test_only_languages_with_a_lexicon_are_read() -> None:
    assert is_read("EN-gb")
    assert is_read("jpn")
    assert not is_read("pl")
    assert not is_read(None)
    assert not is_read("und")
    assert lexicon("sv") is None


SWEDISH = "Kommunen har stängt bron och säger att det inte finns pengar för att laga den i år."
READ = [
    ("en", "The harbour board of Tarn voted to close the slip on Monday.", "en"),
    ("und", "The harbour board of Tarn voted to close the slip on Monday.", "en"),
    (None, "Der Rat der Stadt Tarn hat den Bau am Montag gestoppt.", "de"),
    ("en", "El puente de Tarn fue cerrado por la policía según el alcalde.", "es"),
    ("en", "市は橋の修理に4.5億円を投じる。", "ja"),
    (None, "시는 다리 수리에 4.5억 원을 쓴다.", "ko"),
    ("en", f"{SWEDISH} {SWEDISH} {SWEDISH}", "sv"),
    (None, "El pont de Tarn es tanca amb els dos molls perquè la reparació ha començat, però aquest cop de nit.", "ca"),
    (None, "“Ons het nie genoeg water vir die hele somer nie,” het die burgemeester van Tarn gesê.", "af"),
    (None, "“No tenim prou aigua per a tot l'estiu”, ha dit l'alcaldessa Núria Prat a La Vanguardia.", "ca"),
    (
        None,
        "“Non temos auga dabondo para o verán”, dixo onte a alcaldesa Uxía Prado. Hai que arranxar unhas tubaxes.",
        "gl",
    ),
    (
        None,
        "“Avèm pas pro d'aiga per tot l'estiu”, diguèt la cònsol Joana Prat. La comuna vòl adobar los tudèls.",
        "oc",
    ),
    (None, "“Wy hawwe net genôch wetter foar de hiele simmer”, sei boargemaster Anna Prat tsjin de krante.", "fy"),
    (None, "„Mir hunn net genuch Waasser fir de ganze Summer“, sot d'Buergermeeschtesch Anna Prat dem RTL.", "lb"),
    (None, "“Ni ne havas sufiĉe da akvo por la tuta somero”, diris urbestrino Anna Prat.", "eo"),
    ("pl", "Rada miasta Tarn zamknęła most w poniedziałek.", "pl"),
    (None, "Byrådet i Tarn har lukket broen på grund af en revne i den.", "da"),
    (None, "Город закрыл мост.", "ru"),
    ("uk", "Місто закрило міст.", "uk"),
    (None, "", None),
    ("de", "Tarn", "de"),
]


@pytest.mark.parametrize(("stated", "text", "code"), READ)
def test_a_text_is_read_in_the_language_of_its_words(stated: str | None, text: str, code: str | None) -> None:
    assert reading_language(stated, text) == code

"""Which sentences can be shown, by kind and language; and which lean on the one before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from news.facts.readable import readable_sentences
from news.records import Article

AT = datetime(2026, 3, 26, tzinfo=UTC)
NEWS = "The dam at Kelmis broke on Sunday after days of rain."


def article(text: str, language: str = "en", **more: object) -> Article:
    fields = {
        "article_id": 1, "url": "https://example.org/1", "outlet": "Example", "title": "", "text": text,
        "language": language, "first_seen_at": AT, "ordered_at": AT, "ordered_by": "published", "arrived_by": "feed",
    }  # fmt: skip
    return Article(**(fields | more))  # type: ignore[arg-type]


def shown(text: str, language: str = "en") -> list[str]:
    return [text[one.start : one.end] for one in readable_sentences(article(text, language))]


POOR = {
    "photo": "The broken gate of the dam at Kelmis, pictured on Monday (AP Photo/Ilse Brandt).",
    "caption": "Protesters march through the old town of Kelmis behind a banner on May 6.",
    "kicker": "Dangerous spot: Engineers stand at the gate of the dam before it broke in two.",
    "picture's credit": "A soldier scans the far bank of the river at Kelmis, below the dam.  Dora Lenk / Getty Images",
    "side": "Officials of the ministry have kept back the name of Ilse B., left, who has confessed to the theft.",
    "advertisement": "Start your holidays early & start saving before the end of the summer comes.",
    "interview": "Ilse van Brandt: You say that the gate was weak before the rain of that week began.",
    "credit": "Callum Thessing in Ramsfield and Dora Lenk in Orlo contributed to this report.",
    "agency credit": "(Reporting by Dora Lenk in Orlo; Editing by Callum Thessing)",
    "copyright": "Copyright 2026 The Kelmis Press, all rights reserved, no part may be copied.",
    "teaser": "Scroll down for a video of the water as it comes through the gate at noon.",
    "riddle": "Who knew that the gate of the dam would not hold another week of rain?",
    "amendment": "This story has been updated with the number of people taken to hospitals.",
    "condolence": "Our thoughts and prayers are with the families of the valley on this day.",
    "no comment": "A spokesman for the owners of the dam declined to comment on the report.",
    "social": "— Dora Lenk (@doralenk) says the water has reached the church of Orlo by now.",
    "new window": "The owners of the dam at Kelmis (opens in a new tab) have shut the gate for good.",
    "aside": "(The one that stands above the village of Kelmis and not the other one.)",
    "label": "More stories of Tessel and Ramsfield and the valley of Orlo",
}


@pytest.mark.parametrize("kind", POOR)
def test_what_is_no_news_is_not_shown(kind: str) -> None:
    assert shown(f"{NEWS}\n{POOR[kind]}\n{NEWS.replace('Sunday', 'Monday')}") == [
        NEWS,
        NEWS.replace("Sunday", "Monday"),
    ]


ELSEWHERE = {
    "de": (
        "Das Landgericht Velm hat den Ausbau des Hafens am Montag gestoppt.",
        "Lesen Sie auch unseren Bericht über den Hafen von Velm.",
    ),
    "fr": (
        "Le tribunal de Velm a suspendu lundi les travaux du port.",
        "Lire aussi : notre enquête sur les travaux du port de Velm.",
    ),
    "es": (
        "El tribunal de Velm suspendió el lunes las obras del puerto.",
        "Lea también el reportaje sobre las obras del puerto de Velm.",
    ),
    "it": (
        "Il tribunale di Velm ha sospeso lunedì i lavori del porto.",
        "Leggi anche il nostro servizio sui lavori del porto di Velm.",
    ),
    "pt": (
        "O tribunal de Velm suspendeu na segunda-feira as obras do porto.",
        "Leia também a reportagem sobre as obras do porto de Velm.",
    ),
    "nl": (
        "De rechtbank van Velm heeft maandag de werken in de haven stilgelegd.",
        "Lees ook ons verhaal over de werken in de haven van Velm.",
    ),
    "ja": (
        "ベルム地裁は月曜日、港の拡張工事の中止を命じた。",
        "関連記事は会員登録をしてから続きを読むことができます。",
    ),
    "ko": (
        "벨름 법원은 월요일 항구 확장 공사의 중단을 명령했다.",
        "이 기사의 무단전재와 재배포 금지를 알려드립니다 여러분.",
    ),
}


@pytest.mark.parametrize("language", ELSEWHERE)
def test_each_language_has_its_own_list(language: str) -> None:
    news, poor = ELSEWHERE[language]
    assert shown(f"{news}\n{poor}", language) == [news]


LEANING = {
    "en": "They had asked the owners to open the gate.",
    "de": "Sie hatte den Eigentümern das Öffnen des Tores verboten.",
    "fr": "Elle avait interdit aux propriétaires d'ouvrir la porte.",
    "es": "Ella había prohibido a los dueños abrir la compuerta.",
}


@pytest.mark.parametrize("language", LEANING)
def test_a_pronoun_at_the_start_leans_on_the_sentence_before(language: str) -> None:
    text = f"{NEWS} {LEANING[language]}"
    first, second = readable_sentences(article(text, language))
    assert (first.leans, second.leans, second.follows) == (False, True, first.start)


LINKING = {
    "en": "Then the council of Belm asked for a new lock.",
    "de": "Dann verlangte der Rat von Belm eine neue Schleuse.",
    "fr": "Puis le conseil de Belm a demandé une nouvelle écluse.",
    "es": "Entonces el consejo de Belm pidió una nueva esclusa.",
    "it": "Poi il consiglio di Belm ha chiesto una nuova chiusa.",
    "pt": "Então o conselho de Belm pediu uma nova eclusa.",
    "nl": "Dan vroeg de raad van Belm om een nieuwe sluis.",
}


@pytest.mark.parametrize("language", LINKING)
def test_what_goes_on_with_then_makes_no_good_lead(language: str) -> None:
    (one,) = readable_sentences(article(LINKING[language], language))
    assert (one.links, one.leans) == (True, False)


def test_a_then_president_goes_on_from_nothing() -> None:
    (one,) = readable_sentences(article("Then-President Dora Lenk opened the lock of Belm on Monday."))
    assert not one.links


def test_a_quotation_of_nobody_leans_and_one_with_a_name_does_not() -> None:
    text = (
        f"{NEWS}\n“Nobody ever came to look at the gate of it.”\n“Nobody ever came to look at the gate,” she said then."
        "\n“Nobody ever came to look,” Dora Lenk said on Monday."
    )
    assert [one.leans for one in readable_sentences(article(text))] == [False, True, True, False]


LEANING_LATER = {
    "a speaker without a name": "The gate would have held had the owners oiled it, he said.",
    "a pronoun after few words": "On Monday, she asked the owners to open the gate.",
    "a speaker named before": "The official added that the gate had been closed since May.",
}


@pytest.mark.parametrize("kind", LEANING_LATER)
def test_a_pronoun_further_on_leans_too(kind: str) -> None:
    first, second = readable_sentences(article(f"{NEWS} {LEANING_LATER[kind]}"))
    assert (first.leans, second.leans) == (False, True)


def test_a_pronoun_whose_name_stands_before_it_leans_on_nothing() -> None:
    text = "When the governor of Kelmis came to the dam on Monday, she asked the owners to open the gate."
    assert [one.leans for one in readable_sentences(article(text))] == [False]


def test_old_dates_and_whose_word_it_is_are_seen() -> None:
    old, said, neither = readable_sentences(
        article(f"The gate was painted on 3 January 2025. Police said that it broke in two. {NEWS}")
    )
    assert (old.is_past, said.is_past, neither.is_past) == (True, False, False)
    assert (old.is_attributed, said.is_attributed, neither.is_attributed) == (False, True, False)


def test_it_that_stands_for_nothing_leans_on_nothing() -> None:
    (one,) = readable_sentences(article("It was not clear on Sunday whether the gate had been closed."))
    assert not one.leans


@pytest.mark.parametrize(
    "dateline",
    [
        "KELMIS, March 26 (Reuters) - ",
        "(CNN) -- ",
        "KELMIS, Orlo — ",
        "Kelmis — ",
        "Kelmis, Upper Orlo – ",
        "WHAT WE KNOW - ",
    ],
)
def test_a_dateline_is_left_before_the_sentence(dateline: str) -> None:
    assert shown(f"{dateline}{NEWS}") == [NEWS]


def test_two_sentences_that_a_page_glued_together_are_two() -> None:
    assert shown(f"{NEWS}Crews came on Monday with boats.") == [NEWS, "Crews came on Monday with boats."]


def test_nothing_of_an_account_is_shown() -> None:
    assert readable_sentences(article(NEWS, text_kind="account")) == []


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("But he said before the flood that the gate would hold for another year.", True),
        ("However, she has since asked the owners for their papers.", True),
        ("When it broke again, the village had been left for a week.", True),
        ("But it is unclear whether the gate was shut before the rain.", False),
        ("However, it turned out the gate had never been shut.", False),
        ("However, it turned out to be a gate of another village.", True),
        ("It is too early to say whether the gate was shut.", False),
        ("It was pure joy to the children of the whole village.", True),
        ("It was not clear where the keys of the gate had gone.", False),
        ("But Judge Thessing has asked the owners for their papers.", False),
    ],
)
def test_a_pronoun_after_a_link_leans(sentence: str, leans: bool) -> None:
    assert [one.leans for one in readable_sentences(article(f"{NEWS} {sentence}"))] == [False, leans]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Officials could not confirm that the gate had been shut before."),
        ("en", "The dam had never broken, it turned out on Monday, and the picture was old."),
        ("en", "The paper said on Monday that it had misread a report of the ministry."),
        ("de", "Das Ministerium bestätigte am Montag den Bruch des Tores nicht."),
        ("fr", "Le ministère a démenti lundi la rupture de la porte du port."),
        ("es", "El ministerio negó el lunes la rotura de la puerta del puerto."),
        ("ja", "国土交通省は月曜日、水門が壊れたことをまだ確認していない。"),
    ],
)
def test_how_sure_something_is_is_seen(language: str, sentence: str) -> None:
    assert [one.is_on_certainty for one in readable_sentences(article(sentence, language))] == [True]


def test_it_that_stands_for_a_story_told_before_leans() -> None:
    text = "It was the ferry that everybody in Port Halden feared. It was clear that nobody aboard had seen the rocks."
    assert [one.leans for one in readable_sentences(article(text))] == [True, False]


def test_a_pointer_to_the_whole_story_is_no_news() -> None:
    text = "Crews of the ferry left the harbour at noon. For more, head to the Harbour Post of Orsel today."
    assert len(readable_sentences(article(text))) == 1


@pytest.mark.parametrize(
    ("language", "sentence", "leans"),
    [
        ("en", "This week the council of Belm will vote on a new lock.", False),
        ("en", "This lock had been built by the council of Belm.", True),
        ("de", "Das Ministerium hat den Bau der neuen Schleuse genehmigt.", False),
        ("de", "Das teilte das Ministerium am Montag in Belm mit.", True),
        ("de", "Es ist unklar, ob das Tor vor dem Regen geschlossen war.", False),
        ("de", "Es gibt in Belm keine zweite Schleuse für große Schiffe.", False),
        ("de", "Es war am Montag vom Sturm aus der Mauer gerissen worden.", True),
        ("de", "Diese Woche stimmt der Rat von Belm über die Schleuse ab.", False),
        ("de", "Diese Schleuse war schon im Herbst beschädigt worden.", True),
        ("fr", "Cette semaine, le conseil de Belm vote sur la nouvelle écluse.", False),
        ("fr", "Cette écluse avait été construite par le conseil de Belm.", True),
        ("fr", "Il est possible que la porte ait été ouverte avant la pluie.", False),
        ("fr", "Il est accusé de ne pas avoir fermé la porte du port.", True),
        ("fr", "Ce dernier a reconnu avoir laissé la porte ouverte.", True),
        ("es", "Este lunes el consejo de Belm votará sobre la nueva esclusa.", False),
        ("es", "Esta esclusa fue construida por el consejo de Belm.", True),
        ("es", "Según él, la compuerta estaba cerrada antes de la lluvia.", True),
    ],
)
def test_a_word_that_points_to_now_or_to_what_follows_leans_on_nothing(
    language: str, sentence: str, leans: bool
) -> None:
    assert [one.leans for one in readable_sentences(article(sentence, language))] == [leans]


def test_who_asked_what_is_quoted_before_leans() -> None:
    text = (
        "“Who has opened the gate of the port?” Rosa Kern asked again on Monday. Kern wrote to the owners of the gate."
    )
    assert [one.leans for one in readable_sentences(article(text))] == [True, False]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "You can call it an accident, but nobody in Belm will believe that."),
        ("de", "Das Tor habe ich in all den Jahren nie geschlossen gesehen."),
        ("fr", "Je ne crois pas que la porte ait été fermée avant la pluie."),
        ("es", "Como usted sabe, la compuerta estaba abierta antes de la lluvia."),
    ],
)
def test_a_writer_who_speaks_of_himself_or_to_the_reader_tells_no_news(language: str, sentence: str) -> None:
    assert shown(f"{NEWS} {sentence}", language) == [NEWS]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Your ticket will be an open door to all gates of Belm, according to the keeper Rosa Kern."),
        ("de", "Laut der Sprecherin Rosa Kern ist dein Fahrschein in Belm ab Montag auch ein Ausweis."),
        ("fr", "Votre billet ouvrira toutes les portes de Belm, selon la gardienne Rosa Kern."),
        ("es", "Según la guardiana Rosa Kern, usted podrá abrir con su billete todas las compuertas."),
    ],
)
def test_who_is_named_for_it_may_speak_to_the_reader(language: str, sentence: str) -> None:
    assert shown(f"{NEWS} {sentence}", language) == [NEWS, sentence]


@pytest.mark.parametrize("begins", ["The gate of Belm opens on Monday", "THE GATE OF BELM OPENS ON MONDAY"])
def test_a_headline_that_its_text_repeats_is_not_shown_once_more(begins: str) -> None:
    text = f"{begins}.\n{NEWS}"
    titled = replace(article(text), title="The gate of Belm opens on Monday")
    assert [text[one.start : one.end] for one in readable_sentences(titled)] == [NEWS]


def test_who_is_quoted_may_speak_of_himself() -> None:
    said = "“I have not seen my keys since Monday,” the keeper Rosa Kern told the council of Belm."
    assert shown(said) == [said]


@pytest.mark.parametrize(
    ("language", "sentence", "leans"),
    [
        ("en", "The inquiry into the gate will hear three of them in May.", True),
        ("en", "Nine keepers left the port on Monday, three of them for good.", False),
        ("en", "Police held nine keepers and charged three of them on Monday.", False),
        ("de", "Der Ausschuss hört im Mai nur drei von ihnen an.", True),
        ("fr", "La commission entendra en mai trois d'entre eux.", True),
        ("es", "La comisión escuchará en mayo a tres de ellos.", True),
    ],
)
def test_some_of_whom_nobody_has_named_lean(language: str, sentence: str, leans: bool) -> None:
    assert [one.leans for one in readable_sentences(article(sentence, language))] == [leans]


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("After she was told that the gate had gone, she asked the owners for their papers.", True),
        ("While he was in office, the governor of Kelmis never came to the dam.", False),
        ("It is quite possible that he never saw the crack in the gate.", True),
        ("It is quite possible that nobody saw the crack in the gate.", False),
    ],
)
def test_a_clause_about_somebody_not_named_leans(sentence: str, leans: bool) -> None:
    assert [one.leans for one in readable_sentences(article(f"{NEWS} {sentence}"))] == [False, leans]


@pytest.mark.parametrize(
    "then",
    [
        "Well, that’s what one site would have you believe.",
        "That is what the internet wants you to think anyway.",
        "Or so a site that nobody had heard of says.",
        "But there’s just one problem: the dam at Kelmis stands.",
    ],
)
def test_what_the_next_sentence_takes_back_is_not_told(then: str) -> None:
    assert NEWS not in shown(f"{NEWS} {then}")


def test_what_the_next_sentence_repeats_of_a_witness_is_told() -> None:
    assert NEWS in shown(f"{NEWS} That is what engineers told the council of the valley.")


@pytest.mark.parametrize(
    "sentence",
    [
        "We immediately smelled a rat and rang the owners of the dam.",
        "While I may not know the dam, the gate looks like a stunt of the owners.",
        "Nobody was surprised, since the gate of Kelmis had been painted shut.",
        "Download the app for more news of the dam at Kelmis.",
    ],
)
def test_comment_and_pointers_of_the_writer_are_no_news(sentence: str) -> None:
    assert shown(f"{NEWS} {sentence}") == [NEWS]


def test_who_is_quoted_may_comment() -> None:
    quoted = "“Nobody was surprised, and we rang the owners,” Dora Lenk said on Monday."
    assert shown(f"{NEWS} {quoted}") == [NEWS, quoted]

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from news.facts.novelty import whats_new
from news.language.names import read_names
from news.records import Article

AT = datetime(2026, 3, 26, tzinfo=UTC)
BEFORE = (
    "The Kelmis dam broke on Sunday after days of rain. "
    "At least 12 people died in the valley, Governor Ilse Brandt said. "
    "“We had warned the owners of the dam for years,” she told reporters."
)


def article(number: int, text: str, *, day: int = 0, **more: object) -> Article:
    at = AT + timedelta(days=day)
    fields = {
        "article_id": number,
        "url": f"https://example.org/{number}",
        "outlet": "Example",
        "title": "",
        "text": text,
        "first_seen_at": at,
        "ordered_at": at,
        "ordered_by": "published",
        "arrived_by": "feed",
    }
    return Article(**(fields | more))  # type: ignore[arg-type]


def facts(text: str, **more: object) -> list[tuple[str, ...]]:
    return [novel.facts for novel in whats_new([article(2, text, day=1, **more)], [article(1, BEFORE)], limit=9)]


def test_new_figures_names_quotations_and_dates_are_facts() -> None:
    assert facts("Crews have counted 31 dead people in the valley so far.") == [("31 dead",)]
    assert facts("The inquiry will be led by judge Callum Thessing from now on.") == [("Callum Thessing",)]
    assert facts("Someone said that “nobody ever came to look at it” before.") == [("nobody ever came to look at it",)]
    assert facts("The court will hear the owners of the dam on April 10.") == [("April 10",)]


def test_what_was_told_is_not_new_in_other_words_either() -> None:
    assert facts("At least 12 people died in the valley, said Governor Ilse Brandt.") == []
    assert facts("She said “we had warned the owners of the dam for years” to the press again.") == []
    assert facts("Twelve people died when the dam gave way in the rain on that day.") == []


def test_a_sentence_told_in_other_words_ranks_below_one_that_was_not() -> None:
    retold = "The Kelmis dam broke on Sunday after 9 days of rain."
    fresh = "Engineers measured 40 centimetres of silt behind the gate."
    found = whats_new([article(2, f"{retold} {fresh}", day=1)], [article(1, BEFORE)], limit=9)
    assert [novel.sentence for novel in found] == [fresh, retold]
    assert found[1].told_before > found[0].told_before


def test_the_lead_stands_for_all_that_its_article_tells_anew() -> None:
    lead = "A court in the capital has told the owners to open their books."
    quote = "“Nobody may burn a paper before we have read it,” said judge Callum Thessing in the hall."
    text = f"Updated\n{lead} {quote} There were 31 lawyers in it."
    found = whats_new([article(2, text, day=1)], [article(1, BEFORE)], limit=9)
    assert [novel.sentence for novel in found][:2] == [lead, quote]


def test_a_lead_that_was_told_stands_for_nothing() -> None:
    lead = "The Kelmis dam broke on Sunday, after days of rain."
    fresh = "Engineers measured 40 centimetres of silt behind the gate."
    found = whats_new([article(2, f"{lead} {fresh}", day=1)], [article(1, BEFORE)], limit=9)
    assert [novel.sentence for novel in found] == [fresh]


def test_captions_and_labels_are_never_shown() -> None:
    assert (
        facts("Posted on 2026-04-26 by Callum Thessing in the valley of Orlo\nMore stories of Tessel and Ramsfield")
        == []
    )


def test_nothing_is_told_from_an_account() -> None:
    assert facts("Crews have counted 31 dead people in the valley so far.", text_kind="account") == []


def test_a_fact_that_two_new_articles_tell_counts_for_the_earlier() -> None:
    text = "Crews have counted 31 dead people in the valley so far."
    new = [article(3, f"By Monday night it was known. {text}", day=2), article(2, text, day=1)]
    found = whats_new(new, [article(1, BEFORE)], limit=9)
    assert [novel.article_id for novel in found if novel.facts] == [2]


def test_no_more_than_the_limit_is_told_best_first() -> None:
    text = (
        "Callum Thessing met Dora Lenk and 31 engineers at Ramsfield on Friday. The judge met 40 farmers in the valley."
    )
    found = whats_new([article(2, text, day=1)], [article(1, BEFORE)], limit=1)
    assert len(found) == 1
    assert "Dora Lenk" in found[0].facts


def test_names_keep_links_inside_and_drop_titles_and_the_calendar() -> None:
    text = "The Center for Strategic and Local Studies asked President Ilse Brandt and Mr. Haas of Kelmis on Sunday."
    assert [name.words for name in read_names(text)] == [
        "Center for Strategic and Local Studies",
        "Ilse Brandt",
        "Haas of Kelmis",
    ]


@given(st.text(max_size=300), st.text(max_size=300))
def test_every_sentence_stands_word_for_word_in_its_article(old: str, new: str) -> None:
    one = article(2, new, day=1)
    for novel in whats_new([one], [article(1, old)], limit=5):
        assert new[novel.span_start : novel.span_end] == novel.sentence
        assert 0 <= novel.told_before <= 1


def test_every_new_articles_lead_is_told_before_a_second_sentence_of_any() -> None:
    first = article(2, "Crews have counted 31 dead people in the valley so far. Boats came from Ramsfield.", day=1)
    second = article(3, "Judge Callum Thessing will lead an inquiry. He has asked for 40 boxes of papers.", day=1)
    found = whats_new([first, second], [article(1, BEFORE)], limit=9)
    assert {novel.article_id for novel in found[:2]} == {2, 3}
    assert all(novel.span_start == 0 for novel in found[:2])


def test_a_lead_that_another_new_article_tells_too_is_told_once() -> None:
    lead = "Crews have counted 31 dead people in the valley of Orlo so far."
    other = "In the valley of Orlo crews have so far counted 31 dead people, officials say."
    found = whats_new([article(2, lead, day=1), article(3, other, day=1)], [article(1, BEFORE)], limit=9)
    assert len(found) == 1


def test_a_denial_of_what_was_told_is_new() -> None:
    text = "The Kelmis dam did not break on Sunday after days of rain."
    assert [novel.sentence for novel in whats_new([article(2, text, day=1)], [article(1, BEFORE)], limit=9)] == [text]


def test_a_sentence_that_leans_is_told_only_after_the_one_it_leans_on() -> None:
    lead = "Judge Callum Thessing will lead an inquiry into the dam."
    leaning = "He has asked the owners for 40 boxes of papers."
    found = whats_new([article(2, f"{lead} {leaning}", day=1)], [article(1, BEFORE)], limit=9)
    assert [novel.sentence for novel in found] == [lead, leaning]
    alone = article(2, f"Copyright 2026 by the Kelmis Press, all rights reserved. {leaning}", day=1)
    assert whats_new([alone], [article(1, BEFORE)], limit=9) == []


def test_every_outlet_leads_once_before_one_leads_twice() -> None:
    texts = (
        ("A", "Crews have counted 31 dead people in the valley so far, and 14 of them children."),
        ("A", "Judge Callum Thessing will lead an inquiry into the owners of the dam."),
        ("B", "Boats came from Ramsfield to carry bread and blankets upriver."),
    )
    new = [article(number, text, day=1, outlet=outlet) for number, (outlet, text) in enumerate(texts, start=2)]
    found = whats_new(new, [article(1, BEFORE)], limit=2)
    assert {novel.article_id for novel in found} in ({2, 4}, {3, 4})


def test_a_lead_that_mostly_repeats_another_waits_for_what_adds_more() -> None:
    first = (
        "Crews have counted 31 dead people in the valley of Orlo so far. "
        "Judge Callum Thessing will lead an inquiry into the owners of the dam."
    )
    kin = "Crews in the valley of Orlo have counted 31 dead people, while bread and blankets came by boat upriver."
    found = whats_new(
        [article(2, first, day=1, outlet="A"), article(3, kin, day=1, outlet="B")], [article(1, BEFORE)], limit=2
    )
    assert [novel.article_id for novel in found] in ([2, 2], [3, 2])
    assert "Thessing" in found[1].sentence


def test_of_later_sentences_what_all_new_articles_say_is_told_first() -> None:
    shared = "Masked gunmen shot two surgeons in the courthouse."
    leads = ("Trains stopped running to Ramsfield at noon on Monday.", "Schools closed in Ramsfield at noon on Monday.")
    trivia = "Cafe owner Olga Hirsch baked walnut bread for Harald Prest and Emil Sund."
    new = [
        article(number, f"{lead} {trivia if number == 2 else ''} {shared}", day=1, outlet=str(number))
        for number, lead in enumerate(leads, start=2)
    ]
    found = whats_new(new, [article(1, BEFORE)], limit=9)
    later = [novel.sentence for novel in found if novel.sentence in (shared, trivia)]
    assert later[0] == shared


def test_a_speakers_second_point_does_not_lead() -> None:
    first = "Judge Callum Thessing told reporters in Kelmis that an inquiry will begin."
    second = "Thessing also said that forty boxes of papers were seized from the owners of the Kelmis dam."
    told = whats_new([article(2, f"{first} {second}", day=1, title="Boxes seized from owners of dam")], [], limit=1)
    assert [one.sentence for one in told] == [first]


def test_a_caption_with_its_agency_behind_it_is_never_shown() -> None:
    text = (
        "Police officers enter Orlo, where the dam broke on Sunday. (Valley Press Agency)\nCrews have counted 31 dead."
    )
    assert [one.sentence for one in whats_new([article(2, text, day=1)], [], limit=9)] == []


def test_what_another_article_says_too_is_told_before_what_one_says_alone() -> None:
    lead = "A court in the capital has told the owners of the dam to open their books."
    both = "The owners have hired a firm of divers to look at the gate."
    rest = "A painter from the coast keeps 9 boats beside the church. Seven cows crossed the bridge of the next town."
    first = article(2, f"{lead} {rest} {both}", day=1, outlet="Kelmis Post")
    second = article(3, f"Judges want to see the books of the dam. {both}", day=1, outlet="Orlo Times")
    found = [novel.sentence for novel in whats_new([first, second], [article(1, BEFORE)], limit=3)]
    assert both in found
    alone = [novel.sentence for novel in whats_new([first], [article(1, BEFORE)], limit=2)]
    assert both not in alone


def test_what_stands_before_a_lead_is_not_told() -> None:
    before = "It was a morning like many others in the valley of the painters."
    lead = "A court in the capital has told the owners of the dam to open their books."
    text = f"{before} {lead} The owners have hired a firm of divers to look at the gate."
    found = whats_new([article(2, text, day=1, title="Court tells dam's owners to open books")], [], limit=5)
    assert found[0].sentence == lead
    assert before not in [novel.sentence for novel in found]


def test_what_was_claimed_and_is_now_admitted_is_news() -> None:
    claimed = "Rebels of Orlo claim that they seized 28 crates of rifles that were meant for the coast guard of Kelmis."
    admitted = (
        "The ministry admitted that rebels of Orlo seized 28 crates of rifles meant for the coast guard of Kelmis."
    )
    before = [article(1, claimed, title="Rebels claim that they seized rifles meant for coast guard")]
    told = whats_new([article(2, admitted, day=1, title="Ministry admits loss of rifles")], before, limit=2)
    assert [one.sentence for one in told] == [admitted]
    again = "Rebels of Orlo claim on Sunday that they seized 28 crates of rifles meant for the coast guard of Kelmis."
    assert not whats_new([article(2, again, day=1, title="Rebels claim rifles")], before, limit=2)


def test_a_feature_is_told_after_the_news() -> None:
    news = article(
        2, "Engineers of Kelmis closed the filter hall after the pump broke on Sunday.", day=1, title="Hall closed"
    )
    feature = article(
        3, "The filter hall of Kelmis is a grey box of steel, closed on Sunday after a pump broke.", day=1
    )
    assert whats_new([feature, news], [], limit=2, soft={3})[0].article_id == 2
    assert whats_new([feature, news], [], limit=2, soft={2})[0].article_id == 3


def test_what_somebody_feels_and_bare_background_are_not_told() -> None:
    news = "The gate of the Orlo dam is shut again, the governor said, and the villages below it may go home."
    more = "Crews mended a hinge of it, officials said. Water ran from the gate, officials of Orlo said."
    colour = "Barges lay along a quay of Tessel for decades, and gulls sat there."
    feeling = "“I just want it to be over, that is all I can say to anybody,” Callum Thessing told a radio."
    found = whats_new([article(2, f"{news} {more} {colour} {feeling}", day=1)], [article(1, BEFORE)], limit=9)
    told = [novel.sentence for novel in found]
    assert told[0] == news
    assert not {colour, feeling} & set(told)


def test_what_reads_like_background_is_told_for_a_new_figure_alone() -> None:
    lead = "Police in Orlo said that the owners of the dam were arrested at noon."
    trivia = "Some fans always hope for a terrible winter in the hills above Orlo."
    counted = "Some fans always hope for a terrible winter in the 14 hills above Orlo."
    for later, is_told in ((trivia, False), (counted, True)):
        found = whats_new([article(2, f"{lead} {later}", day=1)], [article(1, BEFORE)], limit=9)
        assert [novel.sentence for novel in found] == [lead, later][: 1 + is_told]


def test_in_a_language_without_words_for_it_no_sentence_is_taken_for_background() -> None:
    lead = "Die Polizei in Orlo hat die Eigentümer des Damms am Mittag festgenommen."
    trivia = "Manche Fans hoffen immer auf einen schlimmen Winter in den Hügeln über Orlo."
    found = whats_new([article(2, f"{lead} {trivia}", day=1, language="de")], [article(1, BEFORE)], limit=9)
    assert [novel.sentence for novel in found] == [lead, trivia]


def test_news_below_a_beginning_that_was_told_leads() -> None:
    retold = BEFORE.replace("“We had warned the owners of the dam for years,” she told reporters.", "")
    more = "Water and boats were in the valley of the dam for days. "
    news = "The owners of the dam said that engineers warned of the cracks, and that no word of it came to the valley."
    found = whats_new([article(2, retold + more + news, day=1)], [article(1, BEFORE + more)], limit=1)
    assert [novel.sentence for novel in found] == [news]


def test_what_stood_far_down_and_was_not_told_is_told_when_it_leads() -> None:
    archbishop = "The archbishop of Kelmis has said that the priest of the dam saw what nobody else could see."
    long = " ".join(f"Boats number {number} came from the harbour to the church." for number in range(12, 20))
    found = whats_new([article(2, archbishop, day=1)], [article(1, f"{BEFORE} {long} {archbishop}")], limit=2)
    assert [novel.sentence for novel in found] == [archbishop]


def test_a_mixture_of_what_was_told_and_an_age_beside_it_are_not_told_again() -> None:
    news = "Crews have counted 31 dead people in the valley of Orlo, and a judge will lead an inquiry into the owners."
    aged = "Crews counted 31 dead people in the valley of Orlo, where a judge, 61 years old, will lead an inquiry."
    mixed = "Dead people were counted in the valley of the dam by crews after days of rain, officials said."
    found = whats_new([article(2, f"{news} {aged} {mixed}", day=1)], [article(1, BEFORE)], limit=9)
    assert [novel.sentence for novel in found] == [news]


def test_what_confirms_in_words_told_before_is_told() -> None:
    claim = "The Kelmis dam broke because a gate was left open, a paper of the village reported on Sunday."
    lead = (
        "Crews in the Kelmis valley looked for the keys of the dam on Monday while the paper of the village stood by."
    )
    rest = "A boat came upriver with bread. The church has been closed since noon. Trains wait at the next bridge."
    confirmed = (
        "The village confirmed that the Kelmis dam broke on Sunday because a gate was left open, "
        "its paper said of the valley."
    )
    new = [article(2, f"{lead} {rest} {confirmed}", day=1, title="Village confirms that gate of dam was left open")]
    assert confirmed in [novel.sentence for novel in whats_new(new, [article(1, claim)], limit=9)]


def test_a_quotation_of_two_sentences_is_not_told_once_more_by_another_article() -> None:
    first = "“The gate of the dam will not be opened again this spring,” the keeper Rosa Kern told the council."
    then = "“It has the full support of the engineers in Orlo.”"
    whole = (
        "“The gate of the dam will not be opened again this spring. It has the full support of the engineers in Orlo.”"
    )
    lead = "Callum Thessing of the mill has asked for 40 new boats from the ministry in Ramsfield."
    new = [article(2, f"{first} {then}", day=1), article(3, f"{lead} {whole} said Rosa Kern.", day=1, outlet="Tide")]
    told = [novel.sentence for novel in whats_new(new, [article(1, BEFORE)], limit=9)]
    assert lead in told
    assert not any("full support" in sentence and sentence != then for sentence in told)

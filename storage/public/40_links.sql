-- What was found out about articles: who repeats whom, whom they credit and quote, where a claim comes from.

CREATE VIEW near_copies AS
SELECT article_id, original_id, kind, containment, sentence_coverage, evidence, added_sentences
FROM archive.copies
WHERE is_known(recorded_at, superseded_at);

COMMENT ON VIEW near_copies IS 'Pairs of articles that share prose; article_id repeats original_id, the earlier one.';
COMMENT ON COLUMN near_copies.article_id IS 'The later article.';
COMMENT ON COLUMN near_copies.original_id IS 'The earlier article.';
COMMENT ON COLUMN near_copies.kind IS 'exact, near_copy (both: one copy group), update (most of it, with news of its own above all in its lead: a copy group of its own), derived (a substantial part, or a near-copy of two groups), shared_passage (a quotation or paragraph).';
COMMENT ON COLUMN near_copies.containment IS 'Shared word 5-grams in parts of the shorter text''s, 0 to 1.';
COMMENT ON COLUMN near_copies.sentence_coverage IS 'Share of the shorter text''s sentences that stand in the other, 0 to 1.';
COMMENT ON COLUMN near_copies.evidence IS 'The longest passage they share, word for word.';
COMMENT ON COLUMN near_copies.added_sentences IS 'Of a near_copy or an update: sentences of the later article that the earlier one has nowhere, or with another figure, or denies; word for word, in their order, at most twelve; empty: none.';

CREATE VIEW copy_groups AS
SELECT
    copy_group_id,
    coalesce(min(article_id) FILTER (is_original), arg_min(article_id, ordered_at)) AS original_id,
    count(*) AS articles,
    count(DISTINCT outlet) AS outlets,
    min(first_seen_at) AS first_seen_at,
    count(DISTINCT title) AS headlines,
    min(ordered_at) AS first_at,
    list(DISTINCT title ORDER BY title) AS titles
FROM articles
GROUP BY copy_group_id;

COMMENT ON VIEW copy_groups IS 'One row a text, however often it was carried: an original with its near-copies. An article alone is a group of one.';
COMMENT ON COLUMN copy_groups.copy_group_id IS 'Key.';
COMMENT ON COLUMN copy_groups.original_id IS 'Its earliest article.';
COMMENT ON COLUMN copy_groups.articles IS 'Articles that carry the text, the original included.';
COMMENT ON COLUMN copy_groups.outlets IS 'Outlets that carry it.';
COMMENT ON COLUMN copy_groups.first_seen_at IS 'When we first saw any of them.';
COMMENT ON COLUMN copy_groups.headlines IS 'Different headlines over the same text.';
COMMENT ON COLUMN copy_groups.first_at IS 'Earliest ordered_at among them.';
COMMENT ON COLUMN copy_groups.titles IS 'Those headlines.';

CREATE VIEW citations AS
SELECT article_id, cited, kind, relation, is_explicit, is_lead_claim, span_start, span_end, sentence
FROM archive.citations
WHERE is_known(recorded_at, superseded_at);

COMMENT ON VIEW citations IS 'Passages in which an article credits an outlet, an agency, a report or a document.';
COMMENT ON COLUMN citations.article_id IS 'The article that credits.';
COMMENT ON COLUMN citations.cited IS 'Who or what is credited: canonical name, or the words used where nobody is named.';
COMMENT ON COLUMN citations.kind IS 'outlet, agency, unnamed_report or primary_document.';
COMMENT ON COLUMN citations.relation IS 'relays (passes on its reporting) or mentions.';
COMMENT ON COLUMN citations.is_explicit IS 'True: credited in words or by a link. False: inferred.';
COMMENT ON COLUMN citations.is_lead_claim IS 'True: the article''s main claim rests on it.';
COMMENT ON COLUMN citations.span_start IS 'First character of the passage in articles.text, from 0; NULL: from a head or a link.';
COMMENT ON COLUMN citations.span_end IS 'Character after its last.';
COMMENT ON COLUMN citations.sentence IS 'The sentence, word for word; of a byline its words, of a link that stands on no words its address; NULL: stated in a head.';

CREATE VIEW quotes AS
SELECT
    article_id, quote, speaker, speaker_kind, source, source_start, source_end, speaker_note, span_start, span_end,
    quote_group_id
FROM archive.quotes
WHERE is_known(recorded_at, superseded_at);

COMMENT ON VIEW quotes IS 'Direct quotations in articles.';
COMMENT ON COLUMN quotes.article_id IS 'The article that quotes.';
COMMENT ON COLUMN quotes.quote IS 'The words between the quotation marks.';
COMMENT ON COLUMN quotes.speaker IS 'Who said it: a person by the full name that the article first gives, else the words used; NULL: not known, see speaker_note.';
COMMENT ON COLUMN quotes.speaker_kind IS 'person, body, document or unnamed (an anonymous source, by the words used); NULL: not known.';
COMMENT ON COLUMN quotes.source IS 'The words beside the quotation that say who speaks: a name, he, a spokeswoman; NULL: none.';
COMMENT ON COLUMN quotes.source_start IS 'First character in articles.text of these words and their verb, from 0.';
COMMENT ON COLUMN quotes.source_end IS 'Character after their last.';
COMMENT ON COLUMN quotes.speaker_note IS 'Why the speaker is not known; empty where one is stated.';
COMMENT ON COLUMN quotes.span_start IS 'First character in articles.text, from 0.';
COMMENT ON COLUMN quotes.span_end IS 'Character after its last.';
COMMENT ON COLUMN quotes.quote_group_id IS 'Shared by the appearances of one quotation in several articles.';

CREATE VIEW origins AS
SELECT article_id, story_id, basis, origin_group_id, state, origin, reason, evidence, span_start, span_end
FROM archive.origins
WHERE is_known(recorded_at, superseded_at);

COMMENT ON VIEW origins IS 'Where an article''s main claim comes from, told twice: by explicit credit alone, and with text evidence.';
COMMENT ON COLUMN origins.article_id IS 'The article.';
COMMENT ON COLUMN origins.story_id IS 'Its story.';
COMMENT ON COLUMN origins.basis IS 'explicit (credits in words) or text (also shared quotations and passages). Filter by one of them before counting.';
COMMENT ON COLUMN origins.origin_group_id IS 'Shared by the articles that trace to one origin.';
COMMENT ON COLUMN origins.state IS 'relays (another outlet''s reporting), primary (its own: first-hand), or unknown. Unknown is never counted as independent.';
COMMENT ON COLUMN origins.origin IS 'The outlet relayed; NULL unless state is relays.';
COMMENT ON COLUMN origins.reason IS 'Why, in a few words: what it rests on, or why it is unknown, such as "not read in this language".';
COMMENT ON COLUMN origins.evidence IS 'The words it rests on, or the sentence in which they stand; of a byline its words, of a link its address; NULL: it rests on no words.';
COMMENT ON COLUMN origins.span_start IS 'Where these words begin in the text, in code points from 0; NULL: they stand outside the text, or there are none.';
COMMENT ON COLUMN origins.span_end IS 'Where they end.';

-- Articles: the version and the place that hold as of the moment asked, and the versions before.

CREATE VIEW articles AS
SELECT
    a.article_id,
    a.url,
    a.outlet,
    coalesce(o.family, a.outlet) AS outlet_family,
    a.title,
    a.text,
    a.text_kind,
    a.language,
    a.authors,
    a.published_at,
    a.first_seen_at,
    a.ordered_at,
    a.ordered_by,
    day_of(a.ordered_at) AS day,
    a.ordered_by <> 'first_seen' AS is_dated,
    a.arrived_by,
    a.word_count,
    coalesce(p.copy_group_id, a.article_id) AS copy_group_id,
    p.story_id,
    coalesce(p.is_original, true) AS is_original,
    a.is_seed,
    a.version,
    a.published_by,
    a.is_zone_known,
    a.is_date_plausible,
    a.modified_at,
    a.estimated_day,
    a.section,
    a.keywords,
    a.image,
    a.links,
    a.based_on,
    a.is_paywalled,
    a.page_status,
    a.page_text,
    a.extractor,
    a.agreement,
    a.link_density,
    a.summary_agreement,
    a.date_spread_days,
    a.date_doubt,
    a.date_candidates
FROM archive.articles AS a
LEFT JOIN (SELECT * FROM archive.placements WHERE is_known(recorded_at, superseded_at)) AS p
    ON p.article_id = a.article_id
LEFT JOIN archive.outlets AS o ON o.outlet = a.outlet
WHERE is_known(a.recorded_at, a.superseded_at);

COMMENT ON VIEW articles IS 'One row an article: its newest version, its copy group and its story, as of the moment asked.';
COMMENT ON COLUMN articles.article_id IS 'Key, made of the canonical URL.';
COMMENT ON COLUMN articles.url IS 'Canonical URL; urn:sha256:… where a document has none.';
COMMENT ON COLUMN articles.outlet IS 'Publication or agency that carried the article; NULL: not known, as of a seed document that names none.';
COMMENT ON COLUMN articles.outlet_family IS 'Owner of the outlet; the outlet itself where no owner is known; NULL: no outlet is known.';
COMMENT ON COLUMN articles.title IS 'Headline of the newest version.';
COMMENT ON COLUMN articles.text IS 'Text of the newest version, one paragraph a line; what text_kind says it is.';
COMMENT ON COLUMN articles.text_kind IS 'full, partial (paywall, or a part that the feed brings along), summary or headline (from the feed alone), or account (a seed document told in our words).';
COMMENT ON COLUMN articles.language IS 'Language code of the text; NULL: not known.';
COMMENT ON COLUMN articles.authors IS 'Names in the byline.';
COMMENT ON COLUMN articles.published_at IS 'When the publisher says it was published; NULL: it does not say. Never replaced by our own clock.';
COMMENT ON COLUMN articles.first_seen_at IS 'When we first saw it, by our own clock.';
COMMENT ON COLUMN articles.ordered_at IS 'Place in time: a plausible published_at, else the estimated day, else first_seen_at.';
COMMENT ON COLUMN articles.ordered_by IS 'Which of them it is: published, estimated or first_seen.';
COMMENT ON COLUMN articles.day IS 'Calendar day of ordered_at in the archive''s zone.';
COMMENT ON COLUMN articles.is_dated IS 'False: no plausible date is known, so that it is counted on the day we first saw it.';
COMMENT ON COLUMN articles.arrived_by IS 'feed, import, backfill or seed.';
COMMENT ON COLUMN articles.word_count IS 'Words in the text.';
COMMENT ON COLUMN articles.copy_group_id IS 'Shared by all near-copies of one original; count(DISTINCT copy_group_id) counts different texts. An article alone, or not linked yet, is a group of its own.';
COMMENT ON COLUMN articles.story_id IS 'The running story it follows; NULL: not linked yet.';
COMMENT ON COLUMN articles.is_original IS 'True of the original of its copy group: the member that the others credit, else the earliest.';
COMMENT ON COLUMN articles.is_seed IS 'True of the documents the archive started with.';
COMMENT ON COLUMN articles.version IS 'Number of the newest version, from 1; the others stand in article_versions.';
COMMENT ON COLUMN articles.published_by IS 'Where published_at was found: json-ld, meta, feed, …';
COMMENT ON COLUMN articles.is_zone_known IS 'False: the publisher states the hour without a zone, so that published_at may be some hours off.';
COMMENT ON COLUMN articles.is_date_plausible IS 'False: published_at lies in the future or too far back; kept as a claim, never used to order or count.';
COMMENT ON COLUMN articles.modified_at IS 'When the publisher says it was last changed.';
COMMENT ON COLUMN articles.estimated_day IS 'Day estimated by a person, where the publisher states none.';
COMMENT ON COLUMN articles.section IS 'Section the publisher files it under.';
COMMENT ON COLUMN articles.keywords IS 'Keywords the publisher gives it.';
COMMENT ON COLUMN articles.image IS 'Address of its main picture.';
COMMENT ON COLUMN articles.links IS 'Links in the text to other sites: url and text.';
COMMENT ON COLUMN articles.based_on IS 'What the page itself names as its source.';
COMMENT ON COLUMN articles.is_paywalled IS 'True: the page says that the rest is for subscribers.';
COMMENT ON COLUMN articles.page_status IS 'How reading the page went: ok, consent_wall, blocked, …; NULL: never fetched.';
COMMENT ON COLUMN articles.page_text IS 'What the page says where reading it told not_article (a list, a shop, a form); NULL: it is an article, or says nothing. newsthread reextract --accept makes it the text.';
COMMENT ON COLUMN articles.extractor IS 'Path by which the text was extracted.';
COMMENT ON COLUMN articles.agreement IS 'Agreement with a second extractor, 0 to 1; NULL: not compared.';
COMMENT ON COLUMN articles.link_density IS 'Share of the text that is link text, 0 to 1.';
COMMENT ON COLUMN articles.summary_agreement IS 'Share of the feed''s summary whose runs of three words stand in the text, 0 to 1; NULL: no text, or too short a summary.';
COMMENT ON COLUMN articles.date_spread_days IS 'Days between the earliest and the latest date that the page states; NULL: fewer than two.';
COMMENT ON COLUMN articles.date_doubt IS 'Why published_at is NULL though the page has a day: its readers see another one than its metadata state, or only that of the last change.';
COMMENT ON COLUMN articles.date_candidates IS 'Every date that the page states: source, at and is_zone_known, the most trusted first.';

CREATE VIEW article_versions AS
SELECT
    article_id,
    version,
    CASE WHEN version = 1 THEN first_seen_at ELSE recorded_at END AS seen_at,
    title,
    text,
    change,
    word_count,
    url,
    outlet
FROM archive.articles
WHERE is_known(recorded_at, TIMESTAMPTZ '9999-12-31 00:00:00+00');

COMMENT ON VIEW article_versions IS 'Every version of every article that we saw: what a publisher changed after publication.';
COMMENT ON COLUMN article_versions.article_id IS 'The article.';
COMMENT ON COLUMN article_versions.version IS 'From 1, in the order seen.';
COMMENT ON COLUMN article_versions.seen_at IS 'When we first saw this version.';
COMMENT ON COLUMN article_versions.title IS 'Headline of this version.';
COMMENT ON COLUMN article_versions.text IS 'Text of this version.';
COMMENT ON COLUMN article_versions.change IS 'What differs from the version before: title, text, or both; of a page read again by newer rules also other fields by name; read again: a page where the feed had given the text, or no edit of the publisher''s; NULL for the first.';
COMMENT ON COLUMN article_versions.word_count IS 'Words in this version.';
COMMENT ON COLUMN article_versions.url IS 'Canonical URL.';
COMMENT ON COLUMN article_versions.outlet IS 'Publication or agency.';

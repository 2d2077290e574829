-- Facts: what articles state in figures, what they announce, where a story's articles differ, what is new in it by day.

CREATE MACRO cut_out(words, first, last) AS nullif(substring(words, first + 1, last - first), '');

COMMENT ON MACRO cut_out IS 'The characters of a text from `first`, counted from 0, to before `last`; NULL: none, as of a text that was dropped.';

CREATE VIEW figures AS
SELECT
    f.article_id, f.raw, f.value, f.low, f.high, f.unit, f.noun, f.qualifier, f.span_start, f.span_end,
    cut_out(a.text, f.sentence_start, f.sentence_end) AS sentence
FROM archive.figures AS f
LEFT JOIN archive.articles AS a ON a.article_id = f.article_id AND a.version = f.version
WHERE is_known(f.recorded_at, f.superseded_at);

COMMENT ON VIEW figures IS 'Quantities that articles state. Articles linked before this was kept have none until newsthread link --all.';
COMMENT ON COLUMN figures.article_id IS 'The article.';
COMMENT ON COLUMN figures.raw IS 'As the text writes it.';
COMMENT ON COLUMN figures.value IS 'In the base unit of its dimension; of a range its middle.';
COMMENT ON COLUMN figures.low IS 'The least that it leaves open, after rounding and qualifier.';
COMMENT ON COLUMN figures.high IS 'The most that it leaves open.';
COMMENT ON COLUMN figures.unit IS 'km, second, %, usd, people, …; empty for other counted things.';
COMMENT ON COLUMN figures.noun IS 'What is counted, singular; empty for measures.';
COMMENT ON COLUMN figures.qualifier IS 'at least, about, …; empty: none.';
COMMENT ON COLUMN figures.span_start IS 'First character in articles.text, from 0.';
COMMENT ON COLUMN figures.span_end IS 'Character after its last.';
COMMENT ON COLUMN figures.sentence IS 'The sentence, word for word; NULL: an account, or its text was dropped.';

CREATE VIEW expectations AS
SELECT
    e.article_id, e.first_day, e.last_day, e.is_deadline, e.raw, e.span_start, e.span_end,
    cut_out(a.text, e.sentence_start, e.sentence_end) AS sentence
FROM archive.expectations AS e
LEFT JOIN archive.articles AS a ON a.article_id = e.article_id AND a.version = e.version
WHERE is_known(e.recorded_at, e.superseded_at);

COMMENT ON VIEW expectations IS 'What articles announce for days after their own. Articles linked before this was kept have none until newsthread link --all.';
COMMENT ON COLUMN expectations.article_id IS 'The article that announces.';
COMMENT ON COLUMN expectations.first_day IS 'The day; of a month or year its first.';
COMMENT ON COLUMN expectations.last_day IS 'The same for a day; of a month or year its last.';
COMMENT ON COLUMN expectations.is_deadline IS 'True: it may come earlier ("by March").';
COMMENT ON COLUMN expectations.raw IS 'The words that name the date.';
COMMENT ON COLUMN expectations.span_start IS 'First character of these words in articles.text, from 0.';
COMMENT ON COLUMN expectations.span_end IS 'Character after their last.';
COMMENT ON COLUMN expectations.sentence IS 'The sentence, word for word; NULL: its text was dropped.';

-- A side whose article was moved to another story, or edited since, no longer stands beside the others.
CREATE VIEW differences AS
WITH side AS (
    SELECT
        d.story_id, d.difference_id, d.about, d.figure, d.article_id, a.outlet, a.ordered_at,
        cut_out(a.text, d.sentence_start, d.sentence_end) AS sentence
    FROM archive.differences AS d
    JOIN archive.placements AS p ON p.article_id = d.article_id AND p.story_id = d.story_id
    JOIN archive.articles AS a ON a.article_id = d.article_id AND a.version = d.version
    WHERE is_known(d.recorded_at, d.superseded_at)
        AND is_known(p.recorded_at, p.superseded_at)
        AND is_known(a.recorded_at, a.superseded_at)
)
SELECT story_id, difference_id, about, figure, article_id, outlet, ordered_at, sentence
FROM side
QUALIFY count(*) OVER (PARTITION BY story_id, difference_id) > 1;

COMMENT ON VIEW differences IS 'Articles of one story that state the same thing in different figures within two days: one row a side. Who is right is not said.';
COMMENT ON COLUMN differences.story_id IS 'The story.';
COMMENT ON COLUMN differences.difference_id IS 'Shared by the sides of one difference.';
COMMENT ON COLUMN differences.about IS 'What the figures count or measure, in the articles'' own words.';
COMMENT ON COLUMN differences.figure IS 'As the text writes it.';
COMMENT ON COLUMN differences.article_id IS 'The article that states it so.';
COMMENT ON COLUMN differences.outlet IS 'Its outlet.';
COMMENT ON COLUMN differences.ordered_at IS 'Its place in time.';
COMMENT ON COLUMN differences.sentence IS 'The sentence, word for word; NULL: its text was dropped.';

-- The first own text of a story that states a fact. A figure is no news where one of its unit, or noun, was told before
-- with which it agrees as far as both are rounded: the rule of news/facts/figures.py, `agrees`.
CREATE MACRO figures_agree(value, low, high, qualifier, other_value, other_low, other_high, other_qualifier) AS
    abs(value - other_value) <= 0.01 * greatest(abs(value), abs(other_value))
    OR (qualifier = '' AND other_qualifier = '' AND low < other_high AND other_low < high);

COMMENT ON MACRO figures_agree IS 'True of two figures of one unit that give the same value, as far as each is rounded: figures_agree(value, low, high, qualifier, and the same of the other).';

CREATE VIEW developments AS
WITH clock AS MATERIALIZED (SELECT time_zone() AS zone),
own AS (
    SELECT p.story_id, p.article_id, a.outlet, a.ordered_at, a.ordered_by <> 'first_seen' AS is_dated
    FROM archive.placements AS p
    JOIN archive.articles AS a ON a.article_id = p.article_id
    WHERE is_known(p.recorded_at, p.superseded_at) AND is_known(a.recorded_at, a.superseded_at) AND p.is_original
),
numbered AS (
    SELECT *, row_number() OVER (PARTITION BY story_id ORDER BY ordered_at, article_id) AS place FROM own
),
stated AS (
    SELECT
        n.*, f.span_start, f.raw, f.value, f.low, f.high, f.qualifier, f.unit,
        CASE f.unit WHEN '' THEN f.noun ELSE '' END AS noun
    FROM numbered AS n
    JOIN archive.figures AS f ON f.article_id = n.article_id
    WHERE is_known(f.recorded_at, f.superseded_at)
),
told AS (
    SELECT article_id, 'quotation' AS kind, quote AS fact, span_start, quote_group_id::VARCHAR AS fact_key,
        lower(rtrim(quote, ',.!? ')) AS wording  -- short ones have no groups
    FROM archive.quotes WHERE is_known(recorded_at, superseded_at)
    UNION ALL
    SELECT article_id, 'source', cited, span_start, cited, cited
    FROM archive.citations WHERE is_known(recorded_at, superseded_at) AND kind <> 'unnamed_report'
    UNION ALL
    SELECT article_id, 'date', raw, span_start, first_day || ' ' || last_day, first_day || ' ' || last_day
    FROM archive.expectations WHERE is_known(recorded_at, superseded_at)
),
new AS (
    SELECT n.*, t.kind, t.fact
    FROM numbered AS n
    JOIN told AS t ON t.article_id = n.article_id
    QUALIFY row_number() OVER (PARTITION BY n.story_id, t.kind, t.fact_key ORDER BY n.place, t.span_start) = 1
        AND row_number() OVER (PARTITION BY n.story_id, t.kind, t.wording ORDER BY n.place, t.span_start) = 1
    UNION ALL
    SELECT s.story_id, s.article_id, s.outlet, s.ordered_at, s.is_dated, s.place, 'figure', s.raw
    FROM stated AS s
    LEFT JOIN stated AS b
        ON b.story_id = s.story_id AND b.unit = s.unit AND b.noun = s.noun
        AND (b.place < s.place OR (b.place = s.place AND b.span_start < s.span_start))
        AND figures_agree(s.value, s.low, s.high, s.qualifier, b.value, b.low, b.high, b.qualifier)
    WHERE b.story_id IS NULL
)
SELECT
    story_id, day_in(ordered_at, k.zone) AS day, kind, fact, outlet, article_id, ordered_at, is_dated,
    place = 1 AS is_beginning
FROM new
CROSS JOIN clock AS k;

COMMENT ON VIEW developments IS 'The new facts of each story by day: figures, quotations, sources credited and dates ahead, each where an own text of the story first has it. Copies are left out.';
COMMENT ON COLUMN developments.story_id IS 'The story.';
COMMENT ON COLUMN developments.day IS 'The day of that text.';
COMMENT ON COLUMN developments.kind IS 'figure, quotation, source (an outlet, agency or document that is credited) or date (a day ahead).';
COMMENT ON COLUMN developments.fact IS 'As the text words it; of a source its name.';
COMMENT ON COLUMN developments.outlet IS 'Who has it first.';
COMMENT ON COLUMN developments.article_id IS 'The text.';
COMMENT ON COLUMN developments.ordered_at IS 'The text''s place in time.';
COMMENT ON COLUMN developments.is_dated IS 'False: placed by when we saw it, so that another may have been first.';
COMMENT ON COLUMN developments.is_beginning IS 'True: the story''s first text, in which everything is new.';

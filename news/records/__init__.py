"""Every record, in the order in which the data meets them.

Records are frozen. A step never alters its input; it returns the next record. `None` means "the publisher
did not say" unless the field's comment tells otherwise. Every `datetime` is aware and in UTC unless its comment
says that it keeps the publisher's offset.
"""

from news.frozen import record
from news.records.articles import (
    READABLE,
    WORDS_OF_THE_PAGE,
    ArrivedBy,
    Article,
    CitationKind,
    DateCandidate,
    Extraction,
    GivenCitation,
    ImportRow,
    Link,
    OrderedBy,
    PageStatus,
    PageToRead,
    Reading,
    Relation,
    TextKind,
    is_readable,
)
from news.records.digests import (
    AlsoMoved,
    ChangedArticle,
    ChangedVersion,
    CoverageGap,
    DateDue,
    Delivery,
    Difference,
    Digest,
    Failure,
    PanelChange,
    PoorReading,
    QuotedSentence,
    Reader,
    StatedFigure,
    StoredDigest,
    StoryLine,
    StoryUpdate,
    UnheardStory,
)
from news.records.fetching import (
    READ_FEED,
    Announcement,
    FeedEntry,
    FeedMemory,
    FetchedPage,
    FetchRequest,
    HubEvent,
    HubEventKind,
    HubTopic,
    Outcome,
    ParsedFeed,
    Poll,
    Reservation,
)
from news.records.links import (
    SILENT_DAYS,
    Basis,
    Citation,
    CopyKind,
    Correction,
    CorrectionVerb,
    Expectation,
    Figure,
    KeptDifference,
    KeptExpectation,
    KeptFigure,
    Linkage,
    LinkedBy,
    NearCopy,
    NovelSentence,
    Origin,
    OriginState,
    Placement,
    Quote,
    SpeakerKind,
    Story,
    StoryState,
    WatchMatch,
)
from news.records.notices import Channel, ChannelKind, HandedOver, Notice
from news.records.subscriptions import Feed, Outlet, OutletKind, Watch

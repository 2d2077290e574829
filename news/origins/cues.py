"""The words by which English articles credit others, as regular expressions over text with plain signs."""

import re

from news.records import record

VERB = (
    r"(?:reported|reports|reporting|said|says|wrote|writes|noted|notes|added|adds|revealed|reveals|disclosed|cited|cites|"
    r"quoted|quotes|quoting|explained|explains|claimed|claims|confirmed|confirms|described|describes|"
    r"learned|learnt|understands|found|broke the (?:news|story)|published|carried|aired|broadcast|ran|argued|argues|"
    r"alleged|alleges|suggested|suggests|estimated|estimates|(?:was|were) (?:the )?first to (?:report|publish|reveal)|"
    r"showed|scooped|can (?:\w+ )?(?:reveal|disclose|report)"
    r"(?=\s+(?:that|the|how|an?|details)\b)|(?:has|have|had) been (?:told|shown|given)|"
    r"(?:is|are) to be believed|puts? the (?:\w+ )?(?:number|toll|figure|total|cost|loss))"
)
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
DAY = rf"(?:on |late |early )*{WEEKDAY}(?: (?:morning|afternoon|evening|night))?"
ADVERB = (
    r"(?:\s+(?:also|first|has|had|have|is|are|both|all|now|earlier|separately|later|previously|then|itself|"
    r"reportedly|already|"
    rf"{DAY}|today|yesterday))*"
)
MEDIUM = (
    r"(?:newspaper|paper|news agency|agency|newswire|wire service|magazine|website|daily|broadcaster|network|"
    r"news channel|channel|tabloid|television|tv|radio|online|news site|outlet|arabic|english|persian|world service)"
)
WORK = (
    r"(?:report|reports|reporting|story|article|investigation|analysis|account|interview|scoop|exclusive|dispatch|"
    r"documentary|column|editorial|op-ed|opinion piece|essay|commentary|survey|poll|review|tally|calculations?|"
    r"podcast|count)"
)
REPORTER = r"(?:reporters?|journalists?|correspondents?|witness(?:es)?|columnists?|team|crew)"
WHO = (  # "Ann Vale", ", who was there,", "at the scene"
    r"(?:\s+(?-i:[A-Z])[\w.'-]*){0,4}(?:,(?:[^,.;\"]{1,70},)?)?"
    r"(?:\s+(?:in|at|near|on|outside|inside|from|with)\s+[^.,;\"]{1,30}?)?(?:\s+(?:also|has|had|later|earlier))*"
)
SAW = rf"(?:{VERB}|saw|heard|witnessed|counted|tweeted)"

# After a name: "reported", "'s investigation", ", which first reported".
AFTER = re.compile(
    rf"(?:'s)?(?:\s+{MEDIUM})?(?:,\s[^,.;\"]{{1,70}},)?{ADVERB}\s+{VERB}\b"
    rf"|'s?\s+(?:[\w-]+\s+){{0,3}}?{WORK}\b|\s+{WORK}\b"
    rf"|(?:'s?)?\s+(?:[\w-]+\s+){{0,2}}?{REPORTER}\b{WHO}\s+{SAW}\b"
    rf"|'s?\s+(?:(?-i:[A-Z])[\w.'-]*\s+){{1,3}}(?:and\s+(?:(?-i:[A-Z])[\w.'-]*\s+){{1,3}})?"
    rf"(?:\w+ly\s+)?(?:{VERB}|report|write)\b"
    rf"|,\s+(?:which|who)\s+(?:first\s+)?{VERB}\b|\s+that\s+(?:had\s+)?first\s+{VERB}\b"
    r"|\s+(?:both|all|each)\s+(?:say|report|write|claim|quote|cite)\b",
    re.IGNORECASE,
)
MADE = (
    r"(?:reported|published|carried|revealed|disclosed|broken|quoted|cited|aired|broadcast|posted|printed|provided|"
    r"described|detailed|run|noted|spotted|flagged|uncovered|unearthed|confirmed)"
)
# Between a cue and its name many words may stand, "according to the film industry publication Variety"; not these.
NO_MODIFIER = r"(?:to|that|who|had|has|was|were|is|are|been|including)"
MODIFIER = rf"(?:(?!{NO_MODIFIER}\b)[\w'.-]+\s+)*"
# Before a name: "according to", "citing", "first reported on Monday by", "told".
BEFORE = re.compile(
    r"(?:\baccording to|\bciting|\bcites|\bcited|\bquoting|\btold|\btells?|\btelling|\bvia|\bper|"
    rf"(?:first\s+|originally\s+|earlier\s+|as\s+)*\b{MADE}(?:\s+as\s+saying)?(?:\s+{DAY})?\s+(?:by|in|on)|"
    rf"interview(?:\s+{DAY})?\s+(?:with|to|for|in|on)|"
    r"(?:speaking|spoken?)\s+(?:\w+\s+){0,4}?(?:to|with)|speaking\s+on|talk(?:ing|ed) to|"
    r"(?:seen|obtained|reviewed|viewed|verified|analy[sz]ed|compiled|polled|surveyed|interviewed|asked|"
    r"contacted|approached|gathered|collected|reached(?:\s+by\s+\w+)?|made\s+public)\s+by|"
    r"(?:footage|videos?|clips?|images?|photos?|pictures?|recordings?|documents?|emails?|data)\s+(?:\w+\s+)?"
    r"(?:shared|released|shown|aired)\s+by|"
    r"\b(?:confirmed|denied|admitted|described|recounted)\s+(?:[\w'-]+\s+){1,4}?to|"
    rf"\b(?:remarks|comments?|statements?|spoke)\s+to\s+(?:an?\s+|the\s+)?(?:\w+\s+)?{REPORTER}\s+(?:from|for|of|with)|\b(?:account|version)\s+to|"
    r"(?:shared\s+(?:[\w'-]+\s+){0,4}?with|(?:leaked|provided|repeated|supplied|handed|passed)\s+to|"
    r"(?:said|says|appear(?:s|ed|ing|ance)|remarks|interviewed|guest)(?:\s+live)?\s+on)|"
    r"\b(?:edition|issue|front\s+pages?|pages)\s+of|"
    rf"\bin\s+(?:{WEEKDAY}|today|yesterday)'s|"
    rf"\bin\s+(?:its|an?|another)\s+(?:[\w-]+\s+){{0,2}}(?:edition|issue|{WORK}),|"
    rf"{WORK}\s+(?:{DAY}\s+)?(?:by|in|from|on|for)|statement to|"
    r"(?:,|\"|^)\s*(?:reports|reported|writes|wrote|says|said)|"
    r"source:|h/t|hat tip to|courtesy of|(?:attributed|credited) to|credited|"
    r"confirmed to|comments? to|remarks to|(?:opinion piece|article) (?:for|in)|"
    r"(?:wrote|writing) (?:in|for)|writes\s+(?:(?-i:[A-Z])[\w.'-]*\s+){0,3}in)\s+"
    rf"{MODIFIER}$",
    re.IGNORECASE,
)
# "Could not be verified by Reuters": nobody says it.
UNCONFIRMED = re.compile(
    r"\b(?:not|never|cannot)\b[^.,;]{0,40}\b(?:verified|confirmed)\s+by\s+(?:the\s+)?$", re.IGNORECASE
)
VIEW = re.compile(r"as provided by\s+(?:the\s+)?$|narrative[^.]{0,40}$", re.IGNORECASE)
CHAIN = re.compile(
    r"(?:citing|cites|cited|quoting|first (?:reported|published|revealed|disclosed) (?:by|in)|according to)\s+"
    r"(?:[\w'-]+\s+){0,4}$",
    re.IGNORECASE,
)
# "NHK footage showed", "Bloomberg data show": here a picture tells something.
SHOWN = re.compile(
    r"(?:'s?)?\s+(?:footage|videos?|images?|pictures?|photos?|data|figures)\s+(?:\w+\s+)?(?:shows?|showed|suggest(?:s|ed)?|"
    r"indicate[sd]?)\b",
    re.IGNORECASE,
)
GIVEN_BEFORE = re.compile(r"\b(?:gave|sent|showed|handed)\s+(?:the\s+)?$", re.IGNORECASE)  # "showed CNN a copy"
GIVEN_AFTER = re.compile(
    r"\s+(?:an?|the|his|her|its|their)\s+(?:\w+\s+)?(?:copy|copies|lists?|letters?|documents?|emails?|statements?|"
    r"records|recordings?|photos?|videos?|account|accounts)\b",
    re.IGNORECASE,
)
AGENCY_ANNOUNCED = re.compile(r"(?:[\w'.-]+ ){1,6}?(?:agency|television|tv)\s+announced\b", re.IGNORECASE)
# What an outlet hosts, "told a Financial Times conference": who speaks there does not speak to its readers.
HOSTED = re.compile(
    r"(?:'s?)?\s+(?:(?-i:[A-Z])[\w-]*\s+){0,2}?(?:conferences?|forums?|summits?|events?|festivals?|galas?|dinners?|awards?|debates?)\b",
    re.IGNORECASE,
)
# Words of an outlet about itself, not about the news.
OF_ITSELF = re.compile(
    r"\s*(?:that\s+)?(?:its|their)\b|\s+in a statement"
    r"|\s*(?:that\s+)?(?:it|they)\s+(?:would|will|is|are|was|were|plans?|could|may|might|does|did|stands?|regrets?|"
    r"(?:has|have|had)(?!\s+(?:seen|obtained|reviewed|viewed|learned|learnt|spoken|verified)))\b",
    re.IGNORECASE,
)
# "Ann Vale of the Institute said": the person speaks, not the house.
AFFILIATION = re.compile(r"\b(?:of|from|at|with|for)\s+(?:the\s+)?$", re.IGNORECASE)
JOURNALISM = re.compile(
    r"\s+(?:first\s+|also\s+|has\s+)*(?:reports|reported|writes|wrote|revealed)\b"
)  # a journalist speaks
# "Name, the former mayor, said": what stands between the commas is no word for an outlet.
PERSON = re.compile(rf",\s(?!which\b|citing\b|quoting\b|[^,]*\b{MEDIUM}\b)[^,.;\"]{{1,70}},", re.IGNORECASE)
CONTRIBUTED = re.compile(r"\s+(?:[\w.'-]+,?\s+){0,14}?contributed\b", re.IGNORECASE)
MATERIAL = re.compile(
    r"\b(?:information|material|reporting|data|files?)\s+(?:provided\s+)?(?:from|by)\s+(?:the\s+)?$", re.IGNORECASE
)
USED = re.compile(r"[^.]{0,40}\b(?:was|were)\s+(?:also\s+)?used\b", re.IGNORECASE)
OWNED = re.compile(r"\b(?:his|her|my|your|our|their|its|whose)\s+$", re.IGNORECASE)
PICTURE_BEFORE = re.compile(
    r"\b(?:photo(?:graph)?s?|images?|pictures?|pic|file|video|illustration|graphic|getty images?)\b"
    r"(?:\s*(?:[:/|(),;-]|by|from|of|credits?|courtesy|via|the|(?-i:[A-Z])[\w.']*))*\s*$|[\w ]/\s?$",
    re.IGNORECASE,
)
PICTURE_AFTER = re.compile(
    r"\s*/|\s+(?:photo|file photo|images?|pictures?|video|footage)\b|\s+via\s+(?:ap|getty|reuters)\b", re.IGNORECASE
)
DATELINE_BEFORE = re.compile(
    r"^\W*[A-Z\d][\w'. -]*(?:[,/] ?[\w'. -]+){0,3}\s?(?::\s?)?\($|^\W*\(?$|^\W*[A-Z][A-Z'. -]+,\s$"
)
DATELINE_AFTER = re.compile(r"\s*\)?\s*(?:-|--|:|_)\s")
DATELINE_AFTER_PAREN = re.compile(r"\s*\)\s*(?:\.\s*)?(?:-|--|:|_|\s[A-Z\"])")
CLOSED_PAREN = re.compile(r"\s*\)\W*$")
BETWEEN = re.compile(
    r"\s*(?:'s)?\s*(?:,|and|,\s*and|&|or|,\s*or|as well as)\s*"
    r"(?:(?:in|on|to|by)\s+)?(?:the\s+|\w+'s\s+)?(?:\d{1,2}\s?)?(?:the\s+)?",
    re.IGNORECASE,
)

# A line that does nothing but give credit.
CREDIT_LINE = re.compile(
    r"^\W*(?:(?P<list>sources?)\s*:|source\s+-\s|(?:with (?:inputs?|reporting|files) (?:from|by)|with agenc\w+|"
    r"(?:with )?additional reporting (?:by|from)|reporting by|"
    r"copyright\W*(?:\(c\)\W*)?(?:19|20)\d\d,?|"
    r"(?:this|the) (?:article|story|report|piece) (?:was |is |has been )?(?:first |originally |also )*"
    r"(?:published|appeared|provided|produced|comes|from|reproduced|republished)\b|"
    r"(?:first|originally) (?:published|appeared)|"
    r"(?:republished|translated) (?:from|with)|(?:credit|via|from):)\s|(?:with|by|via|from)\s(?=(?:\S+\s*){1,5}$)|"
    r"by\s(?=(?:(?-i:[A-Z])\S*\s*|(?:and|for|the|of|in)\s+){1,14}$))",
    re.IGNORECASE,
)
ADDITIONAL = re.compile(r"\W*(?:with )?additional reporting\b", re.IGNORECASE)  # it helped, no more
NUMBERED = re.compile(r"(\d{1,2})\s?(?:the\s+)?$", re.IGNORECASE)
FOOTNOTE = re.compile(r"[.!?][\"')]?(\d{1,2})(?=\s|$)")

# "The British paper also reported", "according to the newspaper": whom it means stands earlier in the text.
ANAPHOR = re.compile(
    r"\b(?:[Tt]he (?:(?P<adjective>[A-Z][a-z]+(?: [A-Z][a-z]+)?|US|UK|U\.S\.) )?"
    r"(?P<medium>paper|newspaper|outlet|daily|news agency|agency|broadcaster|magazine|publication|newswire|"
    rf"wire service|website|tabloid){ADVERB}\s+{VERB}\b"
    r"|(?:[Aa]ccording to|[Cc]iting|told|as reported by) the (?:(?P<adjective2>[A-Z][a-z]+|US|UK) )?"
    r"(?P<medium2>paper|newspaper|outlet|daily|news agency|broadcaster|magazine|publication|newswire|website)\b)"
)
ANAPHOR_WORDS = (
    "paper", "outlet", "daily", "agency", "broadcaster", "magazine", "publication", "wire", "website", "tabloid",
)  # fmt: skip
SOME = (
    r"(?:(?:[Ll]ocal|[Ss]tate(?:-run|-owned)?|[Rr]egional|[Ff]oreign|[Ii]nternational|[Nn]ational|[Ss]everal|[Ss]ome|"
    r"[Mm]ultiple|(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Reports)[A-Z][a-z]+) )"
)
ON_AIR = r"(?:[Ss]tate(?:-run)?|[Nn]ational|[Ll]ocal|[Pp]ublic) (?:television|TV|radio|broadcaster)"
UNNAMED = re.compile(
    r"\b(?P<what>(?:[Oo]ne|[Aa]n?|[Aa]nother|[Ss]ome|[Ss]everal) (?:(?:recent|new|local|regional|foreign|press|media|"
    r"news|newspaper|unconfirmed|earlier|separate|[A-Z][a-z]+) ){0,2}reports?)"
    r"(?: (?:explains?|says?|said|states?|stated|claims?|claimed|suggests?|suggested|comes))\b"
    rf"|\b(?P<media>(?:{SOME}{{1,2}}?(?:media|press)|media|press|(?<!\w )(?:Media|Press))(?: reports| outlets)?|"
    rf"{SOME}{{0,2}}?(?:"
    rf"[Nn]ews (?:reports|outlets|organi[sz]ations)|{ON_AIR}))"
    r"(?: (?:have|has|had|also|earlier|first))* (?:reported|report|said|say|suggest|suggested|indicate|claim|claimed)\b"
    r"|\b(?:[Aa]ccording to|[Cc]iting|reported (?:by|in)) (?P<cited>(?:(?:local|state|regional|foreign|international|"
    r"national|several|some|multiple|unconfirmed|various|[A-Z][a-z]+) ){0,2}"
    r"(?:media(?: reports| outlets)?|(?:press |news |newspaper )?reports|television|TV|radio))\b"
    r"(?! (?:by|in|from|on)\b)"
)
UNNAMED_WORDS = (
    "report",
    "media",
    "press",
    "news",
    "television",
    "tv",
    "radio",
    "broadcaster",
)  # no match without one of these

DOCUMENT = re.compile(
    r"\b(?P<what>joint (?:statement|communiqu[eé]|declaration|press release)|press release|communiqu[eé]|"
    r"court (?:filings?|documents?|papers|records|order)|(?:regulatory|securities|stock exchange|bankruptcy) filings?|"
    r"indictment|affidavit|white paper|readout|prospectus|"
    r"(?:leaked|internal|confidential) (?:memo|memorandum|documents?|report|email)s?|"
    r"(?<=in a )(?:\w+ )?statement|(?<=in the )official statement)\b",
    re.IGNORECASE,
)
DOCUMENT_WORDS = (
    "statement", "communiq", "declaration", "release", "court", "filing", "indictment", "affidavit", "white paper",
    "readout", "prospectus", "leaked", "internal", "confidential", "document",
)  # fmt: skip
DOCUMENT_AGAIN = re.compile(
    r"\b[Tt]he (?P<what>statement|communiqu[eé]|release|filing|indictment|document|declaration)(?: also)? "
    rf"(?:{VERB}|condemned|highlighted|stressed|called|warned|reaffirmed|emphasi[sz]ed)\b"
)


# At the very end of a text: "... on Tuesday. (Reuters)", "- AFP", or a line of its own.
SIGNED_BEFORE = re.compile(r"(?:[.!?\"')]\s*[-(\[]+\s*|[.!?\"')]\s*\n\W*)$")
SIGNED_BETWEEN = re.compile(r"\s*(?:,|/|&|-|\||and)\s*")
SIGNED_AFTER = re.compile(r"[\s.)\]]*$")


@record
class Cue:
    """How a name is credited, and by which words."""

    how: str  # "verb", "phrase", "dateline", "credit", "view", "contributed", "about itself"
    start: int
    end: int
    is_chain: bool = False  # what stands before it in the sentence is itself told after this one


def cue_at(text: str, start: int, end: int, sentence: tuple[int, int], *, is_ambiguous: bool = False) -> Cue | None:
    """Return the cue that credits the name at `start` to `end`; None: it is only mentioned, or took a picture.

    Args:
        is_ambiguous: the name is an ordinary word or a person's name too, so "Name, the former mayor, said" is none.
    """
    first, last = sentence
    before, after = text[max(first, start - 160) : start], text[end : min(last, end + 160)]
    if found := SHOWN.match(after):
        return Cue(how="verb", start=start, end=end + found.end())
    if PICTURE_BEFORE.search(before) or PICTURE_AFTER.match(after) or OWNED.search(before):
        return None
    if HOSTED.match(after) or UNCONFIRMED.search(before):
        return None
    if CONTRIBUTED.match(after) or (MATERIAL.search(before) and USED.match(after)):
        return Cue(how="contributed", start=start, end=end)
    if dateline := _dateline(text, start, end):
        return Cue(how="dateline", start=start - before.endswith("("), end=dateline)
    if found := VIEW.search(before):
        return Cue(how="view", start=start - len(found.group()), end=end)
    if found := BEFORE.search(before):
        is_chain = bool(CHAIN.search(before))
        return Cue(how="phrase", start=start - len(found.group().lstrip(' ,"')), end=end, is_chain=is_chain)
    if is_ambiguous and PERSON.match(after):
        return None
    if (found := AFTER.match(after)) and (JOURNALISM.match(after) or not AFFILIATION.search(before)):
        how = "about itself" if OF_ITSELF.match(text, end + found.end()) else "verb"
        return Cue(how=how, start=start, end=end + found.end())
    if GIVEN_BEFORE.search(before) and (found := GIVEN_AFTER.match(after)):
        return Cue(how="verb", start=start, end=end + found.end())
    if found := AGENCY_ANNOUNCED.match(text, start, min(last, end + 60)):
        return Cue(how="verb", start=start, end=found.end())
    if before.endswith("(") and CLOSED_PAREN.match(after):
        return Cue(how="credit", start=start, end=end)
    return None


def _dateline(text: str, start: int, end: int) -> int | None:
    """Return where the dateline around a name ends: "SEOUL (Reuters) -", "(AP) -", "Reuters - "."""
    line = text.rfind("\n", 0, start) + 1
    before, after = text[line:start], text[end : end + 12]
    if len(before) > 60 or not DATELINE_BEFORE.match(before):
        return None
    found = (DATELINE_AFTER_PAREN if before.endswith("(") else DATELINE_AFTER).match(after)
    return end + found.end() if found else None

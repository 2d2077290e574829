"""Turns of an interview, who quotes another, who is a person and who a body: each right, or unknown and said why."""

import pytest

from news.speakers.quotations import find_quotes
from tests.news.pieces import article

S = "We will not leave this harbour before the boats are paid for"
Q = "Will you leave this harbour before the boats are paid for"

# Text and the speakers of its quotations; several where the text leaves it open.
TURNS: list[tuple[str, list[set[str | None]]]] = [
    (f"“{Q}?” a reporter asked. “{S},” Carl Vale said.", [{"a reporter"}, {"Carl Vale"}]),
    (f"Asked if he would stay, Carl Vale said: “{S}.”", [{"Carl Vale"}]),
    (f"Carl Vale came on Friday. “{Q}?” Mr. Vale was asked. “{S},” he said.", [{None}, {"Carl Vale"}]),
    (f"Tom Reed, a voter, asked Carl Vale: “{Q}?”\n“{S},” he replied.", [{"Tom Reed"}, {"Carl Vale", None}]),
    (f"Tom Reed asked Carl Vale: “{Q}?” “{S},” he replied.", [{"Tom Reed"}, {"Carl Vale", None}]),
    (f"“{Q}?” Tom Reed asked Carl Vale.\n“{S},” Vale replied.", [{"Tom Reed"}, {"Carl Vale"}]),
    (f"“{Q}?” Tom Reed asked Carl Vale.\n“{S},” he replied.", [{"Tom Reed"}, {"Carl Vale", None}]),
    (f"“{Q}?” Tom Reed asked Ann Vale.\n“{S},” she replied.", [{"Tom Reed"}, {"Ann Vale"}]),
    (f"“{Q}?” she was asked by Tom Reed.\n“{S},” Ann Vale said.", [{"Tom Reed", None}, {"Ann Vale"}]),
    (f"Carl Vale spoke in Hask. When asked by Tom Reed whether he would stay, Vale said “{S}”.", [{"Carl Vale"}]),
    (f"Carl Vale spoke in Hask. When Tom Reed asked whether he would stay, he said “{S}”.", [{"Carl Vale", None}]),
    (f"Q: “{Q}?”\nA: “{S}.”", [{None}, {None}]),
    (f"Q. “{Q}?”\nA. “{S}.”", [{None}, {None}]),
    (f"INTERVIEWER: “{Q}?”\nVALE: “{S}.”", [{None}, {None}]),
    (f"Tom Reed met Ann Vale.\nTom Reed: “{Q}?”\nAnn Vale: “{S}.”", [{"Tom Reed"}, {"Ann Vale"}]),
    (f"Carl Vale held a town hall. A man stood up. “{Q}?” he asked.", [{"a man", None}]),
    (f"Carl Vale held a town hall. A voter asked: “{Q}?” Vale said: “{S}.”", [{"a voter"}, {"Carl Vale"}]),
    (f"Carl Vale held a town hall. A voter wanted more. “{Q}?” the voter asked.", [{"the voter", None}]),
    (f"Two men came. One said: “{S}.” Another said: “{Q}?”", [{"one", None}, {"another", None}]),
    (f"“{S},” one of them said. “{Q}?” asked another.", [{"one of them", None}, {"another", None}]),
    (f"“{S},” one man said. “{Q}?” another asked.", [{"one man"}, {"another", None}]),
]
TELLERS: list[tuple[str, set[str | None]]] = [
    (f"Carl Smith said that Tom Jones told him “{S}”.", {"Tom Jones"}),
    (f"Carl Smith said that Tom Jones had told him: “{S}.”", {"Tom Jones"}),
    (f"Carl Smith said Tom Jones once told him, “{S}.”", {"Tom Jones"}),
    (f"Carl Smith recalled that his father told him: “{S}.”", {"his father", None}),
    (f"Carl Smith recalled what Tom Jones said to him: “{S}.”", {"Tom Jones"}),
    (f"“Tom Jones told me, ‘{S},’” Carl Smith said.", {"Carl Smith"}),
    (f"Carl Smith quoted Tom Jones as saying: “{S}.”", {"Tom Jones"}),
    (f"Carl Smith quoted Tom Jones as saying that “{S}”.", {"Tom Jones"}),
    (f"Tom Jones was quoted as saying: “{S}.”", {"Tom Jones"}),
    (f"Tom Jones was quoted by the paper as saying “{S}”.", {"Tom Jones"}),
    (f"“{S},” Tom Jones was quoted as saying.", {"Tom Jones"}),
    (f"“{S},” the paper quoted Tom Jones as saying.", {"Tom Jones"}),
    (f"“{S},” Reuters quoted Tom Jones as saying.", {"Tom Jones"}),
    (f"“{S},” Reuters reported Tom Jones as saying.", {"Tom Jones"}),
    (f"Reuters reported Tom Jones as saying: “{S}.”", {"Tom Jones"}),
    (f"Carl Vale told reporters that Tom Hill had said “{S}”.", {"Tom Hill", None}),
    (f"Carl Vale claimed Tom Hill said “{S}”.", {"Tom Hill"}),
    (f"Carl Vale, whose brother Tom Hill said “{S}”, left.", {"Tom Hill", None}),
    (f"Carl Vale said: “Tom Hill came to me. He said, ‘{S}.’ I laughed.”", {"Carl Vale"}),
]
KINDS: list[tuple[str, str | None, str | None]] = [
    (f"“{S},” Ann Mirror told the Gazette.", "Ann Mirror", "person"),
    (f"Ann Mirror, 41, leads the yard. “{S},” Mirror said.", "Ann Mirror", "person"),
    (f"Mayor Paul Guardian came. “{S},” Guardian said.", "Paul Guardian", "person"),
    (f"Mayor Guardian came. “{S},” Mayor Guardian said.", "Guardian", "person"),
    (f"“{S},” the Daily Mirror said.", "the Daily Mirror", "body"),
    (f"“{S},” said Emily Post.", "Emily Post", "person"),
    (f"“{S},” the Charlotte Observer said.", "the Charlotte Observer", "body"),
    (f"“{S},” the Associated Press said.", "the Associated Press", "body"),
    (f"“{S},” said Police Chief Ann Vale.", "Ann Vale", "person"),
    (f"“{S},” said the Orsel Police Department.", "the Orsel Police Department", "body"),
    (f"“{S},” Orsel police said.", "Orsel police", "body"),
    (f"“{S},” Google said.", "Google", "body"),
    (f"“{S},” Orselia said. The company and its users wait.", "Orselia", "body"),
    (f"“{S},” Orselin said, and he and his boat left.", "Orselin", "person"),
    (f"“{S},” OrselTech said.", "OrselTech", None),
    (f"“{S},” said Orsel Technologies.", "Orsel Technologies", "body"),
    (f"“{S},” said Orsel UK.", "Orsel UK", "body"),
    (f"“{S},” the report said.", "the report", "document"),
    (f"“{S},” the court ruled.", "the court", "body"),
    (f"“{S},” the indictment says.", "the indictment", "document"),
    (f"“{S},” the story claims.", "the story", "document"),
    (f"“{S},” Witnesses said.", "Witnesses", "unnamed"),
    (f"“{S},” Rep said.", None, None),
    (f"“{S},” Mr said.", None, None),
    (f"“{S},” London said.", None, None),
    (f"“{S},” South Korea said.", "South Korea", "body"),
    (f"“{S},” Washington said.", None, None),
    (f"“{S},” said 9/11 widow Ann Vale.", "Ann Vale", "person"),
    (f"“{S},” Orsel's spokeswoman, Ann Vale, said.", "Ann Vale", "person"),
    (f"“{S},” the lawyer for the union, Ann Vale, wrote.", "Ann Vale", "person"),
    (f"“{S},” Ronald R. Vale said.", "Ronald R. Vale", "person"),
    (f"“{S},” Det. Ann Vale said.", "Ann Vale", "person"),
    (f"“{S},” Bewildered Vale said. Ann Vale went home.", "Ann Vale", "person"),
    (f"“{S},” Wednesday Vale said. Ann Vale went home.", "Ann Vale", "person"),
    (f"“{S},” said Orsel Boat Planner Erica Vale.", "Erica Vale", "person"),
    (f"“{S},” said ORS Hockey Insider Bob Vale.", "Bob Vale", "person"),
    (
        "Filings have revealed that Special Counsel Rob Muller has more power than that given by Ann Rosen to look at "
        "“any matters that arose from the search.”",
        None,
        None,
    ),
    ("Ada Wright and Guy Brien sang. Wright and Brien said: “So sad to hear of our brother's passing.”", None, None),
    ("A court is defined by Merian's Dictionary as “a place in which judges hear cases.”", None, None),
    (
        "“We are not able to give any more,” said a leader of the Sama Council [https://x.example/].",
        "a leader of the Sama Council",
        "unnamed",
    ),
    ("“We are not able to give any more of it,” a copy of the filing said.", "a copy of the filing", "document"),
    ("MacRumors notes the issue “may be limited to the firm's own apps on phones”.", "MacRumors", "body"),
    (
        'Back under cover, the Marine with the camera says to his colleague: "Dude, you got shot by him."',
        "the Marine with the camera",
        "unnamed",
    ),
    ("I've always answered this with a: “No, they live a normal span here.”", None, None),
    ("Ask them: “If the plan ended today would I have a job tomorrow?”", None, None),
    (
        "Another resident, community leader Pogo Bitros, told the agency that “people danced, but with care”.",
        "Pogo Bitros",
        "person",
    ),
    (
        "Another resident, Ann Kazar (who was there at the time), said: “I heard steps and went out.”",
        "Ann Kazar",
        "person",
    ),
    (
        "The Vale Post quoted the former mayor, Jon Marden, admitting that it was “not a bad question to ask”.",
        "Jon Marden",
        "person",
    ),
    ("The Vale Post quoted Jon Marden admitting that it was “not a bad question to ask”.", "Jon Marden", "person"),
    ("Scott Aaron had the advantage of advice from a very wise mother: “be careful not to fall in there!”", None, None),
    ("Ann Vale had this to say: “We are not going to fall into it.”", "Ann Vale", "person"),
    ("A few people in the comments pointed out that these are “built to a price that is low”.", None, None),
    (
        "She found a note from her son that read, “The house is paid off now, mother.”",
        "a note from her son",
        "document",
    ),
    (
        "The manager at Bell Florida Abby Dunn shared tips. Abby said: “I would always buy the tickets first.”",
        "Abby Dunn",
        "person",
    ),
    (
        "“We will not see what they do until they are there,” Pan Pungo, an organizer at the Northern Network, and a "
        "resident of the island, in the north, told me.",
        "Pan Pungo",
        "person",
    ),
]
PRONOUNS: list[tuple[str, str | None]] = [
    (f"Ann Vale praised the union. “Ann Vale is right, and {S},” she said.", None),
    (f"Tom Reed came. Carl Vale praised the union. “Carl Vale is right, and {S},” she said.", None),
    (f"Ann Vale came from Hask. “My name is Ann Vale, and {S},” she said.", "Ann Vale"),
    (f"Carl Vale's girlfriend, who asked not to be named, confirms it. “{S},” she said.", "Carl Vale's girlfriend"),
    (f"Carl Vale left. An Orsel dock fighter denied it. “{S},” he said.", None),
    (f"Carl Vale's son, sailor Tom Reed (19), also remembers it. “{S},” he said.", "Tom Reed"),
    (f"But Carl Vale, a member of the union, claimed it. “{S},” he said.", "Carl Vale"),
    (
        f"Carl Vale said that “it is late now, they say”. Later a spokesman for the yard, Tom Reed, confirmed it,"
        f" telling us that “{S}”.",
        "Tom Reed",
    ),
    (
        "The witnesses left. Witnesses on the pier said they fell ill. “They marched on with a rifle,” he said.",
        None,
    ),
]
# Those who are brought in without a name stay so; a paragraph that is nothing but a quotation goes on.
UNNAMED: list[tuple[str, list[str | None]]] = [
    (f"Tom Reed came with a masked sailor from Hask. “{S},” the sailor said.", ["the sailor"]),
    (f"Tom Reed, a sailor from Hask, came. “{S},” the sailor said.", ["Tom Reed"]),
    (f"A spokesman for the yard confirmed the news. “{S},” he said.", ["a spokesman for the yard"]),
    (f"A spokesman said so. Tom Reed was not at the yard. “{S},” he said.", ["Tom Reed"]),
    (f"A spokesman said so. Georgy has written to the yard. “{S},” he said.", [None]),
    (f"“It is late now, they say,” said Tom Reed.\n\n“{S}.”\n\nBoats lay there.", ["Tom Reed", "Tom Reed"]),
    (
        f"“It is late now, they say,” said Tom Reed. Boats lay there.\n\n“{S}.”\n\nBoats lay there.",
        ["Tom Reed", "Tom Reed"],
    ),
    (f"Tom Reed wrote that “it is late now, they say”.\n\n“{S}.”\n\nBoats lay there.", ["Tom Reed", None]),
]


@pytest.mark.parametrize(("text", "wanted"), TURNS)
def test_turns_of_an_interview(text: str, wanted: list[set[str | None]]) -> None:
    found = find_quotes(article(1, text, language="en"))
    assert len(found) == len(wanted)
    for quote, names in zip(found, wanted, strict=True):
        assert quote.speaker in names
        assert quote.speaker or quote.speaker_note


@pytest.mark.parametrize(("text", "wanted"), TELLERS)
def test_tellers_quote_others(text: str, wanted: set[str | None]) -> None:
    (found,) = find_quotes(article(1, text, language="en"))
    assert found.speaker in wanted


@pytest.mark.parametrize(("text", "speaker", "kind"), KINDS)
def test_kinds_of_speakers(text: str, speaker: str | None, kind: str | None) -> None:
    (found,) = find_quotes(article(1, text, language="en"))
    assert (found.speaker, found.speaker_kind) == (speaker, kind)


@pytest.mark.parametrize(("text", "wanted"), UNNAMED)
def test_persons_without_a_name(text: str, wanted: list[str | None]) -> None:
    assert [quote.speaker for quote in find_quotes(article(1, text, language="en"))] == wanted


@pytest.mark.parametrize(("text", "speaker"), PRONOUNS)
def test_pronouns(text: str, speaker: str | None) -> None:
    assert find_quotes(article(1, text, language="en"))[-1].speaker == speaker

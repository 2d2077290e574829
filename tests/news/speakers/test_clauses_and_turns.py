"""Kinds whose speaker a reader can tell: long explanations, sentences that go on, marks left open, offices, "it"."""

import pytest

from news.speakers.quotations import find_quotes
from tests.news.pieces import article

SAID = "We will not leave this harbour before the boats are paid for"
FIRST = "It is late now, they say to all of us"

KINDS = {
    # A name explained at length.
    "a firm between commas": (f"Steve Vale, vice president of sales for Hask, Inc., says: “{SAID}.”", "Steve Vale"),
    "a place between commas": (
        f"Laura Vale-Orsel, professor of law and boats at Hill University in Hask, Texas, said: “{SAID}.”",
        "Laura Vale-Orsel",
    ),
    "places behind it": (
        f"“{SAID},” Dylan Vale, a fellow at the Hill Institute in Hask, Germany, and co-author, said in a note.",
        "Dylan Vale",
    ),
    "somebody's kin is explained": (f"In the note, Vale's mother, Diana Reed, said that “{SAID}”.", "Diana Reed"),
    "without the second comma": (f"“{SAID},” Doug Vale, a spokesman for Tom Reed told the Post.", "Doug Vale"),
    "a role before the name": (f"“{SAID},” his classmate, Vika Orsel said.", "Vika Orsel"),
    "an office with what it is of": (f"“{SAID},” chief of works staff Alex Vale announced.", "Alex Vale"),
    "a participle before a noun": (f"“{SAID},” said one unidentified yard official.", "one unidentified yard official"),
    "a participle before an office": (f"“{SAID},” said an elected official.", "an elected official"),
    # One sentence has one speaker.
    "a second part": (f"Rosa Vale said the hole was made by a “rather small stone” that “{SAID}”.", "Rosa Vale"),
    "a third part": (f"Orsel Inc says that with “some use” it is “rare”, and that the boats “{SAID}”.", "Orsel Inc"),
    "what is alleged is no verb": (f"Rae Vale criticised the yard over the alleged abuse as “{SAID}”.", "Rae Vale"),
    # The end of a sentence tells who speaks.
    "an end that tells": (f"“{SAID}” of the next yard, which was shut, the union said.", "the union"),
    "an end with a name": (
        f"The boats will stay but “{SAID.lower()}” all year, top yard expert Ann Vale said.",
        "Ann Vale",
    ),
    "an end turned round": (f"Boats “{SAID.lower()}” in the north, said yard manager Paul Vale.", "Paul Vale"),
    "an end behind another teller": (f"A union said boats “{SAID}” in the north, the Hask Post reported.", "a union"),
    # Marks left open.
    "single marks left open": (f"Study author Nancy Vale wrote: ‘{FIRST}.\n\n‘{SAID}.’", "Nancy Vale"),
    "the next paragraph tells": (f"“{SAID}.\n\n“{FIRST},” he said. Tom Vale wept.", None),
    "the next paragraph names": (f"“{SAID}.\n\n“{FIRST},” said Tom Vale.", "Tom Vale"),
    # A surname that is an office; an office in its short form; an age.
    "a surname": (f"US Rep. Peter King said that it was bad.\n“{SAID},” King said.", "Peter King"),
    "an office's short form": (f"Gov. Eric Vale signed it. “{SAID},” the Orsel governor said.", "Eric Vale"),
    "another is nearer": (f"Gov. Eric Vale met Ann Reed. “{SAID},” the Orsel governor said.", None),
    "an age": (f"Kim Vale, 29, came with Tom Reed, 31. “{SAID},” the 29-year-old said.", "Kim Vale"),
    "two of one age": (f"Kim Vale, 29, came with Tom Reed, 29. “{SAID},” the 29-year-old said.", None),
    "a spokesman behind an outlet": (
        f"Tom Reed met Kim Vale. In a note to ABC News, a spokesman for Reed said no.\n“{SAID},” the spokesman said.",
        "the spokesman",
    ),
    # "It" is the body or the document just quoted.
    "a document goes on": (
        f"“{FIRST},” reads the directive, which was shown on Friday.\n“{SAID},” it says.",
        "the directive",
    ),
    "a body goes on": (
        f"“{FIRST},” the Hask Prosecution Authority said.\n“{SAID},” it added.",
        "the Hask Prosecution Authority",
    ),
    "a group goes on": (
        f"The residents of the tower met the company. They said: “{SAID}.”",
        "the residents of the tower",
    ),
    "two groups": (f"The residents met the officers. They said: “{SAID}.”", None),
    "a group that was asked": (f"Researchers asked witnesses about the boats. They said: “{SAID}.”", None),
    "a person is no it": (f"“{FIRST},” said Tom Vale.\n“{SAID},” it read.", None),
    "far from the body": (f"“{FIRST},” the union said. Boats came. Boats left. Some sank.\n“{SAID},” it said.", None),
    "the subject of the sentence before": (
        f"Hask Orsel sank. On Monday, Rear Admiral Daniel Vale said that Hask Orsel had sunk.\n“{SAID},” he said.",
        "Daniel Vale",
    ),
    "who was quoted goes on": (
        f"“{FIRST},” one official was quoted as saying by the Vale Post.\n\n“{SAID},” he added.",
        "one official",
    ),
    "the paragraph above tells": (f"“{FIRST},” Tom Reed said.\nBut Ann Vale said it was early.\n“{SAID}.”", "Ann Vale"),
    "the paragraph above tells what it says": (f"“{FIRST},” Tom Reed said.\nThe union said no.\n“{SAID}.”", None),
    "signed by another below": (
        f"“{FIRST},” Tom Reed said.\nBut Ann Vale said it was early.\n“{SAID}.”\nBo Hask, its head\nShips came.",
        None,
    ),
    "at length, then signed by another": (f"“{FIRST},” Tom Reed said.\n“{SAID}.”\n— Bo Hask", None),
    # Somebody's.
    "kin with a given name": (f"Ann Reed met Tom Reed. “{SAID},” his sister, Mary, told the Vale Post.", "Mary"),
    "kin without": (f"Ann Reed met Tom Reed. “{SAID},” his mother said.", "his mother"),
    "somebody's lawyer": (f"Ann Reed met Tom Reed. “{SAID},” Reed's lawyer told the Vale Post.", "Reed's lawyer"),
    "somebody's lawyer, who is named": (
        f"Ann Reed met Tom Reed. “{SAID},” said the head of Vale's navy, Grand Marshal Alex Orsel.",
        None,
    ),
    "a pastor behind his place": (f"“{SAID},” said the pastor of St. Brigid's, the Rev. Amos Vale.", "Amos Vale"),
    "a place behind a place": (f"“{SAID},” said one owner from Newark, New Jersey.", "one owner from Newark"),
    # Whom others quote.
    "quoted by a daily": (f"“{SAID},” the Hask daily Orsel Ilbo quoted a source as saying.", "a source"),
    "quotes the source": (f"“{SAID},” The Mirror quotes the source as saying.", "the source"),
    "the next sentence quotes another": (f"The yard said “{SAID}.” Reuters quotes Ann Vale as saying no.", "the yard"),
    "an outlet above what it reports": (f"Ann Vale left.\nABC reports:\n“{SAID}.”\nIt was late.", "ABC"),
    "according to, behind another": (f"“{FIRST},” it reads. On Monday, “{SAID},” according to Ann Vale.", "Ann Vale"),
    "who called": (f"Coach Lou Vale, who once called Tom Reed “{SAID},” now calls him late.", "Lou Vale"),
    "but another, at length, speaks": (
        f"Gemma Prosser said: “{FIRST}.”\nBut Nicola Dawson, 48, a clerk, from Hask, said no. “{SAID},” she said.",
        "Nicola Dawson",
    ),
    "more of one's words end the paragraph": (
        f"“{FIRST},” Tom Vale said. “{FIRST} in this old yard and town.”\n“{SAID}.”",
        "Tom Vale",
    ),
    "a dialogue": (f"“{FIRST}?” Tom Vale asked. “{FIRST} in this old yard and town?”\n“{SAID}.”", None),
    "an analyst of a body": (f"“{SAID},” Centre for Boats and Harbours analyst Ann Vale told reporters.", "Ann Vale"),
    # Pronouns that lead back to a name, and names that no pronoun may mean.
    "a pronoun in the sentence before": (
        f"John Vale confirmed a visit to Tom Reed. But he said it was unclear if Reed had left.\n“{SAID},” he said.",
        "John Vale",
    ),
    "whom its own sentence names": (
        f"A man wrote to us. Asked again, he did not explain why Tom Reed had left.\n“{SAID},” he said.",
        None,
    ),
    "who said it last of all": (
        f"Mayor Rolf Reed came. The boats are a matter of the town, noted clerk Tom Vale.\n“{SAID},” he added.",
        "Tom Vale",
    ),
    "from whom a reply comes": (
        f"The plan drew a reply from Sen. Tom Vale within the hour. “{SAID},” he said.",
        "Tom Vale",
    ),
    "who reads and who watches": (f"Tom Vale read the note and Mark Reed watched him. “{SAID},” he said.", None),
    "he reads and she watches": (f"Tom Vale read the note and Mary Reed watched him. “{SAID},” he said.", "Tom Vale"),
    "they, before he": (f"Mayor Tom Vale spoke with Mark Reed, a clerk. They left. “{SAID},” he said.", None),
    "who is named between": (
        f"Tom Vale told the Post that the doors shook. Men were led out, Mark Reed among them.\n“{SAID},” he said.",
        None,
    ),
    "whose refusal it is": (
        f"Tom Vale told the Post no.\nThe rule ends Mark Reed's refusal to pay, which he said was “{SAID}”.",
        None,
    ),
    "names beside what is left out": (
        f"Tom Reed came. Customers “{FIRST.lower()},” Reed told us, and he left.\n“{SAID},” he said.",
        "Tom Reed",
    ),
    "he, right before it": (
        f"“{FIRST},” Mark Reed wrote. “{FIRST}.” Tom Vale argued that it goes on. The boats, he told me, “{SAID}”.",
        "Tom Vale",
    ),
    "I, right before it": (
        f"“{FIRST},” Mark Reed said. “{FIRST}.” When he asked of boats, I told him, “{SAID}.”",
        None,
    ),
    "somebody of last night": (
        f"“{FIRST},” Tom Vale replied.\nLast night a palace spokesman was keen to deny it.\nHe said: “{SAID}.”",
        None,
    ),
    "who told him": (f"Tom Vale left. He met Mark Reed, a clerk, who told him no. “{SAID},” he said.", None),
    "whose gifts they are": (
        f"Tom Vale spoke. “{FIRST},” he said.\nAsked of gifts from Lord Reed, he said: “{SAID}.”",
        "Tom Vale",
    ),
    "whom a caption shows": (
        "Coins stuck to Tom Vale.\nPictured is Sir Mark Reed, who played the wizard in the film\n"
        f"He said he likes the film and tested it at home.\nHe said: “{SAID}.”",
        None,
    ),
    "an office in capitals": (f"The Minister's Deputy Official Spokesman said no. But she said: “{SAID}.”", None),
    "not the lawyer's client": (f"The lawyer of Tom Vale objected. “{SAID},” he said.", None),
    "an office of a body": (f"Secretary of State Mike Vale said the boats “{SAID.lower()}”.", "Mike Vale"),
    # Nobody is named beside it.
    "who tells something just before": (f"Tom Vale said the boats could not stay in the yard.\n“{SAID}.”", "Tom Vale"),
    "whom a caption tells of": (f"Tom Vale spoke.\nAnn Reed, left, said the boats could stay\n“{SAID}.”", None),
    "who reads a letter": (f"Tom Vale read a letter from his wife aloud.\n“{SAID}.”", None),
    "what his mother told him": (f"Tom Vale recalled what his mother told him.\n“{SAID}.”", None),
    "another of an office says": (f"Tom Vale said no, but the bishop said yes.\n“{SAID}.”", None),
    "of whose post he tells": (f"Tom Vale responded to a post by a user.\n“{SAID}.”", None),
    "who only does something": (f"Tom Vale left the yard.\n“{SAID}.”", None),
    "a description": (f"Tom Vale has warned the town of the water. The Hask coach said: “{SAID}.”", "Tom Vale"),
    "who only is told of": (f"Tom Vale was charged with theft. The mayor said: “{SAID}.”", None),
    "a judge is another": (f"Tom Vale has warned the town of the water. The judge said: “{SAID}.”", None),
    "a coach named just before": (f"Tom Vale has warned the Hask coach of the water. The coach said: “{SAID}.”", None),
    "kin are others": (f"Ann Vale said that the water rose. The mother said: “{SAID}.”", None),
    "a spokesman is another": (f"Tom Vale has warned the town of the water. The spokesman said: “{SAID}.”", None),
    "several are not he": (f"Tom Vale has warned the town of the water. “{SAID},” the men said.", "the men"),
    "what else the same one calls it": (
        f"“{FIRST},” said Ann Vale, a clerk, describing it as “{SAID.lower()}”.",
        "Ann Vale",
    ),
    "a label in capitals": (f"We met Ann Vale, who keeps the yard.\nVALE: “{SAID}.”", "Ann Vale"),
    "a body before a colon": (f"“{FIRST},” Tom Vale said. The port authority regretted the step: “{SAID}.”", None),
    "who issued a statement": (
        f"James Reed was shot.\nThe minister, David Vale, issued a statement on the act. “{SAID}.”",
        "David Vale",
    ),
    "who posted another's letter": (f"Tom Vale posted a letter from his wife. “{SAID}.”", None),
    "who tells of another": (f"Tom Vale, the clerk of Hask, said Mark Reed was keen to leave.\n“{SAID}.”", "Tom Vale"),
    "two who argue": (f"Clerk Tom Vale and the builder, Ann Reed, argued for an hour.\n“{SAID}.”", None),
    # Somebody without a noun.
    "one": (f"The street was silent.\n“{SAID},” one wrote.", "one"),
    "the other": (f"Two men came. “{SAID},” the other said.", "the other"),
    "another who does something": (f"Two men came. Another shrugged. “{SAID},” he said.", "another"),
    "another sign": (f"Two signs hung there. Another read: “{SAID}.”", None),
    # The subject behind "as" and "is how".
    "as somebody puts it": (f"The yard is shut. “{SAID},” as Tom Vale puts it.", "Tom Vale"),
    "is how somebody puts it": (f"“{SAID},” is how the writer Tom Vale puts it.", "Tom Vale"),
    "as somebody left": (f"The yard is shut. “{SAID},” as Tom Vale left the yard.", None),
    "two roles of one": (f"“{SAID},” lead clerk and Hask scientist Ann Vale said in a note.", "Ann Vale"),
    "who does another something": (f"But Vale brushed Reed off, saying only, “{SAID}.” Tom Vale left.", "Tom Vale"),
    "somebody's family": (
        f"In a note today, her family told radio station HKO that he was “{SAID.lower()}”",
        "her family",
    ),
    # Captions between paragraphs.
    "a caption in a quotation": (
        f"Inspector Tom Vale said: “{FIRST}.\n\nThe harbour in 1990, by Ann Reed\n\n“{SAID}.”",
        "Tom Vale",
    ),
    "a caption before a pronoun": (
        f"Tom Vale said the boats were old.\n\nLeaving: Mark Reed at the yard\n\nHe said: “{SAID}.”",
        "Tom Vale",
    ),
    # The subject or the object of the sentence before; two with surnames alone.
    "whom he sacked": (f"Coach Tom Vale sacked Mark Reed on Monday. He was too slow. “{SAID},” he said.", None),
    "whom he accused": (
        f"Coach Tom Vale sacked Mark Reed on Monday. He accused the town. “{SAID},” he said.",
        "Tom Vale",
    ),
    "two surnames": (f"Ladd read it and Grieve watched him. “{SAID},” he said. Ladd left.", None),
    "met with laughter by": (f"The plan of Ann Vale was met with laughter by Tom Reed. “{SAID},” he said.", "Tom Reed"),
    # "It" and "they" of the subject of the sentence before.
    "it is the office before": (
        f"The bishop's office sent a short note on Monday. “{SAID},” it said.",
        "the bishop's office",
    ),
    "it is a report": (f"A report of Monday found that the wells were dry. “{SAID},” it says.", "a report of Monday"),
    "a text in a text": (f"The affidavit quotes a letter of Monday. “{SAID},” it reads.", None),
    "they are a group": (f"Residents of the tower called it a lie. “{SAID},” they wrote.", "Residents of the tower"),
    "they are two": (f"Ann Vale and Tom Reed left the yard. “{SAID},” they said.", None),
    # Before a colon.
    "herself, of an age": (f"Nobody was gladder than the winner herself, 71-year-old Ann Vale: “{SAID}.”", "Ann Vale"),
    "named": (f"The answer came from a retired pilot named Tom Vale: “{SAID}.”", "Tom Vale"),
    "whose answer": (f"Tom Vale was asked why. Vale's answer: “{SAID}.”", "Tom Vale"),
    "a statement from": (
        f"Then came a statement from the Hask Health Department: “{SAID}.”",
        "the Hask Health Department",
    ),
    # A document and who wrote it.
    "whose statement": (f"Tom Vale left. Vale's statement read: “{SAID}.”", "Tom Vale"),
    "an email of somebody": (
        f"In an email, the clerk, Tom Vale, called it wrong. “{SAID},” the email read.",
        "Tom Vale",
    ),
    "an email of nobody": (f"In an email to staff the yard was closed. “{SAID},” the email read.", "the email"),
    # Labels and signatures.
    "a label of two turns": (
        f"HASK: “Will it be long now?”\nSEN. ANN ORSEL: “{SAID}.”\nORSEL: “It is late now, they say.”",
        "Ann Orsel",
    ),
    "an answer": (f"The writer Ann Vale talks to us.\nQ: “Will it be long now?”\nA: “{SAID}.”", "Ann Vale"),
    "an answer of one of two": (f"Ann Vale and Tom Reed talk to us.\nQ: “Will it be long?”\nA: “{SAID}.”", None),
    "a headline in capitals": (f"MORE: “{SAID}.”\nMORE: Boats sink in Hask\nTom Vale left.", None),
    "a signature": (f"We asked for letters.\n“{SAID}.”\n— Ann Vale, clerk\nBoats came.", "Ann Vale"),
    "who signs the article": (f"Boats came.\n“{SAID}.”\n– Ann Vale", None),
    "they say in a note": (f"The yard has denied it twice.\n“{SAID},” they said in a statement on Friday.", None),
    "what sounds like an order": (f"Do not leave it. “{SAID}” sounds like a tall order. But it is none.", None),
    "who reacts": (
        f"Ann Reed said no. Reacting, the clerk, Tom Vale, said that it was wrong. He accused some. “{SAID},” he said.",
        "Tom Vale",
    ),
    "a name that ends like a participle": (
        f"Ann Manning is here. Manning, Hask's mayor, told Eva Reed: “{SAID}.”",
        "Ann Manning",
    ),
    "such a name alone": (f"Ann Manning met Tom Vale. Manning, the mayor, said: “{SAID}.”", "Ann Manning"),
    "a participle before a name alone": (f"Reacting, the mayor, Ann Vale: “{SAID}.”", "Ann Vale"),
    "his wife by name": (f"Tom Vale went home. His wife, Xolanyi, left. “{SAID},” he said.", "Tom Vale"),
    "above too many captions": (
        "Ann Vale went home early.\nThe old harbour at dusk\nIt rained.\nThe new yard of Hask\nIt was cold.\n"
        f"Boats in the rain\n“{SAID},” she said.",
        None,
    ),
    "by whom it was said": (
        f"Ned Reed has a car. That was pointed out on Friday by Tom Vale. “{SAID},” he said.",
        "Tom Vale",
    ),
    "by whom it was pointed out": (
        f"That was pointed out on Friday by Tom Vale, who has no car. He had counted. “{SAID},” he said.",
        "Tom Vale",
    ),
    # Turns, descriptions and holders of another place.
    "a short turn": (f"“It is a small hen,” said Ann Vale.\n“{SAID}?”", None),
    "the Dane, whom the text names": (f"Coach Tom Vale met the team.\n“{SAID},” the Dane said.", None),
    "of another place": (f"Orsel manager Tom Vale left. “{SAID},” groaned the Hask manager.", None),
    "one of the notes": (f"Notes were read out at noon. “{SAID},” said one.", None),
    "who founded the firm": (f"Baker Vale & Sons has closed. Tom Vale wept. “{SAID},” Vale said.", "Tom Vale"),
    "his deputy of either gender": (
        f"Tom Reed spoke. His deputy, Robin Vale, said that he was ill. “{SAID},” she added.",
        "Robin Vale",
    ),
    "his wife, by one name": (f"Tom Vale is lost. His wife, Catriona, has not slept. “{SAID},” she said.", "Catriona"),
    "for whom it came": (f"For Ann Vale, a clerk, it came as a blow. “{SAID},” she said.", "Ann Vale"),
    "someone": (f"Tom Vale spoke. “{SAID},” someone shouted.", "someone"),
    "a man from somewhere": (f"A man in a borrowed coat said no. “{SAID},” he said.", "a man in a borrowed coat"),
    "an answer with a stop": (f"The writer Ann Vale talks to us.\nQ. “Will it be long now?”\nA. “{SAID}.”", "Ann Vale"),
    # Words.
    "a posting": (
        f"It seeks somebody for “{SAID}”, according to a job posting from the firm.",
        "a job posting from the firm",
    ),
    "points out": (f"“{SAID},” Weiss points out. Mindy Weiss plans feasts.", "Mindy Weiss"),
    "puts it": (f"Boats rise. As Mindy Weiss puts it, “{SAID}.”", "Mindy Weiss"),
    "points to": (f"Weiss points to boats that “{SAID}”. Mindy Weiss plans feasts.", None),
}


@pytest.mark.parametrize(("text", "speaker"), KINDS.values(), ids=KINDS)
def test_a_reader_can_tell_who_speaks(text: str, speaker: str | None) -> None:
    quotes = find_quotes(article(1, text, language="en"))
    assert next(quote.speaker for quote in quotes if SAID.lower() in quote.quote.lower()) == speaker


@pytest.mark.parametrize("somebody", ["the Spaniard", "the Texan", "the CEO"])
def test_one_of_a_people_and_an_office_are_no_bodies(somebody: str) -> None:
    (quote,) = find_quotes(article(1, f"The yard is old. “{SAID},” {somebody} said.", language="en"))
    assert (quote.speaker, quote.speaker_kind) == (somebody, "unnamed")

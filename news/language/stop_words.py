"""Words that say nothing of a matter, in the languages that most feeds are written in.

They matter while an archive is young and document frequencies know little; later the frequencies do the same work.
"""

_ENGLISH = """
a about above after again against all also although am among an and another any are around as at away back be became
because been before being below between both but by came can cannot could d did do does doing done down during each
either else even ever every few first for from further get gets getting give given go goes going gone got had has have
having he her here hers herself him himself his how however i if in into is it its itself just last later least less
ll like made make makes making many may me might more most much must my myself near never new next no nor not now of
off on once one only onto or other others our ours out over own part per put re s said same say saying says second see
seen several she should show showed since so some still such t take taken than that the their theirs them themselves
then there these they third this those though through thus to told too took toward two three under until up upon us
use used using ve very via was way we well went were what when where whether which while who whom whose why will with
within without would yet you your yours yourself mr mrs ms monday tuesday wednesday thursday friday saturday sunday
today yesterday tomorrow year years month months week weeks day days time times according reported report reports news
don didn doesn isn wasn weren won wouldn couldn shouldn hasn haven hadn don't didn't doesn't isn't wasn't won't
wouldn't couldn't can't it's he's she's that's there's they're we're i'm you're i've we've they've
"""
_GERMAN = """
aber alle als am an auch auf aus bei bin bis da das dass dem den der des die doch durch ein eine einem einen einer
eines er es für hat hatte haben ich ihr ihre im in ist ja kann kein keine man mehr mit nach nicht noch nur ob oder
ohne sei seine sich sie sind so über um und uns unter vom von vor war waren was wenn werden wie wird wir wurde wurden
zu zum zur
"""
_FRENCH = """
au aux avec ce ces cette dans de des du elle en est et été être eu il ils je la le les leur leurs lui mais ne nous on
ont ou où par pas plus pour qu que qui sa se selon ses son sont sur un une vous après avant entre fait comme tout
"""
_SPANISH = """
al como con de del desde donde el ella en entre era es esta este esto está fue ha han hasta hay la las le lo los más
me mi muy no nos o para pero por porque que qué se según ser si sin sobre son su sus también tras un una uno y ya
"""
_ITALIAN = """
agli al alla alle anche che chi ci come con da dal dalla degli dei del della delle di e è gli ha hanno i il in la le
lo ma nel nella non o per più quando questa questo se si sono stato su sul sulla tra un una uno
"""
_PORTUGUESE = """
ao aos as até com como da das de do dos e é ela ele em entre era essa esse esta este eu foi já mais mas na nas não no
nos o os ou para pela pelo por que se sem ser seu sua são também um uma
"""
_DUTCH = """
aan als bij dat de der deze die dit door een en er haar had heeft hebben het hij hun in is maar meer met naar niet nog
om onder ook op over te tot uit van voor was wat werd werden wordt ze zich zijn zij
"""

_BY_LANGUAGE = {
    "en": frozenset(_ENGLISH.split()),
    "de": frozenset(_GERMAN.split()),
    "fr": frozenset(_FRENCH.split()),
    "es": frozenset(_SPANISH.split()),
    "it": frozenset(_ITALIAN.split()),
    "pt": frozenset(_PORTUGUESE.split()),
    "nl": frozenset(_DUTCH.split()),
}


def stop_words(language: str | None) -> frozenset[str]:
    """Return the stop words of a language tag ("en", "pt-BR"), the English ones where none are known."""
    return _BY_LANGUAGE.get((language or "en")[:2].lower(), _BY_LANGUAGE["en"])

"""The language of one settings object: every word list, reader and parser built from it, once."""

from __future__ import annotations

from dataclasses import dataclass

from lint.language.cells import CellReader
from lint.language.dates import DateReader
from lint.language.lexicon import Lexicon
from lint.language.money import MoneyReader
from lint.language.names import Demand, NameReader
from lint.language.parser import Parser
from lint.language.segmenter import Segmenter
from lint.language.target import Target
from lint.settings import Settings


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """What whoever parses takes as argument; nothing of it is kept anywhere else.

    `lexicon` the words of [language]; `dates`, `parser`, `names` read values and names with them;
    `cells` tells what a cell's text may be, `money` reads amounts; `segmenter` cuts texts into words
    with the dictionary of these settings. Results of equal texts
    are kept in the object that found them, so a Language is built once a process and handed on.
    """

    lexicon: Lexicon
    segmenter: Segmenter
    dates: DateReader
    parser: Parser
    names: NameReader
    cells: CellReader
    money: MoneyReader

    @classmethod
    def of(cls, settings: Settings) -> Language:
        """The language of [language]. Raises SettingsError for words that can never match or clash."""
        words = settings.language
        lexicon, segmenter, dates = Lexicon(words), Segmenter(words.dictionary.words), DateReader(words.dates)
        parser = Parser(lexicon, dates, segmenter.cut)
        cells, money = CellReader(lexicon, parser), MoneyReader(lexicon)
        return cls(lexicon, segmenter, dates, parser, NameReader(lexicon), cells, money)

    def parse(self, value: str, unit: str = "") -> Target:
        """The parsed target of a value cell and its unit column, both as written. Never raises."""
        return self.parser.parse(value, unit)

    def read_name(self, name: str) -> Demand:
        """What a name demands of its target. Never raises."""
        return self.names.read(name)

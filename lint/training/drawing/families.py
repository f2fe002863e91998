"""Every family of forms by name. A family decides the columns, lays the grid from top to bottom and returns the
gold tables.
"""

from collections.abc import Callable

from .families_halves import beside, stacked
from .families_lists import flat, plain
from .families_reached import framework, goals, monitoring, selfeval
from .families_target import department, four_levels, places, region, shifted, single
from .model import Gold
from .sheet import Sheet

FAMILIES: dict[str, Callable[[Sheet], list[Gold]]] = {
    "single": single,
    "beside": beside,
    "stacked": stacked,
    "selfeval": selfeval,
    "monitoring": monitoring,
    "flat": flat,
    "framework": framework,
    "department": department,
    "region": region,
    "four_levels": four_levels,
    "plain": plain,
    "goals": goals,
    "places": places,
    "shifted": shifted,
}
"""Every family that holds indicators, by name."""

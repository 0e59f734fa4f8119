"""Placing the codes of a network so that no label covers another.

Parts that no line joins are laid out on their own and set side by side: a force pulls on everything at once and would
press the one together to have room for the other.

Force-directed placement knows points, not names as long as codes have. What pushes names apart in other programs
(adjustText, Graphviz) moves labels away from their points or is no Python; here code and label move as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

ROUNDS: Final = 400
GAP, APART = 0.05, 0.3
"""Inches between two boxes, and between two parts."""

DENSE: Final = 0.5
"""Of all lines that there could be, how many make a ring."""


@dataclass(frozen=True, slots=True)
class Box:
    """What a code takes, in inches from its middle."""

    side: float
    above: float
    below: float


Point = tuple[float, float]


def placed(graph: Any, boxes: Mapping[int, Box], side: float, seed: int) -> dict[int, Point]:
    """Give every code of a network its place, in inches, y upwards; no less than 0 with their boxes.

    Parameters
    ----------
    graph
        A `networkx.Graph` of the codes.
    boxes
        What each of them takes.
    side
        Inches that all would have if they were one part.
    seed
        Where the placement starts from.
    """
    import networkx as nx

    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    found: dict[int, Point] = {}
    right = floor = tallest = widest = 0.0
    for part in parts:
        codes = sorted(part)
        inside = nx.Graph()
        inside.add_nodes_from(codes)
        inside.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.subgraph(part).edges))
        own = _spread_out(inside, seed)
        half = side / 2 * (len(part) / len(graph)) ** 0.5
        places = apart({at: (float(x) * half, float(y) * half) for at, (x, y) in own.items()}, boxes)
        left, low, width, height = _around(places, boxes)
        if right and right + width > widest:
            right, floor, tallest = 0.0, floor + tallest + APART, 0.0
        found |= {at: (x - left + right, y - low + floor) for at, (x, y) in places.items()}
        right, tallest = right + width + APART, max(tallest, height)
        widest = max(widest, width)
    return found


def _spread_out(part: Any, seed: int) -> Mapping[int, Point]:
    """Place the codes of one part between -1 and 1.

    Two stand side by side, as labels are wider than high; those of which most are joined stand in a ring, where no
    line runs through a third; the others as far apart as there are lines between them.
    """
    import networkx as nx

    if len(part) == 2:
        left, right = sorted(part)
        return {left: (-1.0, 0.0), right: (1.0, 0.0)}
    if nx.density(part) >= DENSE:
        ring: Mapping[int, Point] = nx.circular_layout(part)
        return ring
    near = nx.spring_layout(part, k=2.2 / len(part) ** 0.5, iterations=300, seed=seed, weight=None)
    places: Mapping[int, Point] = nx.kamada_kawai_layout(part, pos=near, weight=None)
    return places


def _around(places: Mapping[int, Point], boxes: Mapping[int, Box]) -> tuple[float, float, float, float]:
    """Give left, bottom, width and height of what holds all boxes."""
    left = min(x - boxes[at].side for at, (x, _) in places.items())
    right = max(x + boxes[at].side for at, (x, _) in places.items())
    low = min(y - boxes[at].below for at, (_, y) in places.items())
    high = max(y + boxes[at].above for at, (_, y) in places.items())
    return left, low, right - left, high - low


def apart(places: Mapping[int, Point], boxes: Mapping[int, Box]) -> dict[int, Point]:
    """Push boxes apart, each pair along the side on which it overlaps less, until none overlap or it has gone on long.

    Parameters
    ----------
    places
        Where the codes are, in inches; y upwards.
    boxes
        What each of them takes.
    """
    found = {at: [float(x), float(y)] for at, (x, y) in sorted(places.items())}
    order = list(found)
    for _ in range(ROUNDS):
        has_moved = False
        for number, one in enumerate(order):
            for other in order[number + 1 :]:
                has_moved |= _push(found[one], boxes[one], found[other], boxes[other])
        if not has_moved:
            break
    return {at: (x, y) for at, (x, y) in found.items()}


def _push(one: list[float], box: Box, other: list[float], other_box: Box) -> bool:
    """Move two codes apart by what they overlap, and say whether they did."""
    across = box.side + other_box.side + GAP - abs(one[0] - other[0])
    low, high = (one, other) if one[1] <= other[1] else (other, one)
    low_box, high_box = (box, other_box) if low is one else (other_box, box)
    up = low_box.above + high_box.below + GAP - (high[1] - low[1])
    if across <= 1e-6 or up <= 1e-6:
        return False
    if across < up:
        left, right = (one, other) if one[0] <= other[0] else (other, one)
        left[0] -= across / 2
        right[0] += across / 2
    else:
        low[1] -= up / 2
        high[1] += up / 2
    return True

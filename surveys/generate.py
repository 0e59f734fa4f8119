"""Generate the microdata of the sample study: `python surveys/generate.py` writes `surveys/generated.csv`.

The paper behind the sample names no percentage by country, and gives no data. So that shares with intervals can be
tried and tested, this makes answers up: nobody was asked. The shares are set so that what the paper says in words holds
(high where it takes little effort, about half where one's own lifestyle must change, low where one has to deal with
others, very low in an organised form, rising with age); how countries differ is drawn at random and means nothing.

Generator: NumPy's `Generator(PCG64)` with the seed below. The same version of NumPy gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

import numpy as np

SEED: Final = 20131105
PEOPLE: Final = {"CZ": 1004, "DK": 998, "FR": 1011, "DE": 1002, "UK": 989}
AGES: Final = ("18-34", "35-49", "50-64", "65+")
AGE_SHARES: Final = (0.26, 0.25, 0.26, 0.23)
"""In the population; the young are asked less often, and weigh more for it."""
REACHED: Final = (0.7, 0.95, 1.15, 1.25)
QUESTIONS: Final = {
    "little_effort": 0.80,
    "own_lifestyle": 0.50,
    "meets_others": 0.16,
    "organised": 0.05,
}
"""How many are to say `often`."""
BY_AGE: Final = (-0.35, -0.1, 0.1, 0.4)
"""On the log odds."""
COUNTRIES_VARY: Final = 0.25
"""The standard deviation of what is drawn for each country and question, on the log odds."""
NO_ANSWER: Final = 0.02


def generate() -> bytes:
    """Give the file's content: a row for each person, in the order of the countries."""
    draw = np.random.Generator(np.random.PCG64(SEED))
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["country", "age", "weight", *QUESTIONS])
    reached = np.array(AGE_SHARES) * REACHED
    for country, count in PEOPLE.items():
        ages = draw.choice(len(AGES), size=count, p=reached / reached.sum())
        weights = np.array(AGE_SHARES)[ages] / (np.bincount(ages, minlength=len(AGES)) / count)[ages]
        weights *= draw.uniform(0.8, 1.25, count)
        answers = []
        for often in QUESTIONS.values():
            level = np.log(often / (1 - often)) + draw.normal(0, COUNTRIES_VARY)
            odds = np.exp(level + np.array(BY_AGE)[ages])
            lot = draw.random(count)
            is_often = lot < odds / (1 + odds)
            is_rarely = ~is_often & (draw.random(count) < 0.45)
            given = np.where(is_often, "often", np.where(is_rarely, "rarely", "never"))
            answers.append(np.where(draw.random(count) < NO_ANSWER, "", given))
        for row in range(count):
            table.writerow([country, AGES[ages[row]], f"{weights[row]:.2f}", *(str(given[row]) for given in answers)])
    return text.getvalue().encode("utf-8")


if __name__ == "__main__":
    Path(__file__).with_name("generated.csv").write_bytes(generate())

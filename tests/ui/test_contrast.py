"""Colours of the style sheet against WCAG 2.2 AA, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import padu.ui

SOURCE = (Path(padu.ui.__file__).parent / "frontend" / "styles" / "_tokens.scss").read_text()
PAIRS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", SOURCE)
}
ALIASES = dict(re.findall(r"--([\w-]+): var\(--([\w-]+)\)", SOURCE))

TEXT = [
    ("ink", "paper"),
    ("ink-soft", "paper"),
    ("ink-muted", "paper"),
    ("ink-muted", "paper-tint"),
    ("ink", "paper-deep"),
    ("accent", "paper"),
    ("accent-strong", "accent-tint"),
    ("act", "paper"),
    ("ink", "act-tint"),
    ("warn", "warn-tint"),
    ("ink", "note-tint"),
    ("on-demo", "demo"),
    *((f"on-{scale}-{step}", f"{scale}-{step}") for scale in ("scale", "need") for step in range(1, 6)),
]
EDGES = [("control-edge", "paper"), ("accent", "paper"), ("act", "paper"), ("warn", "warn-tint")]


def colour(name: str, mode: int) -> str:
    return PAIRS[name][mode] if name in PAIRS else PAIRS[ALIASES[name]][mode]


def luminance(colour_hex: str) -> float:
    parts = [int(colour_hex[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_legible(ink: str, ground: str, mode: int) -> None:
    assert contrast(colour(ink, mode), colour(ground, mode)) >= 4.5


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_signs_are_visible(edge: str, ground: str, mode: int) -> None:
    assert contrast(colour(edge, mode), colour(ground, mode)) >= 3


@pytest.mark.parametrize("fill", ["accent-fill", "act-fill"])
@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_white_on_filled_buttons_is_legible(fill: str, mode: int) -> None:
    assert contrast("#ffffff", colour(fill, mode)) >= 4.5


@pytest.mark.parametrize("scale", ["scale", "need"])
@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_steps_of_a_scale_go_one_way_in_lightness(scale: str, mode: int) -> None:
    steps = [luminance(colour(f"{scale}-{step}", mode)) for step in range(1, 6)]
    assert steps == sorted(steps, reverse=mode == 0)

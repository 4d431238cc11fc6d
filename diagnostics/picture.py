"""A picture of the surroundings of a diagnosis: coverage below, then cells by their load, outages, and the place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageColor, ImageDraw, ImageFont

from diagnostics.diagnosis import Diagnosis
from diagnostics.layers import Box
from diagnostics.network import Network
from diagnostics.readings import Kind
from diagnostics.records import row_of

WIDTH, HEIGHT, MARGIN = 1000, 720, 12  # pixels
PANEL = 290  # pixels on the right, for the legend and the badges
ACROSS = 6_000.0  # metres from north to south
# Layers from below to above, with how much they hide.
_LAYERS = ((Kind.COVERAGE, 110), (Kind.CONGESTION, 230), (Kind.OUTAGE, 120))
_LETTERS_OF_A_LINE = 44

Point = tuple[float, float]


def draw(network: Network, diagnosis: Diagnosis, path: Path) -> None:
    """Write a PNG of what is around the diagnosis's place, or its first cell. Raises ValueError where neither is known."""
    latitude, longitude = _middle(network, diagnosis)
    box = _around(latitude, longitude)
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    map_width = WIDTH - PANEL
    legends: dict[Kind, list[dict[str, str]]] = {}

    def pixel(point: Sequence[float]) -> Point:
        x = (point[0] - box.west) / (box.east - box.west) * map_width
        return x, (box.north - point[1]) / (box.north - box.south) * HEIGHT

    for kind, opacity in _LAYERS:
        layer = network.layer(kind, (box.west, box.south, box.east, box.north), diagnosis.at)
        legends[kind] = layer["legend"]
        shade = Image.new("RGBA", picture.size, (0, 0, 0, 0))
        _features(ImageDraw.Draw(shade), layer["features"], pixel, opacity)
        picture.paste(shade, mask=shade)
    pen = ImageDraw.Draw(picture)
    x, y = pixel((longitude, latitude))
    pen.ellipse((x - 7, y - 7, x + 7, y + 7), fill="black", outline="white", width=2)
    pen.rectangle((map_width, 0, WIDTH, HEIGHT), fill="white")
    _panel(pen, diagnosis, legends)
    picture.save(path, format="PNG")


def _middle(network: Network, diagnosis: Diagnosis) -> Point:
    if diagnosis.place is not None:
        return diagnosis.place.latitude, diagnosis.place.longitude
    if not diagnosis.cells:
        raise ValueError("picture: neither a place nor a serving cell is known")
    cells = network.records.cells
    row = row_of(cells.id, diagnosis.cells[0])
    return float(cells.latitude[row]), float(cells.longitude[row])


def _around(latitude: float, longitude: float) -> Box:
    """The box that the map shows, in its proportions, kept within the world."""
    tall = ACROSS / 111_200 / 2
    wide = min(tall * (WIDTH - PANEL) / HEIGHT / max(float(np.cos(np.radians(latitude))), 0.02), 89)
    latitude = float(np.clip(latitude, -90 + tall, 90 - tall))
    longitude = float(np.clip(longitude, -180 + wide, 180 - wide))
    return Box(longitude - wide, latitude - tall, longitude + wide, latitude + tall)


def _features(
    pen: ImageDraw.ImageDraw,
    features: Sequence[Mapping[str, Any]],
    pixel: Callable[[Sequence[float]], Point],
    opacity: int,
) -> None:
    for feature in features:
        red, green, blue = ImageColor.getrgb(feature["properties"]["colour"])[:3]
        outline = (red // 2, green // 2, blue // 2, min(opacity + 60, 255)) if opacity < 200 else (60, 60, 60, 255)
        for ring in _rings(feature["geometry"]):
            pen.polygon([pixel(point) for point in ring], fill=(red, green, blue, opacity), outline=outline)


def _rings(geometry: Mapping[str, Any]) -> list[Sequence[Sequence[float]]]:
    """The outer rings of a polygon or of several."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [polygon[0] for polygon in polygons]


def _panel(pen: ImageDraw.ImageDraw, diagnosis: Diagnosis, legends: Mapping[Kind, Sequence[Mapping[str, str]]]) -> None:
    """The moment, the badges and the legends, from the top down as far as there is room."""
    small, bold = ImageFont.load_default(12), ImageFont.load_default(15)
    x, y = WIDTH - PANEL + MARGIN, MARGIN

    def write(text: str, font: Any, colour: str = "black", indent: int = 0) -> None:
        nonlocal y
        if y < HEIGHT - 2 * MARGIN:
            pen.text((x + indent, y), text, fill=colour, font=font)
            y += 19 if font is bold else 16

    write(diagnosis.at.isoformat(sep=" ", timespec="minutes"), bold)
    for badge in diagnosis.badges:
        write(f"{badge.kind.value}: {badge.severity.value}{' (stale)' if badge.stale else ''}", bold)
        for line in _folded(badge.sentence):
            write(line, small, "#333333")
    for kind, legend in legends.items():
        y += 6
        write(kind.value, bold)
        for entry in legend:
            if y < HEIGHT - 2 * MARGIN:
                pen.rectangle((x, y + 2, x + 12, y + 13), fill=entry["colour"], outline="#333333")
            write(entry["label"], small, indent=18)


def _folded(text: str) -> list[str]:
    """Lines of a text, broken between words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= _LETTERS_OF_A_LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines

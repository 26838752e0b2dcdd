"""Flat SVG shapes in the colours of «la tessera»: the alphabet of every demo drawing."""

from __future__ import annotations

import math
from collections.abc import Iterable

VERDE = "#0b5d4a"
MATTONE = "#d9482a"
SOLE = "#f6be2c"
CIELO = "#8dc0e2"
ROSA = "#f3b9a5"
NOTTE = "#16201c"
CARTA = "#fffaf0"
SALVIA = "#4a9a7a"
MENTA = "#cfe3d8"
TERRA = "#a93e22"
TANARO = "#1f5f8b"
BRUMA = "#dbe9f1"
MURO = "#f2c9a2"
OMBRA = "#dba878"
LANA = "#e9dfcc"


def n(value: float) -> str:
    """A number as short as SVG allows."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def rect(x: float, y: float, w: float, h: float, fill: str, rx: float = 0) -> str:
    corner = f' rx="{n(rx)}"' if rx else ""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}"{corner} fill="{fill}"/>'


def circle(cx: float, cy: float, r: float, fill: str) -> str:
    return f'<circle cx="{n(cx)}" cy="{n(cy)}" r="{n(r)}" fill="{fill}"/>'


def ellipse(cx: float, cy: float, rx: float, ry: float, fill: str) -> str:
    return f'<ellipse cx="{n(cx)}" cy="{n(cy)}" rx="{n(rx)}" ry="{n(ry)}" fill="{fill}"/>'


def path(d: str, fill: str, opacity: float = 1) -> str:
    faint = f' opacity="{opacity}"' if opacity < 1 else ""
    return f'<path d="{d}" fill="{fill}"{faint}/>'


def poly(points: Iterable[tuple[float, float]], fill: str) -> str:
    return f'<polygon points="{" ".join(f"{n(x)},{n(y)}" for x, y in points)}" fill="{fill}"/>'


def stroke(d: str, colour: str, width: float, cap: str = "round") -> str:
    style = f'stroke-width="{n(width)}" stroke-linecap="{cap}" stroke-linejoin="round"'
    return f'<path d="{d}" fill="none" stroke="{colour}" {style}/>'


def ring(cx: float, cy: float, r: float, colour: str, width: float) -> str:
    return f'<circle cx="{n(cx)}" cy="{n(cy)}" r="{n(r)}" fill="none" stroke="{colour}" stroke-width="{n(width)}"/>'


def arch(x: float, y: float, w: float, h: float, fill: str) -> str:
    """A doorway: a rectangle under a half circle, h in all."""
    r = w / 2
    return path(f"M{n(x)} {n(y + h)}V{n(y + r)}a{n(r)} {n(r)} 0 0 1 {n(w)} 0V{n(y + h)}z", fill)


def dome(cx: float, base: float, r: float, fill: str) -> str:
    """A half circle standing on its diameter."""
    return path(f"M{n(cx - r)} {n(base)}a{n(r)} {n(r)} 0 0 1 {n(2 * r)} 0z", fill)


def bowl(cx: float, top: float, r: float, fill: str) -> str:
    """A half circle hanging from its diameter."""
    return path(f"M{n(cx - r)} {n(top)}a{n(r)} {n(r)} 0 0 0 {n(2 * r)} 0z", fill)


def quarter(x: float, y: float, s: float, turn: int, fill: str) -> str:
    """A quarter disc in a square of side s, its corner turned clockwise by quarter turns."""
    half = n(s / 2)
    d = f"M0 0h{n(s)}a{n(s)} {n(s)} 0 0 1-{n(s)} {n(s)}z"
    return f'<path transform="translate({n(x)} {n(y)}) rotate({turn * 90} {half} {half})" d="{d}" fill="{fill}"/>'


def leaf(x: float, y: float, length: float, angle: float, fill: str, width: float = 0.4) -> str:
    """A pointed leaf from (x, y); angle in degrees, 0 points up, clockwise."""
    half = n(length * width)
    top, middle = n(-length), n(-length / 2)
    d = f"M0 0Q{half} {middle} 0 {top}Q-{half} {middle} 0 0z"
    return f'<path transform="translate({n(x)} {n(y)}) rotate({n(angle)})" d="{d}" fill="{fill}"/>'


def flower(x: float, y: float, r: float, petals: int, fill: str, heart: str) -> str:
    """Round petals about a heart; r reaches the middle of the petals."""
    size = r * math.sin(math.pi / petals) * 1.15
    turns = (2 * math.pi * i / petals for i in range(petals))
    around = "".join(circle(x + r * math.cos(a), y + r * math.sin(a), size, fill) for a in turns)
    return around + circle(x, y, r * 0.75, fill) + circle(x, y, r * 0.45, heart)


def group(transform: str, *parts: str) -> str:
    return f'<g transform="{transform}">{"".join(parts)}</g>'


def clipped(name: str, outline: str, *parts: str) -> str:
    """The parts, seen only inside the outline (an SVG shape)."""
    return f'<clipPath id="{name}">{outline}</clipPath><g clip-path="url(#{name})">{"".join(parts)}</g>'


def lines(x: float, y: float, widths: Iterable[float], step: float, h: float, fill: str) -> str:
    """Rows of text seen from afar."""
    return "".join(rect(x, y + i * step, w, h, fill) for i, w in enumerate(widths))


def shade(colour: str, factor: float = 0.82) -> str:
    """The same colour in the shadow, still flat."""
    return "#" + "".join(f"{min(255, round(int(colour[i : i + 2], 16) * factor)):02x}" for i in (1, 3, 5))


def svg(width: int, height: int, *parts: str) -> str:
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(parts)}</svg>'

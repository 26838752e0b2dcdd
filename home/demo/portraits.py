"""Thirty drawn members: a sitter is a row of choices, the parts below know how to draw them.

Everything stands on a 300 by 300 board; the head is centred on x = 150, its chin at y = 197.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from home.demo.shapes import (
    BRUMA,
    CARTA,
    CIELO,
    LANA,
    MATTONE,
    MENTA,
    NOTTE,
    ROSA,
    SALVIA,
    SOLE,
    TANARO,
    TERRA,
    VERDE,
    arch,
    circle,
    clipped,
    ellipse,
    flower,
    group,
    leaf,
    path,
    poly,
    quarter,
    rect,
    ring,
    shade,
    stroke,
    svg,
)

PALE, FAIR, WARM, OLIVE = "#f8dcc6", "#f2c6a5", "#e0ab84", "#cb9268"
BROWN, DEEP, DARK = "#a46a47", "#7c4c33", "#5c3826"
INK, COFFEE, CHESTNUT, COPPER = "#1d1715", "#432b1e", "#7a4a28", "#b3542b"
STRAW, SILVER, SNOW = "#d9a047", "#a6aaa6", "#ecebe4"

FACE = {  # the outline of the face by its jaw
    "round": "M98 118C98 82 120 64 150 64S202 82 202 118V138C202 172 184 197 150 197S98 172 98 138Z",
    "square": "M99 116C99 82 120 64 150 64S201 82 201 116V152C201 180 180 197 150 197S99 180 99 152Z",
    "long": "M101 114C101 80 122 62 150 62S199 80 199 114V142C199 178 176 202 150 202S101 178 101 142Z",
    "heart": "M97 116C97 82 120 64 150 64S203 82 203 116V130C203 158 176 199 150 199S97 158 97 130Z",
}
TORSO = "M10 300C12 258 50 240 104 227C118 223 123 216 123 206H177C177 216 182 223 196 227C250 240 288 258 290 300Z"


@dataclass(frozen=True)
class Sitter:
    name: str
    ground: str  # a key of GROUNDS
    colours: tuple[str, str]  # ground and its figure
    skin: str
    hair: str  # a key of HAIR
    hair_colour: str
    dress: str  # a key of DRESS
    cloth: tuple[str, str]
    jaw: str = "round"
    eyes: str = "dots"
    mouth: str = "smile"
    lips: str = "#b4473c"
    beard: str = ""
    extras: tuple[str, ...] = ()
    tilt: float = 0
    wide: float = 1
    light: str = "right"  # where the shade falls


Part = Callable[[Sitter], str]


# Grounds ------------------------------------------------------------------------------------------------------


def ground_disc(s: Sitter) -> str:
    return circle(150, 150, 122, s.colours[1])


def ground_quarter(s: Sitter) -> str:
    return quarter(0, 0, 300, 2, s.colours[1])


def ground_half(s: Sitter) -> str:
    return rect(150, 0, 150, 300, s.colours[1])


def ground_stripes(s: Sitter) -> str:
    return "".join(rect(0, y, 300, 15, s.colours[1]) for y in range(0, 300, 30))


def ground_sun(s: Sitter) -> str:
    rays = []
    for i in range(0, 24, 2):
        a, b = math.pi * i / 12, math.pi * (i + 1) / 12
        far = 300
        points = [(150, 140), (150 + far * math.cos(a), 140 + far * math.sin(a))]
        rays.append(poly([*points, (150 + far * math.cos(b), 140 + far * math.sin(b))], s.colours[1]))
    return "".join(rays)


def ground_arch(s: Sitter) -> str:
    return arch(42, 24, 216, 300, s.colours[1])


def ground_dots(s: Sitter) -> str:
    spots = [(x + (18 if row % 2 else 0), 12 + row * 34) for row in range(9) for x in range(-6, 320, 36)]
    return "".join(circle(x, y, 7, s.colours[1]) for x, y in spots)


def ground_slope(s: Sitter) -> str:
    return poly([(0, 0), (300, 0), (0, 300)], s.colours[1])


def ground_checks(s: Sitter) -> str:
    cells = [(x, y) for x in range(0, 300, 75) for y in range(0, 300, 75) if (x + y) // 75 % 2]
    return "".join(rect(x, y, 75, 75, s.colours[1]) for x, y in cells)


def ground_waves(s: Sitter) -> str:
    wave = "q25-22 50 0t50 0t50 0t50 0t50 0t50 0"
    return "".join(stroke(f"M-12 {y}{wave}", s.colours[1], 9, "butt") for y in range(24, 320, 42))


def ground_tiles(s: Sitter) -> str:
    spots = [(x, y) for x in (0, 100, 200) for y in (0, 100, 200)]
    return "".join(quarter(x, y, 100, (x + y * 3) // 100, s.colours[1]) for x, y in spots)


def ground_hills(s: Sitter) -> str:
    sun = circle(238, 66, 34, CARTA)
    return sun + path("M0 196Q70 130 150 180T300 150V300H0Z", s.colours[1])


def ground_window(s: Sitter) -> str:
    panes = [(x, y) for x in (34, 158) for y in (22, 130)]
    return "".join(rect(x, y, 108, 92, s.colours[1]) for x, y in panes)


def ground_shelves(s: Sitter) -> str:
    out = []
    for row, y in enumerate((18, 112, 206)):
        out.append(rect(0, y + 76, 300, 8, s.colours[1]))
        x = 6 + row * 7
        for i in range(12):
            w, h = (16, 22, 13, 19)[(i + row) % 4], (62, 50, 70, 56, 66)[(i * 2 + row) % 5]
            out.append(rect(x, y + 76 - h, w, h, (s.colours[1], CARTA, SALVIA, SOLE)[(i * 3 + row) % 4]))
            x += w + 5
    return "".join(out)


def ground_leaves(s: Sitter) -> str:
    rows = ((38, 290, 22), (262, 290, -22), (24, 190, 40), (276, 190, -40), (60, 90, 30), (240, 90, -30))
    pairs = "".join(leaf(x, y, 84, a, s.colours[1], 0.34) + leaf(x, y, 84, -a, s.colours[1], 0.34) for x, y, a in rows)
    return pairs + leaf(150, 62, 70, 0, s.colours[1], 0.3)


def ground_rings(s: Sitter) -> str:
    return "".join(ring(150, 128, r, s.colours[1], 12) for r in (92, 122, 152, 182, 212))


def ground_bars(s: Sitter) -> str:
    heights = (60, 84, 110, 96, 140, 168, 150, 206, 236, 270)
    return "".join(rect(i * 30 + 4, 300 - h, 22, h, s.colours[1]) for i, h in enumerate(heights))


def ground_gear(s: Sitter) -> str:
    teeth = "".join(group(f"rotate({a} 150 140)", rect(128, 2, 44, 276, s.colours[1], 6)) for a in range(0, 180, 30))
    return teeth + circle(150, 140, 116, s.colours[1]) + circle(150, 140, 88, s.colours[0])


GROUNDS: dict[str, Part] = {
    key.removeprefix("ground_"): value for key, value in list(globals().items()) if key.startswith("ground_")
}


# Hair: behind the head, and over the brow -----------------------------------------------------------------------

SIDE_PART = (
    "M95 132C88 80 112 48 152 48C194 48 214 82 205 132L199 130C199 114 196 104 190 96C164 101 134 94 118 80"
    "C113 98 102 108 101 130Z"
)
CROP = "M96 124C92 78 116 54 150 54S208 78 204 124L199 122C198 104 191 92 180 89C160 84 140 84 120 89C109 92 102 104 101 122Z"
QUIFF = (
    "M96 126C92 102 96 88 100 78C96 50 134 28 172 40C206 42 216 74 204 126L199 124C199 108 194 98 186 92"
    "C160 96 132 90 116 86C106 96 102 108 101 124Z"
)
FRINGE = "M90 134C84 72 114 44 150 44S216 72 210 134L201 134C201 122 200 114 198 108H102C100 114 99 122 99 134Z"
CURTAIN = (
    "M150 46C112 46 88 74 92 142C104 132 112 116 117 104C132 96 145 82 150 66C155 82 168 96 183 104"
    "C188 116 196 132 208 142C212 74 188 46 150 46Z"
)
SWEPT = "M94 132C86 76 112 46 150 46S214 76 206 132C200 100 178 82 150 82S100 100 94 132Z"


def locks(spots: list[tuple[float, float, float]], colour: str) -> str:
    return "".join(circle(x, y, r, colour) for x, y, r in spots)


def halo(
    cx: float, cy: float, rx: float, ry: float, r: float, start: int, end: int, step: int
) -> list[tuple[float, float, float]]:
    """Balls of hair along an ellipse, from one angle to another in degrees."""
    angles = [math.radians(a) for a in range(start, end + 1, step)]
    return [(cx + rx * math.cos(a), cy + ry * math.sin(a), r) for a in angles]


def dusk(skin: str) -> str:
    """Skin in the shadow: warmer, not greyer."""
    red, green, blue = (int(skin[i : i + 2], 16) for i in (1, 3, 5))
    return f"#{round(red * 0.91):02x}{round(green * 0.82):02x}{round(blue * 0.77):02x}"


def hair_none(s: Sitter) -> tuple[str, str]:
    return "", ellipse(128, 84, 16, 7, shade(s.skin, 1.06))


def hair_tufts(s: Sitter) -> tuple[str, str]:
    tuft = "M104 146C84 132 84 100 100 92C106 98 104 124 104 146Z"
    both = path(tuft, s.hair_colour) + group("translate(300 0) scale(-1 1)", path(tuft, s.hair_colour))
    return both, ellipse(130, 82, 16, 7, shade(s.skin, 1.06))


def hair_side(s: Sitter) -> tuple[str, str]:
    return "", path(SIDE_PART, s.hair_colour)


def hair_crop(s: Sitter) -> tuple[str, str]:
    return "", path(CROP, s.hair_colour)


def hair_quiff(s: Sitter) -> tuple[str, str]:
    return "", path(QUIFF, s.hair_colour) + stroke("M122 64Q146 50 174 56", shade(s.hair_colour, 1.35), 4)


def hair_bob(s: Sitter) -> tuple[str, str]:
    back = "M82 130C78 70 108 42 150 42S222 70 218 130V184Q218 200 202 200H98Q82 200 82 184Z"
    return path(back, s.hair_colour), path(FRINGE, s.hair_colour)


def hair_side_bob(s: Sitter) -> tuple[str, str]:
    back = "M80 132C76 70 108 42 150 42S224 70 220 132C222 160 230 180 222 204H90C76 190 78 160 80 132Z"
    front = (
        "M90 152C84 72 112 44 152 44C196 44 216 76 210 152C206 120 196 100 178 86C158 104 124 110 108 108"
        "C102 120 100 136 90 152Z"
    )
    return path(back, s.hair_colour), path(front, s.hair_colour)


def hair_long(s: Sitter) -> tuple[str, str]:
    back = "M80 130C76 68 108 40 150 40S224 68 220 130C222 180 232 214 226 262Q190 282 150 280T74 262C68 214 78 180 80 130Z"
    return path(back, s.hair_colour), path(CURTAIN, s.hair_colour)


def hair_long_fringe(s: Sitter) -> tuple[str, str]:
    back = "M80 130C76 68 108 40 150 40S224 68 220 130V270H80Z"
    return path(back, s.hair_colour), path(FRINGE, s.hair_colour)


def hair_wavy(s: Sitter) -> tuple[str, str]:
    spots = [(84 - 4 * (i % 2), 104 + 26 * i, 23) for i in range(6)]
    sides = locks([*spots, *[(300 - x, y, r) for x, y, r in spots]], s.hair_colour)
    back = rect(86, 90, 128, 150, s.hair_colour) + ellipse(150, 96, 70, 56, s.hair_colour)
    front = (
        "M92 138C84 74 114 44 150 44S214 74 208 138C202 116 196 106 186 98C162 100 136 92 126 78C118 98 106 112 92 138Z"
    )
    return back + sides, path(front, s.hair_colour)


def hair_bun(s: Sitter) -> tuple[str, str]:
    knot = circle(150, 38, 27, s.hair_colour) + stroke("M134 36Q150 24 166 36", shade(s.hair_colour, 1.4), 3)
    return knot, path(SWEPT, s.hair_colour)


def hair_low_bun(s: Sitter) -> tuple[str, str]:
    front = (
        "M92 140C84 74 112 46 150 46S216 74 208 140C204 118 196 104 184 92C150 92 126 84 116 78C110 104 100 118 92 140Z"
    )
    return circle(214, 158, 30, s.hair_colour) + circle(96, 150, 12, s.hair_colour), path(front, s.hair_colour)


def hair_afro(s: Sitter) -> tuple[str, str]:
    back = locks(halo(150, 104, 62, 58, 27, 0, 359, 30), s.hair_colour) + circle(150, 100, 66, s.hair_colour)
    front = locks(
        [(104, 100, 12), (118, 86, 14), (138, 78, 14), (162, 78, 14), (182, 86, 14), (196, 100, 12)],
        s.hair_colour,
    )
    return back, front


def hair_curls(s: Sitter) -> tuple[str, str]:
    back = locks(halo(150, 122, 66, 70, 19, 150, 390, 20), s.hair_colour) + ellipse(150, 110, 64, 60, s.hair_colour)
    front = locks(
        [(102, 104, 13), (112, 84, 15), (132, 70, 16), (156, 68, 16), (178, 76, 16), (195, 96, 14)],
        s.hair_colour,
    )
    return back, front


def hair_short_curls(s: Sitter) -> tuple[str, str]:
    crown = halo(150, 92, 46, 34, 15, 180, 360, 18)
    fringe = [(118, 78, 13), (138, 70, 13), (160, 70, 13), (182, 78, 13), (101, 108, 9), (199, 108, 9)]
    return "", locks([*crown, *fringe], s.hair_colour)


def hair_pony(s: Sitter) -> tuple[str, str]:
    tail = "M196 70C236 64 254 100 244 146C240 176 248 196 236 218C214 200 216 170 218 142C220 116 212 100 194 92Z"
    front = (
        "M92 136C84 74 112 46 150 46S216 74 208 136C203 112 192 96 176 88C146 96 120 88 112 80C108 104 98 120 92 136Z"
    )
    return path(tail, s.hair_colour) + circle(206, 80, 13, s.cloth[1]), path(front, s.hair_colour)


def hair_pixie(s: Sitter) -> tuple[str, str]:
    back = "M90 140C80 76 110 40 156 42C200 44 220 80 210 142L198 150H102Z"
    front = (
        "M92 138C84 78 106 42 158 40C200 42 220 78 208 138L202 122L196 106L184 112L180 94L160 106L156 90L134 106"
        "L130 94L112 112L104 122Z"
    )
    return path(back, s.hair_colour), path(front, s.hair_colour)


def hair_plait(s: Sitter) -> tuple[str, str]:
    back = path("M84 132C80 72 110 42 150 42S220 72 216 132L206 176H94Z", s.hair_colour)
    return back, path(CURTAIN, s.hair_colour)


def hair_set(s: Sitter) -> tuple[str, str]:
    """An older woman's short waves."""
    back = locks(halo(150, 112, 60, 56, 20, 165, 375, 21), s.hair_colour)
    front = "M92 130C82 78 108 40 152 42C198 42 218 80 208 130C204 112 196 104 186 100C176 108 160 104 152 94C140 106 122 104 114 96C106 108 98 116 92 130Z"
    return back, path(front, s.hair_colour) + stroke("M112 70Q132 54 152 64T192 72", shade(s.hair_colour, 0.88), 4)


def hair_curtain(s: Sitter) -> tuple[str, str]:
    """Chin length and tucked behind the ears, for men and women alike."""
    back = "M88 128C82 72 112 44 150 44S218 72 212 128C214 156 218 172 210 188H90C82 172 86 156 88 128Z"
    return path(back, s.hair_colour), path(
        "M94 128C88 76 112 46 150 46S212 76 206 128C202 106 190 90 164 76C150 92 116 100 106 104Z",
        s.hair_colour,
    )


def hair_hijab(s: Sitter) -> tuple[str, str]:
    veil, fold = s.cloth[1], shade(s.cloth[1], 0.86)
    drape = "M70 300C58 240 74 196 80 140C80 74 108 36 150 36S220 74 220 140C226 196 242 240 230 300Z"
    wrap = (
        "M80 130C78 66 108 36 150 36S222 66 220 130C220 180 206 214 196 236C170 262 130 262 104 236C94 214 80 180 80 130Z"
        "M102 128C102 168 124 193 150 193S198 168 198 128C198 100 180 82 150 82S102 100 102 128Z"
    )
    folds = stroke("M104 206Q150 246 208 196", fold, 5) + stroke("M96 226Q150 276 214 222", fold, 5)
    under = path("M104 112C108 90 126 78 150 78S192 90 196 112C188 96 172 88 150 88S112 96 104 112Z", s.hair_colour)
    over = f'<path d="{wrap}" fill="{veil}" fill-rule="evenodd"/>'
    return path(drape, shade(veil, 0.92)), under + over + folds


def hair_turban(s: Sitter) -> tuple[str, str]:
    wrap = s.cloth[1]
    top = "M90 112C78 52 112 20 154 22C202 24 224 64 210 112C190 84 112 84 90 112Z"
    folds = stroke("M98 88Q140 40 206 66", shade(wrap, 0.82), 5) + stroke("M94 104Q140 60 212 90", shade(wrap, 0.82), 5)
    return "", path(top, wrap) + folds + circle(160, 44, 18, shade(wrap, 0.78)) + circle(160, 44, 9, SOLE)


def hair_bandana(s: Sitter) -> tuple[str, str]:
    back, front = hair_curls(s)
    knot = poly([(208, 82), (240, 62), (232, 86), (246, 104)], s.cloth[1])
    band = path(
        "M92 112C92 96 98 84 106 76Q150 62 194 76C202 84 208 96 208 112C196 92 174 84 150 84S104 92 92 112Z",
        s.cloth[1],
    )
    dots = "".join(circle(x, y, 3, CARTA) for x, y in ((112, 88), (132, 78), (152, 76), (172, 79), (190, 88)))
    return back + knot, front + band + dots


def hat_felt(s: Sitter) -> tuple[str, str]:
    """This is Borsalino's town."""
    back, _ = hair_curtain(s) if "long" in s.extras else ("", "")
    sides = path("M97 134V92H108C106 110 103 122 103 134ZM203 134V92H192C194 110 197 122 197 134Z", s.hair_colour)
    crown = path("M100 90C96 40 112 24 150 34C188 24 204 40 200 90Z", s.cloth[1])
    brim = path("M58 88Q150 62 242 88Q256 96 250 108Q150 82 50 108Q44 96 58 88Z", s.cloth[1])
    band = path("M99 72Q150 58 201 72V88Q150 73 99 88Z", s.colours[0] if s.colours[0] != s.cloth[1] else SOLE)
    return back, sides + crown + band + brim + path("M140 31Q150 50 160 31Z", shade(s.cloth[1], 0.75))


def hat_coppola(s: Sitter) -> tuple[str, str]:
    sides = path("M97 136V98H109C106 112 103 124 103 136ZM203 136V98H191C194 112 197 124 197 136Z", s.hair_colour)
    top = path("M88 94C76 52 120 32 166 38C212 42 226 76 208 96Z", s.cloth[1])
    peak = path("M84 92Q140 78 214 94Q204 110 148 108T80 106Q78 96 84 92Z", shade(s.cloth[1], 0.72))
    seams = stroke("M150 40L140 88M150 40Q190 60 196 90", shade(s.cloth[1], 0.72), 3)
    return "", sides + top + seams + peak + circle(152, 39, 5, shade(s.cloth[1], 0.72))


def hat_beanie(s: Sitter) -> tuple[str, str]:
    sides = path("M97 136V98H109C106 112 103 124 103 136ZM203 136V98H191C194 112 197 124 197 136Z", s.hair_colour)
    top = path("M92 92C90 44 118 22 150 22S210 44 208 92Z", s.cloth[1])
    cuff = path("M88 82Q150 64 212 82V108Q150 88 88 108Z", shade(s.cloth[1], 0.78))
    return "", sides + top + cuff


HAIR: dict[str, Callable[[Sitter], tuple[str, str]]] = {
    key.removeprefix("hair_").removeprefix("hat_"): value
    for key, value in list(globals().items())
    if key.startswith(("hair_", "hat_"))
}


# Clothes --------------------------------------------------------------------------------------------------------


def neck(s: Sitter, neckline: str) -> str:
    cut = {
        "crew": "M127 168H173V214C173 236 127 236 127 214Z",
        "vee": "M127 168H173V216L150 262L127 216Z",
        "scoop": "M127 168H173V184Q178 200 178 206Q180 220 198 226C190 268 110 268 102 226Q120 220 122 206Q122 200 127 184Z",
        "high": "M127 168H173V212H127Z",
        "wide": "M127 168H173V184Q178 200 178 206C179 218 186 224 224 235Q150 262 76 235C114 224 121 218 122 206Q122 200 127 184Z",
    }[neckline]
    # the shadow of the chin follows the jaw
    return path(cut, s.skin) + path("M127 176H173V200C164 216 136 216 127 200Z", shade(dusk(s.skin), 0.96))


def torso(s: Sitter) -> str:
    return path(TORSO, s.cloth[0])


def dress_crew(s: Sitter) -> str:
    band = stroke("M124 214C126 242 174 242 176 214", shade(s.cloth[0], 0.75), 6)
    return torso(s) + neck(s, "crew") + band


def dress_vee(s: Sitter) -> str:
    return torso(s) + neck(s, "vee") + stroke("M124 214L150 266L176 214", s.cloth[1], 7)


def dress_stripes(s: Sitter) -> str:
    bars = "".join(rect(0, y, 300, 9, s.cloth[1]) for y in range(232, 300, 20))
    return torso(s) + clipped("t", f'<path d="{TORSO}"/>', bars) + neck(s, "wide")


def dress_dots(s: Sitter) -> str:
    spots = [(x + (14 if row % 2 else 0), 232 + row * 20) for row in range(4) for x in range(10, 300, 28)]
    dots = "".join(circle(x, y, 4.5, s.cloth[1]) for x, y in spots)
    return torso(s) + clipped("t", f'<path d="{TORSO}"/>', dots) + neck(s, "scoop")


def dress_roll(s: Sitter) -> str:
    roll = rect(118, 190, 64, 46, s.cloth[0], 10) + stroke("M124 206H176M122 220H178", shade(s.cloth[0], 0.78), 3)
    return torso(s) + neck(s, "high") + roll


def dress_shirt(s: Sitter) -> str:
    wings = poly([(122, 202), (150, 234), (126, 258), (106, 224)], s.cloth[1])
    wings += poly([(178, 202), (150, 234), (174, 258), (194, 224)], s.cloth[1])
    placket = (
        rect(147, 240, 6, 60, shade(s.cloth[0], 0.8)) + circle(150, 262, 3.5, CARTA) + circle(150, 284, 3.5, CARTA)
    )
    return torso(s) + neck(s, "vee") + placket + wings


def dress_jacket(s: Sitter) -> str:
    shirt = path("M112 223L140 300H160L188 223L177 208H123Z", s.cloth[1])
    lapel = path("M112 223L82 232L93 260L84 268L143 300H150Z", shade(s.cloth[0], 0.7 if s.cloth[0] != NOTTE else 2))
    wing = poly([(123, 204), (150, 246), (132, 262), (112, 224)], shade(s.cloth[1], 0.93))
    mirrored = group("translate(300 0) scale(-1 1)", lapel, wing)
    return torso(s) + shirt + neck(s, "vee") + lapel + wing + mirrored


def dress_tie(s: Sitter) -> str:
    tie = poly(
        [(142, 238), (158, 238), (162, 252), (168, 300), (132, 300), (138, 252)],
        MATTONE if s.cloth[0] != MATTONE else SOLE,
    )
    collar = poly([(123, 206), (150, 238), (130, 254), (112, 224)], CARTA) + poly(
        [(177, 206), (150, 238), (170, 254), (188, 224)], CARTA
    )
    return dress_jacket(s) + tie + collar


def dress_apron(s: Sitter) -> str:
    straps = stroke("M112 226L116 262M188 226L184 262", s.cloth[1], 10, "butt")
    bib = path("M98 256H202L212 300H88Z", s.cloth[1]) + rect(128, 280, 44, 20, shade(s.cloth[1], 0.8), 3)
    return dress_crew(s) + straps + bib


def dress_dungaree(s: Sitter) -> str:
    straps = stroke("M96 228L110 272M204 228L190 272", s.cloth[1], 15, "butt")
    bib = rect(96, 260, 108, 40, s.cloth[1], 5) + circle(109, 270, 5, SOLE) + circle(191, 270, 5, SOLE)
    return dress_crew(s) + straps + bib


def dress_scrubs(s: Sitter) -> str:
    trim = stroke("M122 212L150 262L178 212", shade(s.cloth[0], 0.72), 9)
    pocket = rect(196, 268, 44, 32, shade(s.cloth[0], 0.86), 3) + rect(206, 258, 6, 24, MATTONE, 3)
    return torso(s) + neck(s, "vee") + trim + pocket


def dress_coat(s: Sitter) -> str:
    """A white coat over a coloured top."""
    inner = path("M108 226L134 300H166L192 226L176 212H124Z", s.cloth[1])
    lapels = path("M110 224L86 232L128 300H140ZM190 224L214 232L172 300H160Z", shade(s.cloth[0], 0.88))
    return torso(s) + inner + neck(s, "crew") + lapels


def dress_scarf(s: Sitter) -> str:
    loop = ellipse(150, 216, 54, 26, s.cloth[1]) + stroke("M104 214Q150 246 196 210", shade(s.cloth[1], 0.8), 5)
    tail = path("M170 228L196 226L204 300H168Z", s.cloth[1]) + stroke("M176 286H200", shade(s.cloth[1], 0.8), 5)
    return torso(s) + neck(s, "high") + tail + loop


def dress_hoodie(s: Sitter) -> str:
    hood = path("M84 236C86 200 108 186 128 186V230ZM216 236C214 200 192 186 172 186V230Z", shade(s.cloth[0], 0.76))
    edge = path("M100 228Q128 258 150 258T200 228L178 204Q174 240 150 240T122 204Z", shade(s.cloth[0], 0.76))
    cords = stroke("M134 252V286M166 252V280", s.cloth[1], 5)
    return hood + torso(s) + neck(s, "crew") + edge + cords


def dress_cardigan(s: Sitter) -> str:
    inner = path("M106 227Q118 222 124 210H176Q182 222 194 227L166 300H134Z", s.cloth[1])
    edges = stroke("M108 228L136 300M192 228L164 300", shade(s.cloth[0], 0.7), 8, "butt")
    return (
        torso(s) + inner + neck(s, "scoop") + path("M104 227Q130 262 150 264T196 227L188 262H112Z", s.cloth[1]) + edges
    )


def dress_wrap(s: Sitter) -> str:
    """Two cloths crossed, as in a sari or a wrap dress."""
    over = path("M172 216L96 300H290C288 258 250 240 196 227Z", s.cloth[1])
    hem = stroke("M173 218L98 300", SOLE if s.cloth[1] != SOLE else MATTONE, 8, "butt")
    return torso(s) + neck(s, "vee") + over + hem


def dress_straps(s: Sitter) -> str:
    body = path(TORSO, s.skin)
    top = path(
        "M84 300C86 270 92 250 96 230L110 227C114 262 186 262 190 227L204 230C208 250 214 270 216 300Z",
        s.cloth[0],
    )
    return body + neck(s, "high") + top


def dress_leather(s: Sitter) -> str:
    """A biker's jacket, zip on the slant."""
    collar = poly([(118, 210), (84, 234), (110, 264), (146, 300)], shade(s.cloth[0], 1.7))
    collar += poly([(182, 210), (216, 234), (190, 264), (154, 300)], shade(s.cloth[0], 1.7))
    zips = stroke("M152 300L184 246", s.cloth[1], 5, "butt") + stroke("M46 278L76 264", s.cloth[1], 5, "butt")
    tee = path("M122 210L150 300L178 210C172 240 128 240 122 210Z", CARTA)
    return torso(s) + neck(s, "crew") + tee + collar + zips


DRESS: dict[str, Part] = {
    key.removeprefix("dress_"): value for key, value in list(globals().items()) if key.startswith("dress_")
}


# The face -------------------------------------------------------------------------------------------------------


def eyes(s: Sitter) -> str:
    brow = shade(s.hair_colour, 0.8) if s.hair_colour not in (SNOW, SILVER) else "#7f837f"
    y = 128
    lids = stroke(f"M117 {y - 17}Q127 {y - 24} 137 {y - 19}M163 {y - 19}Q173 {y - 24} 183 {y - 17}", brow, 4.5)
    ink = NOTTE
    kinds = {
        "dots": circle(128, y, 4.4, ink) + circle(172, y, 4.4, ink),
        "glad": stroke(f"M120 {y + 2}Q128 {y - 8} 136 {y + 2}M164 {y + 2}Q172 {y - 8} 180 {y + 2}", ink, 4),
        "calm": stroke(f"M120 {y - 1}Q128 {y + 7} 136 {y - 1}M164 {y - 1}Q172 {y + 7} 180 {y - 1}", ink, 4),
        "lash": circle(128, y, 4.4, ink)
        + circle(172, y, 4.4, ink)
        + stroke(f"M118 {y - 2}Q122 {y - 8} 130 {y - 7}M182 {y - 2}Q178 {y - 8} 170 {y - 7}", ink, 3),
        "wide": "".join(ellipse(x, y, 8, 6, "#fbf3e6") + circle(x, y, 4.6, ink) for x in (128, 172))
        + stroke(f"M118 {y - 2}Q128 {y - 10} 138 {y - 1}M162 {y - 1}Q172 {y - 10} 182 {y - 2}", ink, 3),
    }
    return lids + kinds[s.eyes]


def mouth(s: Sitter) -> str:
    line = shade(s.skin, 0.5)
    kinds = {
        "smile": stroke("M134 170Q150 182 166 170", line, 4),
        "grin": path("M130 167Q150 171 170 167Q166 188 150 188T130 167Z", "#7c2a22")
        + path("M134 168Q150 172 166 168L164 174Q150 177 136 174Z", CARTA),
        "lips": path("M132 170Q141 163 150 167Q159 163 168 170Q160 182 150 182T132 170Z", s.lips)
        + stroke("M134 171Q150 176 166 171", shade(s.lips, 0.65), 2),
        "half": stroke("M136 173Q152 178 166 167", line, 4),
        "calm": stroke("M138 173H162", line, 4),
    }
    return kinds[s.mouth]


def beard(s: Sitter) -> str:
    full = (
        "M96 128C98 146 104 152 116 154C126 154 134 158 150 158S174 154 184 154C196 152 202 146 204 128"
        "C210 180 188 212 150 212S90 180 96 128Z"
    )
    lip = ellipse(150, 172, 15, 5.5, shade(s.skin, 0.66))
    kinds = {
        "full": path(full, s.hair_colour) + lip,
        "long": path(
            full.replace("C210 180 188 212 150 212S90 180 96 128", "C208 190 184 240 150 246C116 240 92 190 96 128"),
            s.hair_colour,
        )
        + lip,
        "stubble": clipped("f", f'<path d="{FACE[s.jaw]}"/>', path(full, s.hair_colour, 0.28)) + mouth(s),
        "moustache": mouth(s)
        + path(
            "M150 158C142 152 128 156 120 168C132 172 144 170 150 164C156 170 168 172 180 168C172 156 158 152 150 158Z",
            s.hair_colour,
        ),
        "goatee": path("M128 166Q150 152 172 166C176 196 166 212 150 212S124 196 128 166Z", s.hair_colour) + lip,
        "jawline": path(
            "M97 124C98 160 116 184 150 186C184 184 202 160 203 124C210 180 188 208 150 208S90 180 97 124Z",
            s.hair_colour,
        )
        + mouth(s),
    }
    return kinds[s.beard] if s.beard else mouth(s)


def face(s: Sitter) -> str:
    outline = FACE[s.jaw]
    veiled = s.hair == "hijab"
    ears = "" if veiled else circle(98, 136, 11, s.skin) + circle(202, 136, 11, dusk(s.skin))
    # the shadow and the nose are one shape: Munari's economy
    side = path("M152 56V128L160 150Q161 157 150 157Q156 164 152 176L156 206H230V56Z", dusk(s.skin))
    if s.light == "left":
        side = group("translate(300 0) scale(-1 1)", side)
    cheeks = circle(118, 156, 11, "#d9482a") + circle(182, 156, 11, "#d9482a")
    blush = f'<g opacity=".2">{cheeks}</g>'
    return ears + path(outline, s.skin) + clipped("v", f'<path d="{outline}"/>', side, blush)


# Things they wear or hold ---------------------------------------------------------------------------------------


def spectacles(shape: str, colour: str) -> str:
    rims = {
        "round": ring(128, 130, 18, colour, 4.5)
        + ring(172, 130, 18, colour, 4.5)
        + stroke("M146 128Q150 124 154 128", colour, 4.5),
        "square": "".join(
            f'<rect x="{x}" y="115" width="38" height="28" rx="6" fill="none" stroke="{colour}" stroke-width="5"/>'
            for x in (108, 154)
        )
        + stroke("M146 126H154", colour, 5),
        "cat": path(
            "M104 116L146 122Q148 146 128 146T108 132ZM196 116L154 122Q152 146 172 146T192 132Z",
            "#ffffff",
            0.35,
        )
        + stroke(
            "M104 116L146 122Q148 146 128 146T108 132ZM196 116L154 122Q152 146 172 146T192 132ZM146 126H154",
            colour,
            5,
        ),
        "half": stroke(
            "M112 136H144Q144 152 128 152T112 136ZM156 136H188Q188 152 172 152T156 136ZM144 138H156",
            colour,
            4,
        ),
    }
    return rims[shape]


EXTRAS: dict[str, str] = {
    "round": spectacles("round", NOTTE),
    "round-red": spectacles("round", MATTONE),
    "square": spectacles("square", NOTTE),
    "cat": spectacles("cat", MATTONE),
    "half": spectacles("half", NOTTE),
    "hoops": ring(97, 160, 10, SOLE, 4.5) + ring(203, 160, 10, SOLE, 4.5),
    "studs": circle(97, 150, 5, SOLE) + circle(203, 150, 5, SOLE),
    "drops": poly([(97, 148), (105, 174), (89, 174)], MATTONE) + poly([(203, 148), (211, 174), (195, 174)], MATTONE),
    "pearls": circle(97, 151, 6, CARTA) + circle(203, 151, 6, CARTA),
    "pencil": group(
        "rotate(-38 206 118)",
        rect(204, 112, 56, 10, MATTONE)
        + poly([(204, 112), (190, 117), (204, 122)], LANA)
        + rect(260, 112, 9, 10, CARTA),
    ),
    "phones": stroke("M92 132C88 66 116 50 150 50S212 66 208 132", NOTTE, 10)
    + rect(80, 116, 24, 44, MATTONE, 11)
    + rect(196, 116, 24, 44, MATTONE, 11),
    "pin": flower(104, 84, 13, 6, MATTONE, SOLE),
    "freckles": "".join(
        circle(x, y, 1.8, "#b9744a")
        for x, y in ((112, 148), (120, 152), (127, 147), (173, 147), (180, 152), (188, 148))
    ),
    "loupe": group(
        "rotate(-8 150 84)",
        rect(120, 76, 60, 18, NOTTE, 8) + circle(172, 84, 15, CIELO) + ring(172, 84, 15, NOTTE, 6),
    ),
}

FOREGROUND: dict[str, str] = {
    "camera-strap": stroke("M104 230L150 288L196 230", NOTTE, 9, "butt")
    + rect(112, 270, 76, 40, NOTTE, 6)
    + circle(150, 290, 17, CIELO)
    + ring(150, 290, 17, CARTA, 5),
    "tape": stroke("M112 222Q112 262 104 300M188 222Q188 262 196 300", SOLE, 12, "butt")
    + "".join(rect(100, y, 7, 3, NOTTE) + rect(193, y, 7, 3, NOTTE) for y in range(246, 300, 10)),
    "beads": "".join(
        circle(
            150 + 50 * math.cos(math.radians(a)),
            216 + 46 * math.sin(math.radians(a)),
            7,
            CARTA if i % 2 else SOLE,
        )
        for i, a in enumerate(range(15, 166, 15))
    ),
    "necklace": stroke("M112 226Q150 272 188 226", SOLE, 3.5)
    + poly([(150, 246), (160, 258), (150, 274), (140, 258)], MATTONE),
    "badge": rect(190, 262, 48, 30, CARTA, 3) + rect(196, 269, 26, 4, NOTTE) + rect(196, 278, 36, 4, MATTONE),
    "brush": group(
        "rotate(24 70 260)",
        rect(66, 210, 8, 100, TERRA)
        + rect(64, 196, 12, 20, LANA)
        + path("M63 198Q60 172 70 160Q80 172 77 198Z", MATTONE),
    ),
    "plait": "".join(
        leaf(105 - 3 * i, 222 + 17 * i, 36, -34, COPPER, 0.6)
        + leaf(105 - 3 * i, 222 + 17 * i, 36, 34, shade(COPPER, 0.86), 0.6)
        for i in range(-1, 6)
    ),
    "whistle": stroke("M118 222L150 284L182 222", CARTA, 5)
    + rect(138, 278, 28, 16, NOTTE, 6)
    + circle(146, 286, 8, NOTTE),
    "lapel-pin": circle(222, 258, 9, SOLE) + circle(222, 258, 4, MATTONE),
}


def portrait(s: Sitter) -> str:
    ground = rect(0, 0, 300, 300, s.colours[0]) + GROUNDS[s.ground](s)
    back, front = HAIR[s.hair](s)
    turn = f"rotate({s.tilt} 150 200) translate(150 0) scale({s.wide} 1) translate(-150 0)"
    worn = "".join(EXTRAS[key] for key in s.extras if key in EXTRAS)
    held = "".join(FOREGROUND[key] for key in s.extras if key in FOREGROUND)
    head = group(turn, face(s), eyes(s), beard(s), front, worn)
    scaled = group(
        "translate(150 300) scale(1.03) translate(-150 -300)",
        group(turn, back),
        DRESS[s.dress](s),
        head,
        held,
    )
    return svg(300, 300, ground, scaled)


SITTERS = (
    Sitter(
        "renzo-pagella",
        "disc",
        (SOLE, CARTA),
        WARM,
        "felt",
        "#5b3a22",
        "crew",
        (VERDE, VERDE),
        "square",
        mouth="calm",
        beard="full",
    ),
    Sitter(
        "chiara-bonelli",
        "disc",
        (CARTA, NOTTE),
        DEEP,
        "afro",
        COFFEE,
        "crew",
        (CIELO, CARTA),
        extras=("round", "hoops"),
        tilt=3,
    ),
    Sitter(
        "davide-ferraris",
        "slope",
        (CARTA, VERDE),
        PALE,
        "side",
        STRAW,
        "crew",
        (CIELO, NOTTE),
        "long",
        beard="stubble",
        extras=("camera-strap",),
        tilt=-3,
    ),
    Sitter(
        "omar-benatia",
        "tiles",
        (ROSA, MATTONE),
        OLIVE,
        "crop",
        INK,
        "hoodie",
        (VERDE, CARTA),
        "square",
        beard="full",
        wide=1.03,
    ),
    Sitter(
        "elisa-robotti",
        "leaves",
        (CIELO, TANARO),
        FAIR,
        "bob",
        COPPER,
        "dungaree",
        (CARTA, MATTONE),
        eyes="lash",
        mouth="grin",
        extras=("round", "freckles", "brush"),
        tilt=4,
        light="left",
    ),
    Sitter(
        "paolo-cermelli",
        "rings",
        (CIELO, CARTA),
        FAIR,
        "none",
        COFFEE,
        "roll",
        (NOTTE, NOTTE),
        "square",
        eyes="calm",
        beard="full",
        extras=("phones",),
        tilt=-4,
    ),
    Sitter(
        "giulia-camurati",
        "disc",
        (MATTONE, SOLE),
        OLIVE,
        "bun",
        INK,
        "cardigan",
        (CARTA, VERDE),
        "heart",
        eyes="lash",
        extras=("studs",),
        tilt=-2,
        light="left",
    ),
    Sitter(
        "amina-diallo",
        "half",
        (SOLE, ROSA),
        DARK,
        "turban",
        INK,
        "wrap",
        (MATTONE, VERDE),
        eyes="wide",
        mouth="grin",
        extras=("hoops", "beads"),
        tilt=2,
    ),
    Sitter(
        "laura-ricagno",
        "checks",
        (MENTA, CARTA),
        FAIR,
        "low_bun",
        CHESTNUT,
        "apron",
        (MATTONE, NOTTE),
        "heart",
        mouth="half",
        extras=("loupe",),
        tilt=-4,
    ),
    Sitter(
        "stefano-boccassi",
        "bars",
        (CARTA, MATTONE),
        PALE,
        "quiff",
        CHESTNUT,
        "jacket",
        (TANARO, CARTA),
        "square",
        mouth="grin",
        tilt=2,
    ),
    Sitter(
        "ilaria-zanotti",
        "arch",
        (CIELO, MATTONE),
        FAIR,
        "side_bob",
        "#2d211c",
        "jacket",
        (CARTA, SOLE),
        "heart",
        eyes="lash",
        mouth="lips",
        extras=("lapel-pin",),
        light="left",
    ),
    Sitter(
        "alessandra-valmadonna",
        "stripes",
        (SOLE, CARTA),
        FAIR,
        "pixie",
        INK,
        "leather",
        (NOTTE, SOLE),
        mouth="half",
        eyes="lash",
        extras=("studs",),
        tilt=-5,
    ),
    Sitter(
        "stefania-lobbi",
        "window",
        (VERDE, SALVIA),
        WARM,
        "bandana",
        CHESTNUT,
        "dots",
        (CARTA, MATTONE),
        mouth="grin",
        eyes="glad",
        extras=("cat",),
        tilt=3,
        wide=1.03,
    ),
    Sitter(
        "venusia-carentino",
        "hills",
        (CIELO, VERDE),
        OLIVE,
        "long",
        COFFEE,
        "vee",
        (ROSA, MATTONE),
        "heart",
        eyes="lash",
        mouth="lips",
        extras=("drops",),
        tilt=-2,
    ),
    Sitter(
        "alberto-solero",
        "shelves",
        (ROSA, TERRA),
        FAIR,
        "tufts",
        COFFEE,
        "tie",
        (VERDE, CARTA),
        "long",
        beard="stubble",
        extras=("square",),
    ),
    Sitter(
        "mico-gamalero",
        "quarter",
        (MATTONE, SOLE),
        WARM,
        "curtain",
        "#6f6b66",
        "stripes",
        (CARTA, NOTTE),
        "long",
        eyes="glad",
        beard="moustache",
        tilt=5,
    ),
    Sitter(
        "salma-el-idrissi",
        "disc",
        (ROSA, CARTA),
        OLIVE,
        "hijab",
        NOTTE,
        "scrubs",
        (SALVIA, TANARO),
        eyes="lash",
        extras=(),
        tilt=2,
    ),
    Sitter(
        "giacomo-repetto",
        "waves",
        (TANARO, CIELO),
        FAIR,
        "curtain",
        CHESTNUT,
        "roll",
        (SOLE, SOLE),
        "long",
        eyes="calm",
        beard="goatee",
        tilt=-5,
        light="left",
    ),
    Sitter(
        "mihaela-ciobanu",
        "leaves",
        (MENTA, SALVIA),
        PALE,
        "plait",
        COPPER,
        "apron",
        (ROSA, VERDE),
        eyes="glad",
        extras=("pin", "freckles", "plait"),
        tilt=3,
    ),
    Sitter(
        "arben-hoxha",
        "gear",
        (CIELO, TANARO),
        FAIR,
        "crop",
        SILVER,
        "dungaree",
        (SOLE, TANARO),
        "square",
        beard="moustache",
        wide=1.05,
    ),
    Sitter(
        "lucia-paredes",
        "waves",
        (SOLE, MATTONE),
        BROWN,
        "long_fringe",
        INK,
        "scarf",
        (CARTA, TANARO),
        mouth="grin",
        eyes="lash",
        tilt=-3,
    ),
    Sitter(
        "giorgia-hu",
        "tiles",
        (CARTA, NOTTE),
        FAIR,
        "bob",
        INK,
        "crew",
        (MATTONE, MATTONE),
        "heart",
        eyes="calm",
        mouth="lips",
        lips="#c2362b",
        extras=("tape", "drops"),
        light="left",
    ),
    Sitter(
        "tommaso-cavanna",
        "dots",
        (VERDE, SALVIA),
        PALE,
        "beanie",
        STRAW,
        "hoodie",
        (ROSA, MATTONE),
        "long",
        beard="jawline",
        tilt=3,
    ),
    Sitter(
        "beatrice-oddone",
        "half",
        (CIELO, BRUMA),
        PALE,
        "pony",
        STRAW,
        "shirt",
        (SOLE, CARTA),
        "heart",
        eyes="lash",
        mouth="half",
        extras=("pencil",),
        tilt=-3,
    ),
    Sitter(
        "ernesto-gandini",
        "shelves",
        (SOLE, VERDE),
        PALE,
        "tufts",
        SNOW,
        "cardigan",
        (TERRA, CARTA),
        "long",
        beard="moustache",
        extras=("half",),
        tilt=2,
    ),
    Sitter(
        "silvia-traverso",
        "rings",
        (ROSA, CARTA),
        PALE,
        "set",
        SNOW,
        "coat",
        (CARTA, TANARO),
        mouth="smile",
        eyes="glad",
        extras=("round-red", "pearls"),
        light="left",
    ),
    Sitter(
        "priya-nair",
        "dots",
        (SOLE, CARTA),
        BROWN,
        "low_bun",
        INK,
        "coat",
        (CARTA, MATTONE),
        eyes="lash",
        mouth="smile",
        extras=("studs", "badge"),
        tilt=2,
    ),
    Sitter(
        "samuel-okafor",
        "sun",
        (MATTONE, TERRA),
        DEEP,
        "short_curls",
        INK,
        "crew",
        (SOLE, NOTTE),
        "square",
        mouth="grin",
        beard="",
        extras=("whistle",),
        wide=1.04,
        light="left",
    ),
    Sitter(
        "caterina-balbo",
        "arch",
        (VERDE, ROSA),
        PALE,
        "wavy",
        COPPER,
        "straps",
        (CARTA, SOLE),
        eyes="lash",
        mouth="lips",
        extras=("freckles", "necklace"),
        tilt=-3,
    ),
    Sitter(
        "dario-lenti",
        "slope",
        (LANA, TERRA),
        WARM,
        "coppola",
        SILVER,
        "scarf",
        (NOTTE, SOLE),
        "square",
        beard="long",
        tilt=-2,
    ),
)

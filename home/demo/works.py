"""What the members make: drawings of objects on a 1200 by 800 board."""

from __future__ import annotations

import math
from collections.abc import Callable

from home.demo.shapes import (
    BRUMA,
    CARTA,
    CIELO,
    LANA,
    MATTONE,
    MENTA,
    NOTTE,
    OMBRA,
    ROSA,
    SALVIA,
    SOLE,
    TANARO,
    TERRA,
    VERDE,
    arch,
    circle,
    clipped,
    dome,
    ellipse,
    flower,
    group,
    leaf,
    lines,
    path,
    poly,
    quarter,
    rect,
    ring,
    shade,
    stroke,
)


def ground(colour: str) -> str:
    return rect(0, 0, 1200, 800, colour)


# Print and books ------------------------------------------------------------------------------------------------


def poster_arcade() -> str:
    doors = "".join(arch(x, 300, 240, 600, NOTTE) for x in (90, 480, 870))
    light = path("M480 420A120 120 0 0 1 600 300V800H480Z", SOLE)
    windows = "".join(rect(x, 60, 84, 100, CARTA, 4) for x in range(90, 1100, 156))
    walker = circle(655, 612, 36, CARTA) + path("M612 800V704a43 43 0 0 1 86 0V800Z", CARTA)
    return ground(MATTONE) + windows + rect(0, 212, 1200, 36, ROSA) + doors + light + walker


def sewn_notebooks() -> str:
    left = rect(150, 120, 400, 560, CARTA, 6) + lines(200, 190, (300, 220, 300, 260, 300, 180), 54, 20, NOTTE)
    right = rect(650, 120, 400, 560, ROSA, 6) + path("M650 120H1050L650 540Z", MATTONE) + circle(890, 500, 120, SOLE)
    thread = stroke("M150 200V600", MATTONE, 10) + "".join(circle(150, y, 12, SOLE) for y in range(200, 620, 100))
    seam = stroke("M650 200V600", CARTA, 10) + "".join(circle(650, y, 12, SOLE) for y in range(200, 620, 100))
    return ground(VERDE) + left + right + thread + seam


def printing_press() -> str:
    frame = rect(300, 150, 70, 560, NOTTE) + rect(830, 150, 70, 560, NOTTE) + rect(260, 110, 680, 80, NOTTE, 14)
    feet = rect(230, 690, 210, 46, NOTTE, 8) + rect(760, 690, 210, 46, NOTTE, 8)
    screw = rect(570, 190, 60, 170, SOLE) + "".join(rect(560, y, 80, 12, shade(SOLE)) for y in range(200, 350, 28))
    lever = stroke("M600 300L1060 240", MATTONE, 28) + circle(1060, 240, 42, MATTONE)
    platen = rect(420, 360, 360, 60, TERRA, 8) + rect(370, 520, 460, 50, TERRA)
    sheet = poly([(400, 520), (800, 520), (860, 492), (460, 492)], CARTA) + poly(
        [(520, 516), (640, 516), (680, 498), (560, 498)], MATTONE
    )
    legs = rect(420, 570, 40, 120, NOTTE) + rect(740, 570, 40, 120, NOTTE)
    sheets = "".join(rect(70, 640 - i * 18, 170, 10, CARTA) for i in range(5))
    return (
        ground(CIELO)
        + rect(0, 720, 1200, 80, VERDE)
        + circle(1010, 560, 90, ROSA)
        + frame
        + feet
        + lever
        + screw
        + platen
        + legs
        + sheet
        + sheets
    )


def type_case() -> str:
    glyphs = (
        lambda x, y, c: path(
            f"M{x + 20} {y + 120}L{x + 70} {y + 14}L{x + 120} {y + 120}H{x + 92}L{x + 70} {y + 66}L{x + 48} {y + 120}Z",
            c,
        ),
        lambda x, y, c: rect(x + 30, y + 16, 28, 104, c) + dome_side(x + 58, y + 16, 52, c),
        lambda x, y, c: rect(x + 56, y + 16, 30, 104, c),
        lambda x, y, c: ring(x + 70, y + 68, 40, c, 26),
        lambda x, y, c: rect(x + 28, y + 16, 86, 26, c) + rect(x + 57, y + 16, 28, 104, c),
        lambda x, y, c: path(
            f"M{x + 24} {y + 16}H{x + 54}L{x + 70} {y + 70}L{x + 88} {y + 16}H{x + 118}L{x + 84} {y + 120}H{x + 56}Z",
            c,
        ),
        lambda x, y, c: rect(x + 32, y + 16, 28, 104, c) + rect(x + 32, y + 94, 78, 26, c),
        lambda x, y, c: "".join(
            circle(x + a, y + b, 11, c) for a, b in ((44, 44), (96, 44), (70, 70), (44, 96), (96, 96))
        ),
    )
    paints = (
        (LANA, NOTTE),
        (SOLE, MATTONE),
        (CARTA, VERDE),
        (ROSA, TERRA),
        (CIELO, NOTTE),
        (VERDE, CARTA),
        (MATTONE, CARTA),
    )
    cells = []
    for row in range(5):
        for col in range(7):
            x, y = 36 + col * 164, 24 + row * 154
            base, ink = paints[(row * 3 + col * 2) % 7]
            cells.append(rect(x, y, 144, 136, base, 6) + glyphs[(row * 5 + col * 3) % 8](x + 2, y, ink))
    return ground(TERRA) + "".join(cells)


def dome_side(x: float, y: float, r: float, fill: str) -> str:
    """A half disc leaning on its left side."""
    return path(f"M{x} {y}a{r} {r} 0 0 1 0 {2 * r}Z", fill)


def jazz_poster() -> str:
    sheet = rect(390, 40, 420, 720, CARTA, 4)
    bell = path(
        "M470 640C470 560 560 560 560 500V300L620 270V520C620 640 760 600 720 470L690 380L760 350C840 560 700 740 560 720C500 712 470 690 470 640Z",
        SOLE,
    )
    keys = "".join(circle(590, y, 18, MATTONE) for y in (330, 386, 442, 498))
    reed = stroke("M590 286L540 200L500 190", NOTTE, 20)
    words = rect(430, 80, 260, 48, MATTONE) + rect(430, 140, 170, 20, NOTTE)
    walls = "".join(rect(x, 0, 60, 800, shade(VERDE, 0.84)) for x in range(0, 1200, 120))
    return (
        ground(VERDE)
        + walls
        + sheet
        + words
        + reed
        + bell
        + keys
        + circle(1010, 180, 90, MATTONE)
        + circle(190, 620, 120, ROSA)
    )


def wine_labels() -> str:
    def bottle(x: int, glass: str, label: str, mark: str) -> str:
        shape = path(
            f"M{x} 720V380C{x} 300 {x + 62} 300 {x + 62} 220V90H{x + 138}V220C{x + 138} 300 {x + 200} 300 {x + 200} 380V720Z",
            glass,
        )
        return shape + rect(x + 56, 78, 88, 90, label, 6) + rect(x, 440, 200, 210, label) + mark

    sun = circle(320, 545, 62, MATTONE) + rect(220, 560, 200, 90, CARTA) + rect(250, 590, 140, 14, NOTTE)
    hills = clipped(
        "w",
        rect(500, 440, 200, 210, ROSA),
        path("M500 600Q560 520 620 580T720 560V660H500Z", VERDE),
        circle(650, 500, 30, SOLE),
    )
    grapes = "".join(
        circle(880 + dx, 510 + dy, 20, TANARO) for dx, dy in ((-40, 0), (0, 0), (40, 0), (-20, 34), (20, 34), (0, 68))
    ) + leaf(880, 490, 46, 40, VERDE)
    return (
        ground(SOLE)
        + rect(0, 720, 1200, 80, TERRA)
        + bottle(220, VERDE, CARTA, sun)
        + bottle(500, NOTTE, ROSA, hills)
        + bottle(780, shade(TERRA, 0.7), LANA, grapes)
    )


def motorbike() -> str:
    def wheel(x: int) -> str:
        spokes = "".join(group(f"rotate({a} {x} 560)", rect(x - 3, 430, 6, 260, CARTA)) for a in range(0, 180, 30))
        return circle(x, 560, 158, NOTTE) + circle(x, 560, 122, BRUMA) + spokes + circle(x, 560, 34, MATTONE)

    frame = stroke("M330 560L560 520L760 330L880 560M560 520L470 360H740", NOTTE, 26)
    tank = path("M500 350C520 270 720 260 770 330L740 400H520Z", MATTONE) + path(
        "M560 330Q640 290 720 330L714 350H560Z", CARTA
    )
    seat = path("M280 350Q380 320 520 352L510 400Q400 380 300 396Z", TERRA)
    engine = (
        rect(520, 430, 190, 150, SALVIA, 18)
        + "".join(rect(530, y, 170, 10, NOTTE) for y in range(446, 540, 24))
        + circle(615, 585, 52, SOLE)
    )
    bars = stroke("M770 330L740 230L820 210", NOTTE, 18) + circle(800, 300, 46, SOLE)
    pipe = stroke("M620 600H420L250 640", CARTA, 24)
    return (
        ground(ROSA)
        + circle(930, 220, 150, SOLE)
        + rect(0, 716, 1200, 84, VERDE)
        + wheel(330)
        + wheel(890)
        + frame
        + pipe
        + engine
        + seat
        + tank
        + bars
    )


def covers() -> str:
    def book(x: int, y: int, base: str, *marks: str) -> str:
        return (
            rect(x + 14, y + 14, 300, 440, TERRA)
            + rect(x, y, 300, 440, base)
            + "".join(marks)
            + rect(x + 30, y + 360, 150, 18, CARTA)
            + rect(x + 30, y + 392, 90, 12, CARTA)
        )

    salt = "".join(
        poly([(180 + dx, 250 + dy), (230 + dx, 340 + dy), (130 + dx, 340 + dy)], c)
        for dx, dy, c in ((0, 0, CARTA), (76, 56, SOLE), (-10, 100, ROSA))
    )
    train = (
        rect(470, 330, 260, 90, SOLE, 16)
        + "".join(rect(x, 348, 44, 34, NOTTE, 4) for x in (490, 550, 610, 670))
        + circle(520, 430, 22, NOTTE)
        + circle(680, 430, 22, NOTTE)
        + rect(450, 450, 300, 10, CARTA)
    )
    moon = circle(960, 300, 92, CARTA) + circle(998, 274, 82, VERDE) + leaf(870, 480, 120, 18, SALVIA)
    three = (book(100, 170, MATTONE, salt), book(450, 150, TANARO, train), book(800, 180, VERDE, moon))
    return (
        ground(SOLE)
        + rect(0, 560, 1200, 240, shade(SOLE, 0.9))
        + group("translate(600 390) scale(1.04) translate(-600 -390)", *three)
    )


def bookshelf() -> str:
    out = [ground(VERDE)]
    paints = (MATTONE, SOLE, CARTA, CIELO, ROSA, NOTTE, SALVIA)
    for row, base in enumerate((250, 500, 750)):
        x = 40.0 + row * 20
        for i in range(26):
            w, h = (
                (34, 46, 26, 54, 38)[(i * 2 + row) % 5],
                (170, 190, 150, 200, 180, 140)[(i * 5 + row * 2) % 6],
            )
            if (i + row * 4) % 11 == 7:
                out.append(group(f"rotate(14 {x} {base})", rect(x, base - h, w, h, paints[(i * 3 + row) % 7])))
                x += w + 56
            else:
                out.append(
                    rect(x, base - h, w, h, paints[(i * 3 + row) % 7])
                    + rect(x + w * 0.25, base - h + 24, w * 0.5, 18, paints[(i * 3 + row + 3) % 7])
                )
                x += w + 6
            if x > 1110:
                break
        out.append(rect(0, base, 1200, 24, TERRA))
    return "".join(out)


# Paint, paper and stone -----------------------------------------------------------------------------------------


def tree(x: float, base: float, w: float, h: float, crown: str, trunk: str = NOTTE) -> str:
    return rect(x - w * 0.06, base - h * 0.5, w * 0.12, h * 0.5, trunk) + path(
        f"M{x} {base - h}Q{x + w * 0.75} {base - h * 0.35} {x} {base - h * 0.2}Q{x - w * 0.75} {base - h * 0.35} {x} {base - h}Z",
        crown,
    )


def fox() -> str:
    wood = "".join(
        tree(x, 640, 180, h, c)
        for x, h, c in (
            (90, 560, SALVIA),
            (250, 470, VERDE),
            (420, 600, SALVIA),
            (800, 520, VERDE),
            (960, 620, SALVIA),
            (1120, 480, VERDE),
        )
    )
    body = path("M420 720C420 560 560 520 680 560C760 590 790 660 780 720Z", MATTONE)
    tail = path("M760 720C900 720 960 620 900 540C880 620 800 620 740 660Z", MATTONE) + path(
        "M900 540C950 590 930 640 890 664C900 620 880 590 872 578Z", CARTA
    )
    head = path("M330 470L360 360L440 420H520L600 360L630 470L480 640Z", MATTONE) + path(
        "M330 470L480 640L420 520ZM630 470L480 640L540 520Z", CARTA
    )
    marks = (
        circle(430, 490, 13, NOTTE)
        + circle(530, 490, 13, NOTTE)
        + circle(480, 636, 20, NOTTE)
        + path("M372 396L388 440L420 424ZM588 396L572 440L540 424Z", NOTTE)
    )
    lantern = stroke("M640 600V690", NOTTE, 8) + rect(606, 660, 68, 70, SOLE, 8) + rect(598, 646, 84, 18, NOTTE, 6)
    return (
        ground(TANARO)
        + circle(690, 190, 110, SOLE)
        + wood
        + rect(0, 640, 1200, 160, NOTTE)
        + tail
        + body
        + head
        + marks
        + lantern
    )


def whale_mural() -> str:
    wall = "".join(
        rect(x + (50 if row % 2 else 0), 20 + row * 58, 92, 48, shade(ROSA, 0.93))
        for row in range(11)
        for x in range(-60, 1200, 108)
    )
    whale = path(
        "M140 380C140 220 400 160 620 200C820 236 900 330 980 330L1040 240L1120 260L1070 350L1130 430L1050 450L980 390C900 500 720 560 500 540C280 530 140 500 140 380Z",
        TANARO,
    )
    belly = path("M146 400C300 470 560 500 860 470C760 540 620 556 500 540C300 530 160 500 146 400Z", BRUMA)
    ribs = "".join(
        stroke(f"M{x} {452 + i * 5}Q{x + 10} {500 - i} {x + 34} {530 - i * 4}", CIELO, 6)
        for i, x in enumerate(range(280, 640, 60))
    )
    eye = circle(270, 350, 20, CARTA) + circle(274, 350, 10, NOTTE)
    spout = stroke("M430 190Q400 110 340 120M430 190Q470 110 530 130M430 190V100", CARTA, 12)
    ladder = stroke("M860 730L800 300M940 730L880 300", SOLE, 14) + "".join(
        stroke(f"M{806 + k * 8} {340 + k * 60}H{888 + k * 8}", SOLE, 12) for k in range(6)
    )
    painter = (
        circle(838, 330, 30, OMBRA)
        + path("M806 470V400a34 34 0 0 1 68 0V470Z", MATTONE)
        + stroke("M812 400L740 372", MATTONE, 18)
        + rect(700, 360, 44, 18, CARTA)
    )
    pavement = rect(0, 690, 1200, 110, NOTTE) + "".join(
        rect(x, 690, 8, 110, shade(NOTTE, 1.8)) for x in range(100, 1200, 160)
    )
    return ground(ROSA) + wall + whale + belly + ribs + eye + spout + pavement + ladder + painter


def cat_on_roofs() -> str:
    def roof(x: int, y: int, w: int, tiles: str, wall: str) -> str:
        return rect(x + 30, y + 150, w - 60, 700, wall) + poly([(x, y + 160), (x + w / 2, y), (x + w, y + 160)], tiles)

    houses = roof(-80, 420, 460, TERRA, ROSA) + roof(700, 360, 560, MATTONE, CARTA)
    houses += rect(310, 650, 460, 200, SOLE) + poly([(280, 660), (410, 516), (700, 516), (800, 660)], MATTONE)
    windows = (
        "".join(rect(x, y, 60, 80, NOTTE, 4) for x, y in ((90, 620), (200, 620), (880, 600), (1010, 600)))
        + rect(450, 700, 60, 80, SALVIA)
        + rect(570, 700, 60, 80, SALVIA)
    )
    chimney = rect(900, 300, 70, 140, NOTTE) + rect(886, 288, 98, 22, NOTTE)
    cat = path(
        "M470 520C440 420 480 340 560 330L552 250L590 290H640L678 250L670 340C700 380 690 460 660 520Z", NOTTE
    ) + stroke("M650 510C760 520 780 440 740 390", NOTTE, 26)
    face = circle(594, 318, 9, SOLE) + circle(638, 318, 9, SOLE) + poly([(608, 336), (624, 336), (616, 346)], ROSA)
    stars = "".join(
        circle(x, y, r, CARTA)
        for x, y, r in (
            (120, 120, 5),
            (260, 220, 4),
            (400, 90, 6),
            (760, 120, 5),
            (900, 220, 4),
            (1090, 90, 6),
            (1120, 300, 4),
        )
    )
    return (
        ground(TANARO)
        + circle(220, 250, 120, CARTA)
        + circle(268, 220, 104, TANARO)
        + stars
        + houses
        + chimney
        + windows
        + cat
        + face
    )


def paint_table() -> str:
    sheet = group(
        "rotate(-4 560 420)",
        rect(300, 150, 520, 500, CARTA)
        + circle(560, 360, 130, SOLE)
        + path("M300 540Q430 440 560 520T820 480V650H300Z", SALVIA)
        + rect(540, 420, 40, 120, MATTONE),
    )
    jars = "".join(
        rect(x, 110, 96, 130, c, 12) + rect(x - 6, 100, 108, 30, CARTA, 8) for x, c in ((880, MATTONE), (1000, TANARO))
    )
    cup = rect(900, 430, 150, 190, VERDE, 10) + "".join(
        stroke(f"M{930 + i * 30} 440L{900 + i * 46} {280 - (i % 2) * 40}", LANA, 12)
        + circle(900 + i * 46, 272 - (i % 2) * 40, 18, c)
        for i, c in enumerate((MATTONE, SOLE, NOTTE))
    )
    blots = "".join(
        ellipse(x, y, 60, 46, c)
        for x, y, c in ((120, 180, MATTONE), (130, 320, SOLE), (110, 460, TANARO), (140, 600, SALVIA))
    )
    pencils = "".join(
        group(
            f"rotate({a} 560 720)",
            rect(340, 704, 420, 22, c) + poly([(760, 704), (800, 715), (760, 726)], LANA),
        )
        for a, c in ((3, MATTONE), (-5, NOTTE))
    )
    return ground(ROSA) + rect(40, 90, 170, 620, CARTA, 80) + blots + sheet + jars + cup + pencils


def totem() -> str:
    plinth = rect(470, 660, 260, 90, NOTTE)
    stones = (
        rect(500, 520, 200, 140, LANA)
        + dome(600, 520, 130, OMBRA)
        + circle(600, 310, 84, LANA)
        + poly([(600, 60), (690, 230), (510, 230)], OMBRA)
    )
    sides = (
        rect(600, 520, 100, 140, shade(LANA, 0.86))
        + path("M600 390A130 130 0 0 1 730 520H600Z", shade(OMBRA, 0.86))
        + path("M600 226A84 84 0 0 1 600 394Z", shade(LANA, 0.86))
        + poly([(600, 60), (690, 230), (600, 230)], shade(OMBRA, 0.86))
    )
    hole = circle(600, 310, 30, CIELO)
    tools = group("rotate(-30 300 640)", rect(200, 620, 200, 24, TERRA), rect(380, 580, 70, 104, NOTTE, 8)) + group(
        "rotate(20 900 690)",
        rect(820, 676, 190, 22, NOTTE),
        poly([(1010, 676), (1050, 687), (1010, 698)], BRUMA),
    )
    chips = "".join(
        poly([(x, 745), (x + s, 745 - s * 0.7), (x + s * 1.6, 745)], LANA)
        for x, s in ((760, 24), (430, 18), (820, 14), (390, 12))
    )
    return (
        ground(CIELO)
        + path("M0 620Q300 540 600 620T1200 600V800H0Z", SALVIA)
        + rect(0, 745, 1200, 55, VERDE)
        + plinth
        + stones
        + sides
        + hole
        + tools
        + chips
    )


def stone_hand() -> str:
    palm = path(
        "M440 760V560C400 520 360 470 330 420C310 380 360 350 390 390L450 470V220C450 180 510 180 510 220V420H530V150C530 108 592 108 592 150V420H612V180C612 140 672 140 672 180V430H692V260C692 224 746 224 746 260V560C746 620 720 640 710 680V760Z",
        LANA,
    )
    half = path(
        "M600 760V420H612V180C612 140 672 140 672 180V430H692V260C692 224 746 224 746 260V560C746 620 720 640 710 680V760Z",
        shade(LANA, 0.86),
    )
    veins = stroke("M470 560Q560 600 690 560M490 620Q580 660 680 620", shade(LANA, 0.7), 6)
    bird = (
        path("M600 120C640 60 720 60 740 90L790 84L752 112C744 150 690 170 640 150Z", MATTONE)
        + circle(724, 92, 6, NOTTE)
        + path("M640 110Q600 80 540 96Q590 130 650 140Z", SOLE)
    )
    return ground(VERDE) + arch(270, 60, 660, 800, SOLE) + palm + half + veins + bird + rect(360, 740, 440, 60, NOTTE)


def relief() -> str:
    out = [ground(TERRA)]
    pieces = ((0, 0, 0), (1, 0, 2), (2, 0, 1), (0, 1, 3), (1, 1, 1), (2, 1, 0))
    for col, row, turn in pieces:
        x, y = col * 400, row * 400
        out.append(rect(x + 10, y + 10, 380, 380, LANA))
        out.append(quarter(x + 30, y + 30, 340, turn, shade(LANA, 0.88)))
        out.append(
            quarter(
                x + 30 + (170 if turn in (0, 1) else 0),
                y + 30 + (170 if turn in (1, 2) else 0),
                170,
                turn,
                OMBRA,
            )
        )
        out.append(
            circle(
                x + (110 if turn in (0, 1) else 290),
                y + (290 if turn in (0, 3) else 110),
                38,
                shade(LANA, 0.8),
            )
        )
    return "".join(out)


# Jewels, cloth and flowers --------------------------------------------------------------------------------------


def gem(cx: float, cy: float, r: float, base: str) -> str:
    corners = [(cx + r * math.cos(math.radians(a)), cy + r * math.sin(math.radians(a))) for a in range(0, 360, 60)]
    light = shade(base, 1.25)
    facets = poly([corners[3], corners[4], (cx, cy)], light) + poly(
        [corners[4], corners[5], (cx, cy)], shade(base, 1.12)
    )
    return (
        poly(corners, base)
        + facets
        + poly([corners[0], corners[1], (cx, cy)], shade(base, 0.8))
        + poly([corners[1], corners[2], (cx, cy)], shade(base, 0.7))
    )


def gold_ring() -> str:
    band = (
        ring(600, 500, 210, SOLE, 46)
        + f'<path d="M600 290A210 210 0 0 1 810 500" fill="none" stroke="{shade(SOLE)}" stroke-width="46"/>'
    )
    claw = poly([(520, 300), (680, 300), (650, 220), (550, 220)], shade(SOLE))
    rays = "".join(group(f"rotate({a} 600 180)", rect(596, -60, 8, 90, CARTA)) for a in (-60, -30, 0, 30, 60))
    return ground(VERDE) + dome(600, 800, 520, SALVIA) + rays + band + claw + gem(600, 190, 110, MATTONE)


def earrings() -> str:
    def drop(x: int, base: str, tip: str) -> str:
        hook = stroke(f"M{x} 250V170a34 34 0 0 1 68 0", SOLE, 12)
        parts = (
            circle(x, 272, 26, SOLE)
            + path(f"M{x - 90} 390a90 90 0 0 1 180 0Z", base)
            + path(f"M{x - 90} 404h180a90 90 0 0 1-180 0Z", SOLE)
        )
        return hook + parts + poly([(x, 510), (x + 44, 580), (x, 690), (x - 44, 580)], tip)

    card = rect(250, 70, 700, 680, CARTA, 24) + circle(452, 150, 10, LANA) + circle(752, 150, 10, LANA)
    return (
        ground(ROSA)
        + quarter(0, 0, 400, 0, MATTONE)
        + quarter(800, 400, 400, 2, MATTONE)
        + card
        + drop(450, VERDE, MATTONE)
        + drop(750, TANARO, MATTONE)
    )


def goldsmith_bench() -> str:
    bench = path("M0 470H400Q420 640 600 640T800 470H1200V800H0Z", TERRA) + path(
        "M0 470H400Q402 486 406 500H0ZM1200 470H800Q798 486 794 500H1200Z", shade(TERRA, 1.25)
    )
    skin = path("M420 520Q440 640 600 640T780 520Q760 720 600 720T420 520Z", LANA)
    pin = poly([(560, 470), (640, 470), (620, 590), (580, 590)], OMBRA)
    pliers = group(
        "rotate(16 230 400)",
        stroke("M200 460Q180 380 230 330M260 460Q280 380 230 330", MATTONE, 24)
        + poly([(206, 340), (254, 340), (238, 230), (222, 230)], NOTTE),
    )
    lamp = (
        stroke("M1080 470L1010 270L820 180", NOTTE, 18)
        + path("M720 230L800 120L880 220Z", SOLE)
        + circle(1010, 270, 20, NOTTE)
        + poly([(730, 232), (872, 222), (700, 470), (500, 470)], "#fbe7a8")
    )
    torch = rect(330, 430, 70, 40, NOTTE, 6)
    rings_on = ring(600, 440, 30, SOLE, 12) + gem(600, 402, 16, MATTONE)
    wall = "".join(
        stroke(f"M{x} 60V150", NOTTE, 8) + rect(x - 16, 140, 32, 60, c, 6)
        for x, c in ((90, MATTONE), (160, VERDE), (230, SOLE), (300, TANARO), (370, ROSA))
    )
    return ground(CIELO) + rect(60, 46, 350, 22, NOTTE) + wall + lamp + bench + skin + pin + rings_on + pliers + torch


def coat() -> str:
    body = path("M430 180L520 140H680L770 180L860 470L780 500L740 380L780 740H420L460 380L420 500L340 470Z", MATTONE)
    half = path("M600 230L680 140L770 180L860 470L780 500L740 380L780 740H600Z", TERRA)
    lapels = poly([(520, 140), (600, 330), (470, 260)], SOLE) + poly([(680, 140), (600, 330), (730, 260)], shade(SOLE))
    buttons = "".join(circle(x, y, 16, CARTA) for y in (400, 500, 600) for x in (560, 640))
    pockets = rect(470, 560, 70, 14, CARTA) + rect(664, 560, 70, 14, CARTA)
    hanger = stroke("M600 130V90a30 30 0 1 0-30-30", NOTTE, 10) + stroke("M480 160L600 120L720 160", NOTTE, 14)
    rail = rect(120, 24, 960, 14, NOTTE)
    return (
        ground(MENTA)
        + rect(0, 700, 1200, 100, SALVIA)
        + circle(980, 560, 110, SOLE)
        + circle(200, 280, 90, ROSA)
        + rail
        + hanger
        + body
        + half
        + lapels
        + buttons
        + pockets
    )


def swatches() -> str:
    def cloth(x: int, y: int, base: str, pattern: str) -> str:
        zig = " ".join(f"{x + i * 20},{y + (340 if i % 2 else 324)}" for i in range(16))
        return (
            f'<polygon points="{x},{y} {x + 300},{y} {zig.replace(zig, " ".join(reversed(zig.split())))}" fill="{base}"/>'
            + pattern
        )

    dots = "".join(
        circle(130 + c * 50 + (25 if r % 2 else 0), 90 + r * 44, 11, CARTA) for r in range(6) for c in range(5)
    )
    bars = "".join(rect(450 + i * 50, 50, 22, 322, NOTTE) for i in range(6))
    checks = "".join(rect(820 + c * 60, 50 + r * 60, 30, 30, MATTONE) for r in range(5) for c in range(5))
    waves = "".join(stroke(f"M100 {470 + r * 46}q37-36 75 0t75 0t75 0t75 0", SOLE, 10, "butt") for r in range(6))
    leaves = "".join(
        leaf(490 + c * 90, 530 + r * 100, 70, 30 if (r + c) % 2 else -30, VERDE) for r in range(3) for c in range(3)
    )
    moons = "".join(dome(860 + c * 80, 500 + r * 70, 30, CIELO) for r in range(4) for c in range(3))
    top = cloth(100, 50, MATTONE, dots) + cloth(450, 50, SOLE, bars) + cloth(800, 50, CARTA, checks)
    below = (
        cloth(100, 420, TANARO, clipped("s", rect(100, 420, 300, 320, NOTTE), waves))
        + cloth(450, 420, ROSA, leaves)
        + cloth(800, 420, NOTTE, moons)
    )
    pins = "".join(
        circle(x, y, 13, c)
        for x, y, c in (
            (250, 66, SOLE),
            (600, 66, MATTONE),
            (950, 66, VERDE),
            (250, 436, ROSA),
            (600, 436, TANARO),
            (950, 436, MATTONE),
        )
    )
    return ground(LANA) + top + below + pins


def dress_form() -> str:
    bust = path(
        "M470 170C440 210 420 300 470 400C490 440 470 500 450 560H750C730 500 710 440 730 400C780 300 760 210 730 170C690 220 650 210 640 130H560C550 210 510 220 470 170Z",
        ROSA,
    )
    right = path(
        "M600 210C690 220 650 210 640 130H600ZM600 200C650 210 700 210 730 170C760 210 780 300 730 400C710 440 730 500 750 560H600Z",
        shade(ROSA, 0.9),
    )
    skirt = (
        path("M450 560H600L560 700H380Z", VERDE)
        + path("M600 560H750L820 700H560Z", shade(VERDE, 0.8))
        + "".join(stroke(f"M{500 + i * 60} 566L{440 + i * 100} 690", SALVIA, 6) for i in range(4))
    )
    stand = rect(588, 690, 24, 80, NOTTE) + rect(480, 760, 240, 24, NOTTE, 10) + ellipse(600, 128, 42, 16, NOTTE)
    tape = stroke("M500 180Q560 300 700 330T720 470", SOLE, 20)
    scissors = (
        ring(960, 560, 44, MATTONE, 20)
        + ring(1060, 600, 44, MATTONE, 20)
        + stroke("M940 520L1080 280M1040 560L960 280", NOTTE, 20)
    )
    spools = "".join(
        rect(x, 620, 80, 120, c) + rect(x - 10, 606, 100, 20, CARTA, 4) + rect(x - 10, 734, 100, 20, CARTA, 4)
        for x, c in ((110, MATTONE), (240, TANARO))
    )
    return (
        ground(SOLE)
        + circle(600, 380, 330, CARTA)
        + rect(0, 750, 1200, 50, TERRA)
        + stand
        + bust
        + right
        + skirt
        + tape
        + scissors
        + spools
    )


def dahlias() -> str:
    vase = path("M480 760C420 660 440 560 520 520V470H680V520C760 560 780 660 720 760Z", TANARO) + path(
        "M600 470H680V520C760 560 780 660 720 760H600Z", shade(TANARO, 0.84)
    )
    band = "".join(
        poly([(456 + i * 72, 640), (492 + i * 72, 600), (528 + i * 72, 640), (492 + i * 72, 680)], SOLE)
        for i in range(4)
    )
    stems = "".join(
        stroke(f"M{600 + d * 0.2} 480Q{600 + d * 0.6} 380 {600 + d} {y}", VERDE, 12)
        for d, y in ((-220, 300), (-90, 190), (60, 140), (200, 260), (-20, 330), (310, 380))
    )
    leaves = (
        leaf(560, 470, 190, -66, SALVIA)
        + leaf(640, 470, 190, 70, SALVIA)
        + leaf(520, 480, 160, -95, VERDE)
        + leaf(680, 480, 160, 98, VERDE)
    )
    heads = (
        flower(380, 290, 76, 12, MATTONE, SOLE)
        + flower(510, 180, 70, 12, ROSA, MATTONE)
        + flower(660, 140, 84, 14, SOLE, MATTONE)
        + flower(800, 260, 72, 12, CARTA, SOLE)
        + flower(580, 330, 66, 12, TERRA, SOLE)
        + flower(910, 390, 54, 10, ROSA, MATTONE)
    )
    return (
        ground(MENTA)
        + arch(230, -60, 740, 900, CIELO)
        + rect(0, 740, 1200, 60, MATTONE)
        + stems
        + leaves
        + vase
        + band
        + heads
    )


def flower_counter() -> str:
    def bucket(x: int, fill: str, bloom: str, heart: str) -> str:
        green = "".join(
            leaf(x + 70, 530, 230, a, c, 0.16)
            for a, c in ((-44, SALVIA), (-20, MENTA), (6, SALVIA), (26, MENTA), (48, SALVIA))
        )
        stems = ((-74, 372), (-18, 312), (52, 346), (84, 430), (-40, 450), (16, 412))
        heads = green + "".join(
            flower(x + 70 + dx, y, 24, 8, bloom if i % 3 else CARTA, heart) for i, (dx, y) in enumerate(stems)
        )
        return (
            heads
            + poly([(x, 520), (x + 140, 520), (x + 118, 680), (x + 22, 680)], fill)
            + rect(x - 8, 508, 156, 22, shade(fill, 0.8), 6)
        )

    awning = "".join(
        path(f"M{x} 60H{x + 120}V190a60 60 0 0 1-120 0Z", c)
        for x, c in zip(range(0, 1200, 120), (MATTONE, CARTA) * 5, strict=True)
    )
    buckets = (
        bucket(90, SALVIA, SOLE, TERRA)
        + bucket(310, TANARO, ROSA, MATTONE)
        + bucket(530, MATTONE, "#f08a5d", SOLE)
        + bucket(750, NOTTE, MATTONE, SOLE)
        + bucket(970, SOLE, CIELO, CARTA)
    )
    return (
        ground(VERDE)
        + rect(0, 0, 1200, 70, NOTTE)
        + awning
        + rect(0, 680, 1200, 120, TERRA)
        + "".join(rect(x, 690, 6, 110, shade(TERRA, 0.8)) for x in range(80, 1200, 150))
        + buckets
    )


# Sound, tools and science ---------------------------------------------------------------------------------------


def camera_on_tripod() -> str:
    legs = stroke("M600 470L440 780M600 470V780M600 470L760 780", NOTTE, 24)
    body = rect(390, 210, 420, 270, NOTTE, 20) + rect(470, 160, 150, 60, NOTTE, 10) + rect(700, 184, 70, 30, MATTONE, 6)
    leather = rect(390, 280, 420, 130, TERRA)
    lens = (
        circle(600, 345, 128, CARTA)
        + circle(600, 345, 104, NOTTE)
        + circle(600, 345, 66, TANARO)
        + circle(574, 318, 22, CIELO)
    )
    light = poly([(60, 120), (260, 60), (310, 260), (110, 320)], SOLE) + stroke("M200 300L240 780", NOTTE, 14)
    return (
        ground(CIELO)
        + circle(940, 240, 150, CARTA)
        + light
        + rect(0, 740, 1200, 60, VERDE)
        + legs
        + body
        + leather
        + lens
    )


def microphone() -> str:
    waves = "".join(
        stroke(
            f"M{600 + s * (170 + i * 90)} {300 - 60 - i * 70}A{220 + i * 60} {220 + i * 60} 0 0 {1 if s > 0 else 0} {600 + s * (170 + i * 90)} {360 + 60 + i * 70}",
            c,
            26,
        )
        for s, cs in ((1, (MATTONE, SOLE)), (-1, (CIELO, ROSA)))
        for i, c in enumerate(cs)
    )
    body = rect(490, 140, 220, 380, CARTA, 110) + "".join(rect(490, y, 220, 24, MATTONE) for y in (230, 290, 350))
    cradle = (
        stroke("M420 360V400a180 180 0 0 0 360 0V360", SOLE, 36, "butt")
        + rect(580, 570, 40, 140, SOLE)
        + rect(450, 700, 300, 40, SOLE, 8)
    )
    return ground(NOTTE) + waves + body + cradle


def piano() -> str:
    out = [ground(MATTONE)]
    notes = (0, 1, 2, 4, 5)
    for i in range(9):
        out.append(rect(20 + i * 130, 330, 122, 470, CARTA, 6))
    out.extend(rect(20 + i * 130 + 86, 330, 78, 270, NOTTE, 4) for i in range(8) if i % 7 in notes)
    out.append(rect(0, 270, 1200, 70, NOTTE))
    out.append(rect(280 + 130, 640, 122, 160, SOLE, 6) + rect(800, 640, 122, 160, CIELO, 6))
    out.extend(rect(0, 60 + i * 40, 1200, 5, ROSA) for i in range(5))
    heads = ((160, 180), (330, 140), (500, 200), (670, 120), (840, 160), (1010, 100))
    out.extend(
        group(f"rotate(-20 {x} {y})", ellipse(x, y, 32, 23, NOTTE)) + rect(x + 23, y - 110, 7, 108, NOTTE)
        for x, y in heads
    )
    return "".join(out)


def film_camera() -> str:
    reels = "".join(
        circle(x, 250, 130, NOTTE)
        + "".join(
            circle(x + 70 * math.cos(math.radians(a)), 250 + 70 * math.sin(math.radians(a)), 28, c)
            for a in range(18, 378, 72)
        )
        + circle(x, 250, 18, c)
        for x, c in ((420, SOLE), (690, CIELO))
    )
    body = (
        rect(310, 370, 500, 260, MATTONE, 18)
        + rect(350, 420, 160, 110, CARTA, 8)
        + circle(620, 500, 60, TERRA)
        + circle(620, 500, 24, SOLE)
    )
    lens = poly([(810, 440), (930, 390), (930, 610), (810, 560)], NOTTE) + rect(926, 376, 40, 250, SALVIA, 6)
    beam = poly([(966, 400), (1200, 280), (1200, 720), (966, 604)], "#fbe7a8")
    tripod = stroke("M560 630L440 800M560 630L680 800", NOTTE, 24)
    strip = "".join(rect(x, 30, 70, 50, CARTA, 4) for x in range(30, 1200, 100))
    return ground(VERDE) + rect(0, 0, 1200, 110, NOTTE) + strip + beam + tripod + reels + body + lens


def polymer() -> str:
    bonds, atoms = [], []
    grid = [(160 + c * 150 + (75 if r % 2 else 0), 140 + r * 130) for r in range(5) for c in range(7)]
    for i, (x, y) in enumerate(grid):
        if i % 7 < 6:
            bonds.append(stroke(f"M{x} {y}L{x + 150} {y}", TANARO, 10))
        if i + 7 < len(grid) and i % 3:
            bonds.append(stroke(f"M{x} {y}L{grid[i + 7][0]} {grid[i + 7][1]}", TANARO, 10))
        atoms.append(circle(x, y, (34, 24, 42)[i % 3], (MATTONE, SOLE, VERDE, ROSA)[(i * 3) % 4]))
    return (
        ground(BRUMA)
        + "".join(bonds)
        + "".join(atoms)
        + circle(820, 420, 190, CARTA).replace("/>", ' opacity=".55"/>')
        + ring(820, 420, 190, NOTTE, 26)
        + stroke("M960 560L1110 730", NOTTE, 46)
    )


def accessible_screen() -> str:
    screen = rect(200, 90, 800, 520, NOTTE, 24) + rect(232, 122, 736, 450, CARTA, 8)
    page = (
        rect(232, 122, 736, 70, VERDE)
        + rect(262, 146, 120, 22, CARTA)
        + rect(270, 236, 300, 44, NOTTE)
        + lines(270, 310, (320, 280, 300, 180), 40, 18, SALVIA)
    )
    button = rect(258, 478, 220, 72, SOLE, 36) + rect(270, 490, 196, 48, MATTONE, 24) + rect(310, 506, 116, 16, CARTA)
    picture = (
        rect(640, 236, 290, 300, CIELO)
        + circle(840, 320, 50, SOLE)
        + path("M640 480Q720 400 800 460T930 430V536H640Z", VERDE)
    )
    stand = poly([(540, 610), (660, 610), (690, 710), (510, 710)], SALVIA) + rect(440, 700, 320, 30, NOTTE, 10)
    return (
        ground(ROSA)
        + rect(0, 730, 1200, 70, MATTONE)
        + screen
        + page
        + button
        + picture
        + stand
        + rect(1030, 620, 90, 110, CARTA, 8)
        + ring(1126, 670, 26, CARTA, 14)
        + rect(60, 716, 120, 14, NOTTE)
    )


def kettlebells() -> str:
    def bell(x: int, r: int, c: str) -> str:
        return (
            f'<path d="M{x - r * 0.6} {690 - r * 1.5}Q{x - r * 0.7} {690 - r * 2.7} {x} {690 - r * 2.7}T{x + r * 0.6} {690 - r * 1.5}" fill="none" stroke="{NOTTE}" stroke-width="{r * 0.32}"/>'
            + circle(x, 690 - r, r, c)
            + rect(x - r * 0.6, 680, r * 1.2, 14, shade(c, 0.7), 6)
            + circle(x, 690 - r, r * 0.46, CARTA)
        )

    floor = rect(0, 690, 1200, 110, NOTTE)
    bars = "".join(rect(x, 0, 18, 690, OMBRA) for x in (80, 420, 760, 1100)) + "".join(
        rect(80, y, 1036, 16, OMBRA) for y in range(60, 690, 90)
    )
    rope = stroke("M120 760Q260 700 400 760T680 760T960 760T1160 740", SOLE, 22)
    return ground(LANA) + bars + floor + bell(300, 130, MATTONE) + bell(620, 160, VERDE) + bell(920, 104, TANARO) + rope


def stethoscope_bear() -> str:
    bear = (
        circle(430, 210, 70, OMBRA)
        + circle(770, 210, 70, OMBRA)
        + circle(430, 210, 36, ROSA)
        + circle(770, 210, 36, ROSA)
        + circle(600, 340, 210, OMBRA)
        + ellipse(600, 410, 96, 74, LANA)
    )
    face = (
        circle(520, 320, 18, NOTTE)
        + circle(680, 320, 18, NOTTE)
        + ellipse(600, 380, 34, 24, NOTTE)
        + stroke("M600 400V430Q570 460 540 440M600 430Q630 460 660 440", NOTTE, 9)
    )
    body = path("M320 800C320 620 440 540 600 540S880 620 880 800Z", MATTONE)
    tube = (
        stroke("M470 560C440 700 540 740 600 720M730 560C760 660 720 720 690 740", NOTTE, 18)
        + circle(620, 716, 44, SALVIA)
        + circle(620, 716, 20, CARTA)
        + circle(688, 748, 18, NOTTE)
    )
    plaster = group("rotate(-24 470 260)", rect(420, 236, 110, 44, ROSA, 20) + rect(456, 244, 38, 28, CARTA))
    wall = "".join(
        circle(x + (60 if r % 2 else 0), 50 + r * 120, 14, CARTA) for r in range(7) for x in range(40, 1200, 120)
    )
    return ground(CIELO) + wall + body + bear + face + plaster + tube


WORKS: dict[str, Callable[[], str]] = {
    "manifesto-arcate": poster_arcade,
    "quaderni-cuciti": sewn_notebooks,
    "torchio": printing_press,
    "cassa-caratteri": type_case,
    "manifesto-jazz": jazz_poster,
    "etichette-vino": wine_labels,
    "moto": motorbike,
    "copertine": covers,
    "scaffale": bookshelf,
    "volpe-lanterna": fox,
    "murale-balena": whale_mural,
    "gatto-tetti": cat_on_roofs,
    "tavolo-illustratrice": paint_table,
    "totem-pietra": totem,
    "mano-scolpita": stone_hand,
    "bassorilievo": relief,
    "anello": gold_ring,
    "orecchini": earrings,
    "banco-orafo": goldsmith_bench,
    "cappotto": coat,
    "campionario": swatches,
    "manichino": dress_form,
    "dalie": dahlias,
    "chiosco-fiori": flower_counter,
    "cavalletto": camera_on_tripod,
    "microfono": microphone,
    "pianoforte": piano,
    "cinepresa": film_camera,
    "polimeri": polymer,
    "sito-accessibile": accessible_screen,
    "kettlebell": kettlebells,
    "orso-dottore": stethoscope_bear,
}

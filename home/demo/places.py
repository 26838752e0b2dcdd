"""Where the members work: drawings of places on a 1200 by 800 board."""

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
    MURO,
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
    n,
    path,
    poly,
    rect,
    ring,
    shade,
    stroke,
)
from home.demo.works import ground, tree


def poplar(x: float, base: float, h: float, fill: str) -> str:
    return ellipse(x, base - h / 2, h * 0.11, h / 2, fill)


def person(x: float, base: float, h: float, coat: str, skin: str) -> str:
    """A round headed passer-by, as behind the windows of the façade."""
    w = h * 0.3
    body = path(f"M{x - w / 2} {base}V{base - h * 0.5}a{w / 2} {w / 2} 0 0 1 {w} 0V{base}Z", coat)
    return body + circle(x, base - h * 0.8, h * 0.14, skin)


def garland(y: float, sag: float, cord: str = NOTTE) -> str:
    """Light bulbs on a cord hung in four swags across the board."""
    out = []
    for x in range(-20, 1220, 310):
        out.append(stroke(f"M{x} {n(y)}Q{x + 155} {n(y + sag)} {x + 310} {n(y)}", cord, 5))
        for t in (0.17, 0.39, 0.61, 0.83):
            out.append(circle(x + 310 * t, y + 2 * t * (1 - t) * sag + 12, 13, SOLE))
    return "".join(out)


# The country ----------------------------------------------------------------------------------------------------


def monferrato_map() -> str:
    hills = (
        path("M0 300Q160 180 320 290T640 260T960 300T1200 240V800H0Z", SALVIA)
        + path("M0 470Q200 340 420 450T820 430T1200 420V800H0Z", VERDE)
        + path("M0 640Q260 520 520 620T1200 600V800H0Z", shade(VERDE, 0.75))
    )
    river = stroke("M-20 700Q200 560 380 640T720 560T900 400T1220 330", CIELO, 34)
    road = f'<path d="M120 800Q240 600 460 560T640 400T1000 260" fill="none" stroke="{CARTA}" stroke-width="9" stroke-dasharray="22 16"/>'

    def village(x: int, y: int, wall: str) -> str:
        return (
            rect(x, y, 60, 60, wall)
            + poly([(x - 8, y), (x + 30, y - 40), (x + 68, y)], MATTONE)
            + rect(x + 62, y - 50, 32, 110, LANA)
            + poly([(x + 56, y - 50), (x + 78, y - 100), (x + 100, y - 50)], TERRA)
        )

    towns = village(150, 330, CARTA) + village(790, 300, ROSA) + village(940, 480, CARTA) + village(420, 470, SOLE)
    vines = "".join(stroke(f"M{720 + i * 40} {700 - i * 6}q60-50 130-44", SOLE, 6) for i in range(6))
    pin = path("M640 400C600 340 590 320 590 290a50 50 0 0 1 100 0C690 320 680 340 640 400Z", MATTONE) + circle(
        640, 290, 20, CARTA
    )
    compass = (
        circle(1060, 130, 76, CARTA)
        + poly([(1060, 64), (1080, 130), (1040, 130)], MATTONE)
        + poly([(1060, 196), (1080, 130), (1040, 130)], NOTTE)
    )
    return ground(BRUMA) + hills + river + road + vines + towns + pin + compass


def bridge_in_fog() -> str:
    fog = "".join(
        rect(x, y, w, 22, CARTA, 11)
        for x, y, w in (
            (-40, 330, 500),
            (700, 300, 560),
            (180, 470, 520),
            (820, 520, 460),
            (-60, 560, 380),
            (380, 610, 560),
        )
    )
    deck = path("M-20 470Q600 380 1220 470V500Q600 410-20 500Z", NOTTE)
    bow = f'<path d="M120 470Q600-160 1080 470" fill="none" stroke="{MATTONE}" stroke-width="26"/>'
    cables = "".join(
        stroke(
            f"M{x} {430 + abs(600 - x) * 0.05:.0f}V{470 - 630 * 4 * 0.5 * (x - 120) * (1080 - x) / 960**2 + 0:.0f}",
            CARTA,
            5,
        )
        for x in range(200, 1060, 50)
    )
    water = rect(0, 640, 1200, 160, TANARO) + "".join(
        rect(x, y, w, 8, CIELO, 4)
        for x, y, w in ((80, 680, 200), (420, 720, 260), (800, 690, 240), (980, 750, 160), (200, 764, 180))
    )
    bike = (
        ring(560, 398, 22, NOTTE, 6)
        + ring(630, 398, 22, NOTTE, 6)
        + stroke("M560 398L590 360L630 398M590 360L612 336", NOTTE, 6)
        + person(588, 366, 96, VERDE, OMBRA)
    )
    return (
        ground("#c9d6d6")
        + circle(880, 170, 80, "#f0e4bf")
        + poplar(90, 640, 330, shade("#c9d6d6", 0.86))
        + poplar(160, 640, 280, shade("#c9d6d6", 0.9))
        + poplar(1110, 640, 300, shade("#c9d6d6", 0.86))
        + water
        + bow
        + cables
        + bike
        + deck
        + fog
    )


def path_in_hills() -> str:
    back = path("M0 380Q180 240 400 350T800 300T1200 350V800H0Z", SALVIA) + path(
        "M0 520Q240 400 560 500T1200 440V800H0Z", VERDE
    )
    rows = "".join(
        stroke(f"M{620 + i * 90} 800Q{680 + i * 70} 620 {700 + i * 70} {480 - i * 6}", SOLE, 8) for i in range(6)
    )
    trail = path("M200 800Q420 640 360 560T420 420L450 424Q420 500 450 560T340 800Z", LANA)
    tower = (
        rect(930, 170, 90, 180, TERRA)
        + "".join(rect(922 + i * 38, 144, 26, 30, TERRA) for i in range(3))
        + arch(958, 240, 32, 60, NOTTE)
    )
    walkers = (
        person(300, 700, 150, MATTONE, OMBRA)
        + person(372, 660, 120, CARTA, "#7c4c33")
        + stroke("M330 640L350 710", NOTTE, 6)
    )
    trees = poplar(120, 560, 320, NOTTE) + poplar(190, 540, 250, shade(VERDE, 0.7)) + poplar(560, 500, 170, NOTTE)
    return ground(CIELO) + circle(680, 170, 84, SOLE) + tower + back + rows + trail + trees + walkers


def gravel_bike() -> str:
    def wheel(x: int) -> str:
        spokes = "".join(group(f"rotate({a} {x} 540)", rect(x - 1.5, 380, 3, 320, SALVIA)) for a in range(0, 180, 20))
        return ring(x, 540, 160, NOTTE, 22) + spokes + circle(x, 540, 18, NOTTE)

    frame = stroke("M330 540L470 300H760L580 540ZM470 300L580 540M760 300L880 540", MATTONE, 20)
    parts = (
        stroke("M446 250L470 300M400 246H490", NOTTE, 18)
        + stroke("M760 300L740 236H800Q860 240 850 290Q846 320 810 316", NOTTE, 16)
        + circle(580, 540, 40, NOTTE)
        + stroke("M580 540L630 590M606 594H656", NOTTE, 12)
    )
    bags = (
        poly([(500, 312), (738, 312), (690, 372), (536, 372)], VERDE)
        + path("M330 236Q380 200 440 250L420 320Q360 320 330 236Z", VERDE)
        + rect(780, 226, 90, 60, SOLE, 18)
    )
    grass = "".join(
        leaf(x, 720, 60 + x % 40, a, SALVIA, 0.14)
        for x, a in zip(range(30, 1200, 64), (-14, 8, 20, -6) * 5, strict=False)
    )
    return (
        ground(SOLE)
        + circle(960, 200, 120, CARTA)
        + path("M0 600Q300 480 600 570T1200 520V800H0Z", "#e8b53a")
        + rect(0, 702, 1200, 98, TERRA)
        + grass
        + wheel(330)
        + wheel(880)
        + frame
        + bags
        + parts
    )


def rucksack() -> str:
    bag = path("M380 720V330C380 190 470 130 600 130S820 190 820 330V720Q600 760 380 720Z", MATTONE)
    flap = path("M370 340C370 200 470 120 600 120S830 200 830 340Q600 430 370 340Z", TERRA)
    pocket = rect(450, 500, 300, 190, TERRA, 26) + rect(450, 540, 300, 20, SOLE)
    straps = (
        rect(480, 300, 34, 220, SOLE)
        + rect(686, 300, 34, 220, SOLE)
        + rect(474, 420, 46, 40, NOTTE, 6)
        + rect(680, 420, 46, 40, NOTTE, 6)
        + stroke("M540 124Q540 66 600 66T660 124", NOTTE, 18)
    )
    roll = rect(340, 60, 0, 0, NOTTE) + rect(400, 690, 400, 74, TANARO, 37) + circle(437, 727, 22, CIELO)
    sheet = group(
        "rotate(-10 200 560)",
        rect(60, 420, 250, 290, CARTA)
        + rect(143, 420, 2, 290, LANA)
        + rect(226, 420, 2, 290, LANA)
        + path("M60 560Q150 500 200 580T310 540V710H60Z", SALVIA)
        + stroke("M90 680Q150 560 210 600T290 460", MATTONE, 8)
        + circle(290, 460, 14, NOTTE),
    )
    flask = rect(930, 360, 130, 370, SALVIA, 40) + rect(952, 310, 86, 66, NOTTE, 10) + rect(930, 480, 130, 60, CARTA)
    return (
        ground(MENTA)
        + rect(0, 740, 1200, 60, VERDE)
        + circle(980, 190, 90, SOLE)
        + sheet
        + flask
        + bag
        + pocket
        + flap
        + straps
        + roll
    )


def vineyard_table() -> str:
    hill = path("M0 400Q300 260 640 370T1200 320V800H0Z", SALVIA) + "".join(
        stroke(f"M0 {430 + i * 34}Q320 {300 + i * 38} 660 {404 + i * 32}T1200 {352 + i * 34}", VERDE, 12)
        for i in range(4)
    )
    cloth = path("M160 560H1040L1080 720H120Z", CARTA) + "".join(
        path(f"M{120 + i * 96} 720h96q-10 40-48 40t-48-40Z", CARTA) for i in range(10)
    )
    legs = rect(230, 740, 24, 60, NOTTE) + rect(940, 740, 24, 60, NOTTE)
    plates = "".join(
        ellipse(x, 620, 62, 18, BRUMA) + ellipse(x, 618, 38, 10, c)
        for x, c in ((280, MATTONE), (470, SOLE), (740, VERDE), (920, MATTONE))
    )
    flowers = "".join(
        flower(600 + dx, 520 + dy, 26, 8, c, SOLE)
        for dx, dy, c in ((-40, 20, MATTONE), (0, -20, ROSA), (44, 14, CARTA), (-2, 26, TERRA))
    ) + rect(560, 550, 80, 50, TANARO, 8)
    bottles = path("M380 590V500q0-20 14-30v-40h20v40q14 10 14 30v90Z", VERDE) + path(
        "M800 590V500q0-20 14-30v-40h20v40q14 10 14 30v90Z", NOTTE
    )
    lights = garland(110, 110)
    posts = rect(40, 90, 16, 560, TERRA) + rect(1140, 80, 16, 560, TERRA)
    return (
        ground("#f7c98d")
        + circle(880, 260, 96, MATTONE)
        + hill
        + posts
        + lights
        + legs
        + cloth
        + plates
        + flowers
        + bottles
    )


def flower_arch() -> str:
    frame = f'<path d="M360 760V400a240 240 0 0 1 480 0V760" fill="none" stroke="{TERRA}" stroke-width="16"/>'
    spots = (
        [(360, y) for y in range(700, 380, -58)]
        + [(600 + 240 * math.cos(math.radians(a)), 400 + 240 * math.sin(math.radians(a))) for a in range(180, 361, 15)]
        + [(840, y) for y in range(440, 720, 58)]
    )
    greens = "".join(
        leaf(x, y, 76, i * 67 % 360, SALVIA if i % 2 else VERDE) + leaf(x, y, 70, (i * 67 + 150) % 360, VERDE)
        for i, (x, y) in enumerate(spots)
    )
    blooms = "".join(
        flower(
            x,
            y,
            (30, 22, 36)[i % 3],
            8,
            (MATTONE, CARTA, ROSA, SOLE)[i % 4],
            (SOLE, MATTONE, TERRA, TERRA)[i % 4],
        )
        for i, (x, y) in enumerate(spots)
        if i % 5 != 3
    )
    lawn = path("M0 700Q600 640 1200 700V800H0Z", SALVIA) + path("M520 800L570 690H630L680 800Z", LANA)
    chairs = "".join(
        rect(x, 640, 70, 12, NOTTE)
        + rect(x + s, 560, 10, 80, NOTTE)
        + rect(x + 4, 652, 8, 60, NOTTE)
        + rect(x + 58, 652, 8, 60, NOTTE)
        for x, s in ((90, 0), (200, 0), (940, 60), (1050, 60))
    )
    return (
        ground(BRUMA)
        + path("M0 560Q200 420 420 520T860 500T1200 520V800H0Z", MENTA)
        + lawn
        + chairs
        + frame
        + greens
        + blooms
    )


# Walls ----------------------------------------------------------------------------------------------------------


def farmhouse() -> str:
    bricks = "".join(
        rect(x + (22 if r % 2 else 0), 360 + r * 26, 40, 18, shade(MATTONE, 0.88))
        for r in range(13)
        for x in range(140, 660, 44)
    )
    house = (
        rect(130, 340, 560, 360, MATTONE)
        + clipped("c", rect(130, 340, 560, 360, NOTTE), bricks)
        + poly([(90, 350), (410, 190), (730, 350)], TERRA)
    )
    windows = "".join(
        rect(x - 26, 400, 24, 96, VERDE) + rect(x, 400, 64, 96, CIELO) + rect(x + 66, 400, 24, 96, VERDE)
        for x in (200, 380, 560)
    )
    door = arch(360, 540, 110, 160, NOTTE) + arch(380, 560, 70, 140, SOLE)
    barn = (
        rect(690, 420, 400, 280, LANA)
        + poly([(670, 430), (690, 350), (1110, 350), (1130, 430)], TERRA)
        + "".join(arch(x, 480, 140, 220, VERDE) + arch(x + 14, 496, 112, 204, BRUMA) for x in (720, 900))
    )
    frames = (
        "".join(rect(x, 496, 6, 204, VERDE) for x in (787, 967))
        + rect(734, 596, 112, 6, VERDE)
        + rect(914, 596, 112, 6, VERDE)
    )
    furrows = rect(0, 700, 1200, 100, SALVIA) + "".join(
        stroke(f"M{x} 800L{600 + (x - 600) * 0.6} 704", VERDE, 7) for x in range(-100, 1320, 100)
    )
    return (
        ground(CIELO)
        + circle(980, 160, 80, SOLE)
        + poplar(60, 700, 430, VERDE)
        + poplar(1150, 700, 380, SALVIA)
        + house
        + windows
        + door
        + barn
        + frames
        + furrows
    )


def house_section() -> str:
    walls = (
        rect(300, 250, 600, 450, CARTA)
        + poly([(260, 260), (600, 70), (940, 260)], MATTONE)
        + poly([(340, 250), (600, 106), (860, 250)], LANA)
    )
    floors = (
        rect(280, 244, 640, 16, NOTTE)
        + rect(280, 464, 640, 16, NOTTE)
        + rect(280, 690, 640, 20, NOTTE)
        + rect(280, 250, 20, 450, NOTTE)
        + rect(900, 250, 20, 450, NOTTE)
        + rect(600, 260, 14, 204, NOTTE)
    )
    bed = (
        rect(340, 390, 180, 50, TANARO, 8)
        + rect(340, 366, 60, 34, CARTA, 8)
        + rect(330, 350, 14, 114, TERRA)
        + rect(340, 440, 180, 24, TERRA)
    )
    study = (
        rect(660, 390, 180, 12, NOTTE)
        + rect(680, 402, 10, 62, NOTTE)
        + rect(810, 402, 10, 62, NOTTE)
        + rect(720, 330, 80, 56, SALVIA, 4)
        + person(640, 464, 110, MATTONE, OMBRA)
    )
    stairs = "".join(rect(700 + i * 24, 668 - i * 26, 24, 24 + i * 26, SOLE) for i in range(8))
    kitchen = (
        rect(330, 590, 220, 100, VERDE)
        + rect(330, 578, 220, 16, NOTTE)
        + rect(360, 500, 60, 70, CIELO)
        + rect(470, 546, 40, 32, MATTONE, 4)
        + person(620, 690, 150, ROSA, "#7c4c33")
        + stroke("M480 480V510", NOTTE, 5)
        + dome(480, 540, 32, SOLE)
    )
    ground_line = rect(0, 710, 1200, 90, TERRA) + "".join(
        stroke(f"M{x} 800L{x + 50} 730", shade(TERRA, 0.8), 6) for x in range(0, 1200, 70)
    )
    skylight = group("rotate(36 760 190)", rect(716, 160, 90, 16, CIELO))
    return (
        ground(BRUMA)
        + walls
        + floors
        + stairs
        + bed
        + study
        + kitchen
        + skylight
        + ground_line
        + tree(1060, 712, 200, 380, SALVIA)
        + tree(140, 712, 180, 300, VERDE)
    )


def floor_plan() -> str:
    grid = "".join(rect(x, 0, 2, 800, "#28689a") for x in range(0, 1200, 50)) + "".join(
        rect(0, y, 1200, 2, "#28689a") for y in range(0, 800, 50)
    )
    walls = stroke(
        "M200 120H1000V680H640M520 680H200V120M560 120V300M560 420V680M560 420H700M820 420H1000",
        CARTA,
        16,
        "butt",
    )
    doors = stroke(
        "M640 680a120 120 0 0 0-120-120V680M560 300a120 120 0 0 1 120 120M700 420a120 120 0 0 1 120-120V420",
        SOLE,
        5,
        "butt",
    )
    table = ellipse(380, 300, 100, 64, MATTONE) + "".join(
        circle(380 + 150 * math.cos(a), 300 + 108 * math.sin(a), 24, ROSA) for a in (0, 1.05, 2.1, 3.14, 4.19, 5.24)
    )
    beds = rect(840, 170, 130, 180, SALVIA, 8) + rect(850, 180, 50, 40, CARTA, 6) + rect(910, 180, 50, 40, CARTA, 6)
    sofa = rect(240, 520, 220, 80, SOLE, 16) + rect(240, 580, 220, 40, shade(SOLE), 16) + circle(350, 470, 34, CIELO)
    bath = rect(720, 480, 240, 90, BRUMA, 40) + circle(640, 520, 30, CARTA) + rect(720, 610, 80, 54, CARTA, 8)
    measure = stroke("M200 740H1000M200 724V756M1000 724V756M560 728V752", CIELO, 4)
    return ground(TANARO) + grid + table + beds + sofa + bath + doors + walls + measure


def spiral_stairs() -> str:
    steps = []
    for i in range(20):
        a, b = math.radians(i * 18 - 90), math.radians((i + 1) * 18 - 90)
        near, far = 70, 384 - i * 13
        points = [(600 + r * math.cos(t), 400 + r * math.sin(t)) for r, t in ((near, a), (far, a), (far, b), (near, b))]
        steps.append(poly(points, (CARTA, SOLE, ROSA)[i % 3]))
    turns = [(398 - i * 13, math.radians(i * 18 - 81)) for i in range(20)]
    rail = "".join(circle(600 + r * math.cos(a), 400 + r * math.sin(a), 10, SOLE) for r, a in turns)
    return (
        ground(MATTONE)
        + circle(600, 400, 430, TERRA)
        + "".join(steps)
        + circle(600, 400, 70, NOTTE)
        + circle(600, 400, 34, SOLE)
        + rail
    )


def chair_by_window() -> str:
    wall = rect(0, 0, 1200, 600, ROSA) + rect(0, 600, 1200, 200, TERRA)
    window = (
        rect(640, 80, 360, 430, CARTA)
        + "".join(rect(x, y, 150, 185, CIELO) for x in (660, 830) for y in (100, 305))
        + path("M660 450Q740 400 810 440V490H660ZM830 450Q900 410 980 440V490H830Z", SALVIA)
    )
    light = poly([(660, 610), (980, 610), (820, 800), (380, 800)], "#f0b48f")
    chair = (
        rect(300, 250, 22, 470, NOTTE)
        + rect(500, 470, 22, 250, NOTTE)
        + rect(290, 460, 240, 30, SOLE, 6)
        + "".join(rect(310, y, 16, 30, NOTTE) for y in (280,))
        + path("M296 250Q330 220 350 262V430H310Z", SOLE)
    )
    coat = path("M330 300Q400 290 420 350L440 640Q380 660 340 620Z", TANARO)
    floor = "".join(stroke(f"M0 {y}H1200", shade(TERRA, 0.86), 4) for y in (650, 700, 750))
    lamp = stroke("M180 0V120", NOTTE, 6) + dome(180, 210, 90, VERDE) + circle(180, 214, 26, SOLE)
    return (
        wall
        + lamp
        + floor
        + light
        + window
        + rect(620, 510, 400, 26, CARTA)
        + chair
        + coat
        + rect(1060, 520, 90, 90, VERDE, 8)
        + "".join(leaf(1105, 520, 170, a, SALVIA, 0.2) for a in (-40, -15, 12, 38))
    )


def baker() -> str:
    oven = (
        arch(720, 120, 420, 700, TERRA)
        + arch(780, 260, 300, 300, NOTTE)
        + path("M800 560Q860 420 900 500Q930 400 970 490Q1010 430 1060 560Z", MATTONE)
        + path("M850 560Q900 470 930 530Q960 480 1000 560Z", SOLE)
    )
    body = path("M150 800C150 600 260 520 400 520S650 600 650 800Z", CARTA)
    apron = path("M290 560H510L540 800H260Z", SALVIA)
    head = (
        rect(360, 420, 80, 130, OMBRA)
        + circle(400, 350, 110, OMBRA)
        + path("M400 240A110 110 0 0 1 400 460Z", shade(OMBRA, 0.88))
    )
    cap = rect(300, 200, 200, 80, CARTA, 10) + ellipse(400, 200, 130, 60, CARTA)
    face = (
        circle(362, 350, 9, NOTTE)
        + circle(438, 350, 9, NOTTE)
        + path("M340 390Q400 370 460 390Q440 420 400 410Q360 420 340 390Z", NOTTE)
    )
    loaf = ellipse(430, 650, 190, 92, "#c98a3a") + "".join(
        stroke(f"M{330 + i * 70} 610Q{360 + i * 70} 640 {350 + i * 70} 690", CARTA, 10) for i in range(4)
    )
    hands = circle(250, 660, 42, OMBRA) + circle(608, 668, 42, OMBRA)
    courses = "".join(
        rect(700 + c * 96 + (40 if r % 2 else 0), 600 + r * 50, 84, 38, shade(TERRA, 1.22), 4)
        for r in range(4)
        for c in range(5)
    )
    bricks = clipped("o", rect(728, 590, 404, 210, NOTTE), courses)
    return ground(SOLE) + oven + bricks + body + apron + head + cap + face + loaf + hands


def bookshop_window() -> str:
    front = (
        rect(120, 150, 960, 560, VERDE)
        + rect(120, 150, 960, 110, NOTTE)
        + rect(400, 188, 400, 34, SOLE)
        + rect(160, 290, 560, 330, BRUMA)
        + rect(780, 290, 240, 420, MATTONE)
        + rect(810, 320, 180, 240, BRUMA)
        + circle(800, 600, 14, SOLE)
    )
    shelves = rect(160, 440, 560, 12, TERRA) + rect(160, 608, 560, 12, TERRA)
    books = "".join(
        rect(180 + i * 62, 440 - h, 46, h, c)
        for i, (h, c) in enumerate(
            zip(
                (100, 120, 90, 110, 124, 96, 114, 104),
                (MATTONE, SOLE, CARTA, TANARO, ROSA, NOTTE, SALVIA, SOLE),
                strict=True,
            )
        )
    )
    faced = "".join(
        rect(190 + i * 130, 480, 92, 128, c) + circle(236 + i * 130, 530, 26, d)
        for i, (c, d) in enumerate(((SOLE, MATTONE), (MATTONE, CARTA), (TANARO, SOLE), (ROSA, VERDE)))
    )
    awning = "".join(
        path(f"M{x} 250H{x + 96}V320a48 48 0 0 1-96 0Z", c)
        for x, c in zip(range(120, 1080, 96), (CARTA, MATTONE) * 5, strict=True)
    )
    bench = rect(180, 660, 320, 20, TERRA) + rect(210, 680, 16, 60, NOTTE) + rect(450, 680, 16, 60, NOTTE)
    cat = path("M360 660C350 620 366 596 390 590L392 566L408 582H424L440 566L440 596C454 614 452 640 448 660Z", NOTTE)
    return (
        ground(ROSA)
        + rect(0, 710, 1200, 90, LANA)
        + front
        + shelves
        + books
        + faced
        + awning
        + bench
        + cat
        + rect(1100, 600, 70, 110, TERRA, 6)
        + "".join(leaf(1135, 604, 150, a, SALVIA, 0.22) for a in (-34, 0, 34))
    )


# Company --------------------------------------------------------------------------------------------------------


def courtyard_stage() -> str:
    house = (
        rect(0, 60, 1200, 580, MURO)
        + rect(0, 60, 1200, 26, TERRA)
        + "".join(
            rect(x, 140, 80, 120, VERDE) + rect(x + 10, 150, 60, 100, SOLE if x in (80, 820) else NOTTE)
            for x in (80, 260, 820, 1010)
        )
        + "".join(arch(x, 360, 130, 280, OMBRA) for x in (50, 230, 840, 1020))
    )
    curtain = path("M380 120H820V200Q600 260 380 200Z", MATTONE) + path(
        "M380 120H470Q470 400 400 560H380ZM820 120H730Q730 400 800 560H820Z", MATTONE
    )
    stage = (
        rect(330, 550, 540, 90, TERRA)
        + rect(310, 536, 580, 22, NOTTE)
        + rect(400, 200, 400, 336, TANARO)
        + circle(600, 330, 90, CARTA)
    )
    actors = (
        person(520, 540, 210, SOLE, OMBRA)
        + person(690, 540, 190, CARTA, "#7c4c33")
        + stroke("M552 440L640 400", SOLE, 22)
    )
    public = "".join(
        path(f"M{x - 46} 800V{y}a46 46 0 0 1 92 0V800Z", c) + circle(x, y - 70, 36, s)
        for x, y, c, s in (
            (120, 730, VERDE, NOTTE),
            (260, 750, MATTONE, TERRA),
            (410, 726, NOTTE, OMBRA),
            (560, 752, SALVIA, NOTTE),
            (710, 730, TANARO, OMBRA),
            (860, 748, TERRA, NOTTE),
            (1010, 728, VERDE, OMBRA),
            (1130, 750, MATTONE, NOTTE),
        )
    )
    lights = garland(24, 90)
    return ground(TANARO) + house + stage + curtain + actors + rect(0, 640, 1200, 160, LANA) + lights + public


def masks() -> str:
    def mask(x: int, base: str, side: str, sad: bool) -> str:
        outline = (
            f"M{x - 170} 220Q{x} 150 {x + 170} 220V430C{x + 170} 580 {x + 80} 650 {x} 650S{x - 170} 580 {x - 170} 430Z"
        )
        half = path(f"M{x} 186Q{x + 90} 186 {x + 170} 220V430C{x + 170} 580 {x + 80} 650 {x} 650Z", side)
        brows = stroke(
            f"M{x - 120} {300 if sad else 320}Q{x - 80} {330 if sad else 270} {x - 40} {300}M{x + 40} 300Q{x + 80} {330 if sad else 270} {x + 120} {300 if sad else 320}",
            NOTTE,
            14,
        )
        eyes = "".join(path(f"M{x + d - 44} 370q44-50 88 0q-44 {20 if sad else 4}-88 0Z", NOTTE) for d in (-80, 80))
        lips = path(
            f"M{x - 90} 560Q{x} 440 {x + 90} 560Q{x} 500 {x - 90} 560Z"
            if sad
            else f"M{x - 100} 480Q{x} 540 {x + 100} 480Q{x + 60} 600 {x} 600T{x - 100} 480Z",
            NOTTE,
        )
        return (
            path(outline, base)
            + half
            + brows
            + eyes
            + lips
            + path(f"M{x - 14} 370L{x - 26} 450H{x + 14}V370Z", shade(base, 0.78))
        )

    ribbons = stroke("M180 260Q100 340 120 480T80 700M1020 260Q1100 340 1080 480T1120 700", SOLE, 20)
    rays = "".join(
        group(f"rotate({a} 600 400)", poly([(600, 400), (560, -500), (640, -500)], shade(MATTONE, 0.9)))
        for a in range(0, 360, 30)
    )
    return (
        ground(MATTONE)
        + rays
        + ribbons
        + group("rotate(-6 380 400)", mask(370, CARTA, LANA, sad=False))
        + group("rotate(6 820 400)", mask(830, CIELO, shade(CIELO, 0.86), sad=True))
    )


def empty_chairs() -> str:
    out = [ground(SALVIA)]
    paints = (SOLE, MATTONE, CARTA, TANARO, ROSA)
    for row in range(3):
        for col in range(6):
            x, y, c = 70 + col * 190 + (40 if row % 2 else 0), 60 + row * 240, paints[(row * 2 + col) % 5]
            back = rect(x, y, 110, 74, c, 12)
            seat = poly([(x - 8, y + 110), (x + 118, y + 110), (x + 130, y + 146), (x - 20, y + 146)], c)
            legs = stroke(
                f"M{x + 8} {y + 70}V{y + 200}M{x + 102} {y + 70}V{y + 200}M{x - 10} {y + 146}V{y + 210}M{x + 120} {y + 146}V{y + 210}",
                NOTTE,
                9,
            )
            out.append(legs + back + seat)
    out.append(path("M486 344c-10-40 4-66 30-72l2-24 18 16h18l18-16 0 30c16 20 14 46 8 66Z", NOTTE))
    return "".join(out)


def rehearsal_room() -> str:
    wedges = "".join(
        poly(
            [(x, y), (x + 60, y), (x + (30 if (x // 60 + y // 60) % 2 else 60), y + 60), (x, y + 60)],
            (shade(TANARO, 0.8), shade(TANARO, 0.9))[(x // 60 + y // 60) % 2],
        )
        for x in range(0, 1200, 60)
        for y in range(0, 480, 60)
    )
    drums = (
        circle(600, 560, 130, MATTONE)
        + circle(600, 560, 104, CARTA)
        + rect(430, 430, 130, 90, SOLE, 10)
        + rect(640, 430, 130, 90, SOLE, 10)
        + ellipse(495, 430, 65, 18, CARTA)
        + ellipse(705, 430, 65, 18, CARTA)
    )
    cymbals = (
        stroke("M360 690V350M850 690V330", NOTTE, 8)
        + ellipse(360, 350, 100, 16, SOLE)
        + ellipse(850, 330, 110, 16, SOLE)
    )
    amp = (
        rect(90, 480, 200, 230, NOTTE, 10)
        + circle(190, 610, 74, SALVIA)
        + circle(190, 610, 30, NOTTE)
        + lines(120, 504, (140,), 10, 14, ROSA)
    )
    meter = (
        stroke("M1030 700V440", NOTTE, 10)
        + rect(990, 300, 80, 150, CARTA, 12)
        + circle(1030, 290, 26, NOTTE)
        + rect(1004, 330, 52, 40, SALVIA, 4)
        + stroke("M1030 700L980 760M1030 700L1080 760", NOTTE, 10)
    )
    return ground(TANARO) + wedges + rect(0, 690, 1200, 110, TERRA) + cymbals + drums + amp + meter


def choir() -> str:
    paints, skins = (MATTONE, SOLE, CARTA, CIELO, ROSA), ("#e0ab84", "#7c4c33", "#f2c6a5", "#cb9268")
    out = [ground(VERDE), dome(600, 800, 560, shade(VERDE, 0.8))]
    for row, (y, count) in enumerate(((420, 7), (560, 8), (720, 7))):
        for i in range(count):
            x = 600 + (i - (count - 1) / 2) * 140
            c, s = paints[(i * 2 + row) % 5], skins[(i + row * 3) % 4]
            out.append(path(f"M{x - 74} {y + 190}V{y + 40}q0-66 74-66t74 66v150Z", c))
            out.append(rect(x - 18, y - 50, 36, 40, s) + circle(x, y - 84, 48, s))
            out.append(
                path(
                    f"M{x - 50} {y - 90}a50 48 0 0 1 100 0q-50-30-100 0Z",
                    (NOTTE, TERRA, "#a6aaa6", "#5b3a22")[(i * 3 + row) % 4],
                )
            )
            out.append(
                ellipse(x, y - 62, 10, 13, "#7c2a22")
                + circle(x - 16, y - 84, 4, NOTTE)
                + circle(x + 16, y - 84, 4, NOTTE)
            )
    return "".join(out)


def homework_table() -> str:
    top = rect(60, 470, 1080, 40, TERRA, 8) + rect(120, 510, 30, 290, NOTTE) + rect(1050, 510, 30, 290, NOTTE)
    kids = "".join(
        path(f"M{x - 90} 470V390q0-80 90-80t90 80v80Z", c)
        + circle(x, 240, 82, s)
        + path(f"M{x - 86} 236a86 84 0 0 1 172 0q-86-64-172 0Z", h)
        + circle(x - 26, 252, 6, NOTTE)
        + circle(x + 26, 252, 6, NOTTE)
        + stroke(f"M{x - 20} 284q20 16 40 0", shade(s, 0.5), 5)
        for x, c, s, h in (
            (250, SOLE, "#7c4c33", NOTTE),
            (600, CARTA, "#f2c6a5", "#b3542b"),
            (950, CIELO, "#e0ab84", "#432b1e"),
        )
    )
    sheets = (
        "".join(poly([(x, 470), (x + 150, 470), (x + 130, 430), (x + 20, 430)], CARTA) for x in (180, 880))
        + rect(540, 420, 130, 50, VERDE, 4)
        + rect(556, 404, 100, 18, MATTONE, 3)
    )
    apples = (
        circle(430, 444, 28, MATTONE)
        + leaf(430, 420, 26, 30, SALVIA)
        + circle(780, 444, 28, MATTONE)
        + leaf(780, 420, 26, 30, SALVIA)
    )
    flags = "".join(
        poly([(x, 40), (x + 70, 40), (x + 35, 120)], c)
        for x, c in zip(range(30, 1180, 92), (SOLE, CARTA, CIELO, ROSA) * 4, strict=False)
    )
    return ground(TANARO) + rect(0, 30, 1200, 12, NOTTE) + flags + kids + top + sheets + apples


def open_space() -> str:
    windows = "".join(
        arch(x, 60, 180, 330, CARTA) + arch(x + 18, 80, 144, 310, CIELO) + rect(x + 84, 80, 12, 310, CARTA)
        for x in (60, 340, 680, 960)
    )
    lamps = "".join(
        stroke(f"M{x} 0V150", NOTTE, 6) + dome(x, 220, 60, c) for x, c in ((290, MATTONE), (600, SOLE), (910, MATTONE))
    )

    def desk(x: int, y: int, c: str, coat: str, skin: str) -> str:
        sitter = path(f"M{x + 60} {y}v-60q0-60 60-60t60 60v60Z", coat) + circle(x + 120, y - 160, 40, skin)
        return (
            sitter
            + rect(x, y, 280, 22, c)
            + rect(x + 14, y + 22, 14, 130, NOTTE)
            + rect(x + 252, y + 22, 14, 130, NOTTE)
            + poly([(x + 150, y), (x + 250, y), (x + 264, y - 74), (x + 164, y - 74)], NOTTE)
        )

    desks = (
        desk(60, 500, CARTA, SALVIA, OMBRA)
        + desk(460, 500, CARTA, MATTONE, "#7c4c33")
        + desk(860, 500, CARTA, TANARO, "#f2c6a5")
    )
    front = (
        rect(0, 690, 1200, 110, TERRA)
        + rect(180, 560, 70, 130, NOTTE, 6)
        + "".join(leaf(215, 566, 150, a, VERDE, 0.24) for a in (-36, 0, 36))
    )
    moka = (
        poly([(1010, 690), (1090, 690), (1078, 620), (1022, 620)], BRUMA)
        + poly([(1022, 620), (1078, 620), (1092, 550), (1008, 550)], "#c4d2da")
        + rect(1040, 532, 20, 18, NOTTE)
        + stroke("M1092 560Q1130 570 1112 620", NOTTE, 12)
    )
    return ground(MURO) + rect(0, 610, 1200, 190, OMBRA) + windows + lamps + desks + front + moka


def aperitif() -> str:
    table = rect(0, 620, 1200, 180, TERRA)
    glasses = "".join(
        poly([(x - 60, 360), (x + 60, 360), (x + 12, 500), (x - 12, 500)], BRUMA)
        + poly([(x - 46, 400), (x + 46, 400), (x + 12, 500), (x - 12, 500)], c)
        + rect(x - 5, 500, 10, 110, CARTA)
        + rect(x - 44, 606, 88, 14, CARTA, 6)
        for x, c in ((240, MATTONE), (460, SOLE), (960, MATTONE))
    )
    board = (
        rect(580, 590, 280, 30, OMBRA, 10)
        + "".join(circle(x, 568, 24, c) for x, c in ((630, MATTONE), (684, LANA), (738, SALVIA), (792, LANA)))
        + "".join(stroke(f"M{x} 546V500", NOTTE, 4) for x in (630, 738))
    )
    orange = circle(306, 356, 40, "#f08a24") + circle(306, 356, 28, "#f9c06a")
    cards = group(
        "rotate(-8 1060 690)",
        rect(980, 660, 150, 90, CARTA) + rect(996, 680, 60, 12, NOTTE) + rect(996, 704, 90, 8, MATTONE),
    ) + group(
        "rotate(6 120 720)",
        rect(60, 680, 150, 90, SOLE) + circle(98, 722, 20, VERDE) + rect(130, 716, 60, 10, NOTTE),
    )
    lights = garland(40, 110, CARTA)
    return ground(VERDE) + circle(600, 400, 250, shade(VERDE, 0.8)) + lights + table + glasses + orange + board + cards


# The association's life ------------------------------------------------------------------------------------------


def radio_studio() -> str:
    panels = "".join(
        rect(60 + i * 120, 60 + (i % 2) * 24, 104, 380, shade(TANARO, 0.8 if i % 2 else 0.9), 10) for i in range(9)
    )
    lamp = rect(930, 90, 210, 96, NOTTE, 16) + circle(985, 138, 26, MATTONE) + rect(1028, 128, 84, 20, CARTA, 6)

    def speaker(x: int, coat: str, skin: str, hair: str, side: int) -> str:
        body = path(f"M{x - 130} 640V510q0-110 130-110t130 110v130Z", coat) + rect(x - 32, 370, 64, 60, shade(skin))
        head = circle(x, 300, 96, skin) + path(f"M{x - 98} 300a98 98 0 0 1 196 0q-60-60-196 0Z", hair)
        face = circle(x + side * 40 - 20, 300, 7, NOTTE) + circle(x + side * 40 + 22, 300, 7, NOTTE)
        smile = path(f"M{x + side * 40 - 24} 336q24 34 48 0Z", "#7c2a22")
        phones = stroke(f"M{x - 108} 306a108 112 0 0 1 216 0", SOLE, 18, "butt") + "".join(
            rect(x + d, 272, 36, 84, MATTONE, 16) for d in (-128, 92)
        )
        return body + head + face + smile + phones

    def mike(x: int, side: int) -> str:
        arm = stroke(f"M{x - side * 40} 640V560L{x} 470", NOTTE, 14)
        return arm + group(
            f"rotate({side * 24} {x} 440)",
            rect(x - 36, 380, 72, 116, CARTA, 34) + "".join(rect(x - 36, y, 72, 12, MATTONE) for y in (412, 438, 464)),
        )

    table = rect(0, 640, 1200, 160, TERRA) + rect(0, 640, 1200, 24, shade(TERRA, 0.8))
    things = (
        rect(556, 590, 92, 50, CARTA, 6)
        + lines(570, 602, (60, 44), 16, 6, NOTTE)
        + rect(130, 580, 56, 60, CIELO, 8)
        + rect(1020, 580, 56, 60, CIELO, 8)
    )
    people = speaker(330, SOLE, "#7c4c33", NOTTE, 1) + speaker(870, ROSA, "#f2c6a5", "#5b3a22", -1)
    return ground(TANARO) + panels + lamp + people + table + things + mike(500, -1) + mike(700, 1)


def open_space_evening() -> str:
    sky = "".join(circle(x, y, 5, CARTA) for x, y in ((120, 170), (190, 250), (420, 190), (780, 150), (1040, 230)))
    windows = "".join(arch(x, 60, 180, 330, LANA) + arch(x + 18, 80, 144, 310, TANARO) for x in (60, 340, 680, 960))
    moon = circle(772, 210, 42, SOLE) + circle(792, 198, 38, TANARO)
    bars = "".join(rect(x + 84, 80, 12, 310, LANA) for x in (60, 340, 680, 960))
    lamps = "".join(
        stroke(f"M{x} 0V150", NOTTE, 6) + dome(x, 220, 60, SOLE) + circle(x, 226, 20, CARTA) for x in (290, 600, 910)
    )
    back = "".join(
        circle(x, 430, 46, s)
        + path(f"M{x - 48} 428a48 46 0 0 1 96 0q-48-34-96 0Z", h)
        + circle(x - 14, 436, 5, NOTTE)
        + circle(x + 14, 436, 5, NOTTE)
        + stroke(f"M{x - 12} 454q12 10 24 0", NOTTE, 4)
        + path(f"M{x - 70} 640V550q0-66 70-66t70 66v90Z", c)
        for x, c, s, h in (
            (270, MATTONE, "#f2c6a5", "#5b3a22"),
            (490, CARTA, "#7c4c33", NOTTE),
            (710, SOLE, "#e0ab84", "#a6aaa6"),
            (930, ROSA, "#cb9268", NOTTE),
        )
    )
    seats = "".join(rect(x - 80, 620, 160, 24, NOTTE, 8) for x in (270, 490, 710, 930))
    front = "".join(
        path(f"M{x - 90} 800V720q0-80 90-80t90 80v80Z", c)
        + circle(x, 596, 58, h)
        + rect(x - 84, 740, 168, 60, shade(TERRA, 0.8), 12)
        for x, c, h in ((150, CIELO, NOTTE), (600, SALVIA, "#b3542b"), (1050, LANA, "#432b1e"))
    )
    wall = ground(VERDE) + rect(0, 640, 1200, 160, TERRA)
    return wall + windows + sky + moon + bars + lamps + back + seats + front


def card_swap() -> str:
    table = "".join(
        group(f"rotate({a} {x + 90} {y + 55})", rect(x, y, 180, 110, c, 6), marks(x, y))
        for x, y, a, c, marks in (
            (60, 620, -12, CARTA, lambda x, y: circle(x + 45, y + 55, 26, VERDE) + rect(x + 86, y + 48, 70, 12, NOTTE)),
            (330, 650, 8, CIELO, lambda x, y: lines(x + 22, y + 28, (110, 76, 96), 24, 10, NOTTE)),
            (690, 640, -6, ROSA, lambda x, y: poly([(x + 24, y + 84), (x + 64, y + 22), (x + 104, y + 84)], MATTONE)),
            (950, 610, 14, CARTA, lambda x, y: dome(x + 60, y + 82, 40, TANARO) + rect(x + 112, y + 40, 48, 10, NOTTE)),
            (120, 60, 10, ROSA, lambda x, y: lines(x + 22, y + 30, (96, 120), 26, 12, VERDE)),
            (900, 70, -9, CIELO, lambda x, y: circle(x + 54, y + 55, 32, SOLE) + rect(x + 104, y + 50, 54, 10, NOTTE)),
        )
    )

    def hand(skin: str, sleeve: str, card: str, mark: str) -> str:
        """A right hand from the left edge, holding a card out to the middle."""
        dark = shade(skin, 0.86)
        arm = path("M-20 300H250V500H-20Z", sleeve) + rect(236, 286, 44, 228, shade(sleeve), 10)
        palm = path("M270 320H400Q460 320 480 360V440Q470 490 400 490H270Z", skin)
        paper = (
            rect(430, 320, 270, 160, card, 8) + circle(640, 400, 36, mark) + lines(540, 372, (60, 44), 30, 14, NOTTE)
        )
        fingers = "".join(rect(400, y, 110, 40, dark if i % 2 else skin, 20) for i, y in enumerate((436, 470)))
        thumb = path("M330 330Q400 280 500 322Q546 342 530 368Q516 386 470 376L380 380Z", dark)
        return arm + palm + paper + fingers + thumb

    one = group("translate(-60 -50) rotate(4 400 400)", hand("#7c4c33", VERDE, SOLE, MATTONE))
    two = group("translate(1260 90) scale(-1 1) rotate(4 400 400)", hand("#f2c6a5", TANARO, MATTONE, SOLE))
    return ground(OMBRA) + table + one + two


def kitchen() -> str:
    tiles = "".join(
        rect(x, y, 94, 94, shade(MENTA, 0.95) if (x // 100 + y // 100) % 2 else MENTA, 4)
        for x in range(3, 1200, 100)
        for y in range(3, 600, 100)
    )
    shelf = rect(40, 240, 360, 24, TERRA) + "".join(
        rect(x, 150, 74, 90, c, 10) + stroke(f"M{x + 74} 172q34 22 0 46", c, 12)
        for x, c in ((60, MATTONE), (172, SOLE), (284, TANARO))
    )
    notice = group(
        "rotate(3 970 250)",
        rect(850, 70, 240, 330, CARTA, 4)
        + lines(882, 120, (176, 150, 176, 120, 164, 140, 176, 96, 150), 28, 10, NOTTE),
    ) + circle(972, 84, 16, MATTONE)
    stove = rect(0, 620, 1200, 180, VERDE) + rect(0, 596, 1200, 30, NOTTE)
    flame = "".join(leaf(x, 596, 44, a, CIELO, 0.34) for x, a in ((570, -14), (605, 0), (640, 14)))
    ring_ = rect(480, 540, 250, 14, NOTTE, 6) + rect(500, 550, 14, 50, NOTTE) + rect(696, 550, 14, 50, NOTTE)
    moka = (
        stroke("M705 300Q830 300 806 420", NOTTE, 34)
        + poly([(505, 540), (705, 540), (680, 420), (530, 420)], "#aebfc9")
        + poly([(605, 540), (705, 540), (680, 420), (605, 420)], "#93a7b3")
        + rect(520, 404, 170, 22, "#7d919d")
        + poly([(530, 404), (680, 404), (716, 250), (494, 250)], "#c4d2da")
        + poly([(605, 404), (680, 404), (716, 250), (605, 250)], "#aebfc9")
        + poly([(494, 250), (470, 250), (512, 310)], "#c4d2da")
        + poly([(494, 250), (716, 250), (605, 204)], "#dde7ec")
        + circle(605, 196, 20, NOTTE)
    )
    steam = stroke("M462 222q-34-40 0-80t0-80", CARTA, 16)
    cups = "".join(
        path(f"M{x} 500h110v46a50 50 0 0 1-50 50h-10a50 50 0 0 1-50-50Z", c)
        + stroke(f"M{x + 110} 516q40 20 0 46", c, 12)
        for x, c in ((120, ROSA), (280, CARTA), (930, SOLE))
    )
    doors = "".join(
        rect(x, 660, 260, 140, shade(VERDE), 8) + rect(x + 110, 684, 40, 12, SOLE, 6) for x in (40, 330, 620, 910)
    )
    return ground(LANA) + tiles + shelf + notice + stove + doors + flame + ring_ + moka + steam + cups


def train_and_suitcase() -> str:
    town = "".join(
        rect(x, 520 - h, w, h, c)
        + "".join(
            rect(x + dx, 540 - h + dy, 16, 24, CARTA) for dx in range(18, w - 20, 36) for dy in range(10, h - 60, 50)
        )
        for x, w, h, c in (
            (0, 130, 190, TANARO),
            (150, 110, 260, SALVIA),
            (280, 150, 170, TANARO),
            (620, 130, 230, SALVIA),
            (770, 160, 180, TANARO),
            (950, 110, 270, SALVIA),
            (1080, 120, 200, TANARO),
        )
    )
    tower = rect(510, 130, 14, 390, NOTTE) + circle(517, 190, 44, NOTTE) + rect(515, 40, 4, 110, NOTTE)
    train = (
        path("M-20 350H760Q880 350 940 470V560H-20Z", MATTONE)
        + rect(-20, 470, 960, 30, CARTA)
        + "".join(rect(x, 380, 110, 74, CIELO, 12) for x in (40, 190, 340, 490, 640))
        + path("M790 380h12q56 8 88 74h-100Z", CIELO)
        + circle(900, 526, 16, SOLE)
        + "".join(
            circle(x + 55, 424, 24, s) + path(f"M{x + 20} 454q35-40 70 0Z", c)
            for x, s, c in ((190, "#7c4c33", SOLE), (490, "#f2c6a5", VERDE))
        )
        + "".join(circle(x, 566, 30, NOTTE) + circle(x, 566, 10, BRUMA) for x in (80, 170, 440, 530, 760, 850))
    )
    rail = rect(0, 594, 1200, 16, NOTTE)
    platform = rect(0, 640, 1200, 160, OMBRA) + rect(0, 640, 1200, 18, CARTA)
    suitcase = (
        stroke("M930 470V420q0-24 24-24h72q24 0 24 24v50", NOTTE, 18)
        + rect(830, 470, 320, 260, SOLE, 24)
        + rect(880, 470, 30, 260, shade(SOLE))
        + rect(1070, 470, 30, 260, shade(SOLE))
        + circle(990, 560, 40, MATTONE)
        + group("rotate(-10 990 660)", rect(936, 636, 110, 50, CIELO, 4))
        + "".join(circle(x, 742, 16, NOTTE) for x in (870, 1110))
    )
    return ground(ROSA) + circle(340, 150, 80, SOLE) + town + tower + rail + train + platform + suitcase


def letter() -> str:
    sheets = (
        group(
            "rotate(-13 420 330)",
            rect(270, 120, 300, 400, CIELO, 6)
            + lines(306, 240, (220, 180, 220), 40, 18, TANARO)
            + dome(420, 216, 50, VERDE),
        )
        + group(
            "rotate(12 780 330)",
            rect(640, 120, 300, 400, ROSA, 6)
            + lines(676, 250, (220, 190, 220), 40, 18, TERRA)
            + circle(790, 184, 40, MATTONE),
        )
        + rect(440, 70, 320, 460, CARTA, 6)
        + rect(480, 120, 160, 30, VERDE)
        + lines(480, 180, (240, 220, 240, 150, 230), 36, 14, NOTTE)
    )
    inside = poly([(230, 400), (970, 400), (600, 180)], shade(SOLE, 0.72)) + rect(230, 400, 740, 330, shade(SOLE, 0.72))
    pocket = (
        poly([(230, 400), (230, 730), (620, 560)], shade(SOLE, 0.92))
        + poly([(970, 400), (970, 730), (580, 560)], shade(SOLE, 0.92))
        + poly([(230, 730), (970, 730), (600, 510)], SOLE)
    )
    bird = (
        path("M880 150Q900 80 980 90Q1040 96 1050 150L1120 200L1030 210Q940 240 880 150Z", MATTONE)
        + path("M940 140Q1010 130 1030 200Q960 210 940 140Z", TERRA)
        + poly([(886, 132), (846, 142), (884, 156)], NOTTE)
        + circle(922, 124, 8, NOTTE)
        + stroke("M980 216v34M1004 214v36", NOTTE, 6)
    )
    twig = stroke("M250 60Q210 130 220 220", VERDE, 8) + "".join(
        leaf(x, y, 80, a, SALVIA, 0.3) for x, y, a in ((240, 90, 70), (222, 140, -70), (218, 190, 60))
    )
    return ground(TANARO) + rect(0, 690, 1200, 110, shade(TANARO)) + inside + sheets + pocket + bird + twig


def open_door() -> str:
    house = rect(120, 110, 960, 630, MATTONE) + rect(90, 90, 1020, 40, ROSA) + rect(120, 400, 960, 22, ROSA)
    lit = (SOLE, SOLE, TANARO, SOLE, SOLE)

    def window(x: int, y: int, glass: str) -> str:
        frame = rect(x - 14, y - 14, 128, 188, ROSA) + rect(x, y, 100, 160, glass)
        return frame + rect(x + 46, y, 8, 160, ROSA) + rect(x - 22, y + 164, 144, 18, shade(ROSA))

    upper = "".join(window(180 + i * 185, 180, glass) for i, glass in enumerate(lit))
    heads = "".join(
        circle(x, 280, 28, s) + path(f"M{x - 38} 340q0-40 38-40t38 40Z", c)
        for x, s, c in ((230, "#7c4c33", VERDE), (785, "#f2c6a5", TANARO))
    )
    lower = "".join(window(x, 480, glass) for x, glass in ((180, SOLE), (330, SOLE), (770, TANARO), (920, SOLE)))
    door = (
        arch(490, 450, 220, 290, ROSA)
        + arch(512, 472, 176, 268, SOLE)
        + poly([(512, 560), (452, 590), (452, 760), (512, 740)], VERDE)
        + poly([(688, 560), (748, 590), (748, 760), (688, 740)], VERDE)
    )
    light = poly([(512, 740), (688, 740), (800, 800), (400, 800)], SOLE)
    guests = (
        person(600, 740, 190, NOTTE, "#e0ab84")
        + person(300, 790, 230, TANARO, "#7c4c33")
        + person(210, 790, 200, SALVIA, "#f2c6a5")
        + person(890, 790, 220, SOLE, "#cb9268")
        + person(985, 790, 140, ROSA, "#7c4c33")
    )
    snow = "".join(
        circle(x, y, 5, CARTA) for x, y in ((60, 60), (240, 40), (420, 66), (640, 30), (830, 62), (1150, 60))
    )
    street = rect(0, 740, 1200, 60, NOTTE)
    moon = circle(1146, 240, 36, CARTA) + circle(1130, 230, 31, shade(TANARO, 0.6))
    sky = ground(shade(TANARO, 0.6)) + moon + snow
    return sky + house + upper + heads + lower + street + light + door + guests


PLACES: dict[str, Callable[[], str]] = {
    "mappa-monferrato": monferrato_map,
    "ponte-nebbia": bridge_in_fog,
    "sentiero-colline": path_in_hills,
    "bici-gravel": gravel_bike,
    "zaino-mappa": rucksack,
    "tavola-vigna": vineyard_table,
    "arco-fiori": flower_arch,
    "cascina": farmhouse,
    "sezione-casa": house_section,
    "pianta-alloggio": floor_plan,
    "scala": spiral_stairs,
    "sedia-finestra": chair_by_window,
    "fornaio": baker,
    "vetrina-libreria": bookshop_window,
    "palco-cortile": courtyard_stage,
    "maschere": masks,
    "sedie-cortile": empty_chairs,
    "sala-prove": rehearsal_room,
    "coro": choir,
    "tavolo-compiti": homework_table,
    "open-space": open_space,
    "aperitivo": aperitif,
    "studio-radio": radio_studio,
    "open-space-sera": open_space_evening,
    "scambio-biglietti": card_swap,
    "cucina-moka": kitchen,
    "treno-valigia": train_and_suitcase,
    "lettera-newsletter": letter,
    "portone": open_door,
}

/**
 * The parts of a panel, each as marks of the library: rounds, pauses, lines, hints, turns.
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { Course, SeriesName } from "../../replay/plot/course.ts";
import { type Point, pointsOf } from "./points.ts";
import type { Scale } from "./scale.ts";
import { FAINT, HALO, HINT, INK, LEFT, PAUSE, RIGHT, ROUND, STROKES, WIDTH } from "./style.ts";

const STRIP = 5; // pixels of the strip of hints
const NUMBER_ROOM = 8; // pixels that a round's number needs
const OFF_MAX = 0.3; // pixels that a line may lie off
const LATE = 0.85; // of the time axis: behind it a name stands before its rule

interface Band {
  readonly from: number;
  to: number;
}

interface RoundBand extends Band {
  readonly round: number;
}

/** Each round to the begin of the next: a sync belongs to the round before it. */
function bandsOf({ rounds }: Course, { xUnit }: Scale): RoundBand[] {
  return rounds.map(({ round, from, to }, at) => ({
    round,
    from: from / xUnit,
    to: (rounds[at + 1]?.from ?? to) / xUnit,
  }));
}

export function rounds(course: Course, scale: Scale): Plot.Markish {
  return Plot.rect(bandsOf(course, scale), {
    x1: "from",
    x2: "to",
    y1: 0,
    y2: scale.yMax,
    fill: ({ round }: RoundBand) => (round % 2 === 0 ? ROUND.even : ROUND.odd),
    ariaDescription: "rounds",
  });
}

/** Numbers of the rounds that are long enough to bear one. */
export function roundNumbers(course: Course, scale: Scale): Plot.Markish {
  const room = (NUMBER_ROOM * scale.xMax) / (WIDTH - LEFT - RIGHT);
  return Plot.text(bandsOf(course, scale).filter(({ from, to }) => to - from >= room), {
    x: ({ from, to }: RoundBand) => (from + to) / 2,
    y: scale.yMax,
    dy: 10,
    text: ({ round }: RoundBand) => String(round),
    fill: FAINT,
    ...HALO,
    fontWeight: "bold",
  });
}

export function pauses({ pauses }: Course, { xUnit, yMax }: Scale): Plot.Markish {
  return Plot.rect(pauses.map(({ from, to }) => ({ from: from / xUnit, to: to / xUnit })), {
    x1: "from",
    x2: "to",
    y1: 0,
    y2: yMax,
    fill: `url(#${PAUSE.id})`,
    ariaDescription: "downtime",
  });
}

export function lines(course: Course, scale: Scale): Plot.Markish[] {
  const step = (scale.yMax / scale.height) * OFF_MAX;
  // What a design never has needs no line along the axis.
  const drawn = (Object.keys(STROKES) as SeriesName[]).filter((name) =>
    course.series[name].high.some((pages) => pages > 0)
  );
  return drawn.map((name) => {
    const { color, dash, width } = STROKES[name];
    const fineness = { ...scale, step };
    return Plot.line(pointsOf(course.series[name], course.sampleNs, course.endNs, fineness), {
      x: (point: Point) => point.x,
      y: (point: Point) => point.y,
      stroke: color,
      strokeWidth: width,
      strokeDasharray: dash,
      strokeLinejoin: "round",
      strokeLinecap: "butt",
      ariaDescription: name,
    });
  });
}

/** Samples in a row with hints in them, as bands. */
function hinted({ hinted, sampleNs, endNs }: Course, { xUnit }: Scale): Band[] {
  const bands: Band[] = [];
  hinted.forEach((pages, at) => {
    if (pages === 0) return;
    const from = (at * sampleNs) / xUnit, to = Math.min(endNs, (at + 1) * sampleNs) / xUnit;
    const last = bands.at(-1);
    if (last !== undefined && last.to >= from) last.to = to;
    else bands.push({ from, to });
  });
  return bands;
}

/** A strip above the plot where hints were read, and a mark at the first and the last of them. */
export function hints(course: Course, scale: Scale): Plot.Markish[] {
  if (course.hints === null) return [];
  const { first, last } = course.hints;
  const top = scale.yMax * (1 + STRIP / scale.height);
  return [
    Plot.rect(hinted(course, scale), {
      x1: "from",
      x2: "to",
      y1: scale.yMax,
      y2: top,
      inset: -0.4, // a single sample must be seen
      fill: HINT.color,
      ariaDescription: "hints",
    }),
    Plot.dot([first / scale.xUnit, last / scale.xUnit], {
      x: (x: number) => x,
      y: top,
      dy: -4,
      symbol: "triangle",
      rotate: 180,
      r: 3.5,
      fill: HINT.color,
      ariaDescription: "first and last hint",
    }),
  ];
}

/** What it came to: a rule and its name, on the side where there is room. */
export function turns({ turns }: Course, { xMax, xUnit, yMax }: Scale): Plot.Markish[] {
  return turns.flatMap(({ name, at }) => {
    const x = at / xUnit, isLate = x > LATE * xMax;
    return [
      Plot.ruleX([x], { stroke: INK, y1: 0, y2: yMax }),
      Plot.text([name], {
        x,
        y: yMax / 2,
        dx: isLate ? -5 : 6,
        textAnchor: isLate ? "end" : "start",
        text: (words: string) => words,
        fill: INK,
        ...HALO,
      }),
    ];
  });
}

/**
 * Lanes of time on a canvas: one below the other, a span a thing that lasted; below them the axis.
 * @module
 */
import type { LogFacts, Overview, SpanLane } from "../../protocol.ts";
import { pen } from "../dom.ts";
import { count, tick, time } from "../format.ts";
import type { Theme } from "../map/palette.ts";
import { colourOf } from "../theme.ts";
import { lastAtMost, marksOf, pixelOf, type Stretch, timeAt } from "./axis.ts";
import { spanLook } from "./strokes.ts";

/** In rem, as in the sheet: lanes grow with the page's letters. */
const LANE = 1.08, AXIS = 1.5;
const GAP = 3, MARK_APART = 84;
/** A span is seen, be it as short as it may. */
const SPAN_LEAST = 1.5;

/** Pixels a lane, pixels of the axis, and the letters in both, at the page's size of letters. */
export function laneSizes(): { lane: number; axis: number; font: string } {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 13;
  return {
    lane: Math.round(rem * LANE),
    axis: Math.round(rem * AXIS),
    font: `${(rem * 0.85).toFixed(1)}px system-ui, 'DejaVu Sans', sans-serif`,
  };
}

export interface LanesScene {
  readonly overview: Overview;
  readonly view: Stretch;
  readonly clock: LogFacts["clock"];
  readonly theme: Theme;
}

/** @param right pixels at the right that belong to no time */
export function drawLanes(canvas: HTMLCanvasElement, scene: LanesScene, right: number): void {
  const context = pen(canvas);
  if (context === null) return;
  const ratio = devicePixelRatio || 1;
  const width = canvas.width / ratio - right, height = canvas.height / ratio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width + right, height);
  const { lane: high, font } = laneSizes();
  context.font = font;
  context.textBaseline = "middle";
  scene.overview.lanes.forEach((lane, i) =>
    drawLane(context, lane, [i * high, high], width, scene)
  );
}

export function drawAxis(canvas: HTMLCanvasElement, scene: LanesScene, right: number): void {
  const context = pen(canvas);
  if (context === null) return;
  const ratio = devicePixelRatio || 1;
  const width = canvas.width / ratio - right;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const { font, axis } = laneSizes();
  context.font = font;
  context.textBaseline = "middle";
  context.textAlign = "center";
  const { step, marks } = marksOf(scene.view, Math.floor(width / MARK_APART));
  for (const mark of marks) {
    const x = pixelOf(scene.view, width, mark);
    context.fillStyle = colourOf("line");
    context.fillRect(Math.round(x), 0, 1, 4);
    context.fillStyle = colourOf("faint");
    const words = tick(mark, step, scene.clock);
    const half = context.measureText(words).width / 2;
    context.fillText(words, Math.max(half, Math.min(x, width + right - half)), axis * 0.58);
  }
}

function drawLane(
  context: CanvasRenderingContext2D,
  lane: SpanLane,
  [top, high]: readonly [top: number, height: number],
  width: number,
  { view, theme }: LanesScene,
): void {
  context.fillStyle = colourOf("lane");
  context.fillRect(0, top + GAP / 2, width, high - GAP);
  const full = high - GAP;
  let filled = -1, filledWord = -1;
  for (let i = Math.max(0, lastAtMost(lane.from, view.from)); i < lane.from.length; i++) {
    if (lane.from[i] > view.to) break;
    if (lane.to[i] < view.from) continue;
    const word = lane.word[i];
    const from = Math.max(0, pixelOf(view, width, lane.from[i]));
    const to = Math.min(width, pixelOf(view, width, lane.to[i]));
    // Many a span to a pixel: the first of each word is drawn, the rest would only cover it.
    if (to <= filled && word === filledWord) continue;
    const wide = Math.max(to - from, SPAN_LEAST);
    const [colour, part] = spanLook(lane, word, theme);
    context.fillStyle = colour;
    context.fillRect(from, top + GAP / 2 + full * (1 - part), wide, full * part);
    filled = Math.floor(from) + 1;
    filledWord = word;
    if (wide > 34) name(context, lane.words[word] ?? "", from, to, [top, high]);
  }
}

/** The span's word in it, if there is room; a hairline tells it from its neighbour. */
function name(
  context: CanvasRenderingContext2D,
  words: string,
  from: number,
  to: number,
  [top, high]: readonly [top: number, height: number],
): void {
  context.fillStyle = colourOf("ground");
  context.fillRect(to - 1, top + GAP / 2, 1, high - GAP);
  context.textAlign = "left";
  if (context.measureText(words).width + 6 > to - from) return;
  context.fillStyle = colourOf("ink");
  context.fillText(words, from + 3, top + high / 2 + 0.5);
}

/** The span under a pixel, and its words; null if there is none. */
export function spanUnder(
  scene: LanesScene,
  x: number,
  y: number,
  width: number,
): { readonly event: number; readonly words: string } | null {
  const lane = scene.overview.lanes[Math.floor(y / laneSizes().lane)];
  if (lane === undefined) return null;
  const at = timeAt(scene.view, width, x), near = timeAt(scene.view, width, x - 3);
  const i = lastAtMost(lane.from, timeAt(scene.view, width, x + 1));
  if (i < 0 || lane.to[i] < Math.min(at, near)) return null;
  const lasted = time(lane.to[i] - lane.from[i], scene.clock);
  return {
    event: lane.event[i],
    words: `${lane.name}: ${lane.words[lane.word[i]] ?? ""}, ${lasted}, from event ${
      count(lane.event[i])
    }`,
  };
}

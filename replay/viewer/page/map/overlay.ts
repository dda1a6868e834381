/**
 * What lies over the map: the page under the mouse and the one that was chosen, names of zones, and, where
 * cells are large, each cell's pfn and sign.
 * @module
 */
import type { LogFacts, PageMap, ReadingFacts } from "../../protocol.ts";
import { pen } from "../dom.ts";
import { frame } from "../format.ts";
import { type Camera, pixelOver, placeUnder } from "./camera.ts";
import { cellOf, frameAt, type Layout } from "./layout.ts";
import { css, inkOn, type Rgb } from "./palette.ts";

export interface Scene {
  readonly facts: LogFacts;
  readonly layout: Layout;
  readonly camera: Camera;
  readonly map: PageMap | null;
  readonly reading: ReadingFacts | null;
  readonly colours: readonly Rgb[];
  /** Few pages whose class is an alarm, each with its class. */
  readonly alarms: readonly (readonly [page: number, number: number])[];
  readonly cursor: number | null;
  readonly chosen: number | null;
  readonly ink: string;
  readonly ground: string;
  /** Pixels of the canvas a pixel of the sheet. */
  readonly ratio: number;
}

const SIGNS_FROM = 15, NUMBERS_FROM = 44, TEXTS_MOST = 6000;
const FONT = "system-ui, 'DejaVu Sans', sans-serif";

export function drawOverlay(canvas: HTMLCanvasElement, scene: Scene): void {
  const context = pen(canvas);
  if (context === null) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  drawAlarms(context, scene);
  drawSigns(context, canvas, scene);
  drawZones(context, canvas, scene);
  if (scene.chosen !== null) ring(context, scene, scene.chosen, [6, 2.5]);
  if (scene.cursor !== null) ring(context, scene, scene.cursor, [3.5, 1.5]);
}

/** More alarms than these are seen without help. */
const ALARMS_MOST = 2000, ALARM_SIDE = 4;

/** The pages of a map that must be seen, if they are few: one page is no pixel of a large map. */
export function alarmsOf({ classes, counts }: PageMap, reading: ReadingFacts): Scene["alarms"] {
  const numbers = reading.classes.flatMap(({ tone }, i) => tone === "alarm" ? [i] : []);
  const total = numbers.reduce((sum, number) => sum + (counts[number] ?? 0), 0);
  if (total === 0 || total > ALARMS_MOST) return [];
  return numbers.flatMap((number) => {
    const found: (readonly [number, number])[] = [];
    for (let page = classes.indexOf(number); page >= 0; page = classes.indexOf(number, page + 1)) {
      found.push([page, number]);
    }
    return found;
  });
}

/** Zoomed out, each page that must be seen is a small square, larger than it is. */
function drawAlarms(context: CanvasRenderingContext2D, scene: Scene): void {
  const { alarms, layout, camera, colours, ratio } = scene;
  const side = ALARM_SIDE * ratio;
  if (camera.scale >= side) return;
  for (const [page, number] of alarms) {
    const [x, y] = pixelOver(camera, ...cellOf(layout, page));
    context.fillStyle = css(colours[number] ?? [255, 0, 0]);
    context.fillRect(x - side / 2, y - side / 2, side, side);
  }
}

function drawSigns(context: CanvasRenderingContext2D, { width, height }: Size, scene: Scene): void {
  const { layout, camera, map, reading, ratio, colours } = scene;
  const cell = camera.scale / ratio;
  if (map === null || reading === null || cell < SIGNS_FROM) return;
  const [left, top] = placeUnder(camera, 0, 0), [right, bottom] = placeUnder(camera, width, height);
  if ((right - left) * (bottom - top) > TEXTS_MOST) return;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const numbered = cell >= NUMBERS_FROM;
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(layout.height, bottom); y++) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(layout.width, right); x++) {
      const page = frameAt(layout, x, y);
      if (page < 0) continue;
      const number = map.classes[page];
      const [px, py] = pixelOver(camera, x + 0.5, y + 0.5);
      context.fillStyle = css(inkOn(colours[number] ?? [0, 0, 0]));
      context.font = `600 ${Math.min(cell * 0.5, 30) * ratio}px ${FONT}`;
      context.fillText(
        reading.classes[number]?.sign ?? "?",
        px,
        py - (numbered ? camera.scale * 0.1 : 0),
      );
      if (!numbered) continue;
      context.font = `${Math.min(cell * 0.2, 13) * ratio}px ${FONT}`;
      context.fillText(frame(page), px, py + camera.scale * 0.3);
    }
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function drawZones(context: CanvasRenderingContext2D, { width, height }: Size, scene: Scene): void {
  const { facts, layout, camera, ratio, ink, ground } = scene;
  context.font = `600 ${11 * ratio}px ${FONT}`;
  context.textAlign = "left";
  context.textBaseline = "top";
  const taken: number[] = [];
  for (const { name, start } of facts.zones) {
    const [x, y] = pixelOver(camera, ...cellOf(layout, start));
    const wide = context.measureText(name).width + 8 * ratio, high = 16 * ratio;
    if (x < -wide || y < -high || x > width || y > height) continue;
    let top = Math.max(0, Math.min(y + ratio, height - high));
    while (taken.some((other) => Math.abs(other - top) < high)) top += high;
    taken.push(top);
    const left = Math.max(0, Math.min(x + ratio, width - wide));
    context.globalAlpha = 0.85;
    context.fillStyle = ground;
    context.fillRect(left, top, wide, high);
    context.globalAlpha = 1;
    context.fillStyle = ink;
    context.fillText(name, left + 4 * ratio, top + 3 * ratio);
  }
}

/** A ring around a page's cell, light in dark, so that it is seen on every colour. */
function ring(
  context: CanvasRenderingContext2D,
  { layout, camera, ratio, ink, ground }: Scene,
  page: number,
  [outer, inner]: readonly [number, number],
): void {
  if (page >= layout.frames) return;
  const [x, y] = pixelOver(camera, ...cellOf(layout, page));
  const grown = Math.max(0, 9 * ratio - camera.scale) / 2;
  const side = camera.scale + grown * 2;
  for (const [pen, colour] of [[outer, ground], [inner, ink]] as const) {
    context.lineWidth = pen * ratio;
    context.strokeStyle = colour;
    context.strokeRect(x - grown, y - grown, side, side);
  }
}

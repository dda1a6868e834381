/**
 * The whole picture: title, legend, and the panels one above the other on one time axis.
 * @module
 */
import type { Drawing } from "./drawing.ts";
import { legend, LEGEND_HEIGHT } from "./legend.ts";
import { panelHeight, panelOf } from "./panel.ts";
import { scaleOf } from "./scale.ts";
import { FONT, INK, PAUSE, WIDTH } from "./style.ts";
import { element, text, wrapped } from "./svg.ts";

const MARGIN = 14, TITLE_LINE = 18, TITLE_CHARS = 124, GAP = 12;

/** A hatch, so that the pause can be told from a round without colour. */
function hatch(document: Document): Element {
  const defs = element(document, "defs", {});
  const pattern = element(document, "pattern", {
    id: PAUSE.id,
    width: 6,
    height: 6,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  });
  pattern.append(
    element(document, "rect", { width: 6, height: 6, fill: PAUSE.color, "fill-opacity": 0.12 }),
    element(document, "rect", { width: 1.6, height: 6, fill: PAUSE.color, "fill-opacity": 0.6 }),
  );
  defs.append(pattern);
  return defs;
}

/** Draws; the result stands alone. */
export function pictureOf(document: Document, drawing: Drawing): Element {
  const scale = scaleOf(drawing);
  const svg = element(document, "svg", {
    xmlns: "http://www.w3.org/2000/svg",
    width: WIDTH,
    "font-family": FONT,
    "font-size": 11,
    role: "img",
  });
  const ground = element(document, "rect", { width: WIDTH, fill: "#ffffff" });
  const name = element(document, "title", {});
  name.append(drawing.title);
  svg.append(name, hatch(document), ground);
  let y = MARGIN;
  for (const line of wrapped(drawing.title, TITLE_CHARS)) {
    y += TITLE_LINE;
    svg.append(text(document, line, { x: MARGIN, y: y - 5, "font-size": 14, fill: INK }));
  }
  svg.append(legend(document, MARGIN, y + 6));
  y += LEGEND_HEIGHT;
  drawing.panels.forEach((panel, at) => {
    const isLast = at === drawing.panels.length - 1;
    y += GAP;
    svg.append(panelOf(document, panel, scale, y, isLast));
    y += panelHeight(scale, isLast);
  });
  const height = y + MARGIN;
  svg.setAttribute("height", String(height));
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
  ground.setAttribute("height", String(height));
  return svg;
}

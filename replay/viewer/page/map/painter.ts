/**
 * What a painter of the map can do. There are two: `GlPainter` for a graphics card, and `SoftPainter` for a
 * machine that has none, where a graphics card played by software is ten times slower than a plain loop.
 * @module
 */
import type { LogFacts } from "../../protocol.ts";
import type { Camera } from "./camera.ts";
import { GlPainter } from "./gl_painter.ts";
import type { Layout } from "./layout.ts";
import type { Look } from "./look.ts";
import { SoftPainter } from "./soft_painter.ts";

export interface Painter {
  /** True while the last picture is still being drawn: whoever plays waits for it. */
  readonly isBusy: boolean;
  setClasses(classes: Uint8Array): void;
  /** Pages to be marked, by a 1; null: none. */
  setMarks(marks: Uint8Array | null): void;
  setLook(look: Look): void;
  /** @param isFine false while things move: then fewer pages are looked at for a pixel */
  draw(layout: Layout, camera: Camera, isFine: boolean): void;
}

/** Names of graphics cards that are none. */
const PLAYED = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** `gl` or `soft` if one is asked for (`?paint=gl`, for tests); else what this machine draws faster with. */
export function painterFor(canvas: HTMLCanvasElement, facts: LogFacts): Painter {
  const asked = new URLSearchParams(location.search).get("paint");
  if (asked === "soft" || asked === null && isPlayed()) return new SoftPainter(canvas, facts);
  const gl = canvas.getContext("webgl2", { antialias: false, depth: false, alpha: false });
  return gl === null ? new SoftPainter(canvas, facts) : new GlPainter(canvas, gl, facts);
}

/** True if the graphics card is played by software, as far as the browser tells. */
function isPlayed(): boolean {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (gl === null) return true;
  const told = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(told === null ? gl.RENDERER : told.UNMASKED_RENDERER_WEBGL));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return PLAYED.test(name);
}

/**
 * Paints the map with WebGL2: keeps classes and marks of all pages as textures, uploads the rows that
 * changed, and draws what the camera sees.
 * @module
 */
import type { LogFacts } from "../../protocol.ts";
import type { Camera } from "./camera.ts";
import type { Layout } from "./layout.ts";
import {
  CELL_LINES,
  coveredBy,
  type Look,
  patchBits,
  showsBlocks,
  TAPS_FINE,
  TAPS_QUICK,
} from "./look.ts";
import type { Rgb } from "./palette.ts";
import { PageTexture } from "./page_texture.ts";
import { Program } from "./program.ts";
import { COLOURS, COVER, PLACES } from "./shaders.ts";

const PLACES_UNIT = 0, CLASSES_UNIT = 1, MARKS_UNIT = 2, PALETTE_UNIT = 3;

export class GlPainter {
  private readonly placer: Program;
  private readonly colourer: Program;
  private readonly places: WebGLTexture;
  private readonly frame: WebGLFramebuffer;
  private readonly palette: WebGLTexture;
  private readonly classes: PageTexture;
  private readonly marks: PageTexture;
  private placed = "";
  private placesSize = "";
  private look: Look | null = null;
  private marking = false;
  private fence: WebGLSync | null = null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly gl: WebGL2RenderingContext,
    private readonly facts: LogFacts,
  ) {
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    this.placer = new Program(gl, COVER, PLACES);
    this.colourer = new Program(gl, COVER, COLOURS);
    this.places = gl.createTexture();
    this.frame = gl.createFramebuffer();
    this.palette = gl.createTexture();
    this.classes = new PageTexture(gl, CLASSES_UNIT, facts.frames);
    this.marks = new PageTexture(gl, MARKS_UNIT, facts.frames);
  }

  /** True while the last picture is still being drawn: whoever plays waits for it. */
  get isBusy(): boolean {
    const { gl, fence } = this;
    if (fence === null) return false;
    const state = gl.clientWaitSync(fence, gl.SYNC_FLUSH_COMMANDS_BIT, 0);
    if (state === gl.TIMEOUT_EXPIRED) return true;
    gl.deleteSync(fence);
    this.fence = null;
    return false;
  }

  setClasses(classes: Uint8Array): void {
    this.classes.set(classes);
  }

  /** Pages to be marked, by a 1; null: none. */
  setMarks(marks: Uint8Array | null): void {
    this.marking = marks !== null;
    if (marks !== null) this.marks.set(marks);
  }

  setLook(look: Look): void {
    const { gl } = this;
    this.look = look;
    const bytes = new Uint8Array(256 * 2 * 4);
    look.colours.forEach((colour, i) => {
      bytes.set([...colour, look.alarms[i] ? 255 : 0], i * 4);
      bytes.set([look.patterns[i], 0, 0, 255], 1024 + i * 4);
    });
    gl.activeTexture(gl.TEXTURE0 + PALETTE_UNIT);
    gl.bindTexture(gl.TEXTURE_2D, this.palette);
    plain(gl);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, 2, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  }

  draw(layout: Layout, camera: Camera, isFine: boolean): void {
    if (this.look === null || this.canvas.width === 0) return;
    this.place(layout, camera);
    this.colour(layout, camera, this.look, isFine ? TAPS_FINE : TAPS_QUICK);
    if (this.fence !== null) this.gl.deleteSync(this.fence);
    this.fence = this.gl.fenceSync(this.gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.gl.flush();
  }

  private place(layout: Layout, camera: Camera): void {
    const { gl, canvas, facts } = this;
    const { width, height } = canvas;
    const wanted = JSON.stringify([layout, camera, width, height]);
    if (wanted === this.placed) return;
    this.placed = wanted;
    this.fitPlaces(width, height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
    gl.viewport(0, 0, width, height);
    const { scale } = camera;
    const at = this.placer.use();
    gl.uniform3f(at("camera"), camera.x, camera.y, 1 / scale);
    gl.uniform1f(at("viewHeight"), height);
    gl.uniform2i(at("size"), layout.width, layout.height);
    gl.uniform1ui(at("frames"), layout.frames);
    gl.uniform1i(at("side"), layout.side);
    gl.uniform1i(at("patchBits"), patchBits(layout, scale));
    gl.uniform1i(at("pageblockOrder"), facts.pageblockOrder);
    gl.uniform2i(
      at("edges"),
      showsBlocks(layout, scale, facts) ? 1 : 0,
      scale >= CELL_LINES ? 1 : 0,
    );
    const zones = facts.zones.slice(0, 16);
    gl.uniform1i(at("zones"), zones.length);
    const ends = zones.flatMap(({ start, end }) => [start, end]);
    if (ends.length > 0) gl.uniform2uiv(at("zone[0]"), ends);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  }

  private fitPlaces(width: number, height: number): void {
    const { gl } = this;
    const size = `${width} ${height}`;
    if (size === this.placesSize) return;
    this.placesSize = size;
    gl.activeTexture(gl.TEXTURE0 + PLACES_UNIT);
    gl.bindTexture(gl.TEXTURE_2D, this.places);
    plain(gl);
    const { R32UI, RED_INTEGER, UNSIGNED_INT } = gl;
    gl.texImage2D(gl.TEXTURE_2D, 0, R32UI, width, height, 0, RED_INTEGER, UNSIGNED_INT, null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
    gl.framebufferTexture2D(
      gl.FRAMEBUFFER,
      gl.COLOR_ATTACHMENT0,
      gl.TEXTURE_2D,
      this.places,
      0,
    );
  }

  private colour(layout: Layout, camera: Camera, look: Look, tapsMost: number): void {
    const { gl, canvas } = this;
    const { scale } = camera;
    gl.viewport(0, 0, canvas.width, canvas.height);
    const covered = coveredBy(layout, scale);
    const at = this.colourer.use();
    gl.uniform1i(at("places"), PLACES_UNIT);
    gl.uniform1i(at("classes"), CLASSES_UNIT);
    gl.uniform1i(at("marks"), MARKS_UNIT);
    gl.uniform1i(at("palette"), PALETTE_UNIT);
    gl.uniform1i(at("rowBits"), this.classes.rowBits);
    gl.uniform1ui(at("frames"), layout.frames);
    gl.uniform1i(at("taps"), Math.min(covered, tapsMost));
    gl.uniform1i(at("covered"), covered);
    gl.uniform1i(at("stride"), layout.side === 0 ? layout.width : 0);
    gl.uniform1i(at("marking"), this.marking ? 1 : 0);
    gl.uniform3f(at("camera"), camera.x, camera.y, 1 / scale);
    gl.uniform1f(at("viewHeight"), canvas.height);
    gl.uniform3f(at("ground"), ...unit(look.ground));
    gl.uniform3f(at("line"), ...unit(look.line));
    gl.uniform3f(at("markColour"), ...unit(look.mark));
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }
}

function unit([red, green, blue]: Rgb): [number, number, number] {
  return [red / 255, green / 255, blue / 255];
}

/** No filter, no repeat: texels are numbers. */
function plain(gl: WebGL2RenderingContext): void {
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
}

/**
 * A texture with one byte a page, in rows; only rows that changed are uploaded.
 * @module
 */
import { changed } from "./changed.ts";

/** Pages a row: 2 ** n. Textures of 8192 rows are had everywhere, so that much memory takes longer rows. */
const ROW_BITS = 11, ROW_BITS_MOST = 13, ROWS_MOST = 8192;

export class PageTexture {
  /** A row is 2 ** n pages. */
  readonly rowBits: number;
  private readonly kept: Uint8Array;

  constructor(
    private readonly gl: WebGL2RenderingContext,
    private readonly unit: number,
    frames: number,
  ) {
    this.rowBits = ROW_BITS;
    while (frames > ROWS_MOST << this.rowBits && this.rowBits < ROW_BITS_MOST) this.rowBits++;
    const row = 1 << this.rowBits, rows = Math.max(1, Math.ceil(frames / row));
    this.kept = new Uint8Array(rows * row);
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R8UI, row, rows);
    if (gl.getError() !== gl.NO_ERROR) {
      throw new Error(`Cannot draw the map: ${frames} pages are more than this browser's textures`);
    }
  }

  set(bytes: Uint8Array): void {
    const { gl, kept } = this;
    const [from, until] = changed(kept, bytes);
    if (from === until) return;
    kept.set(bytes.subarray(from, until), from);
    const row = 1 << this.rowBits;
    const first = Math.floor(from / row), end = Math.ceil(until / row);
    gl.activeTexture(gl.TEXTURE0 + this.unit);
    const { TEXTURE_2D, RED_INTEGER, UNSIGNED_BYTE } = gl;
    const rows = kept.subarray(first * row, end * row);
    gl.texSubImage2D(TEXTURE_2D, 0, 0, first, row, end - first, RED_INTEGER, UNSIGNED_BYTE, rows);
  }
}

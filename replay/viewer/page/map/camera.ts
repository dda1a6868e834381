/**
 * What of the map is in view: where its corner lies and how large a cell is. Lengths are in pixels of
 * the canvas; a place of the map is in cells.
 * @module
 */

export interface Camera {
  /** The cell (and its part) that lies at the view's left upper corner. */
  readonly x: number;
  readonly y: number;
  /** Pixels a cell. */
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const CELL_MOST = 160;

/** All of the map, in the middle of the view. */
export function fitted(map: Size, view: Size): Camera {
  const scale = Math.min(view.width / map.width, view.height / map.height, CELL_MOST);
  return {
    scale,
    x: (map.width - view.width / scale) / 2,
    y: (map.height - view.height / scale) / 2,
  };
}

/** The place of the map under a pixel. */
export function placeUnder(camera: Camera, x: number, y: number): readonly [number, number] {
  return [camera.x + x / camera.scale, camera.y + y / camera.scale];
}

/** The pixel over a place of the map. */
export function pixelOver(camera: Camera, x: number, y: number): readonly [number, number] {
  return [(x - camera.x) * camera.scale, (y - camera.y) * camera.scale];
}

/** Nearer by a factor; what is under the pixel `x`, `y` stays there. Never farther than all of the map. */
export function zoomed(
  camera: Camera,
  factor: number,
  x: number,
  y: number,
  map: Size,
  view: Size,
): Camera {
  const all = fitted(map, view);
  const scale = Math.min(
    Math.max(camera.scale * factor, all.scale),
    Math.max(CELL_MOST, all.scale),
  );
  if (scale === all.scale) return all;
  const [cellX, cellY] = placeUnder(camera, x, y);
  return held({ scale, x: cellX - x / scale, y: cellY - y / scale }, map, view);
}

/** Moved by pixels, as a hand moves paper. */
export function moved(camera: Camera, dx: number, dy: number, map: Size, view: Size): Camera {
  const { scale } = camera;
  return held({ scale, x: camera.x - dx / scale, y: camera.y - dy / scale }, map, view);
}

/** So that a cell is in view, with as little movement as will do. */
export function showing(camera: Camera, x: number, y: number, map: Size, view: Size): Camera {
  const wide = view.width / camera.scale, high = view.height / camera.scale;
  const margin = Math.min(2, wide / 4, high / 4);
  return held(
    {
      scale: camera.scale,
      x: within(camera.x, x + 1 + margin - wide, x - margin),
      y: within(camera.y, y + 1 + margin - high, y - margin),
    },
    map,
    view,
  );
}

/** The map does not leave the view; where it is smaller than that, it lies in the middle. */
function held(camera: Camera, map: Size, view: Size): Camera {
  const { scale } = camera;
  return {
    scale,
    x: heldAlong(camera.x, map.width, view.width / scale),
    y: heldAlong(camera.y, map.height, view.height / scale),
  };
}

function heldAlong(begin: number, whole: number, seen: number): number {
  return seen >= whole ? (whole - seen) / 2 : within(begin, 0, whole - seen);
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/**
 * What mouse, finger and keys do on the map.
 * @module
 */

/** What a hand can do with the map. Places are in pixels of the sheet, from the map's corner. */
export interface Handled {
  /** What has the focus. */
  readonly element: HTMLElement;
  zoomAt(factor: number, x: number, y: number): void;
  pan(dx: number, dy: number): void;
  fit(): void;
  /** The mouse is here; null: it left. */
  pointAt(x: number, y: number): void;
  pointAway(): void;
  /** Keeps the page here, or lets it go if it was kept. */
  keepAt(x: number, y: number): void;
  /** Keeps the page under the map's own cursor. */
  keepCursor(): void;
  /** Moves the map's own cursor by cells: steps, as far as they are seen. */
  stepCursor(dx: number, dy: number): void;
}

const DRAG_FROM = 4, WHEEL = 240;
const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** @param surface what the mouse is over */
export function handle(surface: HTMLElement, map: Handled): void {
  let held: { x: number; y: number; far: boolean } | null = null;
  const placeOf = (event: MouseEvent): readonly [number, number] => {
    const { left, top } = surface.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  surface.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held = { x: event.clientX, y: event.clientY, far: false };
    surface.setPointerCapture(event.pointerId);
    map.element.focus({ preventScroll: true });
  });
  surface.addEventListener("pointermove", (event) => {
    if (held === null) return map.pointAt(...placeOf(event));
    const dx = event.clientX - held.x, dy = event.clientY - held.y;
    if (!held.far && Math.hypot(dx, dy) < DRAG_FROM) return;
    held = { x: event.clientX, y: event.clientY, far: true };
    map.pan(dx, dy);
  });
  surface.addEventListener("pointerup", (event) => {
    if (held !== null && !held.far) map.keepAt(...placeOf(event));
    held = null;
  });
  surface.addEventListener("pointercancel", () => held = null);
  surface.addEventListener("pointerleave", () => map.pointAway());
  surface.addEventListener("dblclick", () => map.fit());
  surface.addEventListener("wheel", (event) => {
    event.preventDefault();
    map.zoomAt(2 ** (-event.deltaY / WHEEL), ...placeOf(event));
  }, { passive: false });
  map.element.addEventListener("blur", () => map.pointAway());
  map.element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const way = WAYS[event.key];
    if (event.key === "Enter") map.keepCursor();
    else if (way !== undefined) map.stepCursor(...way);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

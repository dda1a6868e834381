/**
 * Elements made in one call. Style comes by class from the sheet, or through the CSSOM.
 * @module
 */

type Child = Node | string;

/** An element with attributes (`class`, `aria-label`, `title` ...; false or undefined: not there). */
export function el<name extends keyof HTMLElementTagNameMap>(
  name: name,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? "" : String(value));
    }
  }
  element.append(...children);
  return element;
}

export function button(
  text: string,
  attributes: Readonly<Record<string, string | number | boolean | undefined>>,
  pressed: () => void,
): HTMLButtonElement {
  const made = el("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", pressed);
  return made;
}

/**
 * The context to draw with on a canvas that is drawn anew often: in plain memory, because a machine without
 * a graphics card, which plays one by software, takes seconds for what a loop does in milliseconds.
 */
export function pen(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  return canvas.getContext("2d", { willReadFrequently: true });
}

/** What `index.html` must have. */
export function byId<kind extends HTMLElement>(id: string): kind {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`Cannot begin: the page has no #${id}`);
  return found as kind;
}

/** True if typing goes into this element, so that letters are no commands. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement;
}

/**
 * Text that is put into a page: `markup` escapes what is filled in, unless it is markup already.
 * @module
 */

/** Markup, as opposed to text. */
export class Markup {
  constructor(readonly source: string) {}
}

/** What may be filled in: text and numbers are escaped, markup is not, lists are joined. */
export type Filling = string | number | Markup | readonly Markup[];

const SIGNS: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it stands between tags, or in an attribute's quotes. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]);

function sourceOf(filling: Filling): string {
  if (filling instanceof Markup) return filling.source;
  if (typeof filling === "object") return filling.map(({ source }) => source).join("\n");
  return escaped(String(filling));
}

/** The tag of a template: markup`<p>${text}</p>`. */
export function markup(parts: TemplateStringsArray, ...fillings: readonly Filling[]): Markup {
  const filled = fillings.map((filling, at) => sourceOf(filling) + parts[at + 1]);
  return new Markup(parts[0] + filled.join(""));
}

export const NOTHING: Markup = new Markup("");

/** Text in which words between backticks are code. */
export const withCode = (text: string): Markup =>
  new Markup(escaped(text).replace(/`([^`]+)`/g, "<code>$1</code>"));

/** Pieces in one line, with text between them. */
export const join = (pieces: readonly Markup[], between: string): Markup =>
  new Markup(pieces.map(({ source }) => source).join(escaped(between)));

/**
 * Whether a text is well-formed XML, as far as a drawing's tags, attributes and references go.
 * @module
 */
const TAG =
  /<\?xml [^<>]*\?>|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[A-Za-z][\w:.-]*="[^"<]*")*)\s*(\/?)>/g;
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;

/** What is wrong with a text first; null if it is one well-formed element. */
export function flawOf(xml: string): string | null {
  const open: string[] = [];
  let end = 0, elements = 0;
  for (const match of xml.matchAll(TAG)) {
    const between = xml.slice(end, match.index);
    const outside = open.length === 0 && between.trim() !== "";
    if (between.includes("<") || outside) return `text at ${end}: ${between.slice(0, 80)}`;
    end = match.index + match[0].length;
    const [, closes, name, attributes, empty] = match;
    if (name === undefined) continue; // the declaration
    const keys = [...attributes.matchAll(/([\w:.-]+)="/g)].map(([, key]) => key);
    if (new Set(keys).size < keys.length) return `attribute twice: ${match[0]}`;
    if (closes !== "" && open.pop() !== name) return `</${name}> at ${match.index} closes another`;
    if (closes === "" && open.length === 0 && elements++ > 0) return `a second element: ${name}`;
    if (closes === "" && empty === "") open.push(name);
  }
  const rest = xml.slice(end).trim();
  if (open.length > 0) return `not closed: ${open.join(" ")}`;
  if (rest !== "") return `text behind the end: ${rest.slice(0, 80)}`;
  return BARE_AMPERSAND.exec(xml)?.[0] ?? (elements === 0 ? "no element" : null);
}

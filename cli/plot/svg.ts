/**
 * Elements of SVG, made by name, and what makes a file of them.
 * @module
 */
const SVG = "http://www.w3.org/2000/svg";

export function element(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, string | number>>,
): Element {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

export function text(
  document: Document,
  words: string,
  attributes: Readonly<Record<string, string | number>>,
): Element {
  const made = element(document, "text", attributes);
  if (words !== "") made.append(words);
  return made;
}

/** Breaks a text at spaces: SVG does not. */
export function wrapped(words: string, chars: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= chars) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

/** In tags, no more digits behind the point than a screen can show. */
function rounded(svg: string): string {
  const short = (number: string): string => String(Math.round(Number(number) * 10) / 10);
  return svg.replace(/<[^>]*>/g, (tag) => tag.replace(/-?\d+\.\d{2,}/g, short));
}

/** The text of a file. */
export function standalone(svg: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${rounded(svg.outerHTML)}\n`;
}

/**
 * JSON with comments as a tree; what is wrong with the text is said in plain words.
 * @module
 */
import {
  createScanner,
  type Node as JsonNode,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { lineColumn, quoted } from "./places.ts";

/** Says what is wrong at an offset of the text. */
export type Fail = (offset: number, why: string) => never;

const DEPTH_MAX = 32;
const WORD_CHARS = /[\w.+-]/;

/** How the brackets of a text stand: those never closed, and the first closed by the wrong one. */
interface Brackets {
  readonly open: readonly number[];
  readonly wrong: number;
  readonly wrongOpen: number;
}

/**
 * Reads a text as a tree without duplicate keys.
 * @param what what the text is, for the error if it is empty
 */
export function readTree(text: string, what: string, fail: Fail): JsonNode {
  const { open, wrong, wrongOpen } = checkTokens(text, what, fail);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (wrong >= 0 && wrong <= (first?.offset ?? Infinity)) {
    const of = lineColumn(text, wrongOpen);
    fail(wrong, `${quoted(text[wrong])} cannot close the ${quoted(text[wrongOpen])} of ${of}`);
  }
  if (first !== undefined) {
    const atEnd = first.length === 0 && first.offset >= text.trimEnd().length;
    if (atEnd && open.length > 0) {
      const last = open[open.length - 1];
      fail(last, `this ${quoted(text[last])} is never closed`);
    }
    const end = root?.type === "object" ? root.offset + root.length : Infinity;
    fail(first.offset, first.offset >= end ? behindWords(text, first) : wordsOf(text, first));
  }
  if (root === undefined) fail(0, `${what} is empty`);
  checkDuplicates(text, root, fail);
  return root;
}

/** Goes over the tokens first: the parser works by recursion, so a deep text must not reach it. */
function checkTokens(text: string, what: string, fail: Fail): Brackets {
  const scanner = createScanner(text);
  const open: number[] = [];
  let wrong = -1, wrongOpen = -1, tokens = 0, comments = 0;
  for (;;) {
    scanner.scan();
    const at = scanner.getTokenOffset();
    if (at >= text.length) break;
    const char = text[at];
    if (/\s/.test(char)) continue;
    if (text.startsWith("//", at) || text.startsWith("/*", at)) {
      const comment = text.slice(at, at + scanner.getTokenLength());
      if (comment.startsWith("/*") && !/^\/\*.*\*\/$/s.test(comment)) {
        fail(at, `this comment has no end: "*/" is missing`);
      }
      comments++;
      continue;
    }
    tokens++;
    if (char === "{" || char === "[") {
      if (open.push(at) > DEPTH_MAX) fail(at, `nested deeper than ${DEPTH_MAX} levels`);
    } else if (char === "}" || char === "]") {
      const opening = open.pop();
      if (wrong < 0 && opening !== undefined && text[opening] !== (char === "}" ? "{" : "[")) {
        wrong = at;
        wrongOpen = opening;
      }
    }
  }
  if (tokens === 0) fail(0, comments > 0 ? `${what} holds only comments` : `${what} is empty`);
  return { open, wrong, wrongOpen };
}

function wordsOf(text: string, { error, offset, length }: ParseError): string {
  const token = tokenText(text, offset, length);
  switch (printParseErrorCode(error)) {
    case "InvalidSymbol":
    case "UnexpectedEndOfNumber":
      return symbolWords(text, offset, length);
    case "PropertyNameExpected":
      return `expected a key in double quotes, got ${token}`;
    case "ValueExpected":
      return length === 0 ? "expected a value" : `expected a value, got ${token}`;
    case "ColonExpected":
      return `expected ":" between a key and its value, got ${token}`;
    case "CommaExpected":
      return followsNumber(text, offset)
        ? numberWords(text, offset)
        : `expected "," before ${token}`;
    case "UnexpectedEndOfString":
      return "this text has no closing quote on its line";
    case "InvalidUnicode":
    case "InvalidEscapeCharacter":
      return String.raw`this text has an unknown escape: a backslash itself is written \\`;
    case "InvalidCharacter":
      return String.raw`this text has a control character: a tab is written \t`;
    default:
      return `${token} does not belong here`;
  }
}

/** A token in quotes; a text has its own. */
function tokenText(text: string, offset: number, length: number): string {
  return quoted(text.slice(offset, offset + length).replace(/^"(.*)"$/s, "$1"));
}

function behindWords(text: string, { offset, length }: ParseError): string {
  return `${tokenText(text, offset, length)} stands behind the end of it all`;
}

/** True if a token goes on with what was read as a number: `01`, `0x10`. */
function followsNumber(text: string, offset: number): boolean {
  return /\d/.test(text[offset - 1] ?? "") && /[\w.]/.test(text[offset] ?? "");
}

function symbolWords(text: string, offset: number, length: number): string {
  const token = text.slice(offset, offset + length);
  if (token.startsWith("'")) return "texts and keys stand in double quotes, not in single ones";
  if (/^[-+.\d]/.test(token) || followsNumber(text, offset)) {
    return numberWords(text, offset);
  }
  const isKey = /^\w+$/.test(token) &&
    /^\s*:/.test(text.slice(offset + length, offset + length + 99));
  if (isKey) return `the key ${token} needs double quotes`;
  if (token.startsWith("=")) return `expected ":" between a key and its value, got "="`;
  return /^\w/.test(token)
    ? `${quoted(token)} is no value: a number, "text", true, false or null is`
    : `${quoted(token)} does not belong here`;
}

/** The whole word around an offset, as a number that is none. */
function numberWords(text: string, offset: number): string {
  let from = offset, until = offset;
  while (from > 0 && WORD_CHARS.test(text[from - 1])) from--;
  while (until < text.length && WORD_CHARS.test(text[until])) until++;
  return `${quoted(text.slice(from, until))} is no number: write as 12, 0.5 or -1`;
}

/** JSON lets the last of two equal keys win without a word; here it is an error. */
function checkDuplicates(text: string, node: JsonNode, fail: Fail): void {
  if (node.type === "object") {
    const seen = new Map<string, number>();
    for (const { children, offset } of node.children ?? []) {
      const key = String(children![0].value);
      const before = seen.get(key);
      if (before !== undefined) {
        fail(
          offset,
          `the key ${quoted(key)} is here again: it is at ${lineColumn(text, before)} too`,
        );
      }
      seen.set(key, offset);
    }
  }
  for (const child of node.children ?? []) checkDuplicates(text, child, fail);
}

/**
 * Reads the page of `thread --html` back: mails, claims, verdicts, and every number that is drawn.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { flawOf } from "../../support/xml.ts";

/** A claim as the page tells it. */
export interface ClaimRead {
  readonly id: string;
  /** The verdict on its own scenario, and those on its counter-scenarios. */
  readonly verdict: string;
  readonly counterVerdicts: readonly string[];
  /** Numbers in the drawings, by scenario and figure. */
  readonly drawn: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Numbers in the table, a list a figure, one for each scenario. */
  readonly listed: Readonly<Record<string, readonly number[]>>;
  readonly commands: readonly string[];
}

/** A mail as the page tells it, with the claims below it. */
export interface MailRead {
  readonly id: string;
  readonly head: string;
  readonly claims: readonly ClaimRead[];
}

const SIGNS: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
};

/** The text of some markup. */
export const textOf = (markup: string): string =>
  markup.replace(/<[^>]*>/g, "").replace(/&([a-z#\d]+);/g, (_, name) => SIGNS[name]);

const all = (markup: string, pattern: RegExp): string[] =>
  [...markup.matchAll(pattern)].map(([, part]) => part);

/** The parts that begin with `start`, each up to the next. */
const cut = (markup: string, start: string): string[] =>
  markup.split(start).slice(1).map((part) => start + part);

function numbersOf(figure: string): Record<string, number> {
  const values = [...figure.matchAll(/<g data-figure="([^"]+)" data-value="([^"]+)">/g)];
  return Object.fromEntries(values.map(([, name, value]) => [name, Number(value)]));
}

function claimOf(markup: string): ClaimRead {
  const [own, counters] = ["own", "counter"].map((name) =>
    all(all(markup, new RegExp(`<p class="${name}">(.*?)</p>`, "gs"))[0], /class="words">(.*?)</g)
  );
  assert(own.length === 1, markup);
  const rows = [...markup.matchAll(/<tr data-figure="([^"]+)">(.*?)<\/tr>/gs)];
  return {
    id: all(markup, /^<section class="claim" id="([^"]+)"/g)[0],
    verdict: textOf(own[0]),
    counterVerdicts: counters.map(textOf),
    drawn: Object.fromEntries(
      cut(markup, '<figure class="trial"').map((figure) => [
        all(figure, /data-scenario="([^"]+)"/g)[0],
        numbersOf(figure),
      ]),
    ),
    listed: Object.fromEntries(
      rows.map(([, name, row]) => [name, all(row, /<data value="([^"]+)"/g).map(Number)]),
    ),
    commands: all(markup, /<p class="command">(.*?)<\/p>/gs).map(textOf),
  };
}

/** Sections of the page in their order: the mails, then `epilogue` and `verdicts`. */
export function sectionsOf(page: string): MailRead[] {
  return cut(page, '<section class="mail"').map((section) => ({
    id: all(section, /^<section class="mail" id="([^"]+)"/g)[0],
    head: textOf(all(section, /<h2>(.*?)<\/h2>/gs)[0]),
    claims: cut(section, '<section class="claim"').map(claimOf),
  }));
}

/** What no file that stands alone has: scripts, sources, links out, styles from elsewhere. */
const OUTSIDE = /<script|<link|<img|<iframe|\bsrc=|href="(?!#)|url\(|@import|https?:|\bon[a-z]+="/i;

/** That a page is well-formed, stands alone, and that each drawing can be heard. */
export function assertSound(page: string): void {
  assertEquals(flawOf(page.replace(/^<!DOCTYPE html>\n/, "")), null);
  assertEquals(OUTSIDE.exec(page), null);
  assert(!/NaN|undefined|Infinity|\[object/.test(page));
  const ids = [...page.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
  assertEquals(new Set(ids).size, ids.length, "an id twice");
  for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) assert(ids.includes(id), id);
  for (const [svg] of page.matchAll(/<svg (?!class="key" aria-hidden).*?<\/svg>/gs)) {
    assert(/^<svg role="img" .*?<title>[^<]+<\/title>\n<desc>[^<]+<\/desc>/s.test(svg), svg);
  }
}

/** A claim as `--json` tells it. */
export interface Told {
  readonly id: string;
  readonly verdict: string;
  readonly command: string;
  readonly figures: Record<string, number>;
  readonly also: readonly ToldTrial[];
  readonly counters: readonly ToldTrial[];
}

interface ToldTrial {
  readonly scenario: string;
  readonly verdict: string;
  readonly command: string;
  readonly figures: Record<string, number>;
}

/** That a claim on the page says what `--json` says of it. */
export function assertSame(read: ClaimRead, told: Told): void {
  const trials = [{ scenario: told.id, ...told }, ...told.also, ...told.counters];
  assertEquals(read.verdict, told.verdict);
  assertEquals(read.counterVerdicts, [...new Set(told.counters.map(({ verdict }) => verdict))]);
  assertEquals(read.commands, trials.map(({ command }) => command));
  assertEquals(Object.keys(read.drawn), trials.map(({ scenario }) => scenario));
  for (const { scenario, figures } of trials) {
    const drawn = Object.entries(read.drawn[scenario]);
    assert(drawn.length > 0, `${scenario}: nothing is drawn`);
    for (const [name, value] of drawn) assertEquals(value, figures[name], `${scenario} ${name}`);
  }
  assertEquals(Object.keys(read.listed), Object.keys(told.figures));
  for (const [name, values] of Object.entries(read.listed)) {
    assertEquals(values, trials.map(({ figures }) => figures[name]), `${told.id} ${name}`);
  }
}

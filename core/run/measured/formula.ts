/**
 * The formula to beat: what a migration sends and how long it takes, without pages or events.
 *
 * Its constants are those that were read off the measured runs with it (facts 5, 7, 17, 18 of the measured
 * runs): B pages a second; first all that is not zero, less what is hinted; then rounds of what a writer
 * dirties meanwhile, until that is below the downtime limit.
 * @module
 */
import { reservesOf } from "../../decide/zones.ts";
import { onesIn, type RunInputs } from "./inputs.ts";
import { blocksOf, spansOfRun } from "./start.ts";

const BLOCK_PAGES = 1024, BLOCK_ORDER = 10;
const PAGE_BYTES = 4104, OTHER_BYTES = 160_917, MIB = 2 ** 20, PAGES_A_MIB = 256;
const FASTER = 1.012; // than the limit says
const WINDOW_S = 0.1, ROUND_DOWN = 0.3, IDLE_PAGES = 100, ROUNDS_MAX = 7;
/** Pages sent before their hint, by guest MiB. */
const SENT_BEFORE: readonly (readonly [mib: number, pages: number])[] = [
  [256, 19],
  [512, 848],
  [1024, 1243],
];

/** What the formula says; it knows no more. */
export interface FormulaFigures {
  readonly bytes: number;
  readonly normalPages: number;
  /** In ms. */
  readonly totalTime: number;
}

/** Non-zero pages that hints save: of the free blocks as many as the min mark lets go (fact 5). */
function hintedNonzero({ zones, free, nonzero }: RunInputs): number {
  const spans = spansOfRun(zones);
  const reserves = reservesOf(spans, spans.map(({ name }) => zones[name].managed));
  return spans.reduce((sum, { name, start, frames }, index) => {
    const byOrder = blocksOf(free, start, start + frames);
    const pages = byOrder.reduce((all, { length }, order) => all + length * (1 << order), 0);
    const reserve = reserves[index][spans.length - 1];
    const blocks = byOrder[BLOCK_ORDER];
    const above = Math.ceil((pages - (BLOCK_PAGES - 1) - zones[name].min - reserve) / BLOCK_PAGES);
    const share = blocks.length === 0
      ? 0
      : Math.max(0, Math.min(blocks.length, above)) / blocks.length;
    return sum +
      share * blocks.reduce((all, pfn) => all + onesIn(nonzero, pfn, pfn + BLOCK_PAGES), 0);
  }, 0);
}

const sentBefore = (mib: number): number =>
  (SENT_BEFORE.find(([size]) => mib <= size) ?? SENT_BEFORE[SENT_BEFORE.length - 1])[1];

/** The formula's value for a run. */
export function formulaOf(inputs: RunInputs): FormulaFigures {
  const { params, ramPages, nonzero } = inputs;
  const mib = params.link_mib > 0 ? Math.min(params.link_mib, params.bw_mib) : params.bw_mib;
  const rate = (mib * MIB * FASTER) / PAGE_BYTES;
  const set = params.ws_mib * PAGES_A_MIB;
  const limit = (rate * params.downtime_ms) / 1000;
  let pages = onesIn(nonzero, 0, ramPages);
  if (params.hint === 1) pages += sentBefore(params.mem) - hintedNonzero(inputs);
  let sum = 0, seconds = 0;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const length = Math.max(0, Math.ceil(pages / rate / WINDOW_S - ROUND_DOWN)) * WINDOW_S;
    sum += pages;
    seconds += length;
    if (round > 0 && pages < limit) break;
    const written = set > 0 ? set * (1 - Math.exp((-params.rate * length) / set)) : 0;
    pages = written + IDLE_PAGES;
  }
  return {
    bytes: PAGE_BYTES * sum + OTHER_BYTES,
    normalPages: sum,
    totalTime: seconds * 1000,
  };
}

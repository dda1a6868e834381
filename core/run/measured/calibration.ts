/**
 * What the machine that the runs were measured on takes for things, and what its idle guest and its
 * emulator add of their own: the one place where the model is fitted.
 *
 * Fitted on the runs idle-256 and garbage-256 alone (`tests/core/run/measured/calibration_test.ts` reads
 * each value off them again). What those cannot show is taken from the facts of the measured runs, and
 * says so. No value is a run's, a workload's or a bandwidth's.
 * @module
 */
import type { Costs } from "../../decide/costs.ts";

/** A factor, and where it comes from. */
export interface Factor {
  readonly value: number;
  readonly source: string;
  /** True if it was read off idle-256 and garbage-256; false if off what the facts say of other runs. */
  readonly fitted: boolean;
}

const fitted = (value: number, source: string): Factor => ({ value, source, fitted: true });
const given = (value: number, source: string): Factor => ({ value, source, fitted: false });

/** Times in ns. */
export const MACHINE = {
  scanPage: fitted(1_150, "24,330 zero pages in a window of idle-256, within a burst of 50 ms"),
  sendPage: fitted(3_550, "a downtime of 8 to 12 ms for about 2,100 pages"),
  queueHint: fitted(19_000, "36 blocks hinted in 0.7 ms"),
  notify: fitted(2_000_000, "the first block is taken about 4 ms after the first sync"),
  fillPage: given(1_250, "fact 9: init_on_alloc, 1.3 ms a block"),
  checkPage: given(4_300, "fact 10: page_poison, 4.4 ms a block"),
} as const satisfies Partial<Record<keyof Costs, Factor>>;

/**
 * What the host's first touch of a zero page costs above `scanPage`, by guest MiB: it depends on how the host
 * backs memory, and two sizes were measured.
 */
export const TOUCH: readonly (readonly [mib: number, factor: Factor])[] = [
  [
    256,
    fitted(
      7_000,
      "idle-256-h0-r0: 11,900 of 43,000 zero pages took 25 us each, the rest no time that shows",
    ),
  ],
  [
    1024,
    given(
      19_000,
      "fact 19: 5.5 s instead of 1.2 for the 226,000 zero pages of an idle guest of 1 GiB",
    ),
  ],
];

/** The cost between and beyond what was measured, by the logarithm of the size, in ns. */
export function touchNs(mib: number): number {
  const [[small, low], [large, high]] = TOUCH;
  const part = Math.log2(mib / small) / Math.log2(large / small);
  const ns = low.value + Math.min(1, Math.max(0, part)) * (high.value - low.value);
  return Math.round(ns);
}

export const GUEST = {
  /** Pages that the kernel of an idle guest writes again and again. */
  kernelPages: fitted(28, "what an interval of 0.1 s finds dirty"),
  /** Pages that whoever looks at the guest four times a second writes. */
  samplerPages: fitted(114, "132 to 146 pages dirtied in 2.5 to 6.7 s"),
  /** A process's first touch of a page, in us. */
  touchUs: given(6.2, "burst-256 without hints: 110 MiB taken in 175 ms"),
} as const;

export const EMULATOR = {
  /** Pages of ROM and video memory that go with the first pass, whole and as zero pages. */
  otherWhole: fitted(52, "pages sent whole, less those that were not zero and those dirtied since"),
  otherZero: fitted(78, "zero pages sent, less those that the guest had"),
} as const;

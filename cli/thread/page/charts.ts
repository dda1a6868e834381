/**
 * Which of a claim's figures are drawn, and how: those on one scale together, those beside them apart.
 * Only names stand here; every length comes from a trial.
 * @module
 */
import type { Figure } from "../../../replay/claims/claim.ts";

/** Figures that are drawn together. */
export interface Chart {
  /**
   * `bars` share a scale in all trials, a `funnel` has its own in each; `faults` have a cross where
   * there are any, else a tick.
   */
  readonly kind: "bars" | "funnel" | "faults";
  /** Names of figures, from above; `~` before one: a baseline, an outline; `!`: a harm. */
  readonly names: readonly string[];
}

const bars = (...names: readonly string[]): Chart => ({ kind: "bars", names });
const funnel = (...names: readonly string[]): Chart => ({ kind: "funnel", names });
const faults = (...names: readonly string[]): Chart => ({ kind: "faults", names });

/** By claim; one that is not here has the figures drawn that share a unit with its first. */
export const charts: Readonly<Record<string, readonly Chart[]>> = {
  T1: [bars("takenMeanwhile", "staleAtReturn", "staleAtReceipt", "staleAtUse")],
  T2: [funnel("hintedThenWritten", "logged", "sentAgain", "sameAtDestination", "!lostPages")],
  T3: [
    bars("totalNs", "~totalNsWithout"),
    bars("bytes", "~bytesWithout"),
    bars("pagesScanned", "~pagesScannedWithout"),
    bars("downtimeNs", "~downtimeNsWithout"),
  ],
  T4: [
    bars("listed", "returned", "missing"),
    bars("missingWith512", "missingWith1024", "missingWith2048", "missingWith4096"),
  ],
  T5: [bars("stored", "usable", "outOfRange", "elsewhere")],
  T6: [bars("contentUses", "structUses", "heldUses", "findings")],
  T7: [bars("calls", "refused", "accused", "locks")],
  T8: [bars("accused", "callsOutside"), bars("irqsOffNs", "holdNs"), bars("nsPerEntry")],
  T9: [
    faults(
      "overcount",
      "flagged",
      "ownEntry",
      "irqsTurnedOn",
      "beyond",
      "uncounted",
      "notTakenBack",
    ),
  ],
  T12: [
    bars("!staleAtUse"),
    bars("hinted", "returnedEarly"),
    bars("onPurpose", "belowOrder", "percpu", "watermark", "otherNode"),
  ],
  T13: [bars("held", "applied", "returned", "!kept")],
  T14: [
    bars("!failed", "slowed"),
    bars("freePagesMin", "~freePagesMinWithout"),
    bars("held", "left"),
  ],
  T15: [
    bars("!failed"),
    bars("slowedNsMax", "~slowedNsMaxWithout", "holdNs"),
    bars("freePagesMin", "~freePagesMinWithout"),
  ],
  T16: [faults("mergedInUse", "overcount", "flagged", "notTakenBack")],
  T17: [bars("driverInHold", "hintsInHold", "accused"), bars("holdNs")],
  T18: [bars("designs", "declared"), bars("calls", "accused")],
};

/** What is drawn of a claim whose first figures are `figures`. */
export function chartsOf(id: string, figures: readonly Figure[]): readonly Chart[] {
  const [first] = figures;
  return charts[id] ??
    [bars(...figures.filter(({ unit }) => unit === first.unit).map(({ name }) => name))];
}

/**
 * What is drawn of a sweep, as `sweep` hands it to `draw.ts`: JSON on standard input.
 * @module
 */

/** The middle of values, and where their lowest and highest tenth end. */
export interface Spot {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** An axis: what it is called, with its unit, and its values in words. */
export interface AxisWords {
  readonly name: string;
  readonly label: string;
  readonly values: readonly string[];
}

/** What all pictures have. */
interface Sheet {
  readonly title: string;
  /** What the marks mean, a paragraph. */
  readonly note: string;
}

/** Saving against each axis: a row of panels for each design. */
export interface SavingSheet extends Sheet {
  readonly kind: "saving";
  readonly axes: readonly AxisWords[];
  readonly designs: readonly {
    readonly name: string;
    /** By axis, then value: shares of what the baseline sends, and takes. */
    readonly bytes: readonly (readonly (Spot | null)[])[];
    readonly time: readonly (readonly (Spot | null)[])[];
  }[];
}

/** Saving over two axes: a panel for each design. */
export interface HeatSheet extends Sheet {
  readonly kind: "heat";
  readonly x: AxisWords;
  readonly y: AxisWords;
  readonly panels: readonly {
    readonly name: string;
    /** By value of y, then of x. */
    readonly cells: readonly (readonly (Spot | null)[])[];
  }[];
}

/** What the guest notices against what is saved: a panel for each thing that it notices. */
export interface TradeSheet extends Sheet {
  readonly kind: "trade";
  readonly xLabel: string;
  readonly designs: readonly { readonly name: string; readonly saving: Spot }[];
  readonly panels: readonly {
    readonly label: string;
    readonly scale: "linear" | "log" | "symlog";
    readonly unit: string;
    /** By design. */
    readonly spots: readonly Spot[];
  }[];
}

export type SweepSheet = SavingSheet | HeatSheet | TradeSheet;

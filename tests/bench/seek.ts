/**
 * How fast any event of a hundred million is reached, beside copying the state.
 * @module
 */
import { bigLog } from "../../cli/figures/big_log.ts";
import { measureSeeks } from "../../cli/figures/seek.ts";
import type { Row } from "./rows.ts";

/** Rows of the bench; the log is made if it is not there yet. */
export async function seekRows(): Promise<Row[]> {
  const times = await measureSeeks(await bigLog());
  return [
    { what: "long log: events", value: times.events, unit: "events", goal: "" },
    { what: "long log: open", value: times.open, unit: "ms", goal: "<= 100" },
    { what: "  floor: making an empty state", value: times.openFloor, unit: "ms", goal: "" },
    { what: "long log: seek, 99th percentile", value: times.p99, unit: "ms", goal: "<= 150" },
    { what: "  median", value: times.median, unit: "ms", goal: "" },
    { what: "  first after open", value: times.first, unit: "ms", goal: "" },
    { what: "  floor: copying the state", value: times.seekFloor, unit: "ms", goal: "" },
    {
      what: "long log: checkpoints",
      value: times.bytesPerEvent,
      unit: "bytes/event",
      goal: "<= 4",
    },
  ];
}

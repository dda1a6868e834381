/**
 * The events of a log as a table: which columns there are, worked out from the table of kinds, so that a
 * new kind or field needs no edit here.
 *
 * `number`, `time` (ns since the log began, or counts of a clock that tells no time), `kind`, `actor`,
 * `cpu` (240 and up: threads of the host), `context`, `irqs_off`, `preempt_off`; then a column for each
 * name that a field of a kind has, and `raw0` to `raw2` for bits that no field covers: every word of the
 * log can be had back.
 * @module
 */
import { passed } from "../../events/file/writer.ts";
import { CONTEXTS, kindNames, textName } from "../../events/kinds.ts";
import {
  actorOf,
  contextOf,
  cpuOf,
  irqsOffOf,
  kindOf,
  preemptOffOf,
  type Words,
} from "../../events/log.ts";
import type { Column, Stretch } from "./column.ts";
import { fieldColumns, rawColumns } from "./field_columns.ts";

type Read<Value> = (words: Words, index: number) => Value;

function always<Value>(
  name: string,
  type: Column["type"],
  unit: string,
  read: (stretch: Stretch) => Read<Value>,
): Column {
  return {
    name,
    type,
    unit,
    nullable: false,
    isEmpty: ({ events }) => events === 0,
    valuesOf(stretch) {
      const { words, events } = stretch, of = read(stretch);
      const values = new Array<Value>(events);
      for (let index = 0; index < events; index++) values[index] = of(words, index);
      return values as never;
    },
  };
}

const number: Column = {
  name: "number",
  type: "int32",
  unit: "events",
  nullable: false,
  isEmpty: ({ events }) => events === 0,
  valuesOf({ events, base }) {
    const values = new Int32Array(events);
    for (let index = 0; index < events; index++) values[index] = base + index + 1;
    return values;
  },
};

const time: Column = {
  name: "time",
  type: "int64",
  unit: "ns",
  nullable: false,
  isEmpty: ({ events }) => events === 0,
  valuesOf({ words, events, clock }) {
    const values = new BigInt64Array(events);
    let now = clock;
    for (let index = 0; index < events; index++) {
      now += passed(words, index);
      values[index] = BigInt(now);
    }
    return values;
  },
};

/** `hint-read`, or `kind-99` where no kind has the number: as text logs have it. */
export const kindTexts: readonly string[] = kindNames.map((name, number) =>
  name === undefined ? `kind-${number}` : textName(name)
);

/** A lane by its name; one without is its number. */
const laneText = (actors: readonly string[]): Read<string> => {
  const names = Array.from({ length: 256 }, (_, lane) => actors[lane] ?? String(lane));
  return (words, index) => names[actorOf(words, index)];
};

/** All columns, in the order in which they are written. */
export const columns: readonly Column[] = [
  number,
  time,
  always("kind", "text", "", () => (words, index) => kindTexts[kindOf(words, index)]),
  always("actor", "text", "", ({ actors }) => laneText(actors)),
  always("cpu", "int32", "", () => cpuOf),
  always("context", "text", "", () => (words, index) => CONTEXTS[contextOf(words, index)]),
  always("irqs_off", "flag", "", () => (words, index) => irqsOffOf(words, index) === 1),
  always("preempt_off", "flag", "", () => (words, index) => preemptOffOf(words, index) === 1),
  ...fieldColumns(["number", "time", "kind", "actor", "cpu", "context", "irqs_off", "preempt_off"]),
  ...rawColumns,
];

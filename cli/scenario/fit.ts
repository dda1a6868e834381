/**
 * What a scenario's values must be to each other; what one value may be alone, the schema says.
 * @module
 */
import type { Scenario } from "../../core/run/scenario.ts";
import type { Problem } from "./words.ts";

const GUEST_MIB = [
  ["guest", "mib"],
  ["guest", "usedMib"],
  ["guest", "unmovableMib"],
  ["guest", "oldDataMib"],
  ["guest", "mixedMib"],
];

/** The first of a scenario's values that do not fit together; undefined if all do. */
export function misfit(scenario: Scenario): Problem | undefined {
  const twice = designTwice(scenario);
  if (twice !== undefined || scenario.guest.start !== undefined) return twice;
  return taskBeyondCpus(scenario) ?? memoryTooSmall(scenario);
}

function designTwice({ designs }: Scenario): Problem | undefined {
  const again = designs.findIndex((name, index) => designs.indexOf(name) < index);
  if (again < 0) return undefined;
  return { path: ["designs", again], text: `"${designs[again]}" is in the list already` };
}

/** The first task on a cpu that the guest has not. */
export function taskBeyondCpus({ guest, tasks }: Scenario): Problem | undefined {
  const index = tasks.findIndex((task) => "cpu" in task && task.cpu >= guest.cpus);
  const task = tasks[index];
  if (task === undefined || !("cpu" in task)) return undefined;
  const cpus = guest.cpus === 1 ? "1 cpu (0)" : `${guest.cpus} cpus (0 to ${guest.cpus - 1})`;
  return {
    path: ["tasks", index, "cpu"],
    text: `${task.cpu} is out of range; the guest has ${cpus}`,
    about: [["guest", "cpus"]],
  };
}

function memoryTooSmall({ guest, tasks }: Scenario): Problem | undefined {
  const { mib, usedMib, unmovableMib, mixedMib, oldDataMib } = guest;
  const sets = tasks.map((task) =>
    task.kind === "writer" || task.kind === "device-writes" ? task.mib : 0
  );
  const parts = unmovableMib + mixedMib + sets.reduce((sum, set) => sum + set, 0);
  if (parts > usedMib) {
    return {
      path: ["guest", "usedMib"],
      text:
        `${usedMib} is too small: unmovableMib, mixedMib and the writers' working sets are ${parts}`,
      about: [...GUEST_MIB.slice(1), ...tasks.map((_, index) => ["tasks", index, "mib"])],
    };
  }
  if (usedMib + oldDataMib < mib) return undefined;
  return {
    path: ["guest", "mib"],
    text: `${mib} is too small: usedMib and oldDataMib are ${usedMib + oldDataMib}`,
    about: GUEST_MIB,
  };
}

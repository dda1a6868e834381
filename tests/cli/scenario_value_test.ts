/**
 * Scenarios whose JSON is right and whose keys or values are not: each is refused at its place.
 * @module
 */
import { assertRefusals, DESIGNS, least } from "./scenario_support.ts";

/** `least` with other text for its host, which stands at 3:3, and what follows. */
const host = (text: string): string => least.replace('"host": {}', text);
const beside = (text: string): string => host(`"host": {}, ${text}`);
const task = (text: string): string => beside(`"tasks": [${text}]`);
const mib = (text: string): string => least.replace("64", text);
const guest = (text: string): string => least.replace("16 }", `16, ${text} }`);
const kinds =
  "idle, writer, network-receive, fill-and-free, chunks, churn, page-cache, device-writes, trace";

const cases: [file: string, line: string][] = [
  // wrong types
  [mib('"64"'), "s.json:2:21: guest.mib: expected a whole number, got text"],
  [
    mib("64.5"),
    "s.json:2:21: guest.mib: expected a whole number, got 64.5; must be 16 to 1,048,576",
  ],
  [mib("null"), "s.json:2:21: guest.mib: expected a whole number, got null"],
  [mib("true"), "s.json:2:21: guest.mib: expected a whole number, got true"],
  [mib("[64]"), "s.json:2:21: guest.mib: expected a whole number, got a list"],
  [mib("{}"), "s.json:2:21: guest.mib: expected a whole number, got an object"],
  [guest('"hugePages": "yes"'), "s.json:2:53: guest.hugePages: expected true or false, got text"],
  [host('"host": []'), "s.json:3:11: host: expected an object, { ... }, got a list"],
  [
    host('"host": { "linkMbit": "fast" }'),
    "s.json:3:25: host.linkMbit: expected a number, got text",
  ],
  [
    host('"host": { "name": 3 }'),
    "s.json:3:21: host.name: expected one of qemu-3.0, qemu-4.0, qemu-10, qemu-10-tcg, qemu-10-ring, firecracker, got a number",
  ],
  [beside('"designs": "v33"'), "s.json:3:26: designs: expected a list, [ ... ], got text"],
  [beside('"title": 5'), "s.json:3:24: title: expected text, got a number"],
  [beside('"tasks": {}'), "s.json:3:24: tasks: expected a list, [ ... ], got an object"],
  [task("4"), "s.json:3:25: tasks[0]: expected an object, { ... }, got a number"],
  // out of range
  [mib("3"), "s.json:2:21: guest.mib: 3 is out of range; must be 16 to 1,048,576"],
  [mib("1e300"), "s.json:2:21: guest.mib: 1e+300 is out of range; must be 16 to 1,048,576"],
  [mib("1e999"), "s.json:2:21: guest.mib: the number is too large; must be 16 to 1,048,576"],
  [
    mib("9".repeat(5000)),
    "s.json:2:21: guest.mib: the number is too large; must be 16 to 1,048,576",
  ],
  [
    host('"host": { "downtimeMs": -1 }'),
    "s.json:3:27: host.downtimeMs: -1 is out of range; must be 0 to 600,000",
  ],
  [
    host('"host": { "linkMbit": 0 }'),
    "s.json:3:25: host.linkMbit: 0 is out of range; must be 1 to 10,000,000",
  ],
  [beside('"seed": -1'), "s.json:3:23: seed: -1 is out of range; must be 0 to 2,147,483,647"],
  [beside('"designs": []'), "s.json:3:26: designs: it is empty"],
  [
    task('{ "kind": "idle" },'.repeat(31)),
    "s.json:3:24: tasks: 31 entries are too many; at most 30",
  ],
  [
    beside(`"title": "${"x".repeat(1001)}"`),
    "s.json:3:24: title: 1,001 characters are too many; at most 1,000",
  ],
  [task('{ "kind": "trace", "trace": "" }'), "s.json:3:53: tasks[0].trace: it is empty"],
  // unknown keys
  [least.replace("mib", "mb"), 's.json:2:14: unknown key "mb"; did you mean mib?'],
  [host('"hosts": {}'), 's.json:3:3: unknown key "hosts"; did you mean host?'],
  [beside('"linkMbit": 5'), 's.json:3:15: unknown key "linkMbit"; did you mean host.linkMbit?'],
  [
    beside('"x": 5'),
    's.json:3:15: unknown key "x" (there are: title, seed, designs, guest, host, hints, tasks, costs)',
  ],
  [
    beside('"__proto__": { "seed": 1 }'),
    's.json:3:15: unknown key "__proto__" (there are: title, seed, designs, guest, host, hints, tasks, costs)',
  ],
  [
    beside('"costs": { "synkPage": 5 }'),
    's.json:3:26: unknown key "synkPage"; did you mean syncPage?',
  ],
  [
    task('{ "kind": "writer", "mib": 1, "mibPerSecnd": 3 }'),
    's.json:3:55: unknown key "mibPerSecnd"; did you mean mibPerSecond?',
  ],
  [task('{ "knid": "idle" }'), 's.json:3:27: unknown key "knid"; did you mean kind?'],
  [
    task('{ "kind": "idle", "mib": 3 }'),
    's.json:3:43: unknown key "mib" (there are: kind, cpu)',
  ],
  // missing keys
  ["{}", 's.json:1:1: the scenario: the key "guest" is missing: an object, { ... }'],
  [
    least.replace('"mib": 64, ', ""),
    's.json:2:12: guest: the key "mib" is missing: a whole number from 16 to 1,048,576',
  ],
  [task("{}"), `s.json:3:25: tasks[0]: the key "kind" is missing: one of ${kinds}`],
  [
    task('{ "kind": "idle" }, { "kind": "writer", "mib": 4 }'),
    's.json:3:45: tasks[1]: the key "mibPerSecond" is missing: a number from 0.001 to 100,000',
  ],
  // unknown words
  [
    task('{ "kind": "wrter" }'),
    `s.json:3:35: tasks[0].kind: unknown kind of task "wrter"; did you mean writer? (there are: ${kinds})`,
  ],
  [
    beside('"designs": ["none", "v3"]'),
    's.json:3:35: designs[1]: unknown design "v3"; did you mean v33? ' + DESIGNS,
  ],
  [
    host('"host": { "name": "qmu-3.0" }'),
    's.json:3:21: host.name: unknown host "qmu-3.0"; did you mean qemu-3.0? (there are: qemu-3.0, qemu-4.0, qemu-10, qemu-10-tcg, qemu-10-ring, firecracker)',
  ],
  [
    guest('"profile": "linux-4.71"'),
    's.json:2:51: guest.profile: unknown profile "linux-4.71"; did you mean linux-4.17? (there are: linux-4.17, linux-6.1)',
  ],
  // what does not fit together
  [
    beside('"designs": ["v33", "none", "v33"]'),
    's.json:3:42: designs[2]: "v33" is in the list already',
  ],
  [
    task('{ "kind": "idle", "cpu": 4 }'),
    "s.json:3:50: tasks[0].cpu: 4 is out of range; the guest has 1 cpu (0)",
  ],
  [
    task('{ "kind": "writer", "mib": 20, "mibPerSecond": 1 }'),
    "s.json:2:36: guest.usedMib: 16 is too small: unmovableMib, mixedMib and the writers' working sets are 20",
  ],
  [
    guest('"oldDataMib": 48'),
    "s.json:2:21: guest.mib: 64 is too small: usedMib and oldDataMib are 64",
  ],
  [
    guest('"oldDataMib": 47'),
    "Cannot set up the guest: usedMib 16 and oldDataMib 47 do not fit 64 MiB",
  ],
];

Deno.test("what is wrong in a scenario is named, with its place and what would be right", () =>
  assertRefusals(cases.map(([file, line]) => ({ file, line }))));

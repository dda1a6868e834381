/**
 * The machine factors that are called fitted, read off the runs idle-256 and garbage-256 again.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import {
  EMULATOR,
  type Factor,
  GUEST,
  MACHINE,
  touchNs,
} from "../../../../core/run/measured/calibration.ts";
import { onesIn } from "../../../../core/run/measured/inputs.ts";
import { type Measured, measuredRun, runNames } from "../../../support/measured.ts";

const FITTED_ON = /^(idle|garbage)-256-/;
const runs = await Promise.all(
  runNames().filter((name) => FITTED_ON.test(name)).map(async (name) => ({
    name,
    ...await measuredRun(name),
  })),
);
const withoutHints = runs.filter(({ inputs }) => inputs.params.hint === 0);

/** Pages that the sync before the last phase found written since. */
const dirtied = ({ rounds }: Measured): number =>
  rounds.reduce((sum, { new_dirty_pages }) => sum + new_dirty_pages, 0);

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1];

Deno.test("eight runs, four of them without hints, are what the factors are read off", () => {
  assertEquals([runs.length, withoutHints.length], [8, 4]);
});

Deno.test("pages of ROM and video memory: what is sent beyond the guest's memory and its writes", () => {
  for (const { name, inputs, measured: { final: { ram }, ...rest } } of withoutHints) {
    const written = onesIn(inputs.nonzero, 0, inputs.ramPages);
    const whole = ram.normal - written - dirtied({ final: { ram }, ...rest } as Measured);
    const zero = ram.duplicate - (inputs.ramPages - written);
    assert(Math.abs(whole - EMULATOR.otherWhole.value) <= 3, `${name}: ${whole}`);
    assert(Math.abs(zero - EMULATOR.otherZero.value) <= 3, `${name}: ${zero}`);
  }
});

Deno.test("an idle guest's pages: what the first sync finds written since", () => {
  const found = withoutHints.map(({ measured }) => dirtied(measured));
  const pages = GUEST.kernelPages.value + GUEST.samplerPages.value;
  assert(Math.abs(median(found) - pages) <= 5, `${found}`);
});

Deno.test("queueHint: from one block that is hinted to the next", () => {
  const each = runs.filter(({ inputs }) => inputs.params.hint === 1).map(({ measured }) => {
    const hints = measured.guest_trace.order10_alloc_ms_pfn;
    return ((hints[hints.length - 1][0] - hints[0][0]) * 1e6) / (hints.length - 1);
  });
  assert(Math.abs(median(each) / MACHINE.queueHint.value - 1) < 0.1, `${each}`);
});

Deno.test("sendPage: what a downtime takes for what is left to send", () => {
  const each = runs.map(({ measured: { final, rounds } }) => {
    const before = rounds[0].normal_last_poll!;
    return (final.downtime * 1e6) / (final.ram.normal - before);
  });
  const ns = MACHINE.sendPage.value + MACHINE.scanPage.value;
  assert(Math.abs(median(each) / ns - 1) < 0.15, `${median(each)} of ${each}`);
});

Deno.test("the first touch of a page costs what two sizes of guest showed, and no more beyond them", () => {
  assertEquals([128, 256, 512, 1024, 4096].map(touchNs), [7_000, 7_000, 13_000, 19_000, 19_000]);
});

Deno.test("each factor says where it is from; what is not fitted names its fact or its run", () => {
  const factors: Factor[] = [
    ...Object.values(MACHINE),
    ...Object.values(GUEST),
    ...Object.values(EMULATOR),
  ];
  for (const { source, fitted } of factors) {
    assert(source.length > 10);
    if (!fitted) assert(/fact \d+|burst-256/.test(source), source);
  }
});

/**
 * A guest task of a world that is searched, which reads files: it asks for page after page, reclaims where none is free,
 * and keeps what it gets as page cache, which only reclaim takes away.
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { type Actor, noChoice } from "../sim.ts";
import { takeAndWrite, UNMOVABLE } from "./tasks.ts";

export const reader = (cpu: number): Actor => ({
  name: "reader",
  cpu,
  choices: noChoice,
  due: () => 0,
  step: (sim, lane) => takeAndWrite(sim, lane, 0, UNMOVABLE, GFP_KERNEL),
});

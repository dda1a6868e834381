/**
 * The part of a scenario that tells of the hypervisor, its link and the migration.
 * @module
 */
import { z } from "zod";
import { hosts } from "../../core/decide/hosts/mod.ts";
import { ms, namesOf } from "./tasks.ts";

export const hostSchema = z.strictObject({
  name: z.enum(namesOf(hosts)).default("qemu-3.0").meta({
    title: "host",
    description: "The hypervisor whose rules the migration follows. Default: qemu-3.0.",
  }),
  linkMbit: z.number().min(1).max(10_000_000).default(10_000)
    .describe("The link to the destination, in megabit/s. Default: 10000."),
  maxBandwidthMib: z.number().min(0).max(1_000_000).default(0).describe(
    "What QEMU may send, in MiB/s, counted in windows of 100 ms; the last phase does not heed it. " +
      "0: the link is the limit. Default: 0.",
  ),
  downtimeMs: ms.default(300)
    .describe("The guest is paused once what is left can be sent in so many ms. Default: 300."),
  startMs: ms.default(10).describe("When the migration begins, in ms. Default: 10."),
  roundsMax: z.number().int().min(1).max(1000).default(30).describe(
    "After so many rounds the guest is paused, whatever is left, or raisedDowntimeMs holds. " +
      "Default: 30.",
  ),
  raisedDowntimeMs: ms.default(0).describe(
    "The downtime limit after roundsMax rounds, in ms; 0: the guest is paused then. Default: 0.",
  ),
  postcopy: z.boolean().default(false).describe(
    "The migration may turn to postcopy: QEMU 6.1 and later then ask for no hints. Default: false.",
  ),
  postcopyMs: ms.default(0).describe(
    "The migration turns to postcopy so many ms after it began; 0: never. Default: 0.",
  ),
  autoConverge: z.boolean().default(false).describe(
    "Auto-converge is on: QEMU 9.2 and later then make a sync if none was for a whole 5 s. Default: false.",
  ),
  endMs: ms.default(0).describe(
    "The migration ends early, so many ms after it began; 0: it does not. Default: 0.",
  ),
  endsBy: z.enum(["cancel", "failure"]).default("cancel")
    .describe("What ends it early. Default: cancel."),
  retryMs: ms.default(0).describe(
    "Another migration begins so many ms after one that ended early; 0: none does. Default: 0.",
  ),
  otherPages: z.number().int().min(0).max(1 << 20).default(0).describe(
    "Pages besides the guest's RAM (ROM, video memory) that the sender counts until its first pass " +
      "is over. Default: 0.",
  ),
  untouched: z.boolean().default(false).describe(
    "Nothing had touched the host's memory behind the guest's zero pages. Default: false.",
  ),
  afterMs: ms.default(10)
    .describe("The guest runs on for so many ms at the destination. Default: 10."),
}).describe("The hypervisor, its link and the migration.");

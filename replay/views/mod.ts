/**
 * The list of views: a new one is its file and its line here.
 * @module
 */
import { buddyinfo } from "./buddyinfo.ts";
import { hints } from "./hints.ts";
import { migration } from "./migration.ts";
import { pagetypeinfo } from "./pagetypeinfo.ts";
import { zoneinfo } from "./zoneinfo.ts";
import { summary } from "./summary.ts";
import { survival } from "./survival.ts";
import type { View } from "./view.ts";

export const views: readonly View[] = [
  summary,
  buddyinfo,
  pagetypeinfo,
  zoneinfo,
  hints,
  migration,
  survival,
];

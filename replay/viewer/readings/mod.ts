/**
 * The list of readings: a new one is its file and its line here.
 * @module
 */
import { differs } from "./differs.ts";
import { dirty } from "./dirty.ts";
import { hints } from "./hints.ts";
import { order } from "./order.ts";
import { owner } from "./owner.ts";
import type { Reading } from "./reading.ts";
import { sent } from "./sent.ts";
import { type } from "./type.ts";

export { type Aids, NO_PAGE, type PageClass, type Reading } from "./reading.ts";

export const readings: readonly Reading[] = [owner, order, type, hints, dirty, sent, differs];

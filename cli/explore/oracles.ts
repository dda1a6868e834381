/**
 * Oracles that need more than the core has: O4 judges with the rules of the audit.
 * @module
 */
import type { OtherOracles } from "../../core/run/search/cases.ts";

/** What the front desk hands to a search. */
export const contextOracles: OtherOracles = {};

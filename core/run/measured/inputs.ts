/**
 * What a measured migration began with: the part of its record that a simulation may read. Nothing of
 * what was measured afterwards is in it.
 * @module
 */

/** How the run was set up. Names are those of the record. */
export interface RunParams {
  readonly name: string;
  /** The guest's memory in MiB. */
  readonly mem: number;
  /** 1 if hinting was on. */
  readonly hint: number;
  /** QEMU's max-bandwidth in MiB/s, or a real link's rate in its place. */
  readonly bw_mib: number;
  readonly link_mib: number;
  readonly downtime_ms: number;
  /** The writer's working set in MiB, and the pages that it writes a second. */
  readonly ws_mib: number;
  readonly rate: number;
  /** MiB that a process holds from before the migration on. */
  readonly hold_mib: number;
  /**
   * What a process takes during the migration: so many MiB in chunks of so many KiB, so many MiB/s, so
   * many ms after the begin; with `churn_idle` 1 it then keeps them, else it gives one back for each that
   * it takes; with `churn_thp` 1 in huge pages.
   */
  readonly churn_mib: number;
  readonly churn_chunk_kb: number;
  readonly churn_rate: number;
  readonly churn_delay_ms: number;
  readonly churn_idle: number;
  readonly churn_thp: number;
  /** How long the guest ran, with its writer, before the migration began. */
  readonly lead_ms: number;
  /** init_on_alloc, init_on_free, page_poison. */
  readonly ioa: number;
  readonly iof: number;
  readonly poison: number;
  /** After so many rounds the downtime limit was raised, to so many ms. */
  readonly max_rounds: number;
  readonly rescue_ms: number;
  /** How the emulator looks for zero pages: `none`, not at all. */
  readonly zpd: string;
  /** 1 if host memory was backed beforehand; absent if not. */
  readonly touch?: number;
}

/** A zone of /proc/zoneinfo, in pages. */
export interface ZonePages {
  readonly min: number;
  readonly low: number;
  readonly high: number;
  readonly spanned: number;
  readonly managed: number;
}

export interface RunInputs {
  readonly params: RunParams;
  readonly zones: Readonly<Record<string, ZonePages>>;
  /** Page frames of the guest's RAM. */
  readonly ramPages: number;
  /** A bit a page frame, the lowest pfn in the lowest bit: free in the buddy lists; anything but zeros. */
  readonly free: Uint8Array;
  readonly nonzero: Uint8Array;
}

/** True if a page frame's bit is set. */
export const isSet = (map: Uint8Array, pfn: number): boolean =>
  ((map[pfn >> 3] >> (pfn & 7)) & 1) !== 0;

/** Page frames from `from` to before `until` whose bit is set. */
export function onesIn(map: Uint8Array, from: number, until: number): number {
  let count = 0;
  for (let pfn = from; pfn < until; pfn++) count += (map[pfn >> 3] >> (pfn & 7)) & 1;
  return count;
}

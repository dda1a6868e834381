/**
 * What all QEMU hosts share: rules that stand in every version with free page hinting.
 *
 * Ids and statuses are those of hw/virtio/virtio-balloon.c, syncs and bursts those of
 * migration/ram.c and migration/migration.c. A version's file says what differs.
 * @module
 */
import { LogMode } from "../../state/apply/dirty_log.ts";
import type { Host } from "./host.ts";

/** The rules as merged in QEMU 4.0, with the fixes of 2020 that all who run it have. */
export const qemu: Omit<Host, "name" | "title"> = {
  transfer: "precopy",
  logMode: LogMode.GetAndClear,
  firstId: 0x80000001, // counted up from VIRTIO_BALLOON_FREE_PAGE_HINT_CMD_ID_MIN before each use
  idAfterLast: 0x80000000,
  checksId: true,
  startsOnlyOnRequest: true,
  locksStart: true,
  stopsBeforeSync: true,
  doneOnGuestStop: false,
  keepsRequest: false,
  doneOnFailure: true,
  refusesWithPostcopy: false,
  clearsLogOnHint: false,
  discardsOnHint: false,
  readsAllEntries: true,
  bulkHeedsBitmap: true,
  logsFastPath: true,
  clearsInRange: true,
  ringTrapsFirst: true,
  logsDeviceWrites: true,
  pageOrder: 0,
  heedsDeflation: true,
  refillsBitmap: true,
  offersOnlyDirtied: false,
  clearsBeforeRead: true,
  appliesZeroPages: true,
  errorBeforeClose: true,
  inhibitsDiscards: true,
  locksForBurst: false,
  locksBitmap: true,
  burstNs: 50_000_000, // ram_save_iterate: at most 50 ms (MAX_WAIT)
  windowNs: 100_000_000, // BUFFER_DELAY
  // Measured on QEMU 10.0.2: 832, 1664, about 3300 pages a window at 32, 64, 128 MiB/s: the next
  // multiple of 32 each (a page is two entries of QEMUFile's vector, which holds 64).
  flushPages: 32,
  throttleSyncNs: 0,
  pageBytes: 4104, // measured on QEMU 10.0.2: 4104.013 a normal page, 8.995 a zero page
  zeroPageBytes: 9,
  otherBytes: 160_917,
};

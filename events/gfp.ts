/**
 * Our own bits for what a request allows, and the Linux masks that the project uses in them.
 * Linux's numbers differ by version; ours are on disk and stay.
 * @module
 */

/** Bits of the `gfp` field of an allocation. */
export const Gfp = {
  /** May use part of the reserve below min (`__GFP_HIGH`). */
  High: 1,
  /** Cannot sleep and is urgent (`__GFP_ATOMIC`). */
  Atomic: 2,
  /** Wakes kswapd (`__GFP_KSWAPD_RECLAIM`). */
  Kswapd: 4,
  /** May reclaim itself (`__GFP_DIRECT_RECLAIM`). */
  Direct: 8,
  NoRetry: 16,
  NoWarn: 32,
  ThisNode: 64,
  NoMemalloc: 128,
  Zero: 256,
  Comp: 512,
  /** May start I/O, call the file system (`__GFP_IO`, `__GFP_FS`). */
  Io: 1024,
  Fs: 2048,
  /** Only memory below 16 MiB, below 4 GiB (`__GFP_DMA`, `__GFP_DMA32`). */
  Dma: 4096,
  Dma32: 8192,
  RetryMayfail: 16384,
  NoFail: 32768,
} as const;

/** Linux 4.17, include/linux/gfp.h: GFP_KERNEL without the file system bits, which nothing here asks. */
export const GFP_KERNEL = Gfp.Direct | Gfp.Kswapd;
/** GFP_ATOMIC of the same. */
export const GFP_ATOMIC = Gfp.High | Gfp.Atomic | Gfp.Kswapd;
/** The merged driver's mask (commit 86a559787e6f): neither reclaim bit is in it. */
export const GFP_HINT = Gfp.NoRetry | Gfp.NoWarn | Gfp.NoMemalloc;

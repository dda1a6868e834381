/**
 * The names under which tracepoints print a request's flags, and our bits for them.
 * Composites are those of Linux 6.1 (include/linux/gfp_types.h, as its tracepoint format spells them
 * out); of the flags without a bit of ours, the names are counted.
 * @module
 */
import { Gfp } from "../gfp.ts";

const RECLAIM = Gfp.Direct | Gfp.Kswapd;
const NOFS = RECLAIM | Gfp.Io;
const KERNEL = NOFS | Gfp.Fs;
const TRANSHUGE_LIGHT = (KERNEL & ~RECLAIM) | Gfp.Comp | Gfp.NoMemalloc | Gfp.NoWarn;

const bits: Readonly<Record<string, number>> = {
  none: 0,
  GFP_KERNEL: KERNEL,
  GFP_KERNEL_ACCOUNT: KERNEL,
  GFP_USER: KERNEL,
  GFP_HIGHUSER: KERNEL,
  GFP_HIGHUSER_MOVABLE: KERNEL,
  GFP_TRANSHUGE_LIGHT: TRANSHUGE_LIGHT,
  GFP_TRANSHUGE: TRANSHUGE_LIGHT | Gfp.Direct,
  GFP_NOFS: NOFS,
  GFP_NOIO: RECLAIM,
  GFP_ATOMIC: Gfp.High | Gfp.Atomic | Gfp.Kswapd,
  GFP_NOWAIT: Gfp.Kswapd,
  GFP_TEMPORARY: KERNEL,
  GFP_DMA: Gfp.Dma,
  GFP_DMA32: Gfp.Dma32,
  __GFP_DMA: Gfp.Dma,
  __GFP_DMA32: Gfp.Dma32,
  __GFP_HIGH: Gfp.High,
  __GFP_ATOMIC: Gfp.Atomic,
  __GFP_IO: Gfp.Io,
  __GFP_FS: Gfp.Fs,
  __GFP_NOWARN: Gfp.NoWarn,
  __GFP_RETRY_MAYFAIL: Gfp.RetryMayfail,
  __GFP_NOFAIL: Gfp.NoFail,
  __GFP_NORETRY: Gfp.NoRetry,
  __GFP_COMP: Gfp.Comp,
  __GFP_ZERO: Gfp.Zero,
  __GFP_NOMEMALLOC: Gfp.NoMemalloc,
  __GFP_THISNODE: Gfp.ThisNode,
  __GFP_RECLAIM: RECLAIM,
  __GFP_DIRECT_RECLAIM: Gfp.Direct,
  __GFP_KSWAPD_RECLAIM: Gfp.Kswapd,
};

/** The meaning of one `gfp_flags=` value. */
export interface GfpMeaning {
  /** Bits of `Gfp`. */
  readonly bits: number;
  /** Names in it that we keep no bit for. */
  readonly others: readonly string[];
}

/** Reads names joined by `|`; a remainder that the kernel prints as a number is one of the others. */
export function gfpOf(text: string): GfpMeaning {
  const names = text.split("|").map((name) => name.trim()).filter((name) => name !== "");
  return {
    bits: names.reduce((sum, name) => sum | (bits[name] ?? 0), 0),
    others: names.filter((name) => bits[name] === undefined),
  };
}

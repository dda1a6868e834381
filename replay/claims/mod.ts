/**
 * The claims of the thread, in its order: a claim is its file, its line here, and its two scenarios in
 * `fixtures/thread`.
 * @module
 */
import type { Claim } from "./claim.ts";
import { t1 } from "./t01.ts";
import { t2 } from "./t02.ts";
import { t3 } from "./t03.ts";
import { t4 } from "./t04.ts";
import { t5 } from "./t05.ts";
import { t6 } from "./t06.ts";
import { t7 } from "./t07.ts";
import { t8 } from "./t08.ts";
import { t9 } from "./t09.ts";
import { t10 } from "./t10.ts";
import { t11 } from "./t11.ts";
import { t12 } from "./t12.ts";
import { t13 } from "./t13.ts";
import { t14 } from "./t14.ts";
import { t15 } from "./t15.ts";
import { t16 } from "./t16.ts";
import { t17 } from "./t17.ts";
import { t18 } from "./t18.ts";

export const claims: readonly Claim[] = [
  t1,
  t2,
  t3,
  t4,
  t5,
  t6,
  t7,
  t8,
  t9,
  t10,
  t11,
  t12,
  t13,
  t14,
  t15,
  t16,
  t17,
  t18,
];

/** Every auditor of a run, in the order in which they report. */
import { amounts } from "./amounts.ts";
import { appealsHeard } from "./appeals-heard.ts";
import type { Auditor } from "./auditor.ts";
import { basis } from "./basis.ts";
import { carriedOut } from "./carried-out.ts";
import { chain } from "./chain.ts";
import { contactCap } from "./contact-cap.ts";
import { dataOpened } from "./data-opened.ts";
import { effects } from "./effects.ts";
import { endsTold } from "./ends-told.ts";
import { filedFirst } from "./filed-first.ts";
import { fourEyes } from "./four-eyes.ts";
import { notices } from "./notices.ts";
import { oneWarning } from "./one-warning.ts";
import { protectedNumbers } from "./protected-numbers.ts";
import { quiet } from "./quiet.ts";
import { releasedOnTime } from "./released-on-time.ts";
import { replay } from "./replay.ts";
import { rounds } from "./rounds.ts";
import { tasksOnce } from "./tasks-once.ts";

export const AUDITORS: readonly Auditor[] = [
  basis,
  rounds,
  filedFirst,
  releasedOnTime,
  endsTold,
  notices,
  amounts,
  fourEyes,
  appealsHeard,
  contactCap,
  oneWarning,
  effects,
  tasksOnce,
  protectedNumbers,
  dataOpened,
  chain,
  replay,
  carriedOut,
  quiet,
];

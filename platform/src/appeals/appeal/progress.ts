/**
 * What the person who appealed sees of it, and the desk that entered it for them: how far it is, who answers and by when,
 * what was handed in and asked for, the decision with its reasons and the next instance. Never an officer's note, never
 * who inside a unit did what, never anything about somebody else.
 */
import type { Bilingual } from "../../domain/verdict.ts";
import { papersShown } from "../papers.ts";
import { CHANNELS, type Appeal, type AppealMatter } from "./appeal.ts";
import { APPEAL_STATE_WORDS, OPEN, type AppealState } from "./states.ts";

export interface AppealProgress {
  readonly id: string;
  readonly serial: string;
  readonly state: AppealState;
  readonly words: Bilingual;
  readonly about: string;
  readonly channel: Bilingual;
  readonly grounds: readonly Bilingual[];
  readonly receivedAtMs: number;
  readonly dueAtMs: number | null;
  readonly late: boolean;
  readonly unit: Bilingual;
  readonly eased: boolean;
  readonly papers: ReturnType<typeof papersShown>;
  readonly papersAsked: readonly Bilingual[];
  readonly decision: {
    readonly result: string;
    readonly reasons: readonly Bilingual[];
    readonly decider: Bilingual;
    readonly atMs: number;
    readonly keepMinor: string | null;
    readonly currency: string | null;
    readonly remedy: Bilingual | null;
  } | null;
  readonly can: readonly ("add-papers" | "withdraw")[];
}

const words = ({ zh, en }: Bilingual): Bilingual => ({ zh, en });

export function appealProgress(appeal: AppealMatter): AppealProgress {
  const { body, state } = appeal;
  const open = (OPEN as readonly string[]).includes(state);
  return {
    id: appeal.id,
    serial: appeal.serial,
    state,
    words: APPEAL_STATE_WORDS[state],
    about: body.about,
    channel: CHANNELS[body.channel],
    grounds: body.grounds.map(words),
    receivedAtMs: appeal.openedAtMs,
    dueAtMs: open ? body.dueAtMs : null,
    late: body.overdue > 0,
    unit: body.unit,
    eased: open && body.suspendedAtMs !== null,
    papers: papersShown(body.papers),
    papersAsked: body.papersAsked?.papers ?? [],
    decision: decisionShown(body),
    can: open ? ["add-papers", "withdraw"] : [],
  };
}

function decisionShown({ decision, currency }: Appeal): AppealProgress["decision"] {
  if (decision === null) return null;
  const { result, reasons, decider, atMs, keepMinor, remedy } = decision;
  return { result, reasons: reasons.map(words), decider, atMs, keepMinor, currency, remedy };
}

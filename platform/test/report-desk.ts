/** Short ways to reports and cases for tests: a victim calls, an officer accepts, a chief files. Everything goes through the real desk. */
import type { Scope } from "../src/access/scope.ts";
import type { CaseMatter } from "../src/cases/case/decide.ts";
import { policeCase } from "../src/cases/case/kind.ts";
import type { ReportMatter } from "../src/cases/report/decide.ts";
import { report } from "../src/cases/report/kind.ts";
import { ProblemError } from "../src/base/problem.ts";
import type { MatterId, MatterKindName } from "../src/domain/matter.ts";
import { isPossible, type Kind } from "../src/matters/kind.ts";
import type { Matter } from "../src/matters/matter.ts";
import { MINUTE, START, type Room } from "./case-room.ts";

export const instantOf = (ms: number): string => new Date(ms).toISOString();

/** The n-th made-up mobile number and account of a bank. */
export const phone = (n: number): string => `+86138${String(n).padStart(8, "0")}`;
export const account = (n: number, bank = "ICBC"): string => `${bank}:622202${String(n).padStart(10, "0")}`;

export type ReportDraft = NonNullable<(typeof report)["draft"]>;

export function victimDraft(more: Partial<ReportDraft> = {}): ReportDraft {
  return { channel: "hotline", role: "victim", reporter: { number: phone(1) }, ...more };
}

export interface Paid {
  readonly to?: string;
  readonly amountMinor?: string;
  readonly agoMs?: number;
  readonly toName?: string;
  readonly from?: string;
  readonly transfer?: string;
}

export function paid(room: Room, { agoMs = 10 * MINUTE, to = account(1), amountMinor = "5000000", ...rest }: Paid = {}): NonNullable<ReportDraft["payments"]>[number] {
  return { to, amountMinor, currency: "CNY", paidAt: instantOf(room.world.nowMs() - agoMs), ...rest };
}

export async function reported(room: Room, more: Partial<ReportDraft> = {}, who: Scope = room.as("intake")): Promise<ReportMatter> {
  return room.open(report, who, victimDraft(more));
}

export async function accepted(room: Room, more: Partial<ReportDraft> = {}, who: Scope = room.as("intake")): Promise<ReportMatter> {
  return room.act(report, who, (await reported(room, more, who)).id, "accept");
}

/** A case of these reports, opened by an officer. */
export async function opened(room: Room, reports: readonly MatterId[], org = "org_shinan"): Promise<CaseMatter> {
  return room.open(policeCase, room.as("caseOfficer", org), { reports: [...reports], summary: "paid to a false investment platform" });
}

export async function filed(room: Room, reports: readonly MatterId[], org = "org_shinan"): Promise<CaseMatter> {
  return room.act(policeCase, room.as("countyChief", org), (await opened(room, reports, org)).id, "file");
}

/** Matters of a kind that tests of this slice must not import. */
export async function matters(room: Room, kind: MatterKindName): Promise<readonly Matter[]> {
  return (await room.desk.list(room.system, { kind, limit: 1_000 })).matters;
}

/** What was recorded about a matter, oldest first. */
export async function events(room: Room, id: MatterId): Promise<readonly string[]> {
  return (await room.desk.history(room.system, id)).map((line) => line.event);
}

export { START };

/**
 * Gives every command of a kind, in a state in which it is possible and with an input that is right, to somebody of the
 * unit who has none of its roles. Gives the codes of what came of it.
 */
export async function refusals(room: Room, kind: Kind, id: MatterId, inputs: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, string>>> {
  const outsider = room.as("auditor");
  const codes: Record<string, string> = {};
  for (const name of Object.keys(kind.commands)) {
    const state = Object.keys(kind.states).find((one) => isPossible(kind, one, name));
    await room.store.transaction((sql) => sql.query("update matter set state = $2 where id = $1", [id, state ?? ""]));
    codes[name] = await room.desk
      .work(outsider, (work) => work.actAny(kind.name, [{ id, command: name, input: inputs[name] ?? {} }]))
      .then(
        () => "done",
        (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error)),
      );
  }
  return codes;
}

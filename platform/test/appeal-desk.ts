/** Short ways to appeals, complaints and claims for tests: somebody at a counter, a reviewer elsewhere, a paper that shows a deal. */
import { createHash } from "node:crypto";
import type { Scope } from "../src/access/scope.ts";
import type { AppealMatter } from "../src/appeals/appeal/appeal.ts";
import { appeal } from "../src/appeals/appeal/kind.ts";
import { ProblemError } from "../src/base/problem.ts";
import type { MatterId } from "../src/domain/matter.ts";
import type { Room } from "./case-room.ts";
import { codeOf, Stage } from "./play-words.ts";
import { phone } from "./report-desk.ts";

export type AppealDraft = NonNullable<(typeof appeal)["draft"]>;

/** A number at which the answer arrives. */
export const CONTACT = phone(77);

export function paper(kind: "contract" | "identity" | "weigh-slip", n = 1): NonNullable<AppealDraft["papers"]>[number] {
  return { kind, sha256: createHash("sha256").update(`${kind} ${n}`).digest("hex"), type: "application/pdf", bytes: 12_345 };
}

/** At a counter, by somebody who had nothing to do with what it is about. */
export async function appealed(room: Room, against: MatterId, more: Partial<AppealDraft> = {}, who: Scope = room.as("intake", "org_shinan", 9)): Promise<AppealMatter> {
  const opened = await room.open(appeal, who, { against, grounds: ["not-involved"], contact: CONTACT, ...more });
  await room.settle();
  return opened;
}

/** Somebody who had no hand in it, in the unit above. */
export const reviewer = (room: Room, org = "org_qd", n = 1): Scope => room.as("reviewer", org, n);

export async function decided(room: Room, { id }: { readonly id: MatterId }, input: object, who: Scope = reviewer(room)): Promise<AppealMatter> {
  const after = await room.act(appeal, who, id, "decide", input);
  await room.settle();
  return after;
}

export const UPHELD = { result: "upheld", reasons: ["unrelated"] } as const;
export const REJECTED = { result: "rejected", reasons: ["money-traced"], note: "three transfers from two reports" } as const;

/** The code as it stood in what the person was sent about it. */
export const codeFor = (room: Room, matter: MatterId): Promise<string> => codeOf(new Stage(room), matter);

/** What somebody was sent by message, newest last. */
export const messages = (room: Room): readonly string[] => room.handed.messenger.map(({ text }) => text.en);

/** What became of it: "done", or the code of the refusal. */
export const outcome = (task: Promise<unknown>): Promise<string> =>
  task.then(
    () => "done",
    (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error)),
  );

/**
 * Whole packages at once: a trace gives hundreds of accounts, and a duty lead decides about them together. Each order keeps
 * its own limits; one that is refused is named with the reason and holds up none of the others.
 */
import type { Problem } from "../../base/problem.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Work } from "../../matters/work.ts";
import type { z } from "zod";
import { stopPayment } from "./kind.ts";
import type { stopDraft } from "./stop-payment.ts";

/** Orders in one package: more than a large trace has, and few enough for one transaction. */
export const PACKAGE_MAX = 2_000;

export interface Approved {
  readonly approved: readonly MatterId[];
  readonly refused: readonly { readonly id: MatterId; readonly problem: Problem }[];
}

/** Proposes all or none: a draft that is wrong is mended before anything is asked of anybody. */
export async function proposeMany(work: Work, drafts: readonly z.input<typeof stopDraft>[]): Promise<readonly MatterId[]> {
  return (await work.open(stopPayment, drafts)).map(({ id }) => id);
}

/** Approves what may be approved. What is beyond the law is recorded as asked and refused. */
export async function approveMany(work: Work, ids: readonly MatterId[], input: object = {}): Promise<Approved> {
  const unique = [...new Set(ids)];
  const each = await work.actEach(
    "stop-payment",
    unique.map((id) => ({ id, command: "approve", input })),
  );
  const refused = each.flatMap((one, i) => ("refused" in one ? [{ id: unique[i], problem: one.refused }] : []));
  const out = new Set(refused.map(({ id }) => id));
  return { approved: unique.filter((id) => !out.has(id)), refused };
}

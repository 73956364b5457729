/** Short ways to returns of funds for tests: victims in one filed case, money frozen, a return with its claims. */
import type { MatterId } from "../src/domain/matter.ts";
import type { FreezeMatter } from "../src/orders/freeze/order.ts";
import { refund } from "../src/orders/refund/kind.ts";
import type { RefundMatter } from "../src/orders/refund/order.ts";
import type { Claim } from "../src/orders/refund/refund.ts";
import type { Room } from "./case-room.ts";
import { activeFreeze } from "./freeze-desk.ts";
import { accepted, account, filed, instantOf, paid, phone } from "./report-desk.ts";

export interface Victim {
  readonly report: MatterId;
  readonly name: string;
  readonly account: string;
  readonly lossMinor: string;
}

/** Victims who lost these sums, each with a report of their own in one case that is filed. */
export async function victimsInCase(room: Room, losses: readonly string[], first = 1): Promise<{ readonly case: MatterId; readonly victims: readonly Victim[] }> {
  const victims: Victim[] = [];
  for (const [i, lossMinor] of losses.entries()) {
    const n = first + i;
    const { id } = await accepted(room, { reporter: { number: phone(n), name: `被害人${n}` }, payments: [paid(room, { amountMinor: lossMinor, to: account(900 + n) })] });
    victims.push({ report: id, name: `被害人${n}`, account: account(100 + n, "CCB"), lossMinor });
  }
  const { id } = await filed(
    room,
    victims.map((one) => one.report),
  );
  return { case: id, victims };
}

/** A freeze of that case that holds the sum. */
export async function frozen(room: Room, filedIn: MatterId, minor: string, n = 1): Promise<FreezeMatter> {
  return activeFreeze(room, filedIn, { account: account(n), amountMinor: minor, tracedMinor: minor }, minor, minor);
}

type ClaimInput = Record<string, unknown>;

export function claimInput(victim: Victim, more: ClaimInput = {}): ClaimInput {
  return {
    report: victim.report,
    name: victim.name,
    payee: { account: victim.account, holderName: victim.name },
    lossMinor: victim.lossMinor,
    evidence: `statement of ${victim.name}`,
    ...more,
  };
}

/** A deposit into a frozen account, as the trace tells it. */
export function deposit(freeze: FreezeMatter, amountMinor: string, atMs: number, tracedMinor: string | null = amountMinor): ClaimInput {
  return { freeze: freeze.id, amountMinor, at: instantOf(atMs), ...(tracedMinor === null ? {} : { tracedMinor, trace: "trace-9 v2" }) };
}

export const FINDINGS = {
  facts: "statements, slips and trace agree",
  title: "the money came from those listed",
  undisputed: "nobody disputes what is returned",
  "others-unharmed": "no other victim is known",
};

/** A return over the freezes, with a claim for each victim. */
export async function withClaims(room: Room, filedIn: MatterId, freezes: readonly FreezeMatter[], claims: readonly ClaimInput[]): Promise<RefundMatter> {
  const officer = room.as("caseOfficer");
  const { id } = await room.open(refund, officer, { case: filedIn, freezes: freezes.map((one) => one.id) });
  for (const one of claims) await room.act(refund, officer, id, "add-claim", one);
  return room.get(refund, id);
}

export async function plan(room: Room, id: MatterId): Promise<RefundMatter> {
  return room.act(refund, room.as("caseOfficer"), id, "plan");
}

export async function approveRefund(room: Room, id: MatterId): Promise<RefundMatter> {
  await room.act(refund, room.as("countyChief"), id, "approve", { findings: FINDINGS });
  await room.settle();
  return room.get(refund, id);
}

export function bankPays(room: Room, claims: readonly Pick<Claim, "id">[]): object {
  return { results: claims.map(({ id }) => ({ claim: id, result: "paid", at: instantOf(room.world.nowMs()), reference: `slip-${id}` })) };
}

export async function paysOut(room: Room, id: MatterId): Promise<RefundMatter> {
  const now = await room.get(refund, id);
  const ordered = now.body.claims.filter((claim) => claim.state === "ordered");
  return room.act(refund, room.as("bankOps", now.partner ?? ""), id, "answer", bankPays(room, ordered));
}

/** Three victims of 700.00, 200.00 and 100.00, and 333.33 frozen: 233.33, 66.67 and 33.33. */
export async function threeInProportion(
  room: Room,
): Promise<{ readonly case: MatterId; readonly victims: readonly Victim[]; readonly held: FreezeMatter; readonly refund: RefundMatter }> {
  const { case: id, victims } = await victimsInCase(room, ["70000", "20000", "10000"]);
  const held = await frozen(room, id, "33333");
  const draft = await withClaims(
    room,
    id,
    [held],
    victims.map((one) => claimInput(one)),
  );
  return { case: id, victims, held, refund: await plan(room, draft.id) };
}

export const sharesOf = (matter: RefundMatter): readonly (string | null)[] => matter.body.claims.map((claim) => claim.shareMinor);
export const statesOf = (matter: RefundMatter): readonly string[] => matter.body.claims.map((claim) => claim.state);

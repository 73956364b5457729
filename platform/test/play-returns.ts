/**
 * Verbs of a play for what comes back to people: returns of frozen money, and objections to what was decided. They stand in
 * the one table of verbs (play-verbs.ts) like all others, and decide nothing.
 */
import type { MatterId } from "../src/domain/matter.ts";
import type { Claim } from "../src/orders/refund/refund.ts";
import type { Matter } from "../src/matters/matter.ts";
import { PlayError, type Said, type Verb } from "./play-line.ts";
import { codeOf, instant, matter, matters, money, who, type Stage } from "./play-words.ts";
import { FINDINGS } from "./refund-desk.ts";

const M = "50 000.00 CNY";

async function open(stage: Stage, said: Said, kind: "refund" | "appeal", draft: object): Promise<void> {
  await stage.room.open(stage.kind(kind), await who(stage, said.text("by")), draft);
}

const claimsOf = (refund: Matter): readonly Claim[] => (refund.body as { readonly claims: readonly Claim[] }).claims;

/** The n-th of the claims, counted from 1. */
function nth(refund: Matter, text: string): Claim {
  const claim = claimsOf(refund)[Number(text) - 1];
  if (claim === undefined) throw new PlayError(`there is no claim ${text}\n  expected: 1 to ${claimsOf(refund).length}`);
  return claim;
}

/** Somebody who lost money is listed, with what of it is known to lie in what is frozen. */
async function claims(stage: Stage, said: Said): Promise<void> {
  const refund = await matter(stage, said.text(""));
  const [frozen] = (refund.body as { readonly frozen: readonly { readonly freeze: MatterId }[] }).frozen;
  const lost = money(said.text("lost"));
  const deposits = said.has("traced")
    ? [{ freeze: frozen.freeze, amountMinor: lost.amountMinor, at: instant(stage.nowMs), tracedMinor: money(said.text("traced")).amountMinor, trace: "trace-9 v2" }]
    : [];
  await stage.room.act(stage.kind("refund"), await who(stage, said.text("by")), refund.id, "add-claim", {
    report: (await matter(stage, said.has("calling") ? `report on ${said.text("calling")}` : "report")).id,
    name: said.text("named"),
    payee: { account: said.text("into"), holderName: said.text("named") },
    lossMinor: lost.amountMinor,
    evidence: "statement and slip",
    deposits,
  });
}

/** What a bank says that it has paid of what it was ordered to. */
export async function paysRefund(stage: Stage, bank: string): Promise<void> {
  const refund = await matter(stage, "refund");
  const results = claimsOf(refund)
    .filter(({ state }) => state === "ordered")
    .map(({ id }) => ({ claim: id, result: "paid", at: instant(stage.nowMs), reference: `slip-${id}` }));
  await stage.room.act(stage.kind("refund"), await who(stage, bank), refund.id, "answer", { results });
}

export const RETURN_VERBS: Readonly<Record<string, Verb>> = {
  "propose refund": {
    takes: { by: "officer", of: "CCB:621700" },
    needs: ["by", "of"],
    run: async (stage, said) => {
      const freezes = (await matters(stage, `freeze on ${said.text("of")}`)).filter(({ state }) => state === "active" || state === "partial");
      await open(stage, said, "refund", { case: (await matter(stage, "case")).id, freezes: freezes.map(({ id }) => id) });
    },
  },
  claims: {
    takes: { "": "refund", by: "officer", named: "王某", lost: M, traced: M, into: "ICBC:622202", calling: "+8613800138000" },
    needs: ["", "by", "named", "lost", "into"],
    run: claims,
  },
  "approve refund": {
    takes: { by: "chief" },
    needs: ["by"],
    run: async (stage, said) => {
      const { id } = await matter(stage, "refund");
      await stage.room.act(stage.kind("refund"), await who(stage, said.text("by")), id, "approve", { findings: FINDINGS });
    },
  },
  /** Somebody says something against a share; the reviewer decides on the newest of these. */
  objects: {
    takes: { "": "refund", by: "officer", against: "2", ground: "not-a-victim", calling: "+8613800138009" },
    needs: ["", "by", "against", "ground"],
    run: async (stage, said) => {
      const refund = await matter(stage, said.text(""));
      const claim = nth(refund, said.text("against")).id;
      const input = { claim, by: "other", contact: said.text("calling", "+8613800138009"), ground: said.text("ground") };
      await stage.room.act(stage.kind("refund"), await who(stage, said.text("by")), refund.id, "object", input);
    },
  },
  dismisses: {
    takes: { "": "refund", by: "reviewer" },
    needs: ["", "by"],
    run: async (stage, said) => {
      const refund = await matter(stage, said.text(""));
      const { objections } = refund.body as { readonly objections: readonly { readonly id: string }[] };
      const input = { result: "dismissed", objection: objections.at(-1)?.id, reason: "claim-proved" };
      await stage.room.act(stage.kind("refund"), await who(stage, said.text("by")), refund.id, "decide-objection", input);
    },
  },
  "order refund": {
    takes: { claim: "2", by: "chief" },
    needs: ["claim", "by"],
    run: async (stage, said) => {
      const refund = await matter(stage, "refund");
      await stage.room.act(stage.kind("refund"), await who(stage, said.text("by")), refund.id, "order", { claims: [{ claim: nth(refund, said.text("claim")).id }] });
    },
  },

  /** With the code from the notice, brought to a counter by whoever got one. */
  "propose appeal": {
    takes: { against: "stop", by: "second intake", ground: "not-involved" },
    needs: ["against", "by"],
    run: async (stage, said) => {
      const against = await matter(stage, said.text("against"));
      await open(stage, said, "appeal", { code: await codeOf(stage, against.id), grounds: [said.text("ground", "not-involved")], contact: "+8613800138077" });
    },
  },
};

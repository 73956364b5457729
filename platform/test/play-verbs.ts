/**
 * The verbs of a play, in one table. Each is one call of the program: an event that is judged, a matter that is opened, a
 * command that is given. A command that needs no words of its own is not here: it comes from the kind's table, with
 * `with field: value · field: value` for its input.
 */
import type { Scope } from "../src/access/scope.ts";
import { checkInput } from "../src/cards/opening/check.ts";
import { CheckDesk } from "../src/cards/opening/check-desk.ts";
import { decisionInput, recordDecision } from "../src/cards/opening/decision.ts";
import type { MatterKindName } from "../src/domain/matter.ts";
import { sharedChanges } from "../src/listings/shared-list.ts";
import { confirmApplied } from "../src/listings/sharing.ts";
import type { Matter } from "../src/matters/matter.ts";
import { PlayError, splitWords, type Said, type Verb } from "./play-line.ts";
import { paysRefund, RETURN_VERBS } from "./play-returns.ts";
import { RIGHTS_VERBS } from "./play-rights.ts";
import { RULE_VERBS } from "./play-rules.ts";
import { inputOf } from "./play-values.ts";
import { instant, kindOf, matter, matters, money, organisation, span, who, type Stage } from "./play-words.ts";
import { CHECKLIST } from "./warning-room.ts";

const M = "50 000.00 CNY";
const WHO = "duty lead of Shinan";

/** Gives one command to one matter. */
async function give(stage: Stage, scope: Scope, target: Matter, name: string, input: unknown): Promise<void> {
  await stage.room.act(stage.kind(target.kind), scope, target.id, name, input);
}

async function open(stage: Stage, scope: Scope, kind: MatterKindName, draft: unknown): Promise<void> {
  await stage.room.open(stage.kind(kind), scope, draft);
}

export function isCommand(stage: Stage, name: string, word: string): boolean {
  const kind = kindOf(word);
  return kind !== null && Object.hasOwn(stage.kind(kind).commands, name);
}

/** A command of a kind's own table: `approve  stop on CCB:621 by duty lead  with tellLater: …`. */
export async function command(stage: Stage, name: string, rest: string): Promise<void> {
  const kind = kindOf(rest.split(/\s+/)[0]);
  if (kind === null || !Object.hasOwn(stage.kind(kind).commands, name)) {
    const commands = kind === null ? [] : Object.keys(stage.kind(kind).commands);
    throw new PlayError(`"${name}" is no verb and no command of ${kind === null ? "anything" : `a ${kind}`}\n  expected: ${[...Object.keys(VERBS), ...commands].join(", ")}`);
  }
  const said = splitWords(name, { takes: { "": "stop on CCB:621", by: WHO, with: "field: value · field: value" }, needs: ["", "by"], run: () => Promise.resolve() }, rest);
  const target = await matter(stage, said.text(""));
  await give(stage, await who(stage, said.text("by"), target.id), target, name, await inputOf(stage, said.text("with")));
}

/** Money that went on, as a bank says it: `moved … to … named …`, as often as needed. */
function hops(stage: Stage, said: Said): readonly object[] {
  return said.all("moved").map((sum, i) => ({ account: said.all("to")[i], holderName: said.all("named")[i] ?? "赵六", ...money(sum), at: instant(stage.nowMs) }));
}

const MATCH = { name: true, account: true, amount: true, time: true };

/** What a bank answers to an order about an account. */
async function bank(stage: Stage, said: Said): Promise<void> {
  const name = said.text("");
  if (said.has("pays")) return paysRefund(stage, name);
  const kind = said.has("froze") || said.has("queued") ? "freeze" : said.has("protects") ? "protective-stop" : "stop";
  const order = await matter(stage, said.has("on") ? `${kind} on ${said.text("on")}` : kind);
  const at = instant(stage.nowMs);
  const balance = said.has("of") ? { balanceMinor: money(said.text("of")).amountMinor } : {};
  const answer = (): object => {
    if (said.has("queued")) return { result: "queued", at };
    if (said.has("froze")) return { result: "frozen", at, frozenMinor: money(said.text("froze")).amountMinor, balanceMinor: money(said.text("froze")).amountMinor, ...balance };
    if (said.has("protects")) return { result: "stopped", at };
    if (said.has("differs")) return { result: "mismatch", fields: said.text("differs").split(" and ") };
    if (said.has("empty")) return { result: "no-funds", next: hops(stage, said) };
    return { result: "stopped", at, heldMinor: money(said.text("stops")).amountMinor, match: MATCH, next: hops(stage, said), ...balance };
  };
  await give(stage, await who(stage, name), order, "answer", answer());
}

async function report(stage: Stage, said: Said): Promise<void> {
  const paidAt = instant(stage.nowMs - span(said.text("ago", "10m")));
  const payment = said.has("lost")
    ? {
        ...money(said.text("lost")),
        to: said.text("to"),
        paidAt,
        ...(said.has("from") ? { from: said.text("from") } : {}),
        ...(said.has("named") ? { toName: said.text("named") } : {}),
      }
    : null;
  await open(stage, await who(stage, said.text("by")), "report", {
    channel: "hotline",
    role: said.has("about") ? "informer" : "victim",
    reporter: { number: said.text("calling", "+8613800138000") },
    payments: payment === null ? [] : [payment],
    traits: said.has("about") ? [{ type: "number", value: said.text("about") }] : [],
    ...(said.has("says") ? { narrative: said.text("says") } : {}),
  });
}

/** Reports that an officer sees, accepted and in no case yet. */
async function proposeCase(stage: Stage, said: Said): Promise<void> {
  const scope = await who(stage, said.text("by"));
  const free = (await matters(stage, "report")).filter((one) => one.state === "accepted" && (one.body as { readonly case: string | null }).case === null && scope.sees(one));
  await open(stage, scope, "case", { reports: free.map(({ id }) => id), summary: said.text("says", "paid to a false investment platform") });
}

async function happens(stage: Stage, event: Readonly<Record<string, unknown>>): Promise<void> {
  if (stage.town === null) throw new PlayError("this play has no screening");
  await stage.town.happens(event);
}

const account = (text: string): object => ({ institution: text.split(":")[0], account: text.split(":")[1] });

export const VERBS: Readonly<Record<string, Verb>> = {
  // --- what happens outside, judged by the engine ---
  link: {
    takes: { "": "+8613800138000", holds: "ICBC:622202", person: "p-1" },
    needs: ["", "holds", "person"],
    run: (stage, said) => happens(stage, { kind: "link", number: said.text(""), account: account(said.text("holds")), person: said.text("person"), relation: "holds" }),
  },
  call: {
    takes: { from: "+8613900139000", to: "+8613800138000", talking: "12m", sharing: "screen" },
    needs: ["from", "to", "talking"],
    run: (stage, said) =>
      happens(stage, {
        kind: "call",
        from: said.text("from"),
        to: said.text("to"),
        answered: true,
        durationMs: span(said.text("talking")),
        contact: false,
        ...(said.has("sharing") ? { screenShare: true } : {}),
      }),
  },
  transfer: {
    takes: { "": M, from: "ICBC:622202", to: "CCB:621700", usually: "3 000.00 CNY" },
    needs: ["", "from", "to"],
    run: (stage, said) =>
      happens(stage, {
        kind: "transfer",
        ...money(said.text("")),
        from: account(said.text("from")),
        to: account(said.text("to")),
        payeeNew: true,
        ...(said.has("usually") ? { usualP95Minor: money(said.text("usually")).amountMinor } : {}),
      }),
  },

  // --- reports and cases ---
  report: {
    takes: { by: "intake", lost: M, from: "ICBC:622202", to: "CCB:621700", named: "张三", ago: "10m", calling: "+8613800138000", about: "+8613900139000", says: "what happened" },
    needs: ["by"],
    run: report,
  },
  "propose case": { takes: { by: "officer", says: "in a few words" }, needs: ["by"], run: proposeCase },

  // --- warnings ---
  awakened: {
    takes: { "": "warning", by: "dissuader of station", proof: "signature" },
    needs: ["", "by"],
    run: async (stage, said) =>
      give(stage, await who(stage, said.text("by")), await matter(stage, said.text("")), "result", {
        outcome: "awakened",
        checklist: CHECKLIST,
        proof: { kind: said.text("proof", "call-record"), ref: "proof-1" },
      }),
  },
  "already-paid": {
    takes: { "": "warning", by: "dissuader of station", lost: M, from: "ICBC:622202", to: "CCB:621700", ago: "20m" },
    needs: ["", "by", "lost", "to"],
    run: async (stage, said) =>
      give(stage, await who(stage, said.text("by")), await matter(stage, said.text("")), "result", {
        outcome: "already-paid",
        payments: [
          { ...money(said.text("lost")), to: said.text("to"), at: instant(stage.nowMs - span(said.text("ago", "20m"))), ...(said.has("from") ? { from: said.text("from") } : {}) },
        ],
        slip: "slip-1",
      }),
  },
  "propose line-break": {
    takes: { by: "dissuader of station", at: "operator" },
    needs: ["by", "at"],
    run: async (stage, said) =>
      open(stage, await who(stage, said.text("by")), "line-break", {
        warning: (await matter(stage, "warning")).id,
        operator: organisation(said.text("at")),
        consent: { how: "recorded-call", ref: "rec-1" },
        ground: "on the phone with them, about to transfer",
      }),
  },

  // --- orders ---
  bank: {
    takes: {
      "": "CCB",
      stops: M,
      froze: M,
      of: "what is in it",
      queued: "",
      protects: "",
      pays: "",
      differs: "name and amount",
      empty: "",
      moved: M,
      to: "ABC:623000",
      named: "李四",
      on: "CCB:621700",
    },
    needs: [""],
    run: bank,
  },
  "propose freeze": {
    takes: { on: "CCB:621700", named: "张三", of: M, traced: M, by: "officer", follows: "stop" },
    needs: ["on", "named", "of", "by"],
    run: async (stage, said) =>
      open(stage, await who(stage, said.text("by")), "freeze", {
        case: (await matter(stage, "case")).id,
        account: said.text("on"),
        holderName: said.text("named"),
        ...money(said.text("of")),
        tracedMinor: money(said.text("traced", said.text("of"))).amountMinor,
        trace: "trace-7 v3",
        reason: said.has("follows") ? "followed-stop" : "case-funds",
        ...(said.has("follows") ? { follows: (await matter(stage, `${said.text("follows")} on ${said.text("on")}`)).id } : {}),
      }),
  },
  "propose protective-stop": {
    takes: { on: "ICBC:622202", person: "370202195505051234", contact: "+8613800138000", by: "dissuader" },
    needs: ["on", "by"],
    run: async (stage, said) =>
      open(stage, await who(stage, said.text("by")), "protective-stop", {
        parent: (await matter(stage, "report")).id,
        person: said.text("person", "370202195505051234"),
        account: said.text("on"),
        contact: said.text("contact", "+8613800138000"),
        currency: "CNY",
        reason: "payment-imminent",
        basis: { kind: "danger", ground: "on the phone with somebody who says he is a prosecutor" },
        tried: ["message", "call", "visit"],
      }),
  },
  "propose hold": {
    takes: { of: M, from: "ICBC:622202", to: "CCB:621700", contact: "+8613800138000", by: "ICBC" },
    needs: ["of", "from", "to", "by"],
    run: async (stage, said) =>
      open(stage, await who(stage, said.text("by")), "hold", {
        by: { kind: "own" },
        account: said.text("from"),
        payee: said.text("to"),
        contact: said.text("contact", "+8613800138000"),
        ...money(said.text("of")),
        transfer: "T-1",
        orderedAt: instant(stage.nowMs),
        reason: "on-the-phone",
      }),
  },

  ...RETURN_VERBS,
  ...RULE_VERBS,
  ...RIGHTS_VERBS,

  // --- the two cards and the lists ---
  check: {
    takes: { "": "account", for: "370202199001011234", contact: "+8613800138000", at: "ICBC", highLimits: "", outOfTown: "", group: "6" },
    needs: ["", "for", "at"],
    run: async (stage, said) => {
      if (stage.town === null) throw new PlayError("this play has no screening");
      const facts = { subject: said.text("for"), product: said.text(""), branch: "b-1", territory: "37/3702/370202", contactNumber: said.text("contact", "+8613800138000") };
      const more = {
        ...(said.has("highLimits") ? { highLimits: true } : {}),
        ...(said.has("outOfTown") ? { outOfTown: true } : {}),
        ...(said.has("group") ? { groupSize: Number(said.text("group")), escorted: true } : {}),
      };
      await new CheckDesk(stage.room.desk, stage.town.screen).check(await who(stage, said.text("at")), checkInput.parse({ ...facts, ...more }));
    },
  },
  "propose opening": {
    takes: { by: "ICBC" },
    needs: ["by"],
    run: async (stage, said) => open(stage, await who(stage, said.text("by")), "opening", { check: await lastCheck(stage) }),
  },
  opens: {
    takes: { "": "ICBC:622202", by: "ICBC" },
    needs: ["", "by"],
    run: async (stage, said) =>
      recordDecision(stage.room.desk, await who(stage, said.text("by")), await lastCheck(stage), decisionInput.parse({ decision: "opened", card: said.text("") })),
  },
  "propose number-action": {
    takes: { on: "+8613800138000", by: "operator", risk: "silent" },
    needs: ["on", "by"],
    run: async (stage, said) =>
      open(stage, await who(stage, said.text("by")), "number-action", {
        number: said.text("on"),
        risk: said.text("risk", "silent"),
        evidence: [{ kind: "event", ref: "evt-1" }],
        whereabouts: "home",
      }),
  },
  explains: {
    takes: { "": "trace-back", by: "ICBC", served: "clerk-7" },
    needs: ["", "by"],
    run: async (stage, said) =>
      give(stage, await who(stage, said.text("by")), await matter(stage, said.text("")), "answer", {
        openedAt: instant(stage.nowMs - 2 * 86_400_000),
        branch: "b-1",
        by: "holder",
        server: said.text("served", "clerk-7"),
        escorted: false,
        checks: ["document", "opening-check"],
        othersCount: 0,
      }),
  },
  "propose list-entry": {
    takes: { on: "+8613900139000", as: "block", by: "analyst", authority: "the authority's letter" },
    needs: ["on", "as", "by", "authority"],
    run: async (stage, said) =>
      open(stage, await who(stage, said.text("by")), "list-entry", {
        type: "number",
        identifier: said.text("on"),
        strength: said.text("as"),
        grounds: [{ kind: "authority", authority: "Communications administration", document: said.text("authority") }],
      }),
  },
  /** A receiver reads the shared list and says that it has carried out all of it. */
  applies: {
    takes: { "": "operator" },
    needs: [""],
    run: async (stage, said) => {
      const scope = await who(stage, said.text(""));
      await confirmApplied(stage.room.desk, scope, { upTo: (await sharedChanges(stage.room.desk, scope, 0, 1_000)).next });
    },
  },

  // --- campaigns ---
  "propose campaign": {
    takes: { by: "analyst of ministry", under: "operation" },
    needs: ["by"],
    run: async (stage, said) =>
      open(stage, await who(stage, said.text("by")), "campaign", {
        name: "清风一号",
        idea: "one group behind several series",
        objectives: ["den", "money"],
        ...(said.has("under") ? { operation: (await matter(stage, said.text("under"))).id } : {}),
      }),
  },
  "propose lead": {
    takes: { in: "Yiwu", on: "CCB:621700", by: "analyst of ministry" },
    needs: ["in", "on", "by"],
    run: async (stage, said) => {
      const place = await stage.query<{ readonly territory: string }>("select territory from organisation where id = $1", [organisation(said.text("in"))]);
      await open(stage, await who(stage, said.text("by")), "lead", {
        campaign: (await matter(stage, "campaign")).id,
        objective: "den",
        task: "find out whether calls are made from there, and secure evidence",
        intelligence: "three accounts of one series were used from there in one night",
        subjects: [{ of: { type: "account", value: said.text("on") }, role: "den" }],
        evidence: [{ kind: "document", ref: "analysis 12", disclosable: true }],
        territory: place[0].territory,
      });
    },
  },
  returns: {
    takes: { "": "lead in Yiwu", by: "officer of Yiwu", den: "house 9" },
    needs: ["", "by"],
    run: async (stage, said) =>
      give(stage, await who(stage, said.text("by")), await matter(stage, said.text("")), "return", {
        result: { persons: [], dens: said.all("den").map((address) => ({ address })), platforms: [], devices: [], money: [] },
        note: "done",
      }),
  },
  "propose operation": {
    takes: { by: "analyst of ministry" },
    needs: ["by"],
    run: async (stage, said) =>
      open(stage, await who(stage, said.text("by")), "operation", {
        name: "断流",
        from: instant(stage.nowMs),
        until: instant(stage.nowMs + 90 * 86_400_000),
        goals: [{ objective: "den", measure: "dens-closed", target: "1" }],
        units: ["org_shinan", "org_yiwu"],
      }),
  },
};

async function lastCheck(stage: Stage): Promise<string> {
  const [row] = await stage.query<{ readonly id: string }>("select id from opening_check order by id desc limit 1", []);
  if (row === undefined) throw new PlayError("no opening was checked");
  return row.id;
}

/**
 * What may become of a lead: it carries a task and what is known, goes to the unit of its place, is signed for, verified,
 * acted on and returned, each with its clock; what is late goes up one tier and is counted. What shows itself waits for
 * the day of the take-down unless somebody would come to harm. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { DeadlineKey } from "../../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import { within, type Territory } from "../../domain/territory.ts";
import type { ArmDeadline, Decision, EffectDraft } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { z } from "zod";
import { ACTIONS } from "../words.ts";
import type { Facts } from "./facts.ts";
import { PASSED_ON_MAX, type Lead, type leadCommands, type Step } from "./lead.ts";
import { noUnit, placeOf } from "./open.ts";
import { isEmpty, mentionsOf, resultOf } from "./result.ts";
import type { LeadState } from "./states.ts";

export type LeadMatter = Matter<Lead, LeadState>;
type Input<C extends keyof typeof leadCommands> = z.output<(typeof leadCommands)[C]["input"]>;
type D = Decision<Lead>;
type Ctx = Context<Facts>;

const step = (lead: LeadMatter, one: Step): Pick<Lead, "steps"> => ({ steps: [...lead.body.steps, one] });
const remark = (lead: LeadMatter, context: Ctx, text: string): Pick<Lead, "remarks"> => ({
  remarks: [...lead.body.remarks, { atMs: context.nowMs, org: context.org ?? "", text }],
});

/** A country without such a clock has none; the lead is no less issued for that. */
function clocks(keys: readonly DeadlineKey[], startMs: number, profile: JurisdictionProfile): readonly ArmDeadline[] {
  return keys.filter((key) => profile.deadlines[key] !== undefined).map((key) => ({ key, startMs, command: "overdue" }));
}

function toUnit(unit: string, name: string, lead: LeadMatter, fields: EffectDraft["payload"] = {}): EffectDraft {
  return { name, channel: "institution", addressee: unit, payload: { what: `lead.${name}`, matter: lead.id, serial: lead.serial, ...fields } };
}

const SIGNED_CLOCKS = ["campaign.leadVerify", "campaign.leadReturn"] as const;
const ALL_CLOCKS = ["campaign.leadSign", ...SIGNED_CLOCKS] as const;

export const decideLead = {
  issue(lead: LeadMatter, input: Input<"issue">, context: Ctx): D {
    return {
      event: "issue",
      org: input.unit,
      territory: input.territory,
      body: { ...lead.body, ...step(lead, { what: "issued", atMs: context.nowMs, org: input.unit, territory: input.territory }) },
      arm: clocks(["campaign.leadSign"], context.nowMs, context.profile),
    };
  },

  sign(lead: LeadMatter, _input: Input<"sign">, context: Ctx): D {
    const late = since(lead, "issued", "passed-on", "sent-back").some((one) => one.what === "overdue" && one.key === "campaign.leadSign");
    return {
      event: "sign",
      assignee: context.role === "system" ? lead.assignee : context.actor,
      body: { ...lead.body, ...step(lead, { what: "signed", atMs: context.nowMs, inTime: !late }) },
      disarm: ["campaign.leadSign"],
      arm: clocks(SIGNED_CLOCKS, context.nowMs, context.profile),
      announces: [{ name: "lead-signed", lead: lead.id, campaign: lead.body.campaign }],
    };
  },

  "pass-on"(lead: LeadMatter, input: Input<"pass-on">, context: Ctx): D {
    const { unit, span } = context.facts;
    const place = placeOf(input.territory, context.profile);
    if (lead.body.passedOn >= PASSED_ON_MAX)
      throw new ProblemError({
        code: "not-now",
        detail: `${lead.id} was passed on ${PASSED_ON_MAX} times already`,
        expected: "the unit that leads the campaign to say whose it is",
      });
    if (span !== null && !within(place, span as Territory))
      throw new ProblemError({ code: "not-allowed", detail: `${place} lies outside what the campaign was approved for`, at: { field: "territory" }, expected: span });
    if (unit === null) throw noUnit(place);
    if (unit === lead.org)
      throw new ProblemError({
        code: "malformed-input",
        detail: "territory: that is this unit's own place",
        at: { field: "territory" },
        value: place,
        expected: "another unit's place",
      });
    const body = { ...lead.body, target: place, passedOn: lead.body.passedOn + 1, ...remark(lead, context, input.why) };
    return {
      event: "pass-on",
      org: unit,
      territory: place,
      assignee: null,
      body: { ...body, ...step(lead, { what: "passed-on", atMs: context.nowMs, org: unit, territory: place }) },
      disarm: [...ALL_CLOCKS],
      arm: clocks(["campaign.leadSign"], context.nowMs, context.profile),
      effects: [toUnit(unit, "issued", lead), toUnit(lead.body.leadOrg, "passed-on", lead, { why: input.why })],
      detail: { from: lead.org, to: unit },
    };
  },

  verify(lead: LeadMatter, input: Input<"verify">, context: Ctx): D {
    const involved = [...new Set(input.involved)];
    const subjects = involved.map((token) => lead.body.subjects.find(({ ref }) => ref.token === token)?.ref ?? null);
    if (subjects.includes(null))
      throw new ProblemError({ code: "malformed-input", detail: "involved: not one of the lead's subjects", at: { field: "involved" }, expected: "tokens of its subjects" });
    if (input.finding === "false" && involved.length > 0)
      throw new ProblemError({ code: "malformed-input", detail: "involved: the lead was found untrue, so nothing of it is involved", at: { field: "involved" }, expected: "none" });
    return {
      event: "verify",
      body: {
        ...lead.body,
        verification: { finding: input.finding, note: input.note, involved, atMs: context.nowMs },
        ...step(lead, { what: "verified", atMs: context.nowMs, finding: input.finding }),
      },
      disarm: ["campaign.leadVerify"],
      detail: { finding: input.finding, involved: involved.length },
      announces: subjects.flatMap((ref) =>
        ref !== null && (ref.type === "account" || ref.type === "number" || ref.type === "device")
          ? [{ name: "found-involved" as const, token: ref.token, ref, matter: lead.id, territory: lead.territory }]
          : [],
      ),
    };
  },

  act(lead: LeadMatter, input: Input<"act">, context: Ctx): D {
    if (lead.body.verification?.finding === "false") throw new ProblemError({ code: "not-now", detail: `${lead.id} was found untrue: there is nothing to act on` });
    const { window, begunAtMs } = lead.body;
    const early = ACTIONS[input.action].together && (begunAtMs === null || context.nowMs < (window?.fromMs ?? 0));
    if (early && input.early === undefined) {
      throw new ProblemError({
        code: "not-now",
        detail: `${ACTIONS[input.action].en} before the day of the take-down would warn the others`,
        at: { field: "early" },
        expected: "the take-down has begun, or why it could not wait (somebody would have come to harm)",
      });
    }
    return {
      event: "act",
      body: {
        ...lead.body,
        ...remark(lead, context, input.early === undefined ? input.note : `${input.note} (${input.early})`),
        ...step(lead, { what: "acted", atMs: context.nowMs, action: input.action, early }),
      },
      effects: early ? [toUnit(lead.body.leadOrg, "acted-early", lead, { action: input.action })] : [],
      detail: { action: input.action, early },
    };
  },

  return(lead: LeadMatter, input: Input<"return">, context: Ctx): D {
    const finding = lead.body.verification?.finding ?? "false";
    const result = resultOf(input.result, context);
    if (finding === "false" && !isEmpty(result))
      throw new ProblemError({ code: "malformed-input", detail: "result: the lead was found untrue, so it has no results", at: { field: "result" }, expected: "none" });
    return {
      event: "return",
      body: { ...lead.body, results: [...lead.body.results, result], ...remark(lead, context, input.note), ...step(lead, { what: "returned", atMs: context.nowMs }) },
      disarm: [...ALL_CLOCKS],
      mentions: mentionsOf(result),
      effects: [toUnit(lead.body.leadOrg, "returned", lead, { finding })],
      detail: { finding, persons: result.persons.length, dens: result.dens.length, devices: result.devices.length, money: result.money.length },
      announces: [{ name: "lead-returned", lead: lead.id, campaign: lead.body.campaign, result: finding }],
    };
  },

  amend(lead: LeadMatter, input: Input<"amend">, context: Ctx): D {
    const result = resultOf(input.result, context);
    if (isEmpty(result)) throw new ProblemError({ code: "malformed-input", detail: "result: nothing is in it", at: { field: "result" }, expected: "what was found since" });
    if (lead.body.verification?.finding === "false")
      throw new ProblemError({ code: "not-now", detail: `${lead.id} was found untrue`, expected: "to be sent back and verified anew" });
    return {
      event: null,
      body: { ...lead.body, results: [...lead.body.results, result], ...remark(lead, context, input.note) },
      mentions: mentionsOf(result),
      effects: [toUnit(lead.body.leadOrg, "amended", lead)],
      detail: { late: true, persons: result.persons.length, dens: result.dens.length, devices: result.devices.length, money: result.money.length },
    };
  },

  supervise(lead: LeadMatter, input: Input<"supervise">, context: Ctx): D {
    if (context.org === lead.org) throw new ProblemError({ code: "not-allowed", detail: "a unit does not supervise itself", expected: "an organ above it" });
    return {
      event: null,
      level: 3,
      body: { ...lead.body, ...remark(lead, context, input.note), ...step(lead, { what: "supervised", atMs: context.nowMs, org: context.org ?? "" }) },
      effects: [toUnit(lead.org, "supervised", lead, { note: input.note })],
    };
  },

  tell(lead: LeadMatter, input: Input<"tell">): D {
    return { event: null, body: { ...lead.body, window: input.window, begunAtMs: input.begunAtMs } };
  },

  "send-back"(lead: LeadMatter, input: Input<"send-back">, context: Ctx): D {
    return {
      event: "send-back",
      level: 2,
      body: { ...lead.body, verification: null, ...remark(lead, context, input.why), ...step(lead, { what: "sent-back", atMs: context.nowMs }) },
      arm: clocks(SIGNED_CLOCKS, context.nowMs, context.profile),
      effects: [toUnit(lead.org, "sent-back", lead, { why: input.why })],
    };
  },

  withdraw: (lead: LeadMatter, input: Input<"withdraw">, context: Ctx): D => ended(lead, "withdraw", input.why, context),

  close: (lead: LeadMatter, input: Input<"close">, context: Ctx): D =>
    ended(lead, lead.state === "returned" || lead.state === "actioned" ? "close" : "withdraw", input.why, context),

  overdue(lead: LeadMatter, input: Input<"overdue">, context: Ctx): D {
    const key = input.key as DeadlineKey;
    const { above } = context.facts;
    const before = since(lead, "issued", "passed-on", "sent-back").filter((one) => one.what === "overdue" && one.key === key).length;
    const superior = above.at(before) ?? null;
    return {
      event: null,
      level: 3,
      body: { ...lead.body, ...step(lead, { what: "overdue", atMs: context.nowMs, key, to: superior }) },
      // Each time one tier higher, until nobody stands above.
      arm: before + 1 < above.length ? clocks([key], context.nowMs, context.profile) : [],
      effects: [
        toUnit(lead.org, "reminder", lead, { key }),
        ...(superior === null
          ? []
          : [
              {
                ...toUnit(superior, "copy-overdue", lead),
                payload: { what: "supervision.copy", matter: lead.id, serial: lead.serial, about: "lead-overdue", key, times: before + 1 },
              },
            ]),
      ],
      detail: { key, superior, times: before + 1 },
    };
  },
};

function ended(lead: LeadMatter, event: "withdraw" | "close", why: string, context: Ctx): D {
  const issued = lead.state !== "drafted";
  return {
    event,
    body: { ...lead.body, outcome: why, ...step(lead, { what: event === "close" ? "closed" : "withdrawn", atMs: context.nowMs }) },
    effects: issued && event === "withdraw" ? [toUnit(lead.org, "withdrawn", lead, { why })] : [],
    detail: { why },
  };
}

/** Steps since the last of those kinds: what an earlier unit did, or an earlier round, is not this one's. */
function since(lead: LeadMatter, ...kinds: readonly Step["what"][]): readonly Step[] {
  const { steps } = lead.body;
  return steps.slice(steps.findLastIndex(({ what }) => kinds.includes(what)) + 1);
}

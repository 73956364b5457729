/**
 * Tactics of the field: two units at once of which the first on the scene has it, and holding the person's line through
 * the operator so that the other side cannot call. Each only at the levels that the profile names. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { Tactic, WarningLevel } from "../../domain/jurisdiction-words.ts";
import type { Decision, EffectDraft } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import { levelOf, type Facts, type Input, type WarningMatter } from "./decide-route.ts";
import { KEPT_MAX, type LineRequest, type UnitOnTask, type Warning } from "./warning.ts";

export const tactics = {
  /** 兵分两路: the first on the scene has it, the other is told to stand down. */
  "second-unit"(warning: WarningMatter, input: Input<"second-unit">, context: Context<Facts>): Decision<Warning> {
    usable("parallel-units", levelOf(warning), context);
    const { body } = warning;
    const { unit } = context.facts;
    const sees = unit !== null && (unit.territory === "" || warning.territory === unit.territory || warning.territory.startsWith(`${unit.territory}/`));
    if (unit === null || unit.kind !== "police" || !sees) {
      throw new ProblemError({
        code: "malformed-input",
        detail: "unit: no police unit of this place",
        at: { field: "unit" },
        value: input.unit,
        expected: "a unit that is competent here",
      });
    }
    const present = body.units.length === 0 ? [unitOn(warning.org, context.nowMs)] : body.units;
    if (present.some((one) => one.org === unit.id)) throw new ProblemError({ code: "not-now", detail: `${unit.id} is on it already`, value: unit.id });
    if (present.length >= KEPT_MAX.units) throw new ProblemError({ code: "not-now", detail: `${present.length} units are on it`, expected: `at most ${KEPT_MAX.units}` });
    return {
      event: null,
      body: { ...body, units: [...present, unitOn(unit.id, context.nowMs)] },
      effects: [unitMessage(warning, unit.id, "warning.second-unit")],
      detail: { unit: unit.id },
    };
  },

  arrive(warning: WarningMatter, _input: Input<"arrive">, context: Context<Facts>): Decision<Warning> {
    onTheTask(warning, context);
    const { body } = warning;
    const units = body.units.length === 0 ? [unitOn(warning.org, context.nowMs)] : body.units;
    const mine = units.find((one) => one.org === context.org);
    if (mine === undefined) throw new ProblemError({ code: "not-now", detail: "this unit was not sent", expected: units.map((one) => one.org).join(", ") });
    const scene = onScene(body);
    if (scene !== null) return { event: null, detail: { unit: mine.org, onScene: scene.org, standDown: scene.org !== mine.org } };
    const others = units.filter((one) => one !== mine && one.stoodDownAtMs === null);
    return {
      event: null,
      body: { ...body, units: units.map((one) => (one === mine ? { ...one, onSceneAtMs: context.occurredAtMs } : { ...one, stoodDownAtMs: one.stoodDownAtMs ?? context.nowMs })) },
      effects: others.map((one) => unitMessage(warning, one.org, "warning.stand-down")),
      detail: { unit: mine.org, standDown: others.map((one) => one.org) },
    };
  },

  /** 抢占线路, by the operator's desk. */
  "hold-line"(warning: WarningMatter, input: Input<"hold-line">, context: Context<Facts>): Decision<Warning> {
    usable("line-capture", levelOf(warning), context);
    const { body } = warning;
    const { unit: desk } = context.facts;
    if (desk === null || desk.kind !== "telco") {
      throw new ProblemError({
        code: "malformed-input",
        detail: "desk: no such operator",
        at: { field: "desk" },
        value: input.desk,
        expected: "the organisation of a telecom operator",
      });
    }
    if (body.number === null) throw new ProblemError({ code: "not-now", detail: "no number of the person is known" });
    const request: LineRequest = { n: (body.line.at(-1)?.n ?? 0) + 1, desk: desk.id, atMs: context.nowMs, state: "asked", results: [] };
    return {
      event: null,
      body: { ...body, line: [...body.line, request].slice(-KEPT_MAX.requests) },
      effects: [
        {
          name: "line-capture",
          channel: "institution",
          addressee: desk.id,
          payload: { what: "line-capture.request", matter: warning.id, serial: warning.serial, request: request.n, emergencyCallsKept: true },
          opens: { number: body.number.token },
          purpose: "warn-and-dissuade",
          delivered: "line-accepted",
          undeliverable: "line-undeliverable",
        },
      ],
      detail: { desk: desk.id, request: request.n },
    };
  },

  "line-accepted"(warning: WarningMatter, input: Input<"line-accepted">): Decision<Warning> {
    return { event: null, body: lineMarked(warning.body, "accepted"), evidence: [{ kind: "document", ref: input.reference }] };
  },

  "line-undeliverable"(warning: WarningMatter, input: Input<"line-undeliverable">): Decision<Warning> {
    return { event: null, body: lineMarked(warning.body, "undeliverable"), detail: { problem: input.problem } };
  },

  "line-result"(warning: WarningMatter, input: Input<"line-result">, context: Context<Facts>): Decision<Warning> {
    const last = warning.body.line.at(-1);
    if (last === undefined) throw new ProblemError({ code: "not-now", detail: "nobody asked for the line", expected: 'the command "hold-line" first' });
    const results = [...last.results, { atMs: context.occurredAtMs, captured: input.captured, tries: input.tries }].slice(-KEPT_MAX.requests);
    return {
      event: null,
      body: { ...warning.body, line: warning.body.line.map((one) => (one === last ? { ...one, results } : one)) },
      detail: { request: last.n, captured: input.captured, tries: input.tries },
    };
  },
};

/** The unit that has it, those sent besides, and those it came up from: first receivers stay responsible. */
export function onTheTask(warning: WarningMatter, context: Context<Facts>): void {
  const { body } = warning;
  const units = [warning.org, ...body.units.map((one) => one.org), ...body.escalations.map((one) => one.from), body.firstReceiver?.org];
  if (units.includes(context.org ?? "")) return;
  throw new ProblemError({ code: "not-allowed", detail: `${warning.id} is with another unit`, expected: "an officer of the unit that has it" });
}

export function usable(tactic: Tactic, level: WarningLevel, context: Pick<Context, "profile">): void {
  const { levels } = context.profile.warning.tactics[tactic];
  if (levels.includes(level)) return;
  throw new ProblemError({ code: "limit-of-law", detail: `${tactic} is not for this level`, value: level, expected: levels.join(", ") || "not in this jurisdiction" });
}

function unitOn(org: string, nowMs: number): UnitOnTask {
  return { org, sinceMs: nowMs, onSceneAtMs: null, stoodDownAtMs: null };
}

export function onScene(body: Warning): UnitOnTask | null {
  return body.units.find((one) => one.onSceneAtMs !== null) ?? null;
}

function unitMessage(warning: WarningMatter, org: string, what: string): EffectDraft {
  return { name: `${what}-${org}`, channel: "institution", addressee: org, payload: { what, matter: warning.id, serial: warning.serial, level: levelOf(warning) } };
}

function lineMarked(body: Warning, state: LineRequest["state"]): Warning {
  const last = body.line.at(-1);
  return { ...body, line: body.line.map((one) => (one === last ? { ...one, state } : one)) };
}

/**
 * Answers checks before openings, as many at a time as have come in meanwhile: one look-up, one judging, one insert for
 * all of them, so that a counter waits for milliseconds and a row costs little. An answer is given when its row is kept.
 * Nothing is kept of who asked about whom but tokens, unless something was found.
 */
import type { Scope } from "../../access/scope.ts";
import { assert } from "../../base/assert.ts";
import { isMalformed, ProblemError, type Problem } from "../../base/problem.ts";
import { parsePersonal, type PersonalType, type PersonalValue } from "../../domain/personal.ts";
import { parseTerritory } from "../../domain/territory.ts";
import type { Verdict } from "../../domain/verdict.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { Desk } from "../../matters/desk.ts";
import { answerFor, eventOf, quietAnswer, type CheckAnswer, type CheckInput, type OpeningEvent, type RuleBook } from "./check.ts";
import { insertChecks, knowledgeFor, sealPeople, type Asked, type CheckRow, type Earlier } from "./check-store.ts";
import { opening } from "./kind.ts";
import { PRODUCT } from "./products.ts";

/** The screening of the running program. */
export interface OpeningScreen extends RuleBook {
  /** Judges events and keeps them in the log; a verdict or why it is refused for each, in their order. */
  judge(events: readonly OpeningEvent[]): Promise<readonly (Verdict | { readonly refused: Problem })[]>;
}

/** Checks answered together: a statement with more takes longer than a counter should wait. */
const AT_ONCE = 100;
/** Checks that wait: beyond it whoever asks is told to come back. */
const WAITING_MAX = 5_000;

interface Party {
  readonly token: string;
  readonly value: PersonalValue;
}

interface Waiting {
  readonly asked: Asked;
  readonly territory: string;
  readonly input: CheckInput;
  readonly people: readonly Party[];
  readonly settle: (answer: CheckAnswer) => void;
  readonly fail: (error: unknown) => void;
}

export class CheckDesk {
  readonly #desk: Desk;
  readonly #screen: OpeningScreen;
  readonly #waiting: Waiting[] = [];
  #running = false;

  constructor(desk: Desk, screen: OpeningScreen) {
    this.#desk = desk;
    this.#screen = screen;
  }

  /** Answers one check of the scope's institution. Where a person has to look, the matter in which they do is there with the answer. */
  async check(scope: Scope, input: CheckInput): Promise<CheckAnswer> {
    const answer = await this.#answered(scope, input);
    if (answer.answer !== "look" || answer.opening !== null) return answer;
    const { id } = await this.#desk.work(scope, async (work) => {
      const taken = await work.openOne(opening, { check: answer.check });
      return work.actOne(opening, taken.id, "escalate");
    });
    return { ...answer, opening: id };
  }

  async #answered(scope: Scope, input: CheckInput): Promise<CheckAnswer> {
    const { principal } = scope;
    if (principal.kind !== "user") throw new ProblemError({ code: "not-allowed", detail: "a check is an institution's" });
    const { by, en } = PRODUCT[input.product];
    if (!scope.has(by)) throw new ProblemError({ code: "not-allowed", detail: `a ${en} is not opened here`, at: { field: "product" }, expected: `the role ${by}` });
    if (this.#waiting.length >= WAITING_MAX) throw new ProblemError({ code: "overloaded", detail: "too many checks are waiting; try again shortly" });
    const { vault, law } = this.#desk.parts;
    const subject = partyOf("person", input.subject, "subject", this.#desk);
    const contact = input.contactNumber === undefined ? null : partyOf("number", input.contactNumber, "contactNumber", this.#desk);
    const { request, ...facts } = input;
    const asked: Asked = {
      org: principal.org,
      product: input.product,
      branch: input.branch ?? null,
      subject: subject.token,
      contact: contact?.token ?? null,
      request: request ?? null,
      facts: vault.token("opening-facts", JSON.stringify(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)))),
    };
    const territory = territoryOf(input.territory ?? principal.territory, law.current(this.#desk.world.nowMs()));
    return new Promise((settle, fail) => {
      this.#waiting.push({ asked, territory, input, people: contact === null ? [subject] : [subject, contact], settle, fail });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    // Whoever asks in the same turn goes along.
    await Promise.resolve();
    for (let batch = this.#waiting.splice(0, AT_ONCE); batch.length > 0; batch = this.#waiting.splice(0, AT_ONCE)) {
      try {
        await this.#answerAll(batch);
      } catch (error) {
        for (const one of batch) one.fail(error);
      }
    }
    this.#running = false;
  }

  async #answerAll(batch: readonly Waiting[]): Promise<void> {
    const { store, world, parts } = this.#desk;
    const nowMs = world.nowMs();
    const profile = parts.law.current(nowMs);
    const knowledge = await store.snapshot((sql) =>
      knowledgeFor(
        sql,
        batch.map((one) => one.asked),
        nowMs,
      ),
    );
    const fresh: { readonly one: Waiting; readonly id: string; readonly event: OpeningEvent; readonly known: (typeof knowledge)[number]["known"] }[] = [];
    for (const [n, one] of batch.entries()) {
      const { earlier, known } = knowledge[n];
      if (earlier !== null) this.#again(one, earlier, profile);
      else {
        const id = world.newId("chk");
        fresh.push({ one, id, known, event: eventOf(id, one.input, known, profile, nowMs) });
      }
    }
    if (fresh.length === 0) return;
    const verdicts = await this.#screen.judge(fresh.map(({ event }) => event));
    assert(verdicts.length === fresh.length, "the screening answers every event");
    const kept: { readonly one: Waiting; readonly answer: CheckAnswer; readonly row: CheckRow }[] = [];
    for (const [n, { one, id, known }] of fresh.entries()) {
      const verdict = verdicts[n];
      if ("refused" in verdict) {
        one.fail(new ProblemError(verdict.refused));
        continue;
      }
      const answer = answerFor(id, verdict, known, one.input, profile, this.#screen);
      const quiet = answer.answer === "go-ahead";
      const row: CheckRow = {
        ...one.asked,
        id,
        territory: one.territory,
        answer: answer.answer,
        rules: answer.reasons.map(({ rule }) => rule),
        said: quiet ? null : answer,
        atMs: nowMs,
      };
      kept.push({ one, answer, row });
    }
    if (kept.length === 0) return;
    const found = kept.filter(({ row }) => row.said !== null).flatMap(({ one }) => one.people);
    const inserted = await store.transaction(async (sql) => {
      await sealPeople(sql, parts.vault, found, nowMs);
      return insertChecks(
        sql,
        kept.map(({ row }) => row),
      );
    });
    for (const { one, answer } of kept) {
      if (inserted.has(answer.check)) one.settle(answer);
      else
        one.fail(
          new ProblemError({ code: "changed-meanwhile", detail: "the same request is being answered at this moment", at: { field: "request" }, expected: "to be asked again" }),
        );
    }
  }

  /** The same request again: the same answer, and never that of another. */
  #again(one: Waiting, earlier: Earlier, profile: JurisdictionProfile): void {
    if (!earlier.same) {
      one.fail(
        new ProblemError({
          code: "malformed-input",
          detail: "request: this number stands for another opening",
          at: { field: "request" },
          expected: "a new number for new facts",
        }),
      );
      return;
    }
    one.settle(earlier.said === null ? quietAnswer(earlier.id, one.input.product, profile) : { ...earlier.said, opening: earlier.matter });
  }
}

function partyOf(type: PersonalType, text: string, field: string, desk: Desk): Party {
  const value = parsePersonal(type, text);
  if (isMalformed(value)) throw new ProblemError({ code: "malformed-input", detail: `${field}: not of the form`, at: { field }, expected: value.expected });
  return { value, token: desk.parts.vault.token(type, value.canonical) };
}

function territoryOf(text: string, profile: JurisdictionProfile): string {
  const place = parseTerritory(text, profile.territory);
  if (isMalformed(place))
    throw new ProblemError({ code: "malformed-input", detail: "territory: no such place", at: { field: "territory" }, value: place.what, expected: place.expected });
  return place;
}

/**
 * What a reviewer has to know before deciding, put together by the rules that decide: the whole restriction as one, whether
 * they may decide at all, the papers that may be asked for, the next instance, what can stay held. And what a decision would
 * bring about, found by making it and keeping nothing: what is shown beforehand is what happens.
 */
import type { Scope } from "../../access/scope.ts";
import type { ValueStatus } from "../../domain/jurisdiction.ts";
import { durationInWords } from "../../domain/notice-text.ts";
import { MATTER_KINDS, type MatterId, type MatterKindName } from "../../domain/matter.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { Desk } from "../../matters/desk.ts";
import type { Matter } from "../../matters/matter.ts";
import { CODE_PLACE } from "../../matters/tracking.ts";
import type { Change, Work } from "../../matters/work.ts";
import type { Compensation } from "../compensation/compensation.ts";
import { restrictionShown, type Restriction } from "../my-matter.ts";
import { PAPERS, TRADE } from "../reasons.ts";
import { nextInWords } from "../remedy.ts";
import { isLimiting, isOver, measureOf, ruleFor, wasFelt } from "../target.ts";
import { divisibleOf, isSuspendable } from "./decide.ts";
import { facts } from "./facts.ts";
import { appeal } from "./kind.ts";
import { otherUnit } from "./open.ts";
import { targetOf, whyNot } from "./review.ts";
import { APPEAL_STATE_WORDS, type AppealState } from "./states.ts";

export interface Outlook {
  /** Why the reader may not decide; null when they may. */
  readonly whyNot: Bilingual | null;
  /** The restriction with what it goes on from and what went on from it, oldest first. */
  readonly restrictions: readonly (Restriction & { readonly id: MatterId })[];
  readonly rule: {
    readonly basis: Bilingual;
    readonly status: ValueStatus;
    /** Decided in another unit than the one that took the measure. */
    readonly otherUnit: boolean;
    readonly within: Bilingual;
    /** All that may be asked for, by their place in the list. */
    readonly papers: readonly Bilingual[];
    readonly next: Bilingual;
  };
  /** The fast lane: by when, and which papers open it; null where the law has none for this. */
  readonly goodFaith: { readonly within: Bilingual; readonly papers: readonly Bilingual[]; readonly status: ValueStatus } | null;
  readonly earlier: readonly { readonly id: string; readonly serial: string; readonly open: boolean; readonly words: Bilingual }[];
  /** What is held and can be held less of; null where nothing is, or nothing can be divided. */
  readonly partly: { readonly id: MatterId; readonly heldMinor: string; readonly currency: string } | null;
  /** Its effect can be taken back until it is decided. */
  readonly suspends: boolean;
}

export async function outlookOf(desk: Desk, scope: Scope, id: MatterId): Promise<Outlook> {
  const found = appeal.of(await desk.find(scope, id));
  const known = await desk.store.snapshot(async (sql) => (await facts(sql, [{ matter: found, command: "decide", input: {} }]))[0]);
  const { law, kinds } = desk.parts;
  const profile = law.byVersion(found.profile);
  const target = targetOf(found, known);
  const rule = ruleFor(target, profile);
  const measure = measureOf(target);
  const { goodFaith } = profile.appeals;
  const held = divisibleOf(known.chain);
  const who = { actor: scope.actor, org: scope.org, role: scope.actingAs(["reviewer"]) ?? "public" } as const;
  return {
    whyNot: whyNot(found, { ...who, profile, facts: known }),
    restrictions: known.chain
      .filter(isLimiting)
      .filter(wasFelt)
      .map((one) => ({ id: one.id, ...restrictionShown(one, profile, kinds) })),
    rule: {
      basis: profile.sources[rule.basis].title,
      status: rule.status,
      otherUnit: otherUnit(target, profile),
      within: durationInWords(profile.deadline(rule.decide).duration),
      papers: rule.papers,
      next: nextInWords(profile, rule.next),
    },
    goodFaith:
      measure !== null && goodFaith.measures.includes(measure)
        ? {
            within: durationInWords(profile.deadline(goodFaith.decide).duration),
            papers: [...TRADE].map((kind) => PAPERS[kind]),
            status: profile.deadline(goodFaith.decide).status,
          }
        : null,
    earlier: known.earlier.map(({ id: of, serial, open, state }) => ({ id: of, serial, open, words: APPEAL_STATE_WORDS[state as AppealState] })),
    partly: held === null || held.heldMinor === null || held.currency === null ? null : { id: held.id, heldMinor: held.heldMinor, currency: held.currency },
    suspends: isSuspendable(target) && found.body.suspendedAtMs === null && !isOver(target),
  };
}

// --- what a decision would bring about -------------------------------------------------------------------------------

export interface Foreseen {
  /** Matters besides the appeal that change with it or begin, the restriction first. */
  readonly matters: readonly {
    readonly id: MatterId;
    readonly kind: MatterKindName;
    readonly kindWords: Bilingual;
    readonly serial: string;
    readonly about: string;
    /** Null: it begins. */
    readonly before: Bilingual | null;
    readonly after: Bilingual;
  }[];
  /** Who is handed what: an institution by its name, or this program's own lists. */
  readonly handed: readonly { readonly matter: MatterId; readonly to: Bilingual | null; readonly what: string }[];
  /** What people are told, without the code that only they get. */
  readonly told: readonly { readonly matter: MatterId; readonly text: Bilingual; readonly through: Bilingual | null }[];
  readonly compensation: { readonly amountMinor: string; readonly interestMinor: string; readonly currency: string; readonly fromMs: number; readonly untilMs: number } | null;
}

interface Seen {
  readonly changes: readonly Change[];
  readonly rows: readonly {
    readonly id: MatterId;
    readonly kind: MatterKindName;
    readonly state: string;
    readonly serial: string;
    readonly about: string | null;
    readonly body: unknown;
  }[];
  readonly handed: readonly (Name & { readonly matter: MatterId; readonly what: string | null; readonly channel: string })[];
  readonly told: readonly (Name & { readonly matter: MatterId; readonly textZh: string; readonly textEn: string })[];
}
/** What was there before. */
interface Mark {
  readonly effect: number;
  readonly notice: string | null;
}
interface Name {
  readonly zh: string | null;
  readonly en: string | null;
}

/** Of a decision with this input, by who would make it. Throws what making it would throw. */
export async function foresee(desk: Desk, scope: Scope, id: MatterId, input: unknown): Promise<Foreseen> {
  const seen = await desk.rehearse(scope, async (work) => {
    const [mark] = await work.query<Mark>("select coalesce((select max(number) from effect), 0) as effect, (select max(id) from notice) as notice", [], "foresee-from");
    await work.actAny("appeal", [{ id, command: "decide", input }]);
    return lookAt(work, mark);
  });
  const before = await desk.store.snapshot((sql) =>
    sql.query<{ readonly id: string; readonly state: string }>("select id, state from matter where id = any($1)", [seen.rows.map((row) => row.id)], "foreseen-before"),
  );
  const stateBefore = new Map(before.map((row) => [row.id, row.state]));
  const words = (kind: MatterKindName, state: string): Bilingual => desk.parts.kinds.get(kind)?.stateWords[state] ?? { zh: state, en: state };
  const others = seen.rows.filter((row) => row.id !== id && row.kind !== "compensation");
  const owed = seen.rows.find((row) => row.kind === "compensation") as Pick<Matter<Compensation>, "body"> | undefined;
  const named = ({ zh, en }: Name): Bilingual | null => (zh === null || en === null ? null : { zh, en });
  return {
    matters: others.map(({ id: of, kind, state, serial, about }) => {
      const old = stateBefore.get(of);
      const { zh, en } = MATTER_KINDS[kind];
      return { id: of, kind, kindWords: { zh, en }, serial, about: about ?? "", before: old === undefined ? null : words(kind, old), after: words(kind, state) };
    }),
    handed: seen.handed.map((row) => ({ matter: row.matter, to: named(row), what: row.what ?? row.channel })),
    told: seen.told.map((row) => ({ matter: row.matter, text: { zh: row.textZh, en: row.textEn }, through: named(row) })),
    compensation: owed === undefined ? null : owedShown(owed.body),
  };
}

async function lookAt(work: Work, mark: Mark): Promise<Seen> {
  const changes = await work.finish();
  const ids = changes.map((change) => change.id);
  const rows = await work.query<Seen["rows"][number]>(
    `select m.id, m.kind, m.state, m.serial, m.body, coalesce(m.body->'account'->>'masked', m.body->'number'->>'masked', m.body->'applicant'->>'masked', m.body->'ref'->>'masked', m.body->>'about') as about
     from matter m where m.id = any($1) order by array_position($1, m.id)`,
    [ids],
  );
  // Written by this work: nobody else writes about matters that it has locked, and what is new comes after what was there.
  const handed = await work.query<Seen["handed"][number]>(
    `select e.matter, e.payload->>'what' as what, e.channel, o.name_zh as zh, o.name_en as en from effect e left join organisation o on o.id = e.addressee
     where e.matter = any($1) and e.number > $2 and e.channel <> 'messenger' and coalesce(e.payload->>'what', '') <> 'notice' order by e.number`,
    [ids, mark.effect],
  );
  const told = await work.query<Seen["told"][number]>(
    `select n.matter, replace(n.text_zh, $3, '····') as "textZh", replace(n.text_en, $3, '····') as "textEn", o.name_zh as zh, o.name_en as en
     from notice n left join organisation o on n.via = 'institution:' || o.id where n.matter = any($1) and n.id > $2 order by n.id`,
    [ids, mark.notice ?? "", CODE_PLACE],
  );
  return { changes, rows, handed, told };
}

function owedShown({ cost, currency }: Compensation): Foreseen["compensation"] {
  const { amountMinor, interestMinor, fromMs, untilMs } = cost;
  return amountMinor === null || interestMinor === null ? null : { amountMinor, interestMinor, currency, fromMs, untilMs };
}

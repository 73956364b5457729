/** Every restriction has a notice: reason, basis, how long, who decided, what can be done, in both languages; and it arrives. */
import type { TextKey } from "../../domain/jurisdiction-words.ts";
import { auditor, type Found } from "./auditor.ts";
import { limits, LIMITING } from "./measures.ts";

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly entered: number;
  readonly to: string;
  readonly delayed: boolean;
  readonly reason: { readonly zh?: string; readonly en?: string } | null;
  readonly confirmed: boolean;
}

interface Notice {
  readonly matter: string;
  readonly template: TextKey;
  readonly zh: string;
  readonly en: string;
  readonly created: number;
  readonly delivered: number | null;
}

/** What a text has to say of a restriction. */
const MUST_SAY = ["{reason}", "{basis}", "{remedy}"] as const;

export const notices = auditor(
  "notices",
  { zh: "每项限制都有写明理由和救济的告知并送达", en: "every restriction has a notice with reason and remedy, delivered" },
  async ({ profile, isOver, machineMs }, sql) => {
    const entries = await sql.query<Row>(
      `select m.id, m.kind, l.recorded_at_ms as entered, l.state_after as "to", nullif(m.body->>'tellLater', '') is not null as delayed, m.body->'reason' as reason,
       coalesce(m.body->>'confirmedAtMs', '') <> '' or m.kind <> 'hold' as confirmed
     from ledger l join matter m on m.id = l.matter where m.kind = any($1) and l.state_after is distinct from l.state_before order by l.seq`,
      [[...LIMITING]],
    );
    const rows = await sql.query<Notice>(
      `select n.matter, n.template, n.text_zh as zh, n.text_en as en, n.created_at_ms as created, n.delivered_at_ms as delivered from notice n join matter m on m.id = n.matter where m.kind = any($1) order by n.id`,
      [[...LIMITING]],
    );
    const by = Map.groupBy(rows, (row) => row.matter);
    const seen = new Set<string>();
    return entries.flatMap((entry): readonly Found[] => {
      // From the moment at which something is taken; a line that may be down since its approval is told of when it is.
      if (!limits(entry.kind, entry.to) || SILENT.has(`${entry.kind} ${entry.to}`) || seen.has(entry.id) || !entry.confirmed) return [];
      seen.add(entry.id);
      const limiting = (by.get(entry.id) ?? []).filter((one) => saysEnough(profile.text(one.template)));
      const within = entry.delayed ? profile.due("notice.delay", entry.entered).dueAtMs : entry.entered + CONFIRMED_MS;
      // Which came first is not told by an id while the machine's clock leaps: one of them has to say it.
      const first = limiting.find((one) => saysReason(one, entry.reason)) ?? limiting[0];
      if (first === undefined) return machineMs < within && !isOver ? [] : [{ what: `${entry.kind} ${entry.id} is ${entry.to} and nobody was told`, matter: entry.id }];
      const empty = [first.zh, first.en].some((text) => text.trim() === "" || /\{(?!code\})\w+\}/.test(text));
      if (empty) return [{ what: `the notice of ${entry.id} leaves something open`, matter: entry.id }];
      if (!saysReason(first, entry.reason)) return [{ what: `the notice of ${entry.id} gives another reason than the measure has`, matter: entry.id }];
      if (isOver && first.delivered === null) return [{ what: `the notice of ${entry.kind} ${entry.id} never arrived`, matter: entry.id }];
      return [];
    });
  },
);

const saysReason = (notice: Notice, reason: Row["reason"]): boolean => reason?.zh === undefined || (notice.zh.includes(reason.zh) && notice.en.includes(reason.en ?? ""));

const saysEnough = (text: { readonly zh: string; readonly en: string }): boolean => MUST_SAY.every((slot) => text.zh.includes(slot) && text.en.includes(slot));

/** Limiting on paper: nothing is taken before the operator answers, or nobody but the file is concerned. */
const SILENT: ReadonlySet<string> = new Set(["line-break approved", "line-break sent", "opening escalated"]);
/** Longest time in which a person confirms what a verdict held. */
const CONFIRMED_MS = 60 * 60_000;

/**
 * Learns the weights that tell whether two records are one person, from CSV files with the columns of the FEBRL sets; the
 * number in `rec_id` says who is who. Persons are divided by their number: one half is learnt from, the other judged.
 *   node scripts/train/person-link.ts --data a.csv --data b.csv --evaluate
 *   node scripts/train/person-link.ts --data a.csv --data b.csv --out platform/models/person-link.json
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { mix32 } from "../../platform/src/base/hash.ts";
import { candidatePairs } from "../../platform/src/rings/person-candidates.ts";
import {
  AGREEMENTS,
  compareRecords,
  linkPersons,
  loadPersonLinkModel,
  PERSON_LINK_FORMAT,
  PERSON_PARTS,
  type Agreement,
  type PersonPart,
  type PersonRecord,
} from "../../platform/src/rings/person-link.ts";

interface Known {
  readonly person: string;
  readonly record: PersonRecord;
}

/** Seen nowhere is not impossible: half a pair is added to each count. */
const PSEUDO = 0.5;
/** No part decides alone: a weight stands for at most odds of about a thousand to one. */
const WEIGHT_MAX = 7;

function readRecords(file: string): Known[] {
  const [head, ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/);
  const columns = head.split(",").map((c) => c.trim());
  return lines.map((line) => {
    const cells = line.split(",").map((c) => c.trim());
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? "";
    return {
      person: cell("rec_id").split("-").slice(0, 2).join("-"),
      record: {
        givenName: cell("given_name"),
        familyName: cell("surname"),
        streetNumber: cell("street_number"),
        street: cell("address_1"),
        building: cell("address_2"),
        locality: cell("suburb"),
        postcode: cell("postcode"),
        region: cell("state"),
        birthDate: cell("date_of_birth"),
        document: cell("soc_sec_id"),
      },
    };
  });
}

type Shares = Record<PersonPart, Record<Agreement, number>>;

function shares(pairs: readonly (readonly [PersonRecord, PersonRecord])[]): Shares {
  const counts = Object.fromEntries(PERSON_PARTS.map((part) => [part, Object.fromEntries(AGREEMENTS.map((a) => [a, PSEUDO]))])) as Shares;
  for (const [a, b] of pairs) {
    const seen = compareRecords(a, b);
    for (const part of PERSON_PARTS) {
      const agreement = seen[part];
      if (agreement !== undefined) counts[part][agreement]++;
    }
  }
  for (const part of PERSON_PARTS) {
    const sum = AGREEMENTS.reduce((n, a) => n + counts[part][a], 0);
    for (const a of AGREEMENTS) counts[part][a] /= sum;
  }
  return counts;
}

function learn(sets: readonly (readonly Known[])[], proposeFrom: number, version: string): string {
  const same: (readonly [PersonRecord, PersonRecord])[] = [];
  const apart: (readonly [PersonRecord, PersonRecord])[] = [];
  for (const set of sets) {
    for (const [i, j] of candidatePairs(set.map((k) => k.record))) (set[i].person === set[j].person ? same : apart).push([set[i].record, set[j].record]);
  }
  const m = shares(same);
  const u = shares(apart);
  const round = (x: number): number => Number(x.toFixed(4));
  const weight = (part: PersonPart, a: Agreement): number => round(Math.max(-WEIGHT_MAX, Math.min(WEIGHT_MAX, Math.log(m[part][a] / u[part][a]))));
  const weights = Object.fromEntries(PERSON_PARTS.map((part) => [part, Object.fromEntries(AGREEMENTS.map((a) => [a, weight(part, a)]))]));
  return `${JSON.stringify({ format: PERSON_LINK_FORMAT, version, priorLogOdds: round(Math.log(same.length / apart.length)), proposeFrom, weights }, null, 1)}\n`;
}

function judge(name: string, set: readonly Known[], modelText: string): void {
  const model = loadPersonLinkModel(modelText);
  const sizes = new Map<string, number>();
  for (const { person } of set) sizes.set(person, (sizes.get(person) ?? 0) + 1);
  const truth = [...sizes.values()].reduce((n, s) => n + (s * (s - 1)) / 2, 0);
  let met = 0;
  let tp = 0;
  let fp = 0;
  const candidates = candidatePairs(set.map((k) => k.record));
  for (const [i, j] of candidates) {
    const one = set[i].person === set[j].person;
    if (one) met++;
    if (!linkPersons(set[i].record, set[j].record, model).propose) continue;
    if (one) tp++;
    else fp++;
  }
  const precision = tp / (tp + fp);
  const recall = tp / truth;
  console.log(
    `${name}: ${set.length} records, ${truth} true pairs; candidates ${candidates.length}, true pairs among them ${(met / truth).toFixed(4)}; precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, F1 ${((2 * precision * recall) / (precision + recall)).toFixed(4)}`,
  );
}

const { values: options } = parseArgs({
  options: {
    data: { type: "string", multiple: true },
    out: { type: "string" },
    evaluate: { type: "boolean" },
    "propose-from": { type: "string", default: "0.9" },
    /** Parts to judge without, such as document: what remains when a paper was not asked for. */
    without: { type: "string", multiple: true },
    version: { type: "string", default: "1" },
  },
});
const files = options.data ?? [];
if (files.length === 0 || (options.out === undefined) === (options.evaluate === undefined)) {
  console.error("usage: node scripts/train/person-link.ts --data CSV [--data CSV …] (--out FILE [--version N] | --evaluate [--without PART …])");
  process.exit(64);
}
const hidden = new Set(options.without ?? []);
const sets = files.map((file) =>
  readRecords(file).map(({ person, record }): Known => ({ person, record: Object.fromEntries(Object.entries(record).filter(([part]) => !hidden.has(part))) })),
);
/** The same persons' numbers occur in every set; a number's half is the same everywhere. */
const half = (known: Known): number => mix32(Number(known.person.split("-")[1]) + 17) & 1;
const learnt = learn(
  sets.map((set) => set.filter((k) => half(k) === 0)),
  Number(options["propose-from"]),
  options.version,
);
if (options.evaluate === true)
  for (const [s, set] of sets.entries())
    judge(
      `${path.basename(files[s])}, persons not learnt from`,
      set.filter((k) => half(k) === 1),
      learnt,
    );
else if (options.out !== undefined) {
  writeFileSync(options.out, learnt);
  console.log(`${options.out}: ${learnt.length} bytes`);
}

/**
 * Trains the host model from NDJSON rows `{host, label: "scam" | "benign", source?, firstSeen?}` (gzip allowed):
 *   node scripts/train/host.ts --data hosts.ndjson.gz --out platform/models/host.bin
 *   node scripts/train/host.ts --data hosts.ndjson.gz --evaluate 2024-07 [--inner 2024-01]
 * `--evaluate` splits scam hosts by time and harmless ones by registrable domain, measures, and writes nothing. With
 * `--inner` the part from that month up to the evaluation month is the test: for choosing settings beforehand.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { hashText } from "../../platform/src/base/hash.ts";
import { isMalformed } from "../../platform/src/base/problem.ts";
import { brandOwning } from "../../platform/src/domain/brand.ts";
import { hostParts, parseHostName } from "../../platform/src/domain/host-name.ts";
import { HostJudge, saveHostModel } from "../../platform/src/text/host-model.ts";
import { learnHosts, packHostModel, type HostRow } from "./host-learn.ts";

/** Harmless domains fall into a hundred buckets; one fifth is hidden from the inner split. */
const BUCKETS = 100;
const TEST_BUCKETS = 20;
/** Folds of harmless domains; five leaves four fifths for learning. */
const FOLDS = 5;
const ROWS_MAX = 5_000_000;

const { values: options } = parseArgs({
  options: { data: { type: "string" }, out: { type: "string" }, evaluate: { type: "string" }, inner: { type: "string" }, version: { type: "string", default: "1" } },
});
if (options.data === undefined || (options.out === undefined) === (options.evaluate === undefined)) {
  console.error("usage: node scripts/train/host.ts --data FILE (--out FILE [--version N] | --evaluate YYYY-MM [--inner YYYY-MM])");
  process.exit(64);
}

function readRows(file: string): HostRow[] {
  const raw = readFileSync(file);
  const text = (raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw).toString("utf8");
  const rows: HostRow[] = [];
  let refused = 0;
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    if (rows.length >= ROWS_MAX) throw new Error(`${file}: more than ${ROWS_MAX} rows`);
    const row = parseRow(line);
    if (row !== null) rows.push(row);
    else if (++refused <= 5) console.error(`${file}:${i + 1}: expected {"host", "label": "scam" | "benign"}, left out`);
  }
  if (refused > 0) console.error(`${refused} rows left out`);
  return rows;
}

function parseRow(line: string): HostRow | null {
  try {
    const given = JSON.parse(line) as { host?: unknown; label?: unknown; source?: unknown; firstSeen?: unknown };
    if (typeof given.host !== "string" || (given.label !== "scam" && given.label !== "benign")) return null;
    const host = parseHostName(given.host);
    if (isMalformed(host)) return null;
    const parts = hostParts(host);
    return {
      host,
      scam: given.label === "scam",
      source: String(given.source ?? "unnamed"),
      firstSeen: typeof given.firstSeen === "string" ? given.firstSeen : "",
      domain: parts.registrable ?? host,
      suffix: parts.suffix,
    };
  } catch {
    return null;
  }
}

const bucket = (row: HostRow): number => hashText(row.domain) % BUCKETS;

/** Score above which `share` of the harmless hosts lie. */
function markAt(harmless: readonly number[], share: number): number {
  const sorted = [...harmless].sort((a, b) => b - a);
  return sorted[Math.floor(share * sorted.length)] ?? Number.POSITIVE_INFINITY;
}

/** Shares of harmless hosts above the mark at which recall is told. */
const ALARM_SHARES = [0.0005, 0.001, 0.002, 0.005, 0.01] as const;

/**
 * Cross-fits: five models, each learnt without one fifth of the harmless domains, score that fifth and all test scams. So
 * every harmless host counts for the mark (33 of 33,749 lie above 0.1 %; one fifth alone would leave 6, mere luck), and no
 * model has seen a registrable domain it is tested on. Recall is the mean over the five models.
 */
function measure(name: string, harmless: readonly HostRow[], scamTrain: readonly HostRow[], scamTest: readonly HostRow[]): void {
  const seen = new Set([...scamTrain, ...harmless].map((row) => row.domain));
  const test = scamTest.filter((row) => !seen.has(row.domain));
  const bare: number[] = [];
  const deeper: number[] = [];
  const product: number[] = [];
  const scores: Float64Array[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const held = harmless.filter((row) => bucket(row) % FOLDS === fold);
    const heldDomains = new Set(held.map((row) => row.domain));
    const learn = [...harmless.filter((row) => bucket(row) % FOLDS !== fold), ...scamTrain.filter((row) => !heldDomains.has(row.domain))];
    const judge = new HostJudge(packHostModel(learnHosts(learn), "fold", 1, 0));
    for (const row of held) {
      const evidence = judge.evidence(row.host);
      bare.push(evidence);
      product.push(brandOwning(row.host) === null ? evidence : Number.NEGATIVE_INFINITY);
      // A subdomain that the twins of training do not have.
      if (row.host === row.domain) deeper.push(judge.evidence(`${["home", "wx", "client", "i", "go", "open", "passport", "live"][hashText(row.host) % 8] ?? "home"}.${row.host}`));
    }
    scores.push(Float64Array.from(test, (row) => judge.evidence(row.host)));
  }
  console.log(`\n${name}: ${harmless.length} harmless, ${scamTrain.length} scam to learn, ${test.length} scam to test`);
  const share = (mark: number): string => ((100 * deeper.filter((e) => e > mark).length) / deeper.length).toFixed(2);
  console.log(
    `  the same harmless domains behind an everyday subdomain: ${share(markAt(product, 0.001))} % above the 0.1 % mark, ${share(markAt(product, 0.01))} % above the 1 % mark`,
  );
  for (const source of ["all", ...new Set(test.map((row) => row.source))]) {
    const own = test.flatMap((row, i) => (source === "all" || row.source === source ? [i] : []));
    const recall = (mark: number, allowList: boolean): string => {
      let hits = 0;
      for (const list of scores) for (const i of own) if ((list[i] ?? 0) > mark && !(allowList && brandOwning(test[i]?.host ?? "") !== null)) hits++;
      return (hits / FOLDS / own.length).toFixed(3);
    };
    const told = ALARM_SHARES.map((share) => `${share * 100} % ${recall(markAt(product, share), true)}`).join(", ");
    console.log(`  ${source} (${own.length}): recall at false alarms of ${told}; model without the allow list at 0.1 % ${recall(markAt(bare, 0.001), false)}`);
  }
}

function evaluate(rows: readonly HostRow[], month: string, inner: string | undefined): void {
  const from = inner ?? month;
  const scam = rows.filter((row) => row.scam);
  // The inner split must not look at harmless hosts that the final test counts; so it leaves one fifth out altogether.
  const harmless = rows.filter((row) => !row.scam && (inner === undefined || bucket(row) >= TEST_BUCKETS));
  const later = scam.filter((row) => row.firstSeen >= from && row.firstSeen !== "" && (inner === undefined || row.firstSeen < month));
  const earlier = scam.filter((row) => row.firstSeen < from);
  measure(`earlier than ${from} → later`, harmless, earlier, later);
  if (inner !== undefined) return;
  measure(
    "the same, learnt from dated rows only",
    harmless,
    earlier.filter((row) => row.firstSeen !== ""),
    later,
  );
  for (const source of new Set(scam.map((row) => row.source))) {
    measure(
      `without ${source} → ${source}`,
      harmless,
      scam.filter((row) => row.source !== source),
      scam.filter((row) => row.source === source),
    );
  }
}

function train(rows: readonly HostRow[], out: string, version: string): void {
  const harmless: number[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const held = rows.filter((row) => !row.scam && bucket(row) % FOLDS === fold);
    const judge = new HostJudge(packHostModel(learnHosts(rows.filter((row) => bucket(row) % FOLDS !== fold)), "fold", 1, 0));
    for (const row of held) if (brandOwning(row.host) === null) harmless.push(judge.evidence(row.host));
  }
  // Two marks, two unknowns: 1 % of harmless hosts above 500 permille, 0.1 % above 900.
  const half = markAt(harmless, 0.01);
  const nine = markAt(harmless, 0.001);
  const slope = Math.log(9) / Math.max(1e-6, nine - half);
  const bytes = saveHostModel(packHostModel(learnHosts(rows), version, slope, -slope * half));
  writeFileSync(out, bytes);
  console.log(`${out}: ${bytes.length} bytes from ${rows.length} rows; 1 % of harmless hosts above evidence ${half.toFixed(3)}, 0.1 % above ${nine.toFixed(3)}`);
}

const rows = readRows(options.data);
if (options.evaluate !== undefined) evaluate(rows, options.evaluate, options.inner);
else if (options.out !== undefined) train(rows, options.out, options.version);

/** Every benchmark with its peers, one after the other, in one run: `npm run bench [name …]`. Prints a table with ratios. */
import { renderRows, type BenchRow } from "./bench-row.ts";

const BENCHES: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  rules: async () => (await import("./rules.ts")).benchRules(),
  intel: async () => (await import("./intel.ts")).benchIntel(10_000_000),
  features: async () => (await import("./features.ts")).benchFeatures(),
  "hot-path": async () => (await import("./hot-path.ts")).benchHotPath(),
  file: async () => (await import("./file.ts")).benchFile(),
  http: async () => (await import("./http.ts")).benchHttp(),
  "casework-warnings": async () => (await import("./casework-warnings.ts")).benchWarnings(),
  "casework-stops": async () => (await import("./casework-stops.ts")).benchStops(),
  "casework-openings": async () => (await import("./casework-openings.ts")).benchOpenings(),
  trace: async () => (await import("./trace.ts")).benchTrace(),
  rings: async () => (await import("./rings.ts")).benchRings(),
  console: async () => (await import("./console.ts")).benchConsole(),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`no benchmark is called ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}`);
  process.exit(64);
}
const rows: BenchRow[] = [];
for (const [name, run] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`running ${name} …`);
  rows.push(...(await run()));
}
console.log(renderRows(rows));

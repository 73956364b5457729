/**
 * `duanliu directory import FILE`: where people live, for routing warnings to the unit that is near. A CSV of number, place
 * code and optionally `rural`; kept as tokens, so that the directory can be asked about somebody only by who has their
 * number already. Refused lines are told and the rest is kept.
 */
import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import { openVault } from "../adapters/system/vault.ts";
import { systemWorld } from "../adapters/system/world.ts";
import type { Config } from "../app/config.ts";
import { joinCaseworkStore } from "../app/joined-store.ts";
import { loadProfiles } from "../app/profiles.ts";
import { isMalformed, PROBLEMS, ProblemError } from "../base/problem.ts";
import { parsePersonal } from "../domain/personal.ts";
import type { Terminal } from "./terminal.ts";

const ROWS_AT_ONCE = 2_000;
const ROWS_MAX = 200_000_000;

interface Row {
  readonly token: string;
  readonly territory: string;
  readonly rural: boolean;
}

export async function directoryImport(config: Config, file: string, terminal: Terminal): Promise<number> {
  const tree = (await loadProfiles(config.jurisdictionsDir)).tree(config.profile);
  const { store, close } = await joinCaseworkStore(config);
  try {
    const vault = await openVault(config.dataDir, "never");
    const nowMs = systemWorld.nowMs();
    let kept = 0;
    let refused = 0;
    let rows: Row[] = [];
    const write = async (): Promise<void> => {
      // The last of several lines about one number counts.
      const last = [...new Map(rows.map((row) => [row.token, row])).values()];
      rows = [];
      if (last.length === 0) return;
      await store.transaction((sql) =>
        sql.query(
          `insert into residence (token, territory, rural, kept_at_ms) select token, territory, rural, $4 from unnest($1::text[], $2::text[], $3::bool[]) as x(token, territory, rural)
           on conflict (token) do update set territory = excluded.territory, rural = excluded.rural, kept_at_ms = excluded.kept_at_ms`,
          [last.map((row) => row.token), last.map((row) => row.territory), last.map((row) => row.rural), nowMs],
        ),
      );
      kept += last.length;
    };
    const lines = (file === "-" ? process.stdin : createReadStream(file)).pipe(
      parse({ bom: true, info: true, relax_column_count: true, trim: true, skip_empty_lines: true, to: ROWS_MAX, max_record_size: 1_000 }),
    );
    for await (const { record, info } of lines as AsyncIterable<{ readonly record: readonly string[]; readonly info: { readonly lines: number } }>) {
      const [number = "", place = "", rural = ""] = record;
      if (info.lines === 1 && !/\d/.test(number)) continue;
      const value = parsePersonal("number", number);
      const territory = tree.byCode(place) ?? tree.parse(place);
      const wrong = isMalformed(value)
        ? { field: "number", ...value }
        : isMalformed(territory)
          ? { field: "place", ...territory }
          : !["", "rural", "urban"].includes(rural)
            ? { field: "rural", what: rural, expected: "rural, urban or nothing" }
            : null;
      if (wrong !== null) {
        refused++;
        // The number is a person's: the line says where to look.
        terminal.refusal({
          kind: "malformed",
          line: info.lines,
          field: wrong.field,
          what: wrong.field === "number" ? `(${number.length} characters)` : wrong.what,
          expected: wrong.expected,
        });
        continue;
      }
      if (isMalformed(value) || isMalformed(territory)) continue;
      rows.push({ token: vault.token("number", value.canonical), territory, rural: rural === "rural" });
      if (rows.length >= ROWS_AT_ONCE) await write();
    }
    await write();
    terminal.say({ zh: `已保存 ${kept} 行，未接收 ${refused} 行。`, en: `${kept} lines kept, ${refused} refused.` });
    return refused === 0 ? 0 : PROBLEMS["some-events-refused"].exit;
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("CSV_"))
      throw new ProblemError({ code: "malformed-input", detail: `${file}: ${error.message}`, at: { file }, expected: "CSV: number, place code, rural" });
    throw error;
  } finally {
    await close();
  }
}

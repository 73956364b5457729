/** Who else is on it: the other unit on its way or on the scene, and whether the person's line is held. Status and acts. */
import type { Matter } from "@duanliu/client";
import { Button } from "antd";
import type { ReactNode } from "react";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { useNow } from "../now.ts";
import { sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import type { LineRequest, UnitOnTask, WarningBody } from "./warning.ts";
import { words } from "./words.ts";

/** Commands that stand beside what they change, with their keys. */
export const UNIT_ACTS = [
  ["second-unit", "u"],
  ["arrive", "o"],
  ["hold-line", "l"],
  ["line-result", null],
] as const;

/** What may be done and makes sense: without a number there is no line, and without asking for it nothing was held. */
export function isPossible(matter: Matter<WarningBody>, command: string): boolean {
  if (command === "hold-line" && matter.body.number === null) return false;
  if (command === "line-result" && matter.body.line.length === 0) return false;
  return matter.commands.some((one) => one.name === command);
}

interface Props {
  readonly matter: Matter<WarningBody>;
  /** The reader's own unit. */
  readonly org: string;
  readonly busy: boolean;
  readonly onAct: (command: string) => void;
}

export function Units({ matter, org, busy, onAct }: Props): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const { body } = matter;
  const possible = UNIT_ACTS.filter(([name]) => isPossible(matter, name));
  return (
    <section className="units" aria-labelledby="units-title">
      <h2 id="units-title">{t("units")}</h2>
      {body.units.length === 0 ? (
        <p className="quiet">{t("unitOne", { name: nameOf(organisations, matter.org) })}</p>
      ) : (
        <ul>
          {body.units.map((unit) => (
            <li key={unit.org}>
              <b>{nameOf(organisations, unit.org)}</b>
              {unit.org === org && <span className="mark">{t("unitOurs")}</span>} <UnitState unit={unit} />
            </li>
          ))}
        </ul>
      )}
      <p>
        <span className="quiet">{t("line")}:</span> {body.line.length === 0 ? t("lineNone") : <LineState line={body.line} />}
      </p>
      {possible.length > 0 && (
        <div className="buttons">
          {possible.map(([name, key]) => (
            <Button key={name} disabled={busy} onClick={() => onAct(name)}>
              {t(`do.${name}`)} {key !== null && <kbd aria-hidden="true">{key}</kbd>}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}

function UnitState({ unit }: { readonly unit: UnitOnTask }): ReactNode {
  const t = words.useWords();
  const now = useNow();
  const at = (ms: number): string => sinceText(ms, now, languageNow());
  if (unit.stoodDownAtMs !== null) return <span className="quiet">{t("unitDown", { at: at(unit.stoodDownAtMs) })}</span>;
  if (unit.onSceneAtMs !== null) return <b className="there">● {t("unitThere", { at: at(unit.onSceneAtMs) })}</b>;
  return <span>○ {t("unitOnWay", { at: at(unit.sinceMs) })}</span>;
}

function LineState({ line }: { readonly line: readonly LineRequest[] }): ReactNode {
  const t = words.useWords();
  const now = useNow();
  const organisations = useOrganisations();
  const last = line.at(-1);
  if (last === undefined) return null;
  const result = last.results.at(-1);
  const desk = nameOf(organisations, last.desk);
  return (
    <>
      {t(`lineState.${last.state}`, { desk, at: sinceText(last.atMs, now, languageNow()) })}
      {result !== undefined && <b> · {t(result.captured ? "lineHeld" : "lineNotHeld", { n: result.tries })}</b>}
    </>
  );
}

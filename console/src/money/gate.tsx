/**
 * Before money or a ring is looked at, somebody says what for: the server demands it and records it. Asked once for each matter
 * while the place is open; nothing is remembered longer.
 */
import { PURPOSE_WORDS, type Purpose } from "@duanliu/client";
import { Button, Radio } from "antd";
import { useState, type ReactNode } from "react";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

const PURPOSES: readonly Purpose[] = ["investigate", "execute-order", "return-funds", "audit"];

interface Props {
  readonly children: (purpose: Purpose) => ReactNode;
}

/** Give it `key={matter}`. */
export function PurposeGate({ children }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const [chosen, setChosen] = useState<Purpose>("investigate");
  const [given, setGiven] = useState<Purpose | null>(null);
  if (given !== null) return children(given);
  return (
    <form
      className="purpose-gate"
      aria-labelledby="purpose-gate-title"
      onSubmit={(event) => {
        event.preventDefault();
        setGiven(chosen);
      }}
    >
      <h2 id="purpose-gate-title">{t("gate.title")}</h2>
      <Radio.Group
        vertical
        aria-labelledby="purpose-gate-title"
        value={chosen}
        onChange={(event) => setChosen(event.target.value as Purpose)}
        options={PURPOSES.map((value) => ({ value, label: PURPOSE_WORDS[value][language] }))}
      />
      <p className="quiet">{t("gate.how")}</p>
      <div>
        <Button type="primary" htmlType="submit">
          {t("gate.go")}
        </Button>
      </div>
    </form>
  );
}

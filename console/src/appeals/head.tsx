/** The head of any of the three: what it is about, how urgent, where it stands, how long is left, and opening what is masked. */
import type { MatterInFull } from "@duanliu/client";
import { Button } from "antd";
import type { ReactNode } from "react";
import { MatterClock } from "../matter/history.tsx";
import { LevelMark, StateTag } from "../matter/marks.tsx";
import { OpenPersonal } from "../matter/personal.tsx";
import { words } from "./words.ts";

interface Props {
  readonly matter: MatterInFull;
  readonly title: ReactNode;
  readonly marks?: ReactNode;
  /** Whether there is anything to open for a purpose. */
  readonly opens: boolean;
  readonly onBack: () => void;
}

export function Head({ matter, title, marks, opens, onBack }: Props): ReactNode {
  const t = words.useWords();
  return (
    <header className="order-head">
      <div className="order-line">
        <Button className="to-queue" onClick={onBack}>
          ‹ {t("back")}
        </Button>
        <h1>{title}</h1>
        <LevelMark level={matter.level} />
        <StateTag matter={matter} />
        {matter.closedAtMs === null && <MatterClock matter={matter} />}
        {marks}
      </div>
      <div className="order-line">
        <span className="quiet">{matter.serial}</span>
        {opens && <OpenPersonal />}
      </div>
    </header>
  );
}

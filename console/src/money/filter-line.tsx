/** Which transfers are shown: a time, in the zone of the desk, and the least traced amount. What does not read as either changes nothing. */
import type { MoneyTrace } from "@duanliu/client";
import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import { minorOf } from "../words/format.ts";
import { EVERYTHING, spanOf, type FlowFilter } from "./flow.ts";
import { words } from "./words.ts";

interface Props {
  readonly trace: MoneyTrace;
  readonly filter: FlowFilter;
  readonly onFilter: (filter: FlowFilter) => void;
}

/** As the field of a date wants it: local, to the minute. */
function localText(ms: number): string {
  const at = new Date(ms);
  return new Date(ms - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function msOf(text: string): number | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

export function FilterLine({ trace, filter, onFilter }: Props): ReactNode {
  const t = words.useWords();
  const span = spanOf(trace);
  const [amount, setAmount] = useState("");
  const minor = amount.trim() === "" ? "0" : minorOf(amount, trace.currency);
  if (span === null) return null;
  const [min, max] = [localText(span[0]), localText(span[1] + 60_000)];
  return (
    <div className="trace-line" role="group" aria-label={t("filter.title")}>
      <label>
        <span className="quiet">{t("filter.from")}</span>
        <Input
          type="datetime-local"
          min={min}
          max={max}
          value={filter.fromMs === null ? "" : localText(filter.fromMs)}
          onChange={(event) => onFilter({ ...filter, fromMs: msOf(event.target.value) })}
        />
      </label>
      <label>
        <span className="quiet">{t("filter.to")}</span>
        <Input
          type="datetime-local"
          min={min}
          max={max}
          value={filter.toMs === null ? "" : localText(filter.toMs)}
          onChange={(event) => onFilter({ ...filter, toMs: msOf(event.target.value) })}
        />
      </label>
      <label>
        <span className="quiet">
          {t("filter.min")} ({trace.currency})
        </span>
        <Input
          inputMode="decimal"
          className="filter-amount"
          value={amount}
          status={minor === null ? "error" : ""}
          aria-invalid={minor === null}
          placeholder="0"
          onChange={(event) => {
            setAmount(event.target.value);
            const typed = event.target.value.trim() === "" ? "0" : minorOf(event.target.value, trace.currency);
            if (typed !== null) onFilter({ ...filter, minMinor: BigInt(typed) });
          }}
        />
      </label>
      {minor === null && <span role="alert">{t("filter.badAmount")}</span>}
      {filter !== EVERYTHING && (
        <Button
          onClick={() => {
            setAmount("");
            onFilter(EVERYTHING);
          }}
        >
          {t("filter.clear")}
        </Button>
      )}
    </div>
  );
}

/** Proposing a campaign and planning an operation: forms made from what each takes, with series, cases and units to choose from. */
import type { CommandDescription, InputSchema, OperationBody } from "@duanliu/client";
import { Button } from "antd";
import { lazy, Suspense, useMemo, useRef, useState, type ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import { withPatience } from "../matter/patience.ts";
import { useKind, useOrganisations } from "../matter/names.ts";
import { useMatters } from "../matter/use-matters.ts";
import { goTo } from "../place.ts";
import { useSession } from "../session.tsx";
import { targetOf } from "./campaign.ts";
import { fieldsOf, unitsOffered, useCampaignWords } from "./speak.ts";
import { words } from "./words.ts";

const CommandForm = lazy(async () => ({ default: (await import("../matter/command-form.tsx")).CommandForm }));

/** Series and cases that are offered; others can be typed. */
const OFFERED = 100;

interface Opening {
  readonly busy: boolean;
  readonly error: unknown;
  readonly open: (input: unknown) => void;
}

function useOpening(kind: "campaign" | "operation"): Opening {
  const { desk } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const onItsWay = useRef(false);
  const open = (input: unknown): void => {
    if (onItsWay.current) return;
    onItsWay.current = true;
    setBusy(true);
    setError(null);
    withPatience(() => desk.open(kind, input))
      .then(({ id }) => goTo("campaigns", id), setError)
      .finally(() => {
        onItsWay.current = false;
        setBusy(false);
      });
  };
  return { busy, error, open };
}

export function ProposeCampaign({ onBack }: { readonly onBack: () => void }): ReactNode {
  const t = words.useWords();
  const all = useCampaignWords();
  const kind = useKind("campaign");
  const { busy, error, open } = useOpening("campaign");
  const [series] = useMatters("series", { states: ["confirmed", "campaign"], limit: OFFERED });
  const [cases] = useMatters<{ readonly summary?: string }>("case", { open: true, limit: OFFERED });
  const [operations] = useMatters<OperationBody>("operation", { open: true, limit: OFFERED });
  const offers = useMemo(
    () => ({
      series: series.kind === "here" ? series.value.items.map(({ id, serial }) => ({ value: id, label: serial })) : [],
      cases: cases.kind === "here" ? cases.value.items.map(({ id, serial, body }) => ({ value: id, label: `${serial} ${body.summary ?? ""}` })) : [],
      operation: operations.kind === "here" ? operations.value.items.map(({ id, body }) => ({ value: id, label: body.name })) : [],
    }),
    [series, cases, operations],
  );
  return (
    <Frame title={t("newCampaign")} onBack={onBack}>
      {kind === null ? (
        <Loading rows={10} />
      ) : (
        <CommandForm command={kind.opening} fields={fieldsOf(t, all, { offers })} warning={t("now.idea")} busy={busy} error={error} onCancel={onBack} onGive={open} />
      )}
    </Frame>
  );
}

export function PlanOperation({ onBack }: { readonly onBack: () => void }): ReactNode {
  const t = words.useWords();
  const all = useCampaignWords();
  const kind = useKind("operation");
  const organisations = useOrganisations();
  const { busy, error, open } = useOpening("operation");
  const offers = useMemo(() => ({ units: unitsOffered(organisations) }), [organisations]);
  const goals = all?.GOAL_WORDS;
  if (kind === null || goals === undefined) return <Loading rows={10} />;
  const give = (typed: unknown): void => {
    const given = typed as { readonly goals?: readonly { readonly measure?: keyof typeof goals; readonly target?: string }[] };
    open({
      ...given,
      goals: (given.goals ?? []).map(({ measure, target }) => ({
        measure,
        objective: measure === undefined ? undefined : goals[measure].objective,
        // What is no number is sent as it was typed: the answer says what is wrong with it.
        target: targetOf(measure ?? "", target ?? "") ?? target,
      })),
    });
  };
  return (
    <Frame title={t("newOperation")} onBack={onBack}>
      <CommandForm
        command={measured(kind.opening, Object.keys(goals))}
        fields={fieldsOf(t, all, { offers })}
        warning={t("op.noGoalsOf")}
        busy={busy}
        error={error}
        onCancel={onBack}
        onGive={give}
      />
    </Frame>
  );
}

/** The form's goals are chosen from those that are measured; the aim follows from the measure. */
function measured(command: CommandDescription, measures: readonly string[]): CommandDescription {
  const { goals, ...rest } = command.input.properties ?? {};
  const items: InputSchema = { type: "object", properties: { measure: { type: "string", enum: measures }, target: { type: "string" } }, required: ["measure", "target"] };
  return { ...command, input: { ...command.input, properties: { ...rest, goals: { ...goals, items } } } };
}

function Frame({ title, onBack, children }: { readonly title: string; readonly onBack: () => void; readonly children: ReactNode }): ReactNode {
  const t = words.useWords();
  return (
    <>
      <header className="order-head">
        <div className="order-line">
          <Button className="to-queue" onClick={onBack}>
            ‹ {t("back")}
          </Button>
          <h1>{title}</h1>
        </div>
      </header>
      <div className="campaign-form">
        <Suspense fallback={<Loading rows={10} />}>{children}</Suspense>
      </div>
    </>
  );
}

/**
 * One stop or freeze: its clock, its two signatures, what it says, what may be done with it, what happened. A freeze is proposed
 * from the stop that it goes on from, with what that stop says already filled in.
 */
import type { CommandDescription, MatterInFull, MatterKind, Me } from "@duanliu/client";
import { Button } from "antd";
import { lazy, Suspense, useRef, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { History, MatterClock } from "../matter/history.tsx";
import type { Values } from "../matter/input-values.ts";
import { LevelMark, StateTag } from "../matter/marks.tsx";
import { nameOf, useKind, useOrganisations } from "../matter/names.ts";
import { OpenPersonal, Personal, PersonalProvider } from "../matter/personal.tsx";
import { ProblemNote } from "../matter/problem.tsx";
import { useMatter } from "../matter/use-matters.ts";
import { Acts } from "../orders/acts.tsx";
import { Facts } from "../orders/facts.tsx";
import { helpFor, orderFields } from "../orders/fields.ts";
import { Signatures } from "../orders/signatures.tsx";
import { words as orderWords } from "../orders/words.ts";
import { goTo, hashOf } from "../place.ts";
import { useSession } from "../session.tsx";
import type { RootBody, StopBody } from "./stop.ts";
import { words } from "./words.ts";

const CommandForm = lazy(async () => ({ default: (await import("../matter/command-form.tsx")).CommandForm }));

/** Those who enter an appeal for somebody. */
const AT_COUNTERS: ReadonlySet<string> = new Set(["intake", "dissuader", "caseOfficer", "dutyLead"]);

interface Props {
  readonly id: string;
  readonly kind: MatterKind;
  readonly me: Me;
  readonly onBack: () => void;
}

export function OrderScreen({ id, kind, me, onBack }: Props): ReactNode {
  const [matter, again] = useMatter<StopBody>(kind, id);
  if (matter.kind === "loading") return <Loading rows={12} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return (
    <PersonalProvider matter={id} purposes={["execute-order", "investigate", "review-right", "audit"]}>
      <Worked matter={matter.value} me={me} onAgain={again} onBack={onBack} />
    </PersonalProvider>
  );
}

interface WorkedProps {
  readonly matter: MatterInFull<StopBody>;
  readonly me: Me;
  readonly onAgain: () => void;
  readonly onBack: () => void;
}

function Worked({ matter, me, onAgain, onBack }: WorkedProps): ReactNode {
  const t = words.useWords();
  const kind = useKind(matter.kind);
  const organisations = useOrganisations();
  const { body } = matter;
  const root = matter.kind === "stop-payment" ? body.report : matter.parent;
  const officer = me.roles.some(({ id }) => id === "caseOfficer");
  return (
    <>
      <header className="order-head">
        <div className="order-line">
          <Button className="to-queue" onClick={onBack}>
            ‹ {t("back")}
          </Button>
          <h1>
            <Personal of={body.account} />
          </h1>
          <LevelMark level={matter.level} />
          <StateTag matter={matter} />
          <MatterClock matter={matter} />
        </div>
        <div className="order-line">
          <span className="quiet">
            {matter.serial} · {nameOf(organisations, matter.partner)}
          </span>
          {root !== null && <a href={hashOf("stop", root)}>{t("toRoot")}</a>}
          {me.roles.some(({ id }) => AT_COUNTERS.has(id)) && <a href={hashOf("appeals", "new", matter.id)}>{t("toAppeal")}</a>}
          <OpenPersonal />
        </div>
      </header>
      <div className="order-two">
        <div>
          <Signatures matter={matter} />
          <Acts matter={matter} kind={kind} skip={withoutObject(body)} initial={(command) => initialFor(command, body)} onDone={onAgain} />
          {matter.kind === "stop-payment" && matter.state === "stopped" && officer && <ProposeFreeze matter={matter} />}
          <Facts matter={matter} />
        </div>
        <History matter={matter} kind={kind} />
      </div>
    </>
  );
}

/** A form that decides about a request begins with the oldest that waits. */
function initialFor(command: string, body: StopBody): Values | undefined {
  const waiting = (body.allowances ?? []).find((one) => one.decidedAtMs === null);
  return command === "decide-allowance" && waiting !== undefined ? { request: waiting.id } : undefined;
}

/** Commands that there is nothing for at the moment. */
function withoutObject(body: StopBody): ReadonlySet<string> {
  return new Set((body.allowances ?? []).some((one) => one.decidedAtMs === null) ? [] : ["decide-allowance"]);
}

/** The account in full is needed for a new order; opening it is recorded, and said before. */
function ProposeFreeze({ matter }: { readonly matter: MatterInFull<StopBody> }): ReactNode {
  const t = words.useWords();
  const to = orderWords.useWords();
  const kind = useKind("freeze");
  const { desk } = useSession();
  const [initial, setInitial] = useState<Values | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const onItsWay = useRef(false);
  const once = (task: () => Promise<void>): void => {
    if (onItsWay.current) return;
    onItsWay.current = true;
    setBusy(true);
    setError(null);
    task()
      .catch(setError)
      .finally(() => {
        onItsWay.current = false;
        setBusy(false);
      });
  };
  const begin = (): void =>
    once(async () => {
      const { body } = matter;
      const root = body.report.startsWith("cas_") ? null : await desk.show<RootBody>("report", body.report);
      const ofCase = root === null ? body.report : root.body.case;
      if (ofCase === null || ofCase === undefined) throw new Error(t("freeze.noCase"));
      const opened = await desk.openPersonal(matter.id, "investigate");
      const valueOf = (token: string | undefined): string | undefined => opened.find((one) => one.token === token)?.value;
      const held = body.heldMinor ?? body.amountMinor;
      setInitial({
        case: ofCase,
        account: valueOf(body.account.token),
        holderName: valueOf(body.holderName?.token),
        asset: "deposit",
        amountMinor: decimal(held),
        tracedMinor: decimal(held),
        currency: body.currency,
        scope: "amount",
        follows: matter.id,
        trace: matter.id,
        reason: "followed-stop",
      });
    });
  const command: CommandDescription | null = kind === null ? null : kind.opening;
  if (initial === null || command === null)
    return (
      <div className="buttons">
        <Button loading={busy} onClick={begin}>
          {t("freeze.start")}
        </Button>
        <span className="quiet">{t("freeze.how")}</span>
        {error !== null && <ProblemNote error={error} onClose={() => setError(null)} />}
      </div>
    );
  return (
    <Suspense fallback={<Loading rows={4} />}>
      <CommandForm
        command={command}
        fields={orderFields(to)}
        warning={helpFor("freeze", to)}
        busy={busy}
        error={error}
        initial={initial}
        onCancel={() => setInitial(null)}
        onGive={(input) =>
          once(async () => {
            const freeze = await desk.open("freeze", input);
            goTo("stop", freeze.id);
          })
        }
      />
    </Suspense>
  );
}

/** Of currencies with two digits, as the form takes them. */
function decimal(minor: string): string {
  const digits = minor.padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.00$/, "");
}

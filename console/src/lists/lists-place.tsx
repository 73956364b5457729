/**
 * The lists. Whoever reads list entries works on them here: the register, one entry, proposing, importing, taking back. On the
 * machine itself, and for everybody else who may look at screening, the lists are summed up.
 */
import { KINDS, ListingsClient, REGISTER_PARTS, type Me, type RegisterPart } from "@duanliu/client";
import { Button, Segmented } from "antd";
import { lazy, Suspense, useCallback, useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../frame/states.tsx";
import { useKeys, useKeyWords, type KeyTable } from "../keys.ts";
import { goTo } from "../place.ts";
import type { PlaceProps } from "../places.tsx";
import { useMe, useSession } from "../session.tsx";
import { EntryScreen } from "./entry-screen.tsx";
import { RegisterTable } from "./register.tsx";
import { Summary } from "./summary.tsx";
import { words } from "./words.ts";
import "../orders/orders.css";
import "./lists.css";

// Forms and reports come when somebody needs them.
const Propose = lazy(async () => ({ default: (await import("./propose.tsx")).Propose }));
const Import = lazy(async () => ({ default: (await import("./import.tsx")).Import }));
const Imported = lazy(async () => ({ default: (await import("./imported.tsx")).Imported }));
const Receivers = lazy(async () => ({ default: (await import("./receivers.tsx")).Receivers }));
const RuleScreen = lazy(async () => ({ default: (await import("./rule.tsx")).RuleScreen }));

export function ListsPlace({ path }: PlaceProps): ReactNode {
  const me = useMe();
  if (me.kind === "loading") return <Loading rows={10} />;
  // Somebody whose sign-in cannot be asked about still sees what everybody sees.
  const who = me.kind === "here" ? me.value : null;
  return who === null || !has(who, KINDS["list-entry"].readers) ? <OnlySums /> : <Inside me={who} path={path} />;
}

function OnlySums(): ReactNode {
  const { t } = useTranslation();
  return (
    <article className="page">
      <h1>{t("lists.title")}</h1>
      <p className="quiet">{t("lists.intro")}</p>
      <Summary onLook={null} />
    </article>
  );
}

function has(me: Me, roles: readonly string[]): boolean {
  return me.roles.some(({ id }) => roles.includes(id));
}

const TABS = ["entries", "imported", "import", "receivers"] as const;
type TabName = (typeof TABS)[number];
const PROPOSERS = ["analyst", "caseOfficer"];
const IMPORTERS = ["analyst", "dutyLead"];

function tabOf(first: string | undefined): TabName {
  if (first === "imported" || first === "import" || first === "receivers") return first;
  return first === "rule" ? "receivers" : "entries";
}

function Inside({ me, path }: { readonly me: Me; readonly path: readonly string[] }): ReactNode {
  const t = words.useWords();
  const { t: frame } = useTranslation();
  const { client } = useSession();
  const listings = useMemo(() => new ListingsClient(client), [client]);
  const [first, second] = path;
  const proposes = has(me, PROPOSERS);
  const imports = has(me, IMPORTERS);
  const show = useCallback((tab: TabName) => (tab === "entries" ? goTo("lists") : goTo("lists", tab)), []);
  const keys = useMemo(
    (): KeyTable => ({
      ...(proposes ? { p: () => goTo("lists", "new") } : {}),
      ...(imports ? { i: () => goTo("lists", "import") } : {}),
      s: () => goTo("lists", "sign"),
    }),
    [proposes, imports],
  );
  useKeys(keys);
  useKeyWords([
    ...(proposes ? [{ keys: ["p"], words: t("keys.propose") }] : []),
    ...(imports ? [{ keys: ["i"], words: t("keys.import") }] : []),
    { keys: ["s"], words: t("keys.sign") },
  ]);
  const part: RegisterPart = REGISTER_PARTS.find((one) => one === first) ?? "all";
  const tabs = TABS.filter((tab) => tab !== "import" || imports);
  return (
    <div className="lists-place">
      <header className="lists-head">
        <h1>{frame("lists.title")}</h1>
        <nav aria-label={frame("lists.title")}>
          <Segmented<TabName> value={tabOf(first)} onChange={show} options={tabs.map((one) => ({ value: one, label: t(`tabs.${one}`) }))} />
        </nav>
        {proposes && first !== "new" && (
          <Button type="primary" onClick={() => goTo("lists", "new")}>
            {t("propose")} <kbd aria-hidden="true">p</kbd>
          </Button>
        )}
      </header>
      <Suspense fallback={<Loading rows={10} />}>
        {first === "new" ? (
          <Propose onCancel={() => goTo("lists")} />
        ) : first === "imported" ? (
          <Imported listings={listings} list={second ?? null} />
        ) : first === "import" && imports ? (
          <Import listings={listings} />
        ) : first === "receivers" ? (
          <Receivers listings={listings} />
        ) : first === "rule" && second !== undefined ? (
          <RuleScreen key={second} rule={second} listings={listings} me={me} />
        ) : first?.startsWith("lst_") === true ? (
          <EntryScreen key={first} id={first} listings={listings} me={me} />
        ) : (
          <article className="lists-part">
            <p className="quiet">{t("intro")}</p>
            <RegisterTable key={part} listings={listings} part={part} rule={null} />
          </article>
        )}
      </Suspense>
    </div>
  );
}

/**
 * The page of whoever has a code from a notice: they enter it, or it comes behind the `#` of a link, and see their matter.
 * The code lives in memory only, is taken out of the address at once, and is gone when the page is closed.
 */
import { DuanliuClient, MyMatterClient, type MyMatter } from "@duanliu/client";
import { useCallback, useEffect, useMemo, useRef, useState, type FormEvent, type ReactNode } from "react";
import { setServerTime } from "../now.ts";
import { LANGUAGES, firstLanguage, keepLanguage, type Language } from "../words/kept-language.ts";
import { MatterView } from "./matter-view.tsx";
import { sayIn, SayContext, useSay } from "./say.ts";
import { RefusedLine, refusedIn, type Refused } from "./refused.tsx";

const LANGUAGE_WORDS = { zh: "中文", en: "English" } as const;

function takeCode(): string {
  // Not decoded: a code has no signs that an address would change, and what is no code may be anything.
  const code = location.hash.slice(1).replaceAll("%20", " ");
  // It stays in no history.
  if (code !== "") history.replaceState(null, "", location.pathname);
  return code;
}

export function MyPage(): ReactNode {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const say = useMemo(() => sayIn(language), [language]);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = `${say.w.page} · 断流 Duanliu`;
  }, [language, say]);
  const choose = (next: Language): void => {
    keepLanguage(next);
    setLanguage(next);
  };
  return (
    <SayContext value={say}>
      <header className="my-head">
        <span className="my-brand">
          <b>断流</b> Duanliu
        </span>
        <div className="my-choices">
          <div role="group" aria-label={say.w.languages}>
            {LANGUAGES.map((one) => (
              <button key={one} type="button" lang={one} aria-pressed={one === language} onClick={() => choose(one)}>
                {LANGUAGE_WORDS[one]}
              </button>
            ))}
          </div>
          <LookButton />
        </div>
      </header>
      <main className="my">
        <Matter language={language} />
      </main>
      <footer className="my-foot">{say.w.privacy}</footer>
    </SayContext>
  );
}

function LookButton(): ReactNode {
  const { w } = useSay();
  const [look, setLook] = useState(document.documentElement.dataset["look"]);
  const other = look === "dark" ? "light" : "dark";
  const change = (): void => {
    document.documentElement.dataset["look"] = other;
    setLook(other);
  };
  return (
    <button type="button" onClick={change}>
      {w.look[other]}
    </button>
  );
}

function Matter({ language }: { readonly language: Language }): ReactNode {
  const spoken = useRef(language);
  spoken.current = language;
  const [client] = useState(() => new MyMatterClient(new DuanliuClient({ language: () => spoken.current })));
  const [code, setCode] = useState("");
  const [matter, setMatter] = useState<MyMatter | null>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const show = useCallback((seen: MyMatter): void => {
    setServerTime(seen.atMs);
    setMatter(seen);
  }, []);
  const look = useCallback(
    async (wanted: string): Promise<void> => {
      setBusy(true);
      setRefused(null);
      try {
        const seen = await client.look(wanted);
        setCode(wanted);
        show(seen);
      } catch (error) {
        setRefused(refusedIn(error));
      }
      setBusy(false);
    },
    [client, show],
  );
  useEffect(() => {
    const fromLink = (): void => {
      const given = takeCode();
      if (given !== "") void look(given);
    };
    fromLink();
    // The link of another notice, opened in the same window.
    addEventListener("hashchange", fromLink);
    return () => removeEventListener("hashchange", fromLink);
  }, [look]);
  const leave = (): void => {
    setCode("");
    setMatter(null);
    setRefused(null);
  };
  if (matter === null) return <CodeForm busy={busy} refused={refused} onCode={(given) => void look(given)} />;
  return <MatterView key={code} client={client} code={code} matter={matter} busy={busy} refused={refused} onSeen={show} onAgain={() => look(code)} onLeave={leave} />;
}

interface CodeProps {
  readonly busy: boolean;
  readonly refused: Refused | null;
  readonly onCode: (code: string) => void;
}

function CodeForm({ busy, refused, onCode }: CodeProps): ReactNode {
  const { w } = useSay();
  const [typed, setTyped] = useState("");
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim() !== "" && !busy) onCode(typed.trim());
  };
  return (
    <form className="my-sheet my-code" onSubmit={send}>
      <h1>{w.page}</h1>
      <p>{w.intro}</p>
      <label htmlFor="code">{w.code}</label>
      <input
        id="code"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={40}
        aria-describedby="code-how code-refused"
      />
      <p id="code-how" className="quiet">
        {w.codeHow}
      </p>
      <div id="code-refused" role="alert">
        <RefusedLine refused={refused} />
      </div>
      <button type="submit" className="first" disabled={busy}>
        {busy ? w.opening : w.open}
      </button>
    </form>
  );
}

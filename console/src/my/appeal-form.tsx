/** Objecting: why, in one's own words, papers, and a number for the answer. Only the first is needed. */
import type { PaperGiven } from "@duanliu/client";
import { useState, type ReactNode } from "react";
import { ContactField, FormSheet, StatementField, type FormProps } from "./form.tsx";
import { PapersField, papersSent, spoken } from "./papers-field.tsx";
import { useSay } from "./say.ts";
import { words } from "./words.ts";

type Ground = keyof typeof words.en.ground;
const GROUNDS = Object.keys(words.en.ground) as readonly Ground[];

export function AppealForm({ client, code, matter, ask }: FormProps): ReactNode {
  const { w, of } = useSay();
  const [grounds, setGrounds] = useState<readonly Ground[]>([]);
  const [statement, setStatement] = useState("");
  const [contact, setContact] = useState("");
  const [papers, setPapers] = useState<readonly PaperGiven[]>([]);
  const send = (): Promise<unknown> =>
    ask(() => client.appeal(code, { grounds, statement: spoken(statement), contact: spoken(contact), papers: papersSent(papers) }), w.appeal.sent);
  const helpful = matter.remedy?.papers ?? [];
  return (
    <FormSheet id="appeal" title={w.appeal.title} send={w.appeal.send} lacking={grounds.length === 0 ? w.appeal.needed : null} onSend={send}>
      <fieldset>
        <legend>{w.appeal.grounds}</legend>
        {GROUNDS.map((ground) => (
          <label key={ground} className="choice">
            <input
              type="checkbox"
              checked={grounds.includes(ground)}
              onChange={({ target }) => setGrounds(target.checked ? [...grounds, ground] : grounds.filter((one) => one !== ground))}
            />
            <span>{w.ground[ground]}</span>
          </label>
        ))}
      </fieldset>
      <StatementField value={statement} onChange={setStatement} />
      {helpful.length > 0 && (
        <p className="quiet">
          {w.appeal.helps}: {helpful.map(of).join(" · ")}
        </p>
      )}
      <PapersField papers={papers} onChange={setPapers} />
      <ContactField value={contact} onChange={setContact} />
    </FormSheet>
  );
}

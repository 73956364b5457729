/** Complaining about how something was done: what it is about, and whatever somebody wants to say and show. */
import type { PaperGiven } from "@duanliu/client";
import { useState, type ReactNode } from "react";
import { ContactField, FormSheet, StatementField, type FormProps } from "./form.tsx";
import { PapersField, papersSent, spoken } from "./papers-field.tsx";
import { useSay } from "./say.ts";
import { words } from "./words.ts";

type Subject = keyof typeof words.en.subject;
const SUBJECTS = Object.keys(words.en.subject) as readonly Subject[];

export function ComplaintForm({ client, code, ask }: FormProps): ReactNode {
  const { w } = useSay();
  const [subject, setSubject] = useState<Subject>("conduct");
  const [statement, setStatement] = useState("");
  const [contact, setContact] = useState("");
  const [papers, setPapers] = useState<readonly PaperGiven[]>([]);
  const send = async (): Promise<void> => {
    const given = { subject, statement: spoken(statement), contact: spoken(contact), papers: papersSent(papers) };
    if (!(await ask(() => client.complain(code, given), w.complain.sent))) return;
    setStatement("");
    setPapers([]);
  };
  return (
    <FormSheet id="complain" title={w.complain.title} send={w.complain.send} lacking={null} folded onSend={send}>
      <label htmlFor="subject">{w.complain.subject}</label>
      <select id="subject" value={subject} onChange={({ target }) => setSubject(target.value as Subject)}>
        {SUBJECTS.map((one) => (
          <option key={one} value={one}>
            {w.subject[one]}
          </option>
        ))}
      </select>
      <StatementField value={statement} onChange={setStatement} />
      <PapersField papers={papers} onChange={setPapers} />
      <ContactField value={contact} onChange={setContact} />
    </FormSheet>
  );
}

/**
 * The editor of rules: CodeMirror with JSON and whatever the check route says marked where it is. Loaded when somebody edits.
 * It keeps no text: whoever draws it is told of every change, and the platform's checker is the only judge.
 */
import { json } from "@codemirror/lang-json";
import { lintGutter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import type { Finding } from "@duanliu/client";
import { basicSetup, EditorView } from "codemirror";
import { useEffect, useRef, type ReactNode } from "react";
import { languageNow } from "../words/language.ts";

interface Props {
  readonly label: string;
  /** What the editor begins with; a new `key` begins anew. */
  readonly initial: string;
  readonly readOnly: boolean;
  readonly findings: readonly Finding[];
  readonly onText: (text: string) => void;
  /** A place to go to; each new value goes once. */
  readonly goTo: { readonly from: number } | null;
}

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "12.5px" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace", lineHeight: "1.5" },
});

export function Editor({ label, initial, readOnly, findings, onText, goTo }: Props): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const now = useRef(onText);
  now.current = onText;
  useEffect(() => {
    const parent = box.current;
    if (parent === null) return;
    const made = new EditorView({
      parent,
      doc: initial,
      extensions: [
        basicSetup,
        json(),
        look,
        lintGutter(),
        // In the order of the keys, also where nothing may be typed: whoever reads has to scroll.
        EditorView.contentAttributes.of({ "aria-label": label, "aria-multiline": "true", tabindex: "0" }),
        EditorView.editable.of(!readOnly),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) now.current(update.state.doc.toString());
        }),
      ],
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
    // The text is the editor's own once it has begun.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [readOnly, label]);
  // Findings are asked for elsewhere, once for both files; here they are laid onto the text, and move with it as one types.
  useEffect(() => {
    const editor = view.current;
    if (editor !== null) editor.dispatch(setDiagnostics(editor.state, marksOf(findings, editor.state.doc.length)));
  }, [findings]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null || goTo === null) return;
    const at = Math.min(goTo.from, editor.state.doc.length);
    editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    editor.focus();
  }, [goTo]);
  return <div ref={box} className="rule-editor" />;
}

function marksOf(findings: readonly Finding[], length: number): readonly Diagnostic[] {
  const language = languageNow();
  return findings.map(({ from, to, severity, message }) => ({ from: Math.min(from, length), to: Math.min(to, length), severity, message: message[language] }));
}

/** Starts the console: language, theme, session, frame. */
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { Session } from "./session.tsx";
import { startLanguage } from "./words/language.ts";
import "./style.css";

await startLanguage();
const root = document.getElementById("root");
if (root === null) throw new Error("bug: the page has no root");
createRoot(root).render(<App session={new Session()} />);

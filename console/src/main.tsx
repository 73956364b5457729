/** Starts the console: look and language, then the frame with its session, or one of the pages before the door. */
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { Door, doorPageOf } from "./door/door.tsx";
import { Session } from "./session.tsx";
import { startLook } from "./theme.ts";
import { startLanguage } from "./words/language.ts";
import "./style.css";
import "./matter/matter.css";

startLook();
await startLanguage();
const root = document.getElementById("root");
if (root === null) throw new Error("bug: the page has no root");
const page = doorPageOf(location.pathname);
createRoot(root).render(page === null ? <App session={new Session()} /> : <Door page={page} />);

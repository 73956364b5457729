/** Starts the console: look and language, then the frame with its session, or one of the pages before the door. */
import { createRoot } from "react-dom/client";
import { doorPageOf } from "./door/door-pages.ts";
import { startLook } from "./theme.ts";
import { startLanguage } from "./words/language.ts";
import "./look.css";
import "./style.css";
import "./matter/matter.css";

startLook();
await startLanguage();
const root = document.getElementById("root");
if (root === null) throw new Error("bug: the page has no root");
const page = doorPageOf(location.pathname);
// Whoever is inside needs no forms of the door, and the other way round.
if (page === null) {
  const [{ App }, { Session }] = await Promise.all([import("./app.tsx"), import("./session.tsx")]);
  createRoot(root).render(<App session={new Session()} />);
} else {
  const { Door } = await import("./door/door.tsx");
  createRoot(root).render(<Door page={page} />);
}

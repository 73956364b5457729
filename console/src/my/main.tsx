/** Starts the public page: language and look, then the page. Nothing of the desk is loaded here. */
import { createRoot } from "react-dom/client";
import { MyPage } from "./my-page.tsx";
import "../look.css";
import "./my.css";

const root = document.getElementById("root");
if (root === null) throw new Error("bug: the page has no root");
document.documentElement.dataset["look"] = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
createRoot(root).render(<MyPage />);

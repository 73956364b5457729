/**
 * The two looks of the console: the desk (light) and the wall (dark), the same neutral greys and one ink blue for what can be
 * pressed. The one chosen last is remembered; before that, the system's. Colours of our own are variables in style.css.
 */
import { theme, type ThemeConfig } from "antd";
import { useSyncExternalStore } from "react";

export const LOOKS = ["light", "dark"] as const;
export type Look = (typeof LOOKS)[number];

const KEPT_UNDER = "duanliu.look";
const CHANGED = "duanliu-look";

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT_UNDER);
  } catch {
    // A browser may forbid storage; the choice then lasts as long as the page.
    return null;
  }
}

function firstLook(): Look {
  const chosen = kept();
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function lookNow(): Look {
  return document.documentElement.dataset["look"] === "dark" ? "dark" : "light";
}

export function startLook(): void {
  document.documentElement.dataset["look"] = firstLook();
}

export function chooseLook(look: Look): void {
  try {
    localStorage.setItem(KEPT_UNDER, look);
  } catch {
    // See `kept`.
  }
  document.documentElement.dataset["look"] = look;
  dispatchEvent(new Event(CHANGED));
}

const watch = (watcher: () => void): (() => void) => {
  addEventListener(CHANGED, watcher);
  return () => removeEventListener(CHANGED, watcher);
};

export function useLook(): Look {
  return useSyncExternalStore(watch, lookNow);
}

const shared = { borderRadius: 3, fontSize: 13, fontFamily: "inherit", motion: false } as const;

const desk: ThemeConfig = {
  token: {
    ...shared,
    colorPrimary: "#1f4e8c",
    colorError: "#b3261e",
    colorLink: "#1f4e8c",
    colorText: "#1c2330",
    colorTextSecondary: "#4c566a",
    colorTextTertiary: "#5f6b7e",
    colorTextPlaceholder: "#6b7688",
    colorBorder: "#c3cad5",
    colorBorderSecondary: "#e3e7ed",
    colorBgLayout: "#f3f5f8",
    boxShadow: "0 4px 16px rgba(28,35,48,0.14)",
    boxShadowSecondary: "0 4px 16px rgba(28,35,48,0.14)",
  },
  components: {
    Table: { headerBg: "#f3f5f8", headerColor: "#4c566a", cellPaddingBlockSM: 5, cellPaddingInlineSM: 8, rowHoverBg: "#f6f8fb" },
  },
};

const wall: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...shared,
    // White stands on it, and it stands on the sheet.
    colorPrimary: "#3d72b8",
    colorError: "#ff8a80",
    colorLink: "#8db8f0",
    colorText: "#e4e9f1",
    colorTextSecondary: "#b3bdcc",
    colorTextTertiary: "#9aa6b8",
    colorTextPlaceholder: "#8a96a8",
    colorBorder: "#46536a",
    colorBorderSecondary: "#2b3547",
    colorBgLayout: "#0f141d",
    colorBgContainer: "#171e2a",
    colorBgElevated: "#1e2736",
    boxShadow: "0 4px 16px rgba(0,0,0,0.5)",
    boxShadowSecondary: "0 4px 16px rgba(0,0,0,0.5)",
  },
  components: {
    Table: { headerBg: "#1b2330", headerColor: "#b3bdcc", cellPaddingBlockSM: 5, cellPaddingInlineSM: 8, rowHoverBg: "#1e2736" },
  },
};

export const THEMES: Readonly<Record<Look, ThemeConfig>> = { light: desk, dark: wall };

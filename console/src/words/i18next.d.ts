/** Tells i18next our keys, so that a word that does not exist does not compile. */
import type { en } from "./en.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

/** Words of campaigns, leads and special operations at the console: the queue, the screens, forms, and what is said before an act. */
import { placeWords } from "../words/place-words.ts";
import { en } from "./words-en.ts";
import { zh } from "./words-zh.ts";

export const words = placeWords("campaigns", { en, zh });

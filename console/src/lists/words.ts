/** Words of the lists: the register, one entry, proposing, importing, and taking back. */
import { placeWords } from "../words/place-words.ts";
import { en } from "./words-en.ts";
import { zh } from "./words-zh.ts";

export const words = placeWords("lists", { en, zh });

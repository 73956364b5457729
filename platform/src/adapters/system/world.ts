/** The real time, chance and identity. The only place that may ask the machine for them. */
import type { World } from "../../base/world.ts";
import { drawBytes } from "./random.ts";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** ULID (github.com/ulid/spec): 48 bits of time and 80 of chance, so that ids sort by when they were made. */
function ulid(nowMs: number): string {
  let time = "";
  for (let t = nowMs, i = 0; i < 10; i++, t = Math.floor(t / 32)) time = ALPHABET[t % 32] + time;
  let chance = "";
  for (const byte of drawBytes(16)) chance += ALPHABET[byte & 31];
  return time + chance;
}

export const systemWorld: World = {
  nowMs: () => Date.now(),
  chance: () => Math.random(),
  newId: (prefix) => `${prefix}_${ulid(Date.now())}`,
  at(atMs, task) {
    const timer = setTimeout(task, Math.max(0, atMs - Date.now()));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/**
 * The few most recent members of something, with the moment each was last seen: exact small counts (three phones on one
 * device, four callers of one block) where a bitmap would be too blunt. A full set gives up its oldest member, so a count
 * never exceeds the places. Members are 16-bit tags (two in 65,536 look alike); moments are 16 bits of minutes or hours,
 * so a row must clear its sets after a silence as long as the window (`rollRecent`).
 */

/** A member's tag, never 0, because an empty place is 0. Takes a hash; the low word of a key that is no number is one. */
export function tag16(hash: number): number {
  const tag = hash >>> 16;
  return tag === 0 ? 1 : tag;
}

/** Units between a place's moment and now, on the circle of 16 bits. */
function ageOf(word: number, now: number): number {
  return (now - word) & 0xffff;
}

/** Empties the set after `silence` units without an event, if every member must be older than the window. */
export function rollRecent(u: Int32Array, at: number, words: number, silence: number, window: number): void {
  if (silence >= window) for (let k = at; k < at + words; k++) u[k] = 0;
}

/**
 * Enters `tag`, last seen at `seen`, and frees places older than the window. `now` and `seen` count the same unit;
 * a member counts while fewer than `window` units lie between.
 */
export function enterRecent(u: Int32Array, at: number, places: number, tag: number, seen: number, now: number, window: number): void {
  let free = -1;
  let oldest = -1;
  let oldestAge = now - seen;
  if (oldestAge >= window) return;
  for (let i = at; i < at + places; i++) {
    const w = u[i];
    if (w === 0) {
      if (free < 0) free = i;
      continue;
    }
    const age = ageOf(w, now);
    if (w >>> 16 === tag) {
      if (age >= now - seen) u[i] = (tag << 16) | (seen & 0xffff);
      return;
    }
    if (age >= window) {
      u[i] = 0;
      if (free < 0) free = i;
    } else if (age > oldestAge) {
      oldest = i;
      oldestAge = age;
    }
  }
  if (free < 0) free = oldest;
  // A member older than all that are held would be the next to go, so it never enters a full set.
  if (free >= 0) u[free] = (tag << 16) | (seen & 0xffff);
}

/** Members seen fewer than `window` units ago. */
export function countRecent(u: Int32Array, at: number, places: number, now: number, window: number): number {
  let n = 0;
  for (let i = at; i < at + places; i++) {
    const w = u[i];
    if (w !== 0 && ageOf(w, now) < window) n++;
  }
  return n;
}

/** Frees places older than the window. Called whenever a row's moment moves on, so that 16 bits are enough. */
export function purgeRecent(u: Int32Array, at: number, places: number, now: number, window: number): void {
  for (let i = at; i < at + places; i++) {
    const w = u[i];
    if (w !== 0 && ageOf(w, now) >= window) u[i] = 0;
  }
}

// Members with two groups: two words a place. First: tag and moment as above. Second: group A high, group B low; 0 = none.

/** As `enterRecent`, for members with groups. A known group replaces an older one; an unknown one does not. */
export function enterGrouped(u: Int32Array, at: number, places: number, tag: number, groups: number, seen: number, now: number, window: number): void {
  let free = -1;
  let oldest = -1;
  let oldestAge = now - seen;
  if (oldestAge >= window) return;
  for (let i = at; i < at + 2 * places; i += 2) {
    const w = u[i];
    if (w === 0) {
      if (free < 0) free = i;
      continue;
    }
    const age = ageOf(w, now);
    if (age >= window) {
      u[i] = 0;
      if (free < 0) free = i;
    } else if (w >>> 16 === tag) {
      if (age < now - seen) return;
      u[i] = (tag << 16) | (seen & 0xffff);
      const before = u[i + 1];
      u[i + 1] = ((groups & 0xffff0000) === 0 ? before & 0xffff0000 : groups & 0xffff0000) | ((groups & 0xffff) === 0 ? before & 0xffff : groups & 0xffff);
      return;
    } else if (age > oldestAge) {
      oldest = i;
      oldestAge = age;
    }
  }
  if (free < 0) free = oldest;
  if (free < 0) return;
  u[free] = (tag << 16) | (seen & 0xffff);
  u[free + 1] = groups;
}

/** Members within the window that share group A or group B with `groups`. */
export function countGrouped(u: Int32Array, at: number, places: number, groups: number, now: number, window: number): number {
  let n = 0;
  for (let i = at; i < at + 2 * places; i += 2) {
    const w = u[i];
    if (w === 0 || ageOf(w, now) >= window) continue;
    const same = groups ^ u[i + 1];
    if (((same & 0xffff0000) === 0 && (groups & 0xffff0000) !== 0) || ((same & 0xffff) === 0 && (groups & 0xffff) !== 0)) n++;
  }
  return n;
}

/** Bugs stop here. An assertion that fails is never shown to a user as a problem of theirs. */

/** For the `default` of a switch over a union: adding a case without handling it does not compile. */
export function unreachable(value: never): never {
  throw new Error(`bug: unhandled case ${JSON.stringify(value)}`);
}

export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`bug: ${what}`);
}

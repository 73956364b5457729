// Every limit of the rule language and of rulepacks, with its reason. A rule set is data that strangers may hand in, so
// nothing here is open-ended: what exceeds a limit is refused with a problem, never cut silently.

/** Limits on rule text and rulepacks. Counts are of UTF-16 units, nodes or entries as named. */
export interface RuleLimits {
  readonly expressionCharsMax: number;
  readonly nestingMax: number;
  readonly nodesMax: number;
  readonly listItemsMax: number;
  readonly packsMax: number;
  readonly packCharsMax: number;
  readonly rulesPerPackMax: number;
  readonly examplesPerPackMax: number;
  readonly problemsMax: number;
}

export const ruleLimits: RuleLimits = {
  // The longest hand-written rule we know of has about 400 characters; beyond 2,000 nobody can review it.
  expressionCharsMax: 2_000,
  // Brackets inside brackets: 24 keeps every recursive walk far from the stack's end and is past what a person can read.
  nestingMax: 24,
  // Keeps one generated condition small enough that the engine optimises the function it sits in.
  nodesMax: 200,
  // A longer list belongs into an intel list, which is looked up and not compared one by one.
  listItemsMax: 64,
  packsMax: 64,
  // 4 Mi characters of JSON hold about 4,000 rules with both languages.
  packCharsMax: 4 * 1024 * 1024,
  rulesPerPackMax: 2_000,
  examplesPerPackMax: 10_000,
  // A broken generator makes thousands of equal mistakes; the first two hundred tell the story.
  problemsMax: 200,
};

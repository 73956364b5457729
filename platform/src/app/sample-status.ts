/** What of the traffic on show is real and what is simulated; the console says so on every page. */
export interface SampleStatus {
  readonly running: boolean;
  readonly seed: number;
  readonly perSecond: number;
  /** Real reference data in use: name, source package, number of entries. */
  readonly real: readonly { readonly zh: string; readonly en: string; readonly source: string; readonly count: number }[];
  readonly simulated: readonly { readonly zh: string; readonly en: string }[];
}

export const NO_SAMPLE: SampleStatus = { running: false, seed: 0, perSecond: 0, real: [], simulated: [] };

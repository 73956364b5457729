/** The one place where a problem becomes an RFC 9457 document. */
import { PROBLEMS, ProblemError, type Problem } from "../base/problem.ts";

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly at?: Problem["at"];
  readonly value?: string;
  readonly expected?: string;
}

export function problemDocument(problem: Problem, acceptLanguage: string | undefined): ProblemDocument {
  const entry = PROBLEMS[problem.code];
  const { zh, en } = entry.title;
  return {
    type: `urn:duanliu:problem:${problem.code}`,
    title: /^\s*zh/i.test(acceptLanguage ?? "") ? zh : en,
    status: entry.status,
    detail: problem.detail,
    code: problem.code,
    ...(problem.at === undefined ? {} : { at: problem.at }),
    ...(problem.value === undefined ? {} : { value: problem.value }),
    ...(problem.expected === undefined ? {} : { expected: problem.expected }),
  };
}

/** A problem for whatever was thrown: a bug is said to be one, without its inside. */
export function problemOf(error: unknown): { readonly problem: Problem; readonly status: number; readonly bug: boolean } {
  if (error instanceof ProblemError) return { problem: error.problem, status: PROBLEMS[error.problem.code].status, bug: false };
  const status = (error as { statusCode?: number } | null | undefined)?.statusCode;
  const known = (problem: Problem): ReturnType<typeof problemOf> => ({ problem, status: PROBLEMS[problem.code].status, bug: problem.code === "bug" });
  if (status === 413) return known({ code: "too-large", detail: "the body is larger than this route accepts" });
  if (status === 415) return known({ code: "unsupported-media", detail: "send application/json or application/x-ndjson" });
  if (status !== undefined && status >= 400 && status < 500) return known({ code: "malformed-input", detail: (error as Error).message });
  return known({ code: "bug", detail: "something went wrong inside; it is in the server's log" });
}

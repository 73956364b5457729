/**
 * Expected things that go wrong. A `Malformed` is a refused value; a `Problem` is what a person or a calling program is
 * told. Every problem has a code in one catalogue, from which the HTTP documents, the exit codes and the docs are made.
 */
export interface Malformed {
  readonly kind: "malformed";
  /** The value, shortened: enough to find it, too little to leak it. */
  readonly what: string;
  readonly expected: string;
}

/** At most 40 characters of a refused value; the rest is counted, not shown. */
export function shorten(value: unknown, max = 40): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const clean = text.replace(/[\u0000-\u001f\u007f]/g, "\u00b7");
  return clean.length <= max ? clean : `${clean.slice(0, max)}… (${clean.length} characters)`;
}

export function malformed(value: unknown, expected: string): Malformed {
  return { kind: "malformed", what: shorten(value), expected };
}

export function isMalformed(value: unknown): value is Malformed {
  return typeof value === "object" && value !== null && (value as Malformed).kind === "malformed";
}

interface ProblemEntry {
  /** HTTP status of the RFC 9457 document. */
  readonly status: number;
  /** Exit code of a command that ends with it; one per kind of failure (docs/reference/problems.md). */
  readonly exit: number;
  readonly title: { readonly zh: string; readonly en: string };
}

export const PROBLEMS = {
  "some-events-refused": { status: 422, exit: 2, title: { zh: "部分事件未被接收", en: "Some events were refused" } },
  "bad-arguments": { status: 400, exit: 64, title: { zh: "参数有误", en: "The arguments are wrong" } },
  "malformed-input": { status: 400, exit: 65, title: { zh: "输入格式有误", en: "The input is malformed" } },
  "input-missing": { status: 404, exit: 66, title: { zh: "找不到输入", en: "The input is missing" } },
  "not-found": { status: 404, exit: 66, title: { zh: "没有找到", en: "Not found" } },
  "too-large": { status: 413, exit: 69, title: { zh: "超过上限", en: "Larger than the limit" } },
  overloaded: { status: 503, exit: 75, title: { zh: "系统繁忙，请稍后重试", en: "Busy: try again shortly" } },
  "unsupported-media": { status: 415, exit: 65, title: { zh: "不支持的内容类型", en: "Content type not supported" } },
  "method-not-allowed": { status: 405, exit: 64, title: { zh: "不支持的方法", en: "Method not allowed" } },
  "cross-origin": { status: 403, exit: 77, title: { zh: "拒绝跨站请求", en: "Cross-site request refused" } },
  "rulepack-invalid": { status: 422, exit: 78, title: { zh: "规则包有误", en: "The rulepack is invalid" } },
  "config-invalid": { status: 500, exit: 78, title: { zh: "配置有误", en: "The configuration is invalid" } },
  "model-invalid": { status: 500, exit: 70, title: { zh: "模型文件有误", en: "A model file is invalid" } },
  "log-damaged": { status: 500, exit: 74, title: { zh: "事件日志损坏", en: "The event log is damaged" } },
  "log-busy": { status: 503, exit: 73, title: { zh: "日志正被另一进程使用", en: "The log is in use by another process" } },
  "store-unreachable": { status: 503, exit: 74, title: { zh: "数据库无法访问", en: "The database cannot be reached" } },
  "store-busy": { status: 503, exit: 73, title: { zh: "数据库正被另一进程使用", en: "The database is in use by another process" } },
  "store-invalid": { status: 500, exit: 78, title: { zh: "数据库与本版本不符", en: "The database does not fit this version" } },
  "keys-invalid": { status: 500, exit: 78, title: { zh: "密钥缺失或不符", en: "The keys are missing or do not fit" } },
  "not-signed-in": { status: 401, exit: 77, title: { zh: "请先登录", en: "Sign in first" } },
  "not-allowed": { status: 403, exit: 77, title: { zh: "没有权限", en: "Not allowed" } },
  "provider-unreachable": { status: 503, exit: 75, title: { zh: "统一身份认证服务无法访问", en: "The identity provider cannot be reached" } },
  "too-many-attempts": { status: 429, exit: 75, title: { zh: "尝试过多，请稍后再试", en: "Too many attempts: try again later" } },
  "not-now": { status: 409, exit: 65, title: { zh: "当前状态下不能这样做", en: "Not possible in the present state" } },
  "changed-meanwhile": { status: 409, exit: 75, title: { zh: "内容已被他人更改", en: "Somebody else has changed it meanwhile" } },
  "limit-of-law": { status: 409, exit: 65, title: { zh: "超出法定限制", en: "Beyond what the law allows" } },
  "purpose-missing": { status: 403, exit: 77, title: { zh: "须说明事项和用途", en: "A matter and a purpose are needed" } },
  "profile-invalid": { status: 500, exit: 78, title: { zh: "法域配置有误", en: "The jurisdiction profile is invalid" } },
  "audit-broken": { status: 500, exit: 74, title: { zh: "审计链不完整", en: "The audit chain is broken" } },
  "auditor-spoke": { status: 500, exit: 76, title: { zh: "演练审计者有发现", en: "An auditor of the simulated town spoke" } },
  "write-failed": { status: 507, exit: 74, title: { zh: "写入失败", en: "Writing failed" } },
  bug: { status: 500, exit: 70, title: { zh: "程序内部错误", en: "A bug" } },
  "port-in-use": { status: 500, exit: 71, title: { zh: "端口已被占用", en: "The port is in use" } },
} as const satisfies Record<string, ProblemEntry>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface Problem {
  readonly code: ProblemCode;
  readonly detail: string;
  /** Where: a file, a line, a field, as far as known. */
  readonly at?: { readonly file?: string; readonly line?: number; readonly field?: string };
  readonly value?: string;
  readonly expected?: string;
}

/** Carries a problem up to the one place that shows it. Not for bugs. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

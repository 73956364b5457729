/**
 * What a busy hour does to the screens: people who are pushed by messages and led to imitated sites, and reports with money that
 * may still be stopped, sent through the public interface at a steady pace. Made of a count, so that two runs send the same.
 */
import { setTimeout as sleep } from "node:timers/promises";

const EVERY_MS = 100;
const SCRIPTS = [
  "【客服】您的包裹丢失，点击 http://refund-center.example 填写银行卡号办理双倍理赔",
  "您好，我是平台客服，您误开了百万保障，不取消每月扣费，请点击 http://refund-center.example 填写银行卡号和验证码",
  "Your parcel was lost. Open http://refund-center.example and enter your card number and the code for a double refund",
];

export interface ConsoleLoad {
  /** Events that were judged so far. */
  readonly sent: () => number;
  readonly reports: () => number;
  /** Batches that were refused or came too late for the next one to wait for. */
  readonly faults: () => number;
  stop(): Promise<void>;
}

/** Of four events two are messages that are held, one is a visit that is warned of, and one is an ordinary call. */
function eventOf(n: number, run: string): object {
  const person = `+8615${String(400_000_000 + n).padStart(9, "0")}`;
  const about = { id: `${run}-${n}`, occurredAt: new Date().toISOString() };
  switch (n % 4) {
    case 0:
    case 2:
      return { ...about, kind: "message", from: "15400000002", to: person, text: SCRIPTS[n % SCRIPTS.length] };
    case 1:
      return { ...about, kind: "visit", subject: person, url: "http://metamask-wallet-restore.com/a", device: `dev_${n}`, via: "message", domainAgeDays: 3, licensed: false };
    default:
      return { ...about, kind: "call", from: `+8615${String(300_000_000 + n)}`, to: person, answered: true, durationMs: 40_000, ringMs: 6_000, origin: "mobile", contact: true };
  }
}

function reportOf(n: number, run: number): object {
  const card = (i: number): string => `62220${String((run % 10_000) * 100_000 + n * 10 + i).padStart(14, "0")}`;
  return {
    input: {
      channel: "hotline",
      role: "victim",
      reporter: { number: `+8613${String(800_000_000 + n)}` },
      payments: [1, 2, 3].map((i) => ({
        from: `ICBC:${card(0)}`,
        to: `${["ABC", "CCB", "ICBC"][i % 3]}:${card(i)}`,
        toName: "王某",
        amountMinor: String(1_000_000 * i),
        currency: "CNY",
        paidAt: new Date(Date.now() - 10 * 60_000).toISOString(),
      })),
    },
  };
}

/** Runs until stopped. `cookie` is of somebody who takes reports. */
export function startConsoleLoad(address: string, perSecond: number, cookie: string): ConsoleLoad {
  const startedMs = Date.now();
  const run = `load-${startedMs.toString(36)}`;
  let n = 0;
  let answered = 0;
  let reports = 0;
  let faults = 0;
  let running = true;
  const post = async (route: string, type: string, body: string): Promise<boolean> => {
    const answer = await fetch(`${address}${route}`, { method: "POST", headers: { "content-type": type, cookie }, body }).catch(() => null);
    await answer?.text();
    if (answer?.ok !== true) faults++;
    return answer?.ok === true;
  };
  const events = async (): Promise<void> => {
    for (let tick = 1; running; tick++) {
      const wanted = Math.floor((tick * EVERY_MS * perSecond) / 1_000);
      const lines: string[] = [];
      while (n < wanted) lines.push(`${JSON.stringify(eventOf(n++, run))}\n`);
      // Not waited for: a slow answer must not make the load lighter.
      void post("/v1/events", "application/x-ndjson", lines.join("")).then((good) => (answered += good ? lines.length : 0));
      // One step after the other, in time.
      // oxlint-disable-next-line no-await-in-loop
      await sleep(Math.max(0, startedMs + tick * EVERY_MS - Date.now()));
    }
  };
  const calls = async (): Promise<void> => {
    while (running) {
      // oxlint-disable-next-line no-await-in-loop
      if (await post("/v1/reports", "application/json", JSON.stringify(reportOf(reports, startedMs)))) reports++;
      // oxlint-disable-next-line no-await-in-loop
      await sleep(1_000);
    }
  };
  const both = Promise.all([events(), calls()]);
  return {
    sent: () => answered,
    reports: () => reports,
    faults: () => faults,
    async stop() {
      running = false;
      await both;
    },
  };
}

/**
 * Events in, verdicts out. One event or a list as JSON, any number as NDJSON: the answer streams while the request does,
 * one line for each line that is not blank, in order. Nothing is answered before it is durable. A sender that is faster
 * than the disk, or that does not read its answers, is slowed down, not dropped.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ProblemError } from "../base/problem.ts";
import { LIMITS } from "../app/limits.ts";
import type { AnswerPiece, Service } from "../app/service.ts";
import type { LineRefusal } from "../domain/decode-event.ts";
import { problemDocument, problemOf } from "./problem-document.ts";

const encoder = new TextEncoder();
/** Pieces of an answer that wait for the disk or the client, per stream. */
const PIECES_MAX = 64;
/** Events of one JSON list; more belong into NDJSON, which streams. */
export const JSON_EVENTS_MAX = 10_000;

export function refusalLine(r: LineRefusal): string {
  return `${JSON.stringify({ refused: { line: r.line, field: r.field, value: r.what, expected: r.expected } })}\n`;
}

/** The answer's bytes, or the refusal that it turned out to be. */
async function outcome(piece: AnswerPiece): Promise<Uint8Array | LineRefusal> {
  switch (piece.kind) {
    case "verdicts":
      return piece.bytes;
    case "repeated":
      return piece.answer;
    case "refused":
      return piece.problem;
  }
}

async function pieceBytes(piece: AnswerPiece): Promise<Uint8Array> {
  const found = await outcome(piece);
  return found instanceof Uint8Array ? found : encoder.encode(refusalLine(found));
}

/** Judges one event or a list of them. Returns verdicts as JSON text. Throws `malformed-input` for a refused single event. */
export async function judgeJson(service: Service, body: unknown): Promise<string> {
  const list = Array.isArray(body);
  const events: readonly unknown[] = list ? body : [body];
  if (events.length > JSON_EVENTS_MAX) throw new ProblemError({ code: "too-large", detail: `${events.length} events; at most ${JSON_EVENTS_MAX} in one list, or send NDJSON` });
  service.admit();
  const pieces = service.judgeNow(encoder.encode(`${events.map((e) => JSON.stringify(e)).join("\n")}\n`));
  if (!list) {
    const [piece] = pieces;
    if (piece === undefined) throw new ProblemError({ code: "malformed-input", detail: "no event in the body", expected: "one event as a JSON object" });
    const found = await outcome(piece);
    if (!(found instanceof Uint8Array)) {
      const { field, what, expected } = found;
      throw new ProblemError({ code: "malformed-input", detail: `${field === "" ? "the event" : field}: "${what}"; expected ${expected}`, at: { field }, value: what, expected });
    }
    return decoder.decode(found).trimEnd();
  }
  const parts = await Promise.all(
    pieces.map(async (piece) =>
      decoder
        .decode(await pieceBytes(piece))
        .trimEnd()
        .split("\n")
        .join(","),
    ),
  );
  return `[${parts.join(",")}]`;
}

const decoder = new TextDecoder();

/**
 * Streams NDJSON through the service. Throws before `begun` is called when nothing can be taken, so that the status can
 * say so; from then on it answers and ends the response itself.
 */
export async function judgeStream(service: Service, request: IncomingMessage, response: ServerResponse, begun: () => void): Promise<void> {
  service.admit();
  let waiting = 0;
  let tail: Promise<void> = Promise.resolve();
  let broken = false;
  let wake = (): void => undefined;
  const send = async (piece: AnswerPiece): Promise<void> => {
    const bytes = await pieceBytes(piece);
    waiting--;
    if (broken || response.destroyed) return;
    if (!response.write(bytes)) await new Promise<void>((resolve) => (wake = resolve));
  };
  const take = (piece: AnswerPiece): void => {
    waiting++;
    if (piece.kind !== "refused") outcome(piece).catch(() => null);
    tail = tail.then(() => send(piece));
    tail.catch(() => null);
  };
  const stream = service.openStream(take);
  begun();
  response.writeHead(200, { "content-type": "application/x-ndjson; charset=utf-8", "x-content-type-options": "nosniff" });
  // One listener each for the whole stream: one for every time that we wait would pile up.
  response.on("drain", () => wake());
  response.on("close", () => {
    broken = true;
    wake();
  });
  response.on("error", () => undefined);
  try {
    let bytes = 0;
    // Leaving the loop early must not cut the connection: what went wrong is yet to be said on it.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const data = chunk as Uint8Array;
      bytes += data.length;
      if (bytes > LIMITS.requestBytesMax) throw new ProblemError({ code: "too-large", detail: `more than ${LIMITS.requestBytesMax} bytes in one request; send several` });
      if (service.full) await service.room();
      stream.reader.push(data);
      if (waiting > PIECES_MAX) await tail;
      // One socket may hand over dozens of pieces in a row: others, and single events above all, get their turn between.
      await nextTurn();
    }
    stream.reader.end();
    await tail;
  } catch (error) {
    await tail.catch(() => null);
    if (!response.destroyed) response.write(`${JSON.stringify({ problem: problemDocument(problemOf(error).problem, request.headers["accept-language"]) })}\n`);
  } finally {
    stream.release();
    response.end();
  }
}

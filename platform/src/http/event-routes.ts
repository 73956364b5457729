/**
 * Events in, verdicts out. One event or a list as JSON, any number as NDJSON: the answer streams while the request does,
 * one line for each line that is not blank, in order. Nothing is answered before it is durable. A sender that is faster
 * than the disk, or that does not read its answers, is slowed down, not dropped.
 */
import { once } from "node:events";
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

async function pieceBytes(piece: AnswerPiece): Promise<Uint8Array> {
  return piece.kind === "refused" ? encoder.encode(refusalLine(piece.problem)) : piece.bytes;
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
    if (piece.kind === "refused") {
      const { field, what, expected } = piece.problem;
      throw new ProblemError({ code: "malformed-input", detail: `${field === "" ? "the event" : field}: "${what}"; expected ${expected}`, at: { field }, value: what, expected });
    }
    return decoder.decode(await piece.bytes).trimEnd();
  }
  const parts = await Promise.all(pieces.map(async (piece) => decoder.decode(await pieceBytes(piece)).trimEnd().split("\n").join(",")));
  return `[${parts.join(",")}]`;
}

const decoder = new TextDecoder();

/** Streams NDJSON through the service. Ends the response itself. */
export async function judgeStream(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  service.admit();
  response.writeHead(200, { "content-type": "application/x-ndjson; charset=utf-8", "x-content-type-options": "nosniff" });
  let waiting = 0;
  let tail: Promise<void> = Promise.resolve();
  let broken = false;
  const send = async (piece: AnswerPiece): Promise<void> => {
    const bytes = await pieceBytes(piece);
    waiting--;
    if (broken || response.destroyed) return;
    if (!response.write(bytes)) await Promise.race([once(response, "drain"), once(response, "close")]);
  };
  const take = (piece: AnswerPiece): void => {
    waiting++;
    if (piece.kind === "verdicts") piece.bytes.catch(() => null);
    tail = tail.then(() => send(piece));
    tail.catch(() => null);
  };
  const stream = service.openStream(take);
  response.on("close", () => (broken = true));
  try {
    let bytes = 0;
    for await (const chunk of request) {
      const data = chunk as Uint8Array;
      bytes += data.length;
      if (bytes > LIMITS.requestBytesMax) throw new ProblemError({ code: "too-large", detail: `more than ${LIMITS.requestBytesMax} bytes in one request; send several` });
      if (service.full) await service.room();
      stream.reader.push(data);
      if (waiting > PIECES_MAX) await tail;
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

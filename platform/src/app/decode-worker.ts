/** A thread that decodes and annotates chunks. It loads models and lists for itself; rows and strings are shared, nothing is copied. */
import { parentPort, workerData } from "node:worker_threads";
import path from "node:path";
import { Annotator } from "../screen/annotate.ts";
import { decodeChunk, type Chunk, type DecodedChunk } from "./chunk-decoder.ts";
import { loadHostJudge, loadLists, loadTextJudge } from "./load.ts";

/** A pair of buffers that chunks are put into again and again. Sent once: every further sending would count as new memory. */
export type Slot = Pick<Chunk, "heap" | "rows">;

export interface DecodeWorkerData {
  readonly modelsDir: string;
  readonly dataDir: string;
  readonly slots: readonly Slot[];
}

export interface DecodeRequest extends Omit<Chunk, "heap" | "rows"> {
  readonly slot: number;
}

export interface DecodeAnswer extends Omit<DecodedChunk, "heap" | "rows"> {
  readonly slot: number;
  /** A larger heap that this one chunk needed; null when the slot's own did. */
  readonly grown: SharedArrayBuffer | null;
}

const { modelsDir, dataDir, slots } = workerData as DecodeWorkerData;
const annotator = new Annotator({ lists: loadLists(path.join(dataDir, "lists")), text: loadTextJudge(modelsDir), host: loadHostJudge(modelsDir) });
const port = parentPort!;
const dirty = slots.map(() => 0);
port.on("message", ({ slot, dataEnd, lineBefore }: DecodeRequest) => {
  const { heap, rows } = slots[slot];
  const done = decodeChunk({ heap, rows, dataEnd, lineBefore }, annotator, dirty[slot]);
  dirty[slot] = done.count;
  const answer: DecodeAnswer = { slot, count: done.count, lines: done.lines, refused: done.refused, ignored: done.ignored, grown: done.heap === heap ? null : done.heap };
  port.postMessage(answer);
});

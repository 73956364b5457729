/** A thread that decodes and annotates chunks. It loads models and lists for itself; rows and strings are shared, nothing is copied. */
import { parentPort, workerData } from "node:worker_threads";
import path from "node:path";
import { Annotator } from "../screen/annotate.ts";
import { decodeChunk, type Chunk } from "./chunk-decoder.ts";
import { loadHostJudge, loadLists, loadTextJudge } from "./load.ts";

export interface DecodeWorkerData {
  readonly modelsDir: string;
  readonly dataDir: string;
}

const { modelsDir, dataDir } = workerData as DecodeWorkerData;
const annotator = new Annotator({ lists: loadLists(path.join(dataDir, "lists")), text: loadTextJudge(modelsDir), host: loadHostJudge(modelsDir) });
const port = parentPort!;
port.on("message", (chunk: Chunk) => {
  port.postMessage(decodeChunk(chunk, annotator));
});

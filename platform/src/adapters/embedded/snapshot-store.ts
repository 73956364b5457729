/**
 * Snapshots in files of one directory, beside the log or elsewhere. Promises what `SnapshotStore` says: a name's newest
 * whole snapshot can always be loaded, whatever happened while another was saved. Memory: one chunk when loading, nothing
 * when saving or checking.
 */
import { open, readdir, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { faultPoint } from "../../base/fault-point.ts";
import { ProblemError } from "../../base/problem.ts";
import { LogDamaged } from "../../ports/event-log.ts";
import type { LogPosition, Snapshot, SnapshotStore } from "../../ports/event-log.ts";
import { asProblem, ensureDirectory, readFully, replaceFile, syncDirectory, withFile, writeFully } from "./durable-file.ts";
import type { LogNotice } from "./log-notice.ts";
import { hex } from "./segment.ts";

/** The newest, and one to fall back to when its file is damaged. */
const KEPT = 2;
const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const FILE = /^snapshot-([a-z][a-z0-9-]*)\.(\d{16})\.snap(\.tmp)?$/;
const MAGIC = Buffer.from("DUANSNP\n", "latin1");
const FORMAT_VERSION = 1;
const HEADER_BYTES = 64;
const CHUNK_HEADER_BYTES = 16;
const TRAILER_BYTES = 32;
const CHUNK_MARK = Buffer.from("SCHK", "latin1").readUInt32LE(0);
const END_MARK = Buffer.from("SEND", "latin1").readUInt32LE(0);
/** Node reads at most 2 GiB at once; callers cut larger tables. */
const CHUNK_BYTES_MAX = 2 ** 30;
const CHECK_BYTES = 2 ** 20;
const STEPS = {
  beforeRename: () => faultPoint("snapshot.before-rename"),
  afterRename: () => faultPoint("snapshot.after-rename"),
};

interface StoredSnapshot {
  readonly file: string;
  readonly position: LogPosition;
}

interface ChunkPlace {
  readonly at: number;
  readonly length: number;
  readonly crc: number;
}

/** Opens the store of a directory, creating it if it is not there. One process at a time: the log's lock sees to that. */
export async function openSnapshotStore(directory: string): Promise<EmbeddedSnapshotStore> {
  await ensureDirectory(directory);
  const notices: LogNotice[] = [];
  for (const entry of await readdir(directory)) {
    if (FILE.exec(entry)?.[3] === undefined) continue;
    const file = join(directory, entry);
    await rm(file);
    notices.push({ kind: "leftover-removed", file });
  }
  return new EmbeddedSnapshotStore(directory, notices);
}

/** Made by `openSnapshotStore`. */
export class EmbeddedSnapshotStore implements SnapshotStore {
  readonly #directory: string;
  readonly #notices: LogNotice[];
  #saved: Promise<void> = Promise.resolve();

  constructor(directory: string, notices: LogNotice[]) {
    this.#directory = directory;
    this.#notices = notices;
  }

  /** What the store did by itself, oldest first: see `describeNotice`. Grows when `loadLatest` passes one over. */
  get notices(): readonly LogNotice[] {
    return this.#notices;
  }

  save(name: string, position: LogPosition, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const saved = this.#saved.then(() => this.#save(name, position, chunks));
    this.#saved = saved.then(
      () => {},
      () => {},
    );
    return saved;
  }

  async loadLatest(name: string): Promise<Snapshot | undefined> {
    checkName(name);
    for (const { file, position } of await this.#list(name)) {
      try {
        const places = await withFile(file, "r", (handle) => checkSnapshot(handle, file, name, position));
        const byteCount = places.reduce((sum, place) => sum + place.length, 0);
        return { position, byteCount, chunks: () => readChunks(file, places) };
      } catch (error) {
        if (!(error instanceof LogDamaged)) throw error;
        this.#notices.push({ kind: "snapshot-passed-over", file, offset: error.offset, expected: error.expected, found: error.found });
      }
    }
    return undefined;
  }

  async #save(name: string, position: LogPosition, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    checkName(name);
    const newest = (await this.#list(name))[0]?.position ?? 0;
    if (!Number.isSafeInteger(position) || position < newest) {
      throw new ProblemError({
        code: "malformed-input",
        detail: `snapshot ${name}: position ${position}`,
        expected: `an integer from ${newest}, where the last one was taken`,
      });
    }
    const file = join(this.#directory, `snapshot-${name}.${String(position).padStart(16, "0")}.snap`);
    try {
      await replaceFile(file, (handle) => writeSnapshot(handle, name, position, chunks), STEPS);
    } catch (error) {
      throw asProblem(error, `snapshot ${name} could not be saved`, file);
    }
    const superseded = (await this.#list(name)).slice(KEPT);
    for (const old of superseded) await rm(old.file);
    if (superseded.length > 0) await syncDirectory(this.#directory);
  }

  /** Newest first. */
  async #list(name: string): Promise<StoredSnapshot[]> {
    const found: StoredSnapshot[] = [];
    for (const entry of await readdir(this.#directory)) {
      const match = FILE.exec(entry);
      if (match !== null && match[1] === name && match[3] === undefined) found.push({ file: join(this.#directory, entry), position: Number(match[2]) });
    }
    return found.sort((a, b) => b.position - a.position);
  }
}

function checkName(name: string): void {
  if (NAME.test(name)) return;
  throw new ProblemError({
    code: "malformed-input",
    detail: "the name of a snapshot",
    value: name.slice(0, 40),
    expected: "1 to 40 lower-case letters, digits and hyphens, a letter first",
  });
}

function encodeHeader(name: string, position: LogPosition): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header, 0);
  header.writeUInt32LE(FORMAT_VERSION, 8);
  header.writeDoubleLE(position, 12);
  header.write(name, 20, 40, "latin1");
  header.writeUInt32LE(crc32(header.subarray(0, HEADER_BYTES - 4)), HEADER_BYTES - 4);
  return header;
}

function encodeTrailer(chunkCount: number, byteCount: number, chain: number): Buffer {
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32LE(END_MARK, 0);
  trailer.writeUInt32LE(chunkCount, 4);
  trailer.writeDoubleLE(byteCount, 8);
  trailer.writeUInt32LE(crc32(trailer.subarray(0, 16), chain), 16);
  return trailer;
}

async function writeSnapshot(handle: FileHandle, name: string, position: LogPosition, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
  const header = encodeHeader(name, position);
  await writeFully(handle, [header], 0);
  let at = HEADER_BYTES;
  let chunkCount = 0;
  let chain = header.readUInt32LE(HEADER_BYTES - 4);
  for await (const chunk of chunks) {
    const { byteLength } = chunk;
    if (byteLength > CHUNK_BYTES_MAX) {
      throw new ProblemError({
        code: "too-large",
        detail: `snapshot ${name}: a chunk of ${byteLength} bytes`,
        expected: `at most ${CHUNK_BYTES_MAX}`,
      });
    }
    const head = Buffer.alloc(CHUNK_HEADER_BYTES);
    head.writeUInt32LE(CHUNK_MARK, 0);
    head.writeUInt32LE(byteLength, 4);
    head.writeUInt32LE(crc32(chunk), 8);
    // Every chunk head goes into the checksum of the next, so that none can be missing, doubled or moved.
    chain = crc32(head.subarray(0, 12), chain);
    head.writeUInt32LE(chain, 12);
    await writeFully(handle, [head, chunk], at);
    at += CHUNK_HEADER_BYTES + byteLength;
    chunkCount++;
  }
  await writeFully(handle, [encodeTrailer(chunkCount, at - HEADER_BYTES - chunkCount * CHUNK_HEADER_BYTES, chain)], at);
}

/** Reads the whole file once and returns where its chunks are. Throws `LogDamaged`. */
async function checkSnapshot(handle: FileHandle, file: string, name: string, position: LogPosition): Promise<ChunkPlace[]> {
  const { size } = await handle.stat();
  const header = await readFully(handle, HEADER_BYTES, 0);
  if (!header.equals(encodeHeader(name, position)))
    throw new LogDamaged({ file, offset: 0, expected: `the header of snapshot ${name} at position ${position}`, found: "other bytes" });
  const places: ChunkPlace[] = [];
  let at = HEADER_BYTES;
  let byteCount = 0;
  let chain = header.readUInt32LE(HEADER_BYTES - 4);
  for (;;) {
    const head = await readFully(handle, CHUNK_HEADER_BYTES, at);
    if (head.length < CHUNK_HEADER_BYTES) throw new LogDamaged({ file, offset: at, expected: "a chunk or the end mark", found: "the end of the file" });
    if (head.readUInt32LE(0) === END_MARK) break;
    chain = crc32(head.subarray(0, 12), chain);
    const length = head.readUInt32LE(4);
    const isChunk = head.readUInt32LE(0) === CHUNK_MARK && head.readUInt32LE(12) === chain;
    if (!isChunk) throw new LogDamaged({ file, offset: at, expected: `chunk ${places.length} with checksum ${hex(chain)}`, found: "other bytes" });
    const place = { at: at + CHUNK_HEADER_BYTES, length, crc: head.readUInt32LE(8) };
    if (place.at + length > size) throw new LogDamaged({ file, offset: at, expected: `a chunk of ${length} bytes`, found: `${size - place.at} bytes` });
    await checkChunk(handle, file, place);
    places.push(place);
    byteCount += length;
    at = place.at + length;
  }
  const trailer = await readFully(handle, TRAILER_BYTES + 1, at);
  if (!trailer.equals(encodeTrailer(places.length, byteCount, chain))) {
    throw new LogDamaged({ file, offset: at, expected: `the end of ${places.length} chunks and ${byteCount} bytes`, found: "other bytes" });
  }
  return places;
}

async function checkChunk(handle: FileHandle, file: string, place: ChunkPlace): Promise<void> {
  let crc = 0;
  for (let done = 0; done < place.length; done += CHECK_BYTES) {
    crc = crc32(await readFully(handle, Math.min(CHECK_BYTES, place.length - done), place.at + done), crc);
  }
  if (crc !== place.crc) throw new LogDamaged({ file, offset: place.at, expected: `chunk checksum ${hex(place.crc)}`, found: hex(crc) });
}

async function* readChunks(file: string, places: readonly ChunkPlace[]): AsyncGenerator<Uint8Array> {
  const handle = await open(file, "r");
  try {
    for (const place of places) {
      const bytes = await readFully(handle, place.length, place.at);
      const crc = crc32(bytes);
      if (crc !== place.crc) throw new LogDamaged({ file, offset: place.at, expected: `chunk checksum ${hex(place.crc)}`, found: hex(crc) });
      yield bytes;
    }
  } finally {
    await handle.close();
  }
}

/**
 * The run of a pocket with more than eight thousand payments, or receipts: pieces of bounded size in order, each with room,
 * so that a late event shifts one piece and a new one copies nothing.
 */
import { ENTRY_DOUBLES, isAfter, place, type RowOrder } from "./entries.ts";

/** Entries of a piece, and of the longest run that is not yet in pieces: 192 KB, shifted in ten microseconds. */
export const PIECE_ENTRIES = 8192;

export interface Piece {
  readonly doubles: Float64Array;
  readonly words: Uint32Array;
  count: number;
}

export class BusyRun {
  readonly pieces: Piece[] = [];
  count = 0;

  /** Puts a piece behind the others. */
  takePiece(entries: Float64Array, count: number): void {
    const piece = emptyPiece();
    piece.doubles.set(entries);
    piece.count = count;
    this.pieces.push(piece);
    this.count += count;
  }

  insert(atMs: number, amount: number, other: number, rowWord: number, order: RowOrder): boolean {
    let p = this.#pieceOf(atMs, rowWord, order);
    let piece = this.pieces[p];
    if (piece.count === PIECE_ENTRIES) {
      if (p === this.pieces.length - 1 && comesBehind(piece, piece.count - 1, atMs, rowWord, order)) this.pieces.push(emptyPiece());
      else this.#split(p);
      if (this.pieces[p + 1].count === 0 || comesBehind(this.pieces[p + 1], 0, atMs, rowWord, order)) p++;
      piece = this.pieces[p];
    }
    const cameLast = place(piece.doubles, piece.words, 0, piece.count, atMs, amount, other, rowWord, order);
    piece.count++;
    this.count++;
    return cameLast && p === this.pieces.length - 1;
  }

  /** The last piece that begins before the transfer; most transfers belong to the last piece of all. */
  #pieceOf(atMs: number, rowWord: number, order: RowOrder): number {
    let high = this.pieces.length - 1;
    if (comesBehind(this.pieces[high], 0, atMs, rowWord, order)) return high;
    let low = 0;
    while (low < high - 1) {
      const middle = (low + high) >>> 1;
      if (comesBehind(this.pieces[middle], 0, atMs, rowWord, order)) low = middle;
      else high = middle;
    }
    return low;
  }

  /** The first piece that can hold an entry at or after the instant. */
  pieceAt(atMs: number): number {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const { doubles, count } = this.pieces[middle];
      if (doubles[(count - 1) * ENTRY_DOUBLES] < atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #split(p: number): void {
    const piece = this.pieces[p];
    const half = piece.count >>> 1;
    const behind = emptyPiece();
    behind.doubles.set(piece.doubles.subarray(half * ENTRY_DOUBLES, piece.count * ENTRY_DOUBLES));
    behind.count = piece.count - half;
    piece.count = half;
    this.pieces.splice(p + 1, 0, behind);
  }
}

function emptyPiece(): Piece {
  const doubles = new Float64Array(PIECE_ENTRIES * ENTRY_DOUBLES);
  return { doubles, words: new Uint32Array(doubles.buffer), count: 0 };
}

function comesBehind(piece: Piece, index: number, atMs: number, rowWord: number, order: RowOrder): boolean {
  return isAfter(piece.doubles, piece.words, index * ENTRY_DOUBLES, atMs, rowWord, order);
}

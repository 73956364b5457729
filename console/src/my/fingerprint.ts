/** The fingerprint of a paper, computed on the device of whoever has it: the file itself goes nowhere. And which files are papers. */

export const PAPER_TYPES: ReadonlySet<string> = new Set(["image/jpeg", "image/png", "image/webp", "application/pdf", "text/plain"]);
/** What the platform takes. */
export const PAPER_BYTES_MAX = 20 << 20;

export const isPaperFile = ({ type, size }: Pick<File, "type" | "size">): boolean => PAPER_TYPES.has(type) && size > 0 && size <= PAPER_BYTES_MAX;

/** SHA-256, as 64 hexadecimal digits. Only there over https and on this machine. */
export async function fingerprintOf(file: File): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

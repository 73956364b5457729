/** What the embedded log did by itself when it was opened, for the operator to read. A notice is never an error. */

export type LogNotice =
  | {
      readonly kind: "tail-cut";
      readonly file: string;
      readonly offset: number;
      readonly bytesCut: number;
      readonly expected: string;
      readonly found: string;
    }
  | { readonly kind: "lock-taken-over"; readonly file: string; readonly pid: number }
  | { readonly kind: "leftover-removed"; readonly file: string }
  | {
      readonly kind: "snapshot-passed-over";
      readonly file: string;
      readonly offset: number;
      readonly expected: string;
      readonly found: string;
    };

/** One sentence in each language. */
export function describeNotice(notice: LogNotice): { readonly zh: string; readonly en: string } {
  switch (notice.kind) {
    case "tail-cut":
      return {
        zh: `${notice.file}：从第 ${notice.offset} 字节起的 ${notice.bytesCut} 字节未写完（应为 ${notice.expected}，实为 ${notice.found}），尚未确认给任何人，已截去。`,
        en: `${notice.file}: the last ${notice.bytesCut} bytes, from byte ${notice.offset}, were not completely written (expected ${notice.expected}, found ${notice.found}); they were cut. A write that a crash interrupts is never acknowledged.`,
      };
    case "lock-taken-over":
      return {
        zh: `${notice.file}：持有日志的进程 ${notice.pid} 已不在，已接管。`,
        en: `${notice.file}: process ${notice.pid}, which held the log, is gone; the lock was taken over.`,
      };
    case "leftover-removed":
      return {
        zh: `${notice.file}：上次中断留下的文件，内容已在别处，已删除。`,
        en: `${notice.file}: left by an interrupted run and replaced elsewhere; it was removed.`,
      };
    case "snapshot-passed-over":
      return {
        zh: `${notice.file}：快照在第 ${notice.offset} 字节处损坏（应为 ${notice.expected}，实为 ${notice.found}），改用前一份，从日志补齐。`,
        en: `${notice.file}: the snapshot is damaged at byte ${notice.offset} (expected ${notice.expected}, found ${notice.found}); the one before is used and the log read from there.`,
      };
  }
}

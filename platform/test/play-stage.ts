/** Opens a stage for one play (at eight in the morning of an ordinary Thursday), plays it, sees that no clock got stuck, and clears away. */
import { caseRoom, HOUR, START } from "./case-room.ts";
import { play } from "./play.ts";
import { Town } from "./play-town.ts";
import { Stage } from "./play-words.ts";
import { PlayError } from "./play-line.ts";

export interface StageOptions {
  readonly profile?: string;
  readonly startMs?: number;
  /** With the real screening. */
  readonly town?: boolean;
  readonly between?: (stage: Stage) => Promise<Stage>;
  /** Looked at before the curtain. */
  readonly after?: (stage: Stage) => Promise<void>;
}

export async function onStage(text: string, options: StageOptions = {}): Promise<void> {
  const room = await caseRoom({ startMs: START - HOUR, ...options });
  const town = options.town === true ? await Town.open(room) : null;
  try {
    const last = await play(new Stage(room, town), text, options.between);
    if (room.stuck.length > 0) throw new PlayError(`clocks got stuck: ${room.stuck.join("; ")}`);
    await options.after?.(last);
  } finally {
    await town?.close();
    await room.close();
  }
}

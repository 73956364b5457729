/** What every page before the door is given, and how it takes the secret of a link. */
import type { DoorClient, DoorState } from "@duanliu/client";

export interface DoorProps {
  readonly client: DoorClient;
  readonly state: DoorState;
}

/** The secret of a link, taken out of the address so that it stays in no history. */
export function takeSecret(): string {
  const secret = location.hash.slice(1);
  if (secret !== "") history.replaceState(null, "", location.pathname);
  return secret;
}

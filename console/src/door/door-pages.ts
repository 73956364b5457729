/** Addresses of the pages before the door, known before their code is loaded. */
export const DOOR_PAGES = ["/sign-in", "/password", "/setup"] as const;
export type DoorPage = (typeof DOOR_PAGES)[number];

export function doorPageOf(path: string): DoorPage | null {
  return DOOR_PAGES.find((page) => page === path.replace(/\/+$/, "")) ?? null;
}

import { eventLogConformance } from "../ports/event-log.conformance.ts";
import { noFrames, openMemoryLog } from "./memory-log.ts";

eventLogConformance(() => {
  const kept = noFrames();
  return Promise.resolve({ open: (limits) => Promise.resolve(openMemoryLog(kept, limits)), remove: () => Promise.resolve() });
});

/**
 * The default link to an institution: its own desk in this program. The order already stands there when it is handed over,
 * because the desk sees every matter that is addressed to it; so handing over is done at once and the reference is ours.
 * The answer is given at the desk, as a command on the matter.
 */
import type { World } from "../../base/world.ts";
import type { InstitutionLink } from "../../ports/institution.ts";

export function openDeskInstitution(world: World): InstitutionLink {
  return {
    deliver: (messages) => {
      const acceptedAtMs = world.nowMs();
      return Promise.resolve(messages.map(({ id }) => ({ reference: id, acceptedAtMs })));
    },
  };
}

/** Verbs of a play about rights besides appeals: complaining about how something was done. Claims are commands of their own. */
import type { Said, Verb } from "./play-line.ts";
import { codeOf, matter, who, type Stage } from "./play-words.ts";

export const RIGHTS_VERBS: Readonly<Record<string, Verb>> = {
  "propose complaint": {
    takes: { about: "stop", by: "second intake", subject: "delay" },
    needs: ["about", "by"],
    run: async (stage: Stage, said: Said) => {
      const about = await matter(stage, said.text("about"));
      const draft = { code: await codeOf(stage, about.id), subject: said.text("subject", "delay"), contact: "+8613800138077" };
      await stage.room.open(stage.kind("complaint"), await who(stage, said.text("by")), draft);
    },
  },
};

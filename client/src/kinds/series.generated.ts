/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "series",
 "states": {
  "hypothesis": {
   "zh": "推测关联",
   "en": "Supposed",
   "end": false
  },
  "proposed": {
   "zh": "待人工确认",
   "en": "Proposed: a person confirms",
   "end": false
  },
  "confirmed": {
   "zh": "已串并",
   "en": "Confirmed",
   "end": false
  },
  "campaign": {
   "zh": "已转集群战役",
   "en": "Taken up by a campaign",
   "end": false
  },
  "dissolved": {
   "zh": "已解散",
   "en": "Dissolved",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "提出串并",
   "en": "Suppose that these belong together"
  },
  "who": [
   "analyst",
   "caseOfficer",
   "dutyLead"
  ],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
    "members": {
     "minItems": 2,
     "maxItems": 300,
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "ground": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    }
   },
   "required": [
    "members"
   ],
   "additionalProperties": false
  }
 },
 "commands": {
  "propose": {
   "words": {
    "zh": "提请确认",
    "en": "Propose"
   },
   "who": [
    "analyst",
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": {}
   }
  },
  "confirm": {
   "words": {
    "zh": "确认串并",
    "en": "Confirm"
   },
   "who": [
    "analyst",
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [
    "open",
    "propose"
   ],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": {}
   }
  },
  "accept": {
   "words": {
    "zh": "并入",
    "en": "Take in"
   },
   "who": [
    "analyst",
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "id": {
      "type": "string"
     }
    },
    "required": [
     "id"
    ],
    "additionalProperties": false
   }
  },
  "add": {
   "words": {
    "zh": "人工并入",
    "en": "Add by hand"
   },
   "who": [
    "analyst",
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "id": {
      "type": "string"
     },
     "ground": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "id",
     "ground"
    ],
    "additionalProperties": false
   }
  },
  "refuse": {
   "words": {
    "zh": "排除",
    "en": "Take out or refuse"
   },
   "who": [
    "analyst",
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "id": {
      "type": "string"
     },
     "why": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "id",
     "why"
    ],
    "additionalProperties": false
   }
  },
  "dissolve": {
   "words": {
    "zh": "解散",
    "en": "Dissolve"
   },
   "who": [
    "analyst",
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "why": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "why"
    ],
    "additionalProperties": false
   }
  },
  "to-campaign": {
   "words": {
    "zh": "转集群战役",
    "en": "Take up in a campaign"
   },
   "who": [
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "campaign": {
      "type": "string"
     }
    },
    "required": [
     "campaign"
    ],
    "additionalProperties": false
   }
  },
  "suggest": {
   "words": {
    "zh": "发现新的关联",
    "en": "More belongs here"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "reassess": {
   "words": {
    "zh": "重新评估",
    "en": "Look at the evidence again"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

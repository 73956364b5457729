/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "operation",
 "states": {
  "planned": {
   "zh": "拟定中",
   "en": "Planned",
   "end": false
  },
  "approved": {
   "zh": "已批准",
   "en": "Approved",
   "end": false
  },
  "running": {
   "zh": "进行中",
   "en": "Running",
   "end": false
  },
  "ended": {
   "zh": "行动结束",
   "en": "Ended",
   "end": false
  },
  "assessed": {
   "zh": "已评估",
   "en": "Assessed",
   "end": false
  },
  "closed": {
   "zh": "已办结",
   "en": "Closed",
   "end": true
  },
  "cancelled": {
   "zh": "已取消",
   "en": "Cancelled",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "拟定专项行动",
   "en": "Plan a special operation"
  },
  "who": [
   "analyst",
   "dutyLead"
  ],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string",
     "minLength": 1,
     "maxLength": 60
    },
    "from": {
     "type": "string",
     "format": "date-time",
     "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
    },
    "until": {
     "type": "string",
     "format": "date-time",
     "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
    },
    "goals": {
     "minItems": 1,
     "maxItems": 20,
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "objective": {
        "type": "string",
        "enum": [
         "principal",
         "den",
         "platform",
         "money"
        ]
       },
       "measure": {
        "type": "string",
        "minLength": 1,
        "maxLength": 60
       },
       "target": {
        "type": "string",
        "pattern": "^[1-9]\\d{0,17}$"
       }
      },
      "required": [
       "objective",
       "measure",
       "target"
      ],
      "additionalProperties": false
     }
    },
    "units": {
     "default": [],
     "maxItems": 500,
     "type": "array",
     "items": {
      "type": "string",
      "maxLength": 60
     }
    }
   },
   "required": [
    "name",
    "from",
    "until",
    "goals"
   ],
   "additionalProperties": false
  }
 },
 "commands": {
  "approve": {
   "words": {
    "zh": "批准",
    "en": "Approve"
   },
   "who": [
    "provinceChief",
    "cityChief",
    "countyChief",
    "dutyLead"
   ],
   "notBy": [
    "open"
   ],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": {}
   }
  },
  "start": {
   "words": {
    "zh": "开始行动",
    "en": "Begin"
   },
   "who": [
    "analyst",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": {}
   }
  },
  "add-cases": {
   "words": {
    "zh": "纳入案件",
    "en": "Take cases in"
   },
   "who": [
    "analyst",
    "dutyLead",
    "caseOfficer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "cases": {
      "minItems": 1,
      "maxItems": 500,
      "type": "array",
      "items": {
       "type": "string"
      }
     }
    },
    "required": [
     "cases"
    ],
    "additionalProperties": false
   }
  },
  "remove-case": {
   "words": {
    "zh": "移出案件",
    "en": "Take a case out"
   },
   "who": [
    "analyst",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "case": {
      "type": "string"
     },
     "why": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "case",
     "why"
    ],
    "additionalProperties": false
   }
  },
  "add-units": {
   "words": {
    "zh": "增加参战单位",
    "en": "Add units"
   },
   "who": [
    "analyst",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "units": {
      "minItems": 1,
      "maxItems": 500,
      "type": "array",
      "items": {
       "type": "string",
       "maxLength": 60
      }
     }
    },
    "required": [
     "units"
    ],
    "additionalProperties": false
   }
  },
  "end": {
   "words": {
    "zh": "结束行动",
    "en": "End"
   },
   "who": [
    "analyst",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": {}
   }
  },
  "assess": {
   "words": {
    "zh": "评估",
    "en": "Assess"
   },
   "who": [
    "analyst",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "summary": {
      "type": "string",
      "minLength": 1,
      "maxLength": 2000
     },
     "lessons": {
      "type": "string",
      "minLength": 1,
      "maxLength": 2000
     }
    },
    "required": [
     "summary",
     "lessons"
    ],
    "additionalProperties": false
   }
  },
  "close": {
   "words": {
    "zh": "办结",
    "en": "Close"
   },
   "who": [
    "provinceChief",
    "cityChief",
    "countyChief",
    "dutyLead"
   ],
   "notBy": [
    "assess"
   ],
   "input": {
    "type": "object",
    "properties": {
     "outcome": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "outcome"
    ],
    "additionalProperties": false
   }
  },
  "cancel": {
   "words": {
    "zh": "取消",
    "en": "Cancel"
   },
   "who": [
    "provinceChief",
    "cityChief",
    "countyChief",
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
  }
 }
};

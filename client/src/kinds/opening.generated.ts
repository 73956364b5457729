/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "opening",
 "states": {
  "checked": {
   "zh": "待柜面处理",
   "en": "At the counter",
   "end": false
  },
  "asked": {
   "zh": "已询问",
   "en": "Questions asked",
   "end": false
  },
  "escalated": {
   "zh": "待人工核实",
   "en": "Waiting for a person to look",
   "end": false
  },
  "lapsed": {
   "zh": "未及时核实，核查结论失效",
   "en": "Nobody looked in time: the check lapsed",
   "end": false
  },
  "opened": {
   "zh": "已开通",
   "en": "Opened",
   "end": true
  },
  "limited": {
   "zh": "限额开通",
   "en": "Opened with limits",
   "end": false
  },
  "refused": {
   "zh": "依法未予开通",
   "en": "Refused on a ground of law",
   "end": false
  },
  "left": {
   "zh": "申请人自行放弃",
   "en": "The applicant withdrew",
   "end": true
  },
  "overturned": {
   "zh": "申诉成立，决定撤销",
   "en": "Decision withdrawn on appeal",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "就核查结果进行处理",
   "en": "Take up what a check found"
  },
  "who": [
   "bankOps",
   "telcoOps"
  ],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
    "check": {
     "type": "string",
     "maxLength": 60
    }
   },
   "required": [
    "check"
   ],
   "additionalProperties": false
  }
 },
 "commands": {
  "ask": {
   "words": {
    "zh": "记录询问结果",
    "en": "Record the answers"
   },
   "who": [
    "bankOps",
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "answers": {
      "minItems": 1,
      "maxItems": 20,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "question": {
         "type": "string",
         "maxLength": 10
        },
        "satisfied": {
         "type": "boolean"
        }
       },
       "required": [
        "question",
        "satisfied"
       ],
       "additionalProperties": false
      }
     }
    },
    "required": [
     "answers"
    ],
    "additionalProperties": false
   }
  },
  "escalate": {
   "words": {
    "zh": "提请另一名人员核实",
    "en": "Ask another person to look"
   },
   "who": [
    "bankOps",
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {}
   }
  },
  "open": {
   "words": {
    "zh": "已开通",
    "en": "Opened"
   },
   "who": [
    "bankOps",
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "card": {
      "type": "object",
      "properties": {
       "type": {
        "type": "string",
        "enum": [
         "number",
         "account"
        ]
       },
       "value": {
        "anyOf": [
         {
          "type": "string",
          "minLength": 1,
          "maxLength": 200
         },
         {}
        ]
       }
      },
      "required": [
       "type",
       "value"
      ],
      "additionalProperties": false
     }
    },
    "additionalProperties": false
   }
  },
  "limit": {
   "words": {
    "zh": "限额开通",
    "en": "Opened with limits"
   },
   "who": [
    "bankOps",
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "card": {
      "type": "object",
      "properties": {
       "type": {
        "type": "string",
        "enum": [
         "number",
         "account"
        ]
       },
       "value": {
        "anyOf": [
         {
          "type": "string",
          "minLength": 1,
          "maxLength": 200
         },
         {}
        ]
       }
      },
      "required": [
       "type",
       "value"
      ],
      "additionalProperties": false
     }
    },
    "additionalProperties": false
   }
  },
  "refuse": {
   "words": {
    "zh": "依法不予开通",
    "en": "Refuse on a ground of law"
   },
   "who": [
    "bankOps",
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "ground": {
      "type": "string",
      "maxLength": 10
     },
     "alternativeOffered": {
      "type": "boolean"
     },
     "note": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "ground",
     "alternativeOffered"
    ],
    "additionalProperties": false
   }
  },
  "leave": {
   "words": {
    "zh": "申请人自行放弃",
    "en": "The applicant withdrew"
   },
   "who": [
    "bankOps",
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {}
   }
  },
  "lapse": {
   "words": {
    "zh": "未及时核实",
    "en": "Nobody looked in time"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "overturn": {
   "words": {
    "zh": "申诉成立",
    "en": "Withdrawn on appeal"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

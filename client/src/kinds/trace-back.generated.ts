/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "trace-back",
 "states": {
  "unassigned": {
   "zh": "待查明开卡机构",
   "en": "Which institution opened it is not known",
   "end": false
  },
  "issued": {
   "zh": "待开卡机构反馈",
   "en": "With the institution",
   "end": false
  },
  "answered": {
   "zh": "已反馈，待核实",
   "en": "Answered, to be checked",
   "end": false
  },
  "rectifying": {
   "zh": "整改中",
   "en": "Being put right",
   "end": false
  },
  "rectified": {
   "zh": "已整改，待核实",
   "en": "Put right, to be checked",
   "end": false
  },
  "closed": {
   "zh": "已办结",
   "en": "Closed",
   "end": true
  },
  "untraceable": {
   "zh": "无法查明",
   "en": "Could not be traced",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "发起开卡倒查",
   "en": "Ask how a card was opened"
  },
  "who": [
   "analyst",
   "caseOfficer"
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
    },
    "because": {
     "type": "string"
    },
    "territory": {
     "type": "string",
     "maxLength": 100
    }
   },
   "required": [
    "card",
    "because"
   ],
   "additionalProperties": false
  }
 },
 "commands": {
  "assign": {
   "words": {
    "zh": "指定开卡机构",
    "en": "Name the institution"
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
     "issuer": {
      "type": "string",
      "minLength": 1,
      "maxLength": 60
     }
    },
    "required": [
     "issuer"
    ],
    "additionalProperties": false
   }
  },
  "answer": {
   "words": {
    "zh": "反馈开卡情况",
    "en": "Say how it was opened"
   },
   "who": [
    "bankOps",
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "openedAt": {
      "type": "string",
      "format": "date-time",
      "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
     },
     "branch": {
      "type": "string",
      "minLength": 1,
      "maxLength": 64
     },
     "by": {
      "type": "string",
      "enum": [
       "holder",
       "agent"
      ]
     },
     "opener": {
      "anyOf": [
       {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
       },
       {}
      ]
     },
     "server": {
      "type": "string",
      "minLength": 1,
      "maxLength": 64
     },
     "escorted": {
      "type": "boolean"
     },
     "escort": {
      "type": "object",
      "properties": {
       "type": {
        "type": "string",
        "enum": [
         "person",
         "number"
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
     },
     "checks": {
      "maxItems": 20,
      "type": "array",
      "items": {
       "type": "string",
       "enum": [
        "document",
        "face",
        "phone-call-back",
        "purpose-asked",
        "duty-told",
        "opening-check",
        "second-person",
        "visit-made"
       ]
      }
     },
     "others": {
      "default": [],
      "maxItems": 100,
      "type": "array",
      "items": {
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
     "othersCount": {
      "type": "integer",
      "minimum": 0,
      "maximum": 100000
     }
    },
    "required": [
     "openedAt",
     "branch",
     "by",
     "escorted",
     "checks",
     "othersCount"
    ],
    "additionalProperties": false
   }
  },
  "disown": {
   "words": {
    "zh": "非本机构开立",
    "en": "Not opened by us"
   },
   "who": [
    "bankOps",
    "telcoOps"
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
  "send-back": {
   "words": {
    "zh": "退回补充",
    "en": "Send back for more"
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
  "accept": {
   "words": {
    "zh": "核实办结",
    "en": "Checked, nothing more to do"
   },
   "who": [
    "analyst",
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {}
   }
  },
  "rectify": {
   "words": {
    "zh": "认定问题并要求整改",
    "en": "Find what was lacking and ask to put it right"
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
     "fault": {
      "type": "string",
      "enum": [
       "checks-skipped",
       "group-not-noticed",
       "answer-ignored",
       "data-wrong",
       "sold-by-agent",
       "staff-involved"
      ]
     },
     "rectifications": {
      "minItems": 1,
      "maxItems": 10,
      "type": "array",
      "items": {
       "type": "string",
       "enum": [
        "training",
        "checks-added",
        "agent-ended",
        "holders-reverified",
        "records-corrected"
       ]
      }
     }
    },
    "required": [
     "fault",
     "rectifications"
    ],
    "additionalProperties": false
   }
  },
  "report": {
   "words": {
    "zh": "报告整改情况",
    "en": "Report what was put right"
   },
   "who": [
    "bankOps",
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "done": {
      "minItems": 1,
      "maxItems": 10,
      "type": "array",
      "items": {
       "type": "string",
       "enum": [
        "training",
        "checks-added",
        "agent-ended",
        "holders-reverified",
        "records-corrected"
       ]
      }
     },
     "note": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "done",
     "note"
    ],
    "additionalProperties": false
   }
  },
  "give-up": {
   "words": {
    "zh": "无法查明",
    "en": "It cannot be traced"
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
  "again": {
   "words": {
    "zh": "又涉一案",
    "en": "Found involved again"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "overdue": {
   "words": {
    "zh": "超时督办",
    "en": "Overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "line-break",
 "states": {
  "proposed": {
   "zh": "待审批",
   "en": "Waiting for approval",
   "end": false
  },
  "approved": {
   "zh": "已批准，待送达",
   "en": "Approved, being sent",
   "end": false
  },
  "sent": {
   "zh": "已送达运营商",
   "en": "With the operator",
   "end": false
  },
  "suspended": {
   "zh": "断线中",
   "en": "Calls paused",
   "end": false
  },
  "declined": {
   "zh": "未批准",
   "en": "Not approved",
   "end": true
  },
  "withdrawn": {
   "zh": "已撤回",
   "en": "Withdrawn",
   "end": true
  },
  "lapsed": {
   "zh": "未及时审批，已失效",
   "en": "Not approved in time",
   "end": true
  },
  "refused": {
   "zh": "运营商未执行",
   "en": "Not done by the operator",
   "end": true
  },
  "unreachable": {
   "zh": "未能送达",
   "en": "The operator was not reached",
   "end": true
  },
  "restored": {
   "zh": "已提前恢复",
   "en": "Restored early",
   "end": true
  },
  "expired": {
   "zh": "到期自动恢复",
   "en": "Restored by itself",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "提出临时断线",
   "en": "Propose a temporary line break"
  },
  "who": [
   "dissuader"
  ],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
    "warning": {
     "type": "string"
    },
    "operator": {
     "type": "string",
     "minLength": 1,
     "maxLength": 60
    },
    "consent": {
     "type": "object",
     "properties": {
      "how": {
       "type": "string",
       "enum": [
        "recorded-call",
        "in-person",
        "written"
       ]
      },
      "ref": {
       "type": "string",
       "minLength": 1,
       "maxLength": 128
      }
     },
     "required": [
      "how",
      "ref"
     ]
    },
    "ground": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    }
   },
   "required": [
    "warning",
    "operator",
    "consent",
    "ground"
   ]
  }
 },
 "commands": {
  "approve": {
   "words": {
    "zh": "批准",
    "en": "Approve"
   },
   "who": [
    "dutyLead"
   ],
   "notBy": [
    "open"
   ],
   "input": {
    "type": "object",
    "properties": {}
   }
  },
  "decline": {
   "words": {
    "zh": "不批准",
    "en": "Decline"
   },
   "who": [
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
    ]
   }
  },
  "withdraw": {
   "words": {
    "zh": "撤回",
    "en": "Withdraw"
   },
   "who": [
    "dissuader",
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
    ]
   }
  },
  "sent": {
   "words": {
    "zh": "已送达",
    "en": "Handed over"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "unreachable": {
   "words": {
    "zh": "未能送达",
    "en": "Not reached"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "answer": {
   "words": {
    "zh": "反馈",
    "en": "Answer"
   },
   "who": [
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "oneOf": [
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "suspended"
       },
       "at": {
        "type": "string",
        "format": "date-time",
        "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
       },
       "emergencyCallsWork": {
        "type": "boolean"
       }
      },
      "required": [
       "result",
       "at",
       "emergencyCallsWork"
      ]
     },
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "impossible"
       },
       "why": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
       }
      },
      "required": [
       "result",
       "why"
      ]
     }
    ]
   }
  },
  "restore": {
   "words": {
    "zh": "立即恢复",
    "en": "Restore now"
   },
   "who": [
    "dissuader",
    "dutyLead",
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
      "default": "asked",
      "type": "string",
      "enum": [
       "asked",
       "safe",
       "mistake"
      ]
     }
    }
   }
  },
  "restore-confirmed": {
   "words": {
    "zh": "确认已恢复",
    "en": "Confirm that it works"
   },
   "who": [
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "at": {
      "type": "string",
      "format": "date-time",
      "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
     }
    },
    "required": [
     "at"
    ]
   }
  },
  "restore-undelivered": {
   "words": {
    "zh": "恢复指令未送达",
    "en": "The restoring was not handed over"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "restore-again": {
   "words": {
    "zh": "再次送达恢复指令",
    "en": "Hand the restoring over again"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "lapse": {
   "words": {
    "zh": "未及时审批",
    "en": "Not approved in time"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "expire": {
   "words": {
    "zh": "到期恢复",
    "en": "End by the clock"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

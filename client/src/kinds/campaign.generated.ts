/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "campaign",
 "states": {
  "idea": {
   "zh": "研判中",
   "en": "An idea, being worked out",
   "end": false
  },
  "applied": {
   "zh": "已申请，待审批",
   "en": "Applied for",
   "end": false
  },
  "approved": {
   "zh": "已批准，待下发",
   "en": "Approved, packages to be issued",
   "end": false
  },
  "issued": {
   "zh": "线索包已下发",
   "en": "Packages issued",
   "end": false
  },
  "verifying": {
   "zh": "核查中",
   "en": "Being verified",
   "end": false
  },
  "take-down": {
   "zh": "收网",
   "en": "Take-down",
   "end": false
  },
  "settling": {
   "zh": "收网后处理",
   "en": "Settling what came of it",
   "end": false
  },
  "assessed": {
   "zh": "已评估",
   "en": "Assessed",
   "end": false
  },
  "closed": {
   "zh": "已结束",
   "en": "Closed",
   "end": true
  },
  "declined": {
   "zh": "未批准",
   "en": "Not approved",
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
   "zh": "提出集群战役设想",
   "en": "Propose a cluster campaign"
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
    "name": {
     "type": "string",
     "minLength": 1,
     "maxLength": 60
    },
    "idea": {
     "type": "string",
     "minLength": 1,
     "maxLength": 2000
    },
    "objectives": {
     "minItems": 1,
     "maxItems": 4,
     "type": "array",
     "items": {
      "type": "string",
      "enum": [
       "principal",
       "den",
       "platform",
       "money"
      ]
     }
    },
    "series": {
     "maxItems": 50,
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "cases": {
     "maxItems": 200,
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "operation": {
     "type": "string"
    }
   },
   "required": [
    "name",
    "idea",
    "objectives"
   ],
   "additionalProperties": false
  }
 },
 "commands": {
  "apply": {
   "words": {
    "zh": "申请发起",
    "en": "Apply for it"
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
     "plan": {
      "type": "string",
      "minLength": 1,
      "maxLength": 2000
     }
    },
    "required": [
     "plan"
    ],
    "additionalProperties": false
   }
  },
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
    "open",
    "apply"
   ],
   "input": {
    "type": "object",
    "properties": {
     "note": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "additionalProperties": false
   }
  },
  "decline": {
   "words": {
    "zh": "不批准",
    "en": "Decline"
   },
   "who": [
    "provinceChief",
    "cityChief",
    "countyChief",
    "dutyLead"
   ],
   "notBy": [
    "open",
    "apply"
   ],
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
    "zh": "退回修改",
    "en": "Send back"
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
  },
  "widen": {
   "words": {
    "zh": "批准扩大范围",
    "en": "Approve a wider reach"
   },
   "who": [
    "provinceChief",
    "cityChief",
    "countyChief",
    "dutyLead"
   ],
   "notBy": [
    "open",
    "apply"
   ],
   "input": {
    "type": "object",
    "properties": {
     "note": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "note"
    ],
    "additionalProperties": false
   }
  },
  "issue": {
   "words": {
    "zh": "下发线索包",
    "en": "Issue the packages"
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
  "find-conflicts": {
   "words": {
    "zh": "行动冲突核查",
    "en": "Look for conflicts of operations"
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
  "settle-conflict": {
   "words": {
    "zh": "协调冲突",
    "en": "Settle a conflict"
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
     "key": {
      "type": "string",
      "minLength": 1,
      "maxLength": 400
     },
     "how": {
      "type": "string",
      "enum": [
       "joint",
       "ours",
       "theirs",
       "apart"
      ]
     },
     "note": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "key",
     "how",
     "note"
    ],
    "additionalProperties": false
   }
  },
  "set-window": {
   "words": {
    "zh": "确定收网时间",
    "en": "Set the day of the take-down"
   },
   "who": [
    "dutyLead",
    "provinceChief",
    "cityChief",
    "countyChief"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "from": {
      "type": "string",
      "format": "date-time",
      "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
     },
     "until": {
      "type": "string",
      "format": "date-time",
      "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
     }
    },
    "required": [
     "from",
     "until"
    ],
    "additionalProperties": false
   }
  },
  "take-down": {
   "words": {
    "zh": "收网",
    "en": "Begin the take-down"
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
    "properties": {},
    "additionalProperties": {}
   }
  },
  "settle": {
   "words": {
    "zh": "收网结束",
    "en": "The take-down is over"
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
  "send-lead-back": {
   "words": {
    "zh": "退回补查",
    "en": "Send a returned lead back"
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
     "lead": {
      "type": "string"
     },
     "why": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "lead",
     "why"
    ],
    "additionalProperties": false
   }
  },
  "withdraw-leads": {
   "words": {
    "zh": "撤回线索",
    "en": "Take leads back"
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
     "leads": {
      "minItems": 1,
      "maxItems": 2000,
      "type": "array",
      "items": {
       "type": "string"
      }
     },
     "why": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "leads",
     "why"
    ],
    "additionalProperties": false
   }
  },
  "assess": {
   "words": {
    "zh": "评估",
    "en": "Assess"
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
     "summary": {
      "type": "string",
      "minLength": 1,
      "maxLength": 2000
     },
     "lessons": {
      "type": "string",
      "minLength": 1,
      "maxLength": 2000
     },
     "unfinished": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
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
    "zh": "结束",
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
    "dutyLead",
    "provinceChief",
    "cityChief",
    "countyChief"
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
  "join": {
   "words": {
    "zh": "归入专项行动",
    "en": "Put under a special operation"
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
     "operation": {
      "type": "string"
     }
    },
    "required": [
     "operation"
    ],
    "additionalProperties": false
   }
  },
  "verify": {
   "words": {
    "zh": "开始核查",
    "en": "A unit has signed: verifying begins"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

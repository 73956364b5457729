/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "protective-stop",
 "states": {
  "proposed": {
   "zh": "待第二人审批",
   "en": "Waiting for a second officer",
   "end": false
  },
  "approved": {
   "zh": "已批准，待送达",
   "en": "Approved, being sent",
   "end": false
  },
  "sent": {
   "zh": "已送达，待银行反馈",
   "en": "Sent, waiting for the bank",
   "end": false
  },
  "active": {
   "zh": "保护中",
   "en": "In force",
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
  "not-done": {
   "zh": "银行未采取",
   "en": "The bank did not do it",
   "end": true
  },
  "lapsed": {
   "zh": "银行未反馈，请求失效",
   "en": "The bank did not answer: no longer valid",
   "end": true
  },
  "cancelled": {
   "zh": "已解除",
   "en": "Ended on request or decision",
   "end": true
  },
  "expired": {
   "zh": "到期自动解除",
   "en": "Ended by itself",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "提出保护性止付",
   "en": "Propose a protective stop"
  },
  "who": [
   "dissuader",
   "bankOps"
  ],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
    "parent": {
     "type": "string"
    },
    "territory": {
     "type": "string",
     "maxLength": 100
    },
    "person": {
     "anyOf": [
      {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      },
      {}
     ]
    },
    "account": {
     "anyOf": [
      {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      },
      {}
     ]
    },
    "holderName": {
     "anyOf": [
      {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      },
      {}
     ]
    },
    "contact": {
     "anyOf": [
      {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      },
      {}
     ]
    },
    "currency": {
     "type": "string"
    },
    "reason": {
     "type": "string",
     "enum": [
      "payment-imminent",
      "remote-control",
      "details-given",
      "asked"
     ]
    },
    "basis": {
     "oneOf": [
      {
       "type": "object",
       "properties": {
        "kind": {
         "type": "string",
         "const": "consent"
        },
        "document": {
         "type": "string",
         "minLength": 1,
         "maxLength": 200
        }
       },
       "required": [
        "kind",
        "document"
       ],
       "additionalProperties": false
      },
      {
       "type": "object",
       "properties": {
        "kind": {
         "type": "string",
         "const": "danger"
        },
        "ground": {
         "type": "string",
         "minLength": 1,
         "maxLength": 500
        }
       },
       "required": [
        "kind",
        "ground"
       ],
       "additionalProperties": false
      }
     ]
    },
    "tried": {
     "default": [],
     "maxItems": 6,
     "type": "array",
     "items": {
      "type": "string",
      "enum": [
       "message",
       "call",
       "visit",
       "family",
       "counter",
       "payment-hold"
      ]
     }
    },
    "untried": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    },
    "family": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    },
    "note": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    },
    "counterpart": {
     "type": "string"
    }
   },
   "required": [
    "person",
    "account",
    "currency",
    "reason",
    "basis"
   ]
  }
 },
 "commands": {
  "approve": {
   "words": {
    "zh": "第二人批准",
    "en": "Approve as the second officer"
   },
   "who": [
    "dutyLead"
   ],
   "notBy": [
    "open"
   ],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": false
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
    ],
    "additionalProperties": false
   }
  },
  "withdraw": {
   "words": {
    "zh": "撤回",
    "en": "Withdraw"
   },
   "who": [
    "dissuader",
    "dutyLead",
    "bankOps"
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
    "bankOps"
   ],
   "notBy": [],
   "input": {
    "oneOf": [
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "stopped"
       },
       "at": {
        "type": "string",
        "format": "date-time",
        "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
       }
      },
      "required": [
       "result",
       "at"
      ],
      "additionalProperties": false
     },
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "not-done"
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
      ],
      "additionalProperties": false
     }
    ]
   }
  },
  "ask-release": {
   "words": {
    "zh": "要求解除",
    "en": "Ask to end it"
   },
   "who": [
    "bankOps",
    "intake",
    "dissuader",
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "ground": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "additionalProperties": false
   }
  },
  "decide-release": {
   "words": {
    "zh": "决定解除请求",
    "en": "Decide a request to end it"
   },
   "who": [
    "dutyLead",
    "reviewer"
   ],
   "notBy": [
    "open",
    "approve"
   ],
   "input": {
    "oneOf": [
     {
      "type": "object",
      "properties": {
       "release": {
        "type": "boolean",
        "const": true
       }
      },
      "required": [
       "release"
      ],
      "additionalProperties": false
     },
     {
      "type": "object",
      "properties": {
       "release": {
        "type": "boolean",
        "const": false
       },
       "why": {
        "type": "string",
        "enum": [
         "still-in-contact",
         "not-spoken",
         "phone-not-safe"
        ]
       }
      },
      "required": [
       "release",
       "why"
      ],
      "additionalProperties": false
     }
    ]
   }
  },
  "release-overdue": {
   "words": {
    "zh": "解除请求超时未决",
    "en": "A request to end it is overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "cancel": {
   "words": {
    "zh": "解除",
    "en": "End it"
   },
   "who": [
    "dissuader",
    "dutyLead",
    "bankOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
      "type": "string",
      "enum": [
       "danger-over",
       "mistaken",
       "appeal-upheld"
      ]
     }
    },
    "required": [
     "reason"
    ],
    "additionalProperties": false
   }
  },
  "expire": {
   "words": {
    "zh": "到期解除",
    "en": "End by the clock"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "lapse": {
   "words": {
    "zh": "银行未反馈，请求失效",
    "en": "Lapse without an answer"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "ask-allowance": {
   "words": {
    "zh": "申请支付生活支出",
    "en": "Ask to pay living costs"
   },
   "who": [
    "bankOps",
    "intake",
    "dissuader",
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "need": {
      "type": "string",
      "enum": [
       "living",
       "medical",
       "school",
       "housing",
       "utilities",
       "wages",
       "social-security"
      ]
     },
     "amountMinor": {
      "type": "string",
      "pattern": "^[1-9]\\d{0,17}$"
     },
     "paper": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200
     }
    },
    "required": [
     "need",
     "amountMinor"
    ],
    "additionalProperties": false
   }
  },
  "decide-allowance": {
   "words": {
    "zh": "决定生活支出申请",
    "en": "Decide a request for living costs"
   },
   "who": [
    "dutyLead"
   ],
   "notBy": [
    "ask-allowance"
   ],
   "input": {
    "oneOf": [
     {
      "type": "object",
      "properties": {
       "grant": {
        "type": "boolean",
        "const": true
       },
       "request": {
        "type": "string",
        "maxLength": 60
       },
       "amountMinor": {
        "type": "string",
        "pattern": "^[1-9]\\d{0,17}$"
       }
      },
      "required": [
       "grant",
       "request"
      ],
      "additionalProperties": false
     },
     {
      "type": "object",
      "properties": {
       "grant": {
        "type": "boolean",
        "const": false
       },
       "request": {
        "type": "string",
        "maxLength": 60
       },
       "why": {
        "type": "string",
        "enum": [
         "not-a-need",
         "no-paper",
         "payee-at-risk",
         "elsewhere"
        ]
       }
      },
      "required": [
       "grant",
       "request",
       "why"
      ],
      "additionalProperties": false
     }
    ]
   }
  },
  "allowance-overdue": {
   "words": {
    "zh": "生活支出申请超时未决",
    "en": "A request for living costs is overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "not-passed-on": {
   "words": {
    "zh": "解除或放宽未能送达",
    "en": "A release was not passed on"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "pass-on-again": {
   "words": {
    "zh": "再次送达解除或放宽",
    "en": "Pass the release on again"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "remind": {
   "words": {
    "zh": "超时提醒",
    "en": "Overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

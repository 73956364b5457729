/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "freeze",
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
   "zh": "已送达，待银行反馈",
   "en": "Sent, waiting for the bank",
   "end": false
  },
  "queued": {
   "zh": "轮候",
   "en": "Waiting in the queue",
   "end": false
  },
  "active": {
   "zh": "冻结中",
   "en": "Frozen",
   "end": false
  },
  "partial": {
   "zh": "部分冻结",
   "en": "Frozen in part",
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
  "failed": {
   "zh": "未能冻结",
   "en": "Not possible",
   "end": true
  },
  "lifted": {
   "zh": "已解除",
   "en": "Lifted",
   "end": true
  },
  "lapsed": {
   "zh": "未续冻，自动解除",
   "en": "Ended by itself",
   "end": true
  },
  "seized": {
   "zh": "已依法扣划",
   "en": "Taken by judgment",
   "end": true
  },
  "returned": {
   "zh": "已返还",
   "en": "Returned",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "提出冻结",
   "en": "Propose a freeze"
  },
  "who": [
   "caseOfficer"
  ],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
    "case": {
     "type": "string"
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
    "asset": {
     "default": "deposit",
     "type": "string",
     "enum": [
      "deposit",
      "deposit-major",
      "securities",
      "equity-insurance",
      "listed-equity"
     ]
    },
    "assetGround": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    },
    "amountMinor": {
     "type": "string",
     "pattern": "^[1-9]\\d{0,17}$"
    },
    "currency": {
     "type": "string"
    },
    "scope": {
     "default": "amount",
     "type": "string",
     "enum": [
      "amount",
      "account"
     ]
    },
    "fullGround": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    },
    "tracedMinor": {
     "type": "string",
     "pattern": "^[1-9]\\d{0,17}$"
    },
    "trace": {
     "type": "string",
     "minLength": 1,
     "maxLength": 200
    },
    "interest": {
     "default": false,
     "type": "boolean"
    },
    "courtOrder": {
     "type": "string",
     "minLength": 1,
     "maxLength": 200
    },
    "follows": {
     "type": "string"
    },
    "reason": {
     "type": "string",
     "enum": [
      "case-funds",
      "case-property",
      "followed-stop"
     ]
    },
    "note": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    }
   },
   "required": [
    "case",
    "account",
    "holderName",
    "amountMinor",
    "currency",
    "tracedMinor",
    "trace",
    "reason"
   ]
  }
 },
 "commands": {
  "approve": {
   "words": {
    "zh": "批准冻结",
    "en": "Approve"
   },
   "who": [
    "provinceChief",
    "cityChief",
    "countyChief"
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
  "withdraw": {
   "words": {
    "zh": "撤回",
    "en": "Withdraw"
   },
   "who": [
    "caseOfficer",
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
        "const": "frozen"
       },
       "at": {
        "type": "string",
        "format": "date-time",
        "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
       },
       "frozenMinor": {
        "type": "string",
        "pattern": "^[1-9]\\d{0,17}$"
       },
       "balanceMinor": {
        "type": "string",
        "pattern": "^[1-9]\\d{0,17}$"
       }
      },
      "required": [
       "result",
       "at",
       "frozenMinor",
       "balanceMinor"
      ],
      "additionalProperties": false
     },
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "queued"
       },
       "at": {
        "type": "string",
        "format": "date-time",
        "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
       },
       "outside": {
        "default": false,
        "type": "boolean"
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
        "const": "failed"
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
  "take-effect": {
   "words": {
    "zh": "轮候生效",
    "en": "Take effect from the queue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "report-held": {
   "words": {
    "zh": "更新冻结金额",
    "en": "Report the amount frozen"
   },
   "who": [
    "bankOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "frozenMinor": {
      "type": "string",
      "pattern": "^\\d{1,18}$"
     },
     "balanceMinor": {
      "type": "string",
      "pattern": "^\\d{1,18}$"
     }
    },
    "required": [
     "frozenMinor",
     "balanceMinor"
    ],
    "additionalProperties": false
   }
  },
  "ask-renewal": {
   "words": {
    "zh": "申请续冻",
    "en": "Ask for a renewal"
   },
   "who": [
    "caseOfficer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
      "type": "string",
      "enum": [
       "investigating",
       "returning",
       "prosecuting"
      ]
     },
     "progress": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     },
     "paper": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200
     }
    },
    "required": [
     "reason",
     "progress"
    ],
    "additionalProperties": false
   }
  },
  "renew": {
   "words": {
    "zh": "批准续冻",
    "en": "Renew"
   },
   "who": [
    "provinceChief",
    "cityChief",
    "countyChief"
   ],
   "notBy": [
    "ask-renewal"
   ],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": false
   }
  },
  "renewal-received": {
   "words": {
    "zh": "续冻已送达",
    "en": "Renewal received"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "renewal-unreachable": {
   "words": {
    "zh": "续冻未能送达",
    "en": "Renewal not reached"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "ask-reduction": {
   "words": {
    "zh": "申请减少冻结金额",
    "en": "Ask to reduce"
   },
   "who": [
    "caseOfficer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "toMinor": {
      "type": "string",
      "pattern": "^[1-9]\\d{0,17}$"
     },
     "reason": {
      "type": "string",
      "enum": [
       "unrelated",
       "paid-back",
       "mistaken-account",
       "good-faith",
       "appeal-upheld",
       "institution-error",
       "malicious",
       "unsupported",
       "basic-needs",
       "security-given",
       "case-withdrawn",
       "case-declined",
       "trace-lower",
       "other"
      ]
     },
     "trace": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200
     }
    },
    "required": [
     "toMinor",
     "reason"
    ],
    "additionalProperties": false
   }
  },
  "reduce": {
   "words": {
    "zh": "减少冻结金额",
    "en": "Reduce"
   },
   "who": [
    "provinceChief",
    "cityChief",
    "countyChief"
   ],
   "notBy": [
    "ask-reduction"
   ],
   "input": {
    "type": "object",
    "properties": {
     "toMinor": {
      "type": "string",
      "pattern": "^[1-9]\\d{0,17}$"
     },
     "reason": {
      "type": "string",
      "enum": [
       "unrelated",
       "paid-back",
       "mistaken-account",
       "good-faith",
       "appeal-upheld",
       "institution-error",
       "malicious",
       "unsupported",
       "basic-needs",
       "security-given",
       "case-withdrawn",
       "case-declined",
       "trace-lower",
       "other"
      ]
     },
     "trace": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200
     }
    },
    "additionalProperties": false
   }
  },
  "find-unrelated": {
   "words": {
    "zh": "查明与案件无关",
    "en": "Find that it has nothing to do with the case"
   },
   "who": [
    "caseOfficer",
    "analyst",
    "reviewer"
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
    "required": [
     "ground"
    ],
    "additionalProperties": false
   }
  },
  "unrelated-overdue": {
   "words": {
    "zh": "查明无关后逾期未解除",
    "en": "Overdue after it was found unrelated"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "lift": {
   "words": {
    "zh": "解除冻结",
    "en": "Lift"
   },
   "who": [
    "provinceChief",
    "cityChief",
    "countyChief"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
      "type": "string",
      "enum": [
       "unrelated",
       "paid-back",
       "mistaken-account",
       "good-faith",
       "appeal-upheld",
       "institution-error",
       "malicious",
       "unsupported",
       "basic-needs",
       "security-given",
       "case-withdrawn",
       "case-declined",
       "trace-lower",
       "other"
      ]
     },
     "note": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "reason"
    ],
    "additionalProperties": false
   }
  },
  "seize": {
   "words": {
    "zh": "登记扣划",
    "en": "Record that it was taken by judgment"
   },
   "who": [
    "caseOfficer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "amountMinor": {
      "type": "string",
      "pattern": "^[1-9]\\d{0,17}$"
     },
     "document": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200
     }
    },
    "required": [
     "amountMinor",
     "document"
    ],
    "additionalProperties": false
   }
  },
  "return": {
   "words": {
    "zh": "返还",
    "en": "Returned"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "lapse": {
   "words": {
    "zh": "到期解除",
    "en": "End by the clock"
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
    "provinceChief",
    "cityChief",
    "countyChief"
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
  },
  "move": {
   "words": {
    "zh": "随案移送",
    "en": "Go with the case"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

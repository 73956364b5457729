/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "stop-payment",
 "states": {
  "drafted": {
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
  "stopped": {
   "zh": "止付中",
   "en": "Stopped",
   "end": false
  },
  "declined": {
   "zh": "未批准",
   "en": "Not approved",
   "end": true
  },
  "mismatch": {
   "zh": "信息不符，未止付",
   "en": "Details did not match: not stopped",
   "end": true
  },
  "no-funds": {
   "zh": "无可止付资金",
   "en": "No funds left",
   "end": true
  },
  "unreachable": {
   "zh": "未能送达或未能执行",
   "en": "Not reached or not possible",
   "end": true
  },
  "lapsed": {
   "zh": "银行未反馈，指令失效",
   "en": "The bank did not answer: no longer valid",
   "end": true
  },
  "released": {
   "zh": "已提前解除",
   "en": "Released early",
   "end": true
  },
  "expired": {
   "zh": "到期自动解除",
   "en": "Ended by itself",
   "end": true
  },
  "continued": {
   "zh": "由再次止付接续",
   "en": "Goes on as the second round",
   "end": true
  },
  "converted": {
   "zh": "已转为冻结",
   "en": "Followed by a freeze",
   "end": true
  },
  "withdrawn": {
   "zh": "已撤回",
   "en": "Withdrawn",
   "end": true
  },
  "recalled": {
   "zh": "批准后撤回",
   "en": "Recalled after approval",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "提出紧急止付",
   "en": "Propose a stop-payment"
  },
  "who": [
   "intake",
   "analyst",
   "dissuader",
   "caseOfficer"
  ],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
    "parent": {
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
    "amountMinor": {
     "type": "string",
     "pattern": "^[1-9]\\d{0,17}$"
    },
    "currency": {
     "type": "string"
    },
    "paidAt": {
     "type": "string",
     "format": "date-time",
     "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
    },
    "transfer": {
     "type": "string",
     "maxLength": 128
    },
    "tier": {
     "default": 1,
     "type": "integer",
     "minimum": 1,
     "maximum": 20
    },
    "scope": {
     "type": "string",
     "enum": [
      "amount",
      "account"
     ]
    },
    "scopeGround": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    },
    "reason": {
     "type": "string",
     "enum": [
      "reported-payment",
      "safe-account",
      "moved-on",
      "other-unit",
      "filing",
      "tracing",
      "freezing"
     ]
    },
    "note": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    },
    "evidence": {
     "default": [],
     "maxItems": 20,
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "kind": {
        "type": "string",
        "enum": [
         "document",
         "statement",
         "event",
         "bank-answer",
         "photo",
         "signature"
        ]
       },
       "ref": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
       }
      },
      "required": [
       "kind",
       "ref"
      ],
      "additionalProperties": false
     }
    },
    "requester": {
     "type": "object",
     "properties": {
      "type": {
       "type": "string",
       "enum": [
        "person",
        "number",
        "name"
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
    "declaration": {
     "type": "string",
     "minLength": 1,
     "maxLength": 200
    },
    "previous": {
     "type": "string"
    }
   },
   "required": [
    "parent",
    "account",
    "amountMinor",
    "currency",
    "paidAt",
    "reason"
   ]
  }
 },
 "commands": {
  "supply": {
   "words": {
    "zh": "补充户名",
    "en": "Add the holder's name"
   },
   "who": [
    "intake",
    "analyst",
    "dissuader",
    "caseOfficer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "holderName": {
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
     "holderName"
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
    "dutyLead"
   ],
   "notBy": [
    "open"
   ],
   "input": {
    "type": "object",
    "properties": {
     "tellLater": {
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
    "dutyLead",
    "caseOfficer"
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
       },
       "heldMinor": {
        "type": "string",
        "pattern": "^[1-9]\\d{0,17}$"
       },
       "balanceMinor": {
        "type": "string",
        "pattern": "^[1-9]\\d{0,17}$"
       },
       "match": {
        "type": "object",
        "properties": {
         "name": {
          "type": "boolean"
         },
         "account": {
          "type": "boolean"
         },
         "amount": {
          "type": "boolean"
         },
         "time": {
          "type": "boolean"
         }
        },
        "required": [
         "name",
         "account",
         "amount",
         "time"
        ],
        "additionalProperties": false
       },
       "next": {
        "maxItems": 500,
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
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
          "amountMinor": {
           "type": "string",
           "pattern": "^[1-9]\\d{0,17}$"
          },
          "currency": {
           "type": "string"
          },
          "at": {
           "type": "string",
           "format": "date-time",
           "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
          }
         },
         "required": [
          "account",
          "amountMinor",
          "currency",
          "at"
         ],
         "additionalProperties": false
        }
       }
      },
      "required": [
       "result",
       "at",
       "heldMinor",
       "match"
      ],
      "additionalProperties": false
     },
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "mismatch"
       },
       "fields": {
        "minItems": 1,
        "type": "array",
        "items": {
         "type": "string",
         "enum": [
          "name",
          "account",
          "amount",
          "time"
         ]
        }
       }
      },
      "required": [
       "result",
       "fields"
      ],
      "additionalProperties": false
     },
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "no-funds"
       },
       "next": {
        "maxItems": 500,
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
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
          "amountMinor": {
           "type": "string",
           "pattern": "^[1-9]\\d{0,17}$"
          },
          "currency": {
           "type": "string"
          },
          "at": {
           "type": "string",
           "format": "date-time",
           "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
          }
         },
         "required": [
          "account",
          "amountMinor",
          "currency",
          "at"
         ],
         "additionalProperties": false
        }
       }
      },
      "required": [
       "result"
      ],
      "additionalProperties": false
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
      ],
      "additionalProperties": false
     }
    ]
   }
  },
  "release": {
   "words": {
    "zh": "提前解除",
    "en": "Release"
   },
   "who": [
    "dutyLead",
    "caseOfficer",
    "bankOps"
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
  "reduce": {
   "words": {
    "zh": "减少止付金额",
    "en": "Reduce"
   },
   "who": [
    "dutyLead",
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
     "note": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "toMinor",
     "reason"
    ],
    "additionalProperties": false
   }
  },
  "second-round": {
   "words": {
    "zh": "申请再次止付",
    "en": "Ask for a second round"
   },
   "who": [
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
      "type": "string",
      "enum": [
       "filing",
       "tracing",
       "freezing"
      ]
     },
     "note": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "reason",
     "note"
    ],
    "additionalProperties": false
   }
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
  "continue": {
   "words": {
    "zh": "由再次止付接续",
    "en": "Go on as the second round"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "convert": {
   "words": {
    "zh": "转为冻结",
    "en": "Followed by a freeze"
   },
   "who": [],
   "notBy": [],
   "input": {}
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
    "zh": "银行未反馈，指令失效",
    "en": "Lapse without an answer"
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
  "tell-holder": {
   "words": {
    "zh": "告知持有人",
    "en": "Tell the holder"
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

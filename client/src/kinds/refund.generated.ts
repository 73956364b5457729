/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "refund",
 "states": {
  "draft": {
   "zh": "核实登记中",
   "en": "Being prepared",
   "end": false
  },
  "noticed": {
   "zh": "公告中",
   "en": "Under public notice",
   "end": false
  },
  "ready": {
   "zh": "待审批",
   "en": "Waiting for approval",
   "end": false
  },
  "ordered": {
   "zh": "已批准，银行办理中",
   "en": "Approved, with the bank",
   "end": false
  },
  "executed": {
   "zh": "已返还",
   "en": "Returned",
   "end": true
  },
  "partly": {
   "zh": "部分返还",
   "en": "Returned in part",
   "end": true
  },
  "failed": {
   "zh": "未能返还",
   "en": "Could not be returned",
   "end": true
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
  "fallen": {
   "zh": "冻结已结束，方案失效",
   "en": "Over, because the freeze is",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "提出资金返还",
   "en": "Propose a return of funds"
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
    "freezes": {
     "minItems": 1,
     "maxItems": 50,
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "note": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    }
   },
   "required": [
    "case",
    "freezes"
   ]
  }
 },
 "commands": {
  "add-claim": {
   "words": {
    "zh": "登记被害人",
    "en": "Add a claimant"
   },
   "who": [
    "caseOfficer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "report": {
      "type": "string"
     },
     "name": {
      "anyOf": [
       {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
       },
       {}
      ]
     },
     "payee": {
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
       "proxy": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
       }
      },
      "required": [
       "account",
       "holderName"
      ],
      "additionalProperties": false
     },
     "lossMinor": {
      "type": "string",
      "pattern": "^[1-9]\\d{0,17}$"
     },
     "evidence": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200
     },
     "deposits": {
      "maxItems": 50,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "freeze": {
         "type": "string"
        },
        "amountMinor": {
         "type": "string",
         "pattern": "^[1-9]\\d{0,17}$"
        },
        "at": {
         "type": "string",
         "format": "date-time",
         "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
        },
        "tracedMinor": {
         "type": "string",
         "pattern": "^[1-9]\\d{0,17}$"
        },
        "trace": {
         "type": "string",
         "minLength": 1,
         "maxLength": 200
        }
       },
       "required": [
        "freeze",
        "amountMinor"
       ],
       "additionalProperties": false
      }
     }
    },
    "required": [
     "report",
     "name",
     "payee",
     "lossMinor",
     "evidence"
    ],
    "additionalProperties": false
   }
  },
  "remove-claim": {
   "words": {
    "zh": "移除登记",
    "en": "Remove a claimant"
   },
   "who": [
    "caseOfficer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "claim": {
      "type": "string",
      "minLength": 1,
      "maxLength": 60
     },
     "why": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "claim",
     "why"
    ],
    "additionalProperties": false
   }
  },
  "plan": {
   "words": {
    "zh": "确定返还方案",
    "en": "Make the plan"
   },
   "who": [
    "caseOfficer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": false
   }
  },
  "notice-over": {
   "words": {
    "zh": "公告期满",
    "en": "The public notice is over"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "object": {
   "words": {
    "zh": "提出异议",
    "en": "Object"
   },
   "who": [
    "caseOfficer",
    "intake",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "claim": {
      "type": "string",
      "minLength": 1,
      "maxLength": 60
     },
     "by": {
      "type": "string",
      "enum": [
       "claimant",
       "holder",
       "other"
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
     "ground": {
      "type": "string",
      "enum": [
       "not-a-victim",
       "loss-too-high",
       "loss-too-low",
       "already-repaid",
       "not-listed",
       "own-money"
      ]
     },
     "statement": {
      "type": "string",
      "minLength": 1,
      "maxLength": 4000
     }
    },
    "required": [
     "by",
     "contact",
     "ground"
    ],
    "additionalProperties": false
   }
  },
  "decide-objection": {
   "words": {
    "zh": "审核异议",
    "en": "Review an objection"
   },
   "who": [
    "reviewer"
   ],
   "notBy": [
    "open",
    "add-claim",
    "plan",
    "object",
    "approve"
   ],
   "input": {
    "oneOf": [
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "dismissed"
       },
       "objection": {
        "type": "string",
        "maxLength": 60
       },
       "reason": {
        "type": "string",
        "enum": [
         "claim-proved",
         "no-loss-found",
         "loss-corrected",
         "repaid-elsewhere",
         "next-round",
         "other-procedure"
        ]
       }
      },
      "required": [
       "result",
       "objection",
       "reason"
      ],
      "additionalProperties": false
     },
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "upheld"
       },
       "objection": {
        "type": "string",
        "maxLength": 60
       },
       "reason": {
        "type": "string",
        "enum": [
         "claim-proved",
         "no-loss-found",
         "loss-corrected",
         "repaid-elsewhere",
         "next-round",
         "other-procedure"
        ]
       },
       "lossMinor": {
        "type": "string",
        "pattern": "^\\d{1,18}$"
       }
      },
      "required": [
       "result",
       "objection",
       "reason",
       "lossMinor"
      ],
      "additionalProperties": false
     }
    ]
   }
  },
  "objection-overdue": {
   "words": {
    "zh": "异议逾期未审核",
    "en": "An objection is overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "approve": {
   "words": {
    "zh": "批准返还",
    "en": "Approve the return"
   },
   "who": [
    "provinceChief",
    "cityChief",
    "countyChief"
   ],
   "notBy": [
    "open",
    "add-claim",
    "plan",
    "decide-objection"
   ],
   "input": {
    "type": "object",
    "properties": {
     "findings": {
      "type": "object",
      "properties": {
       "facts": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
       },
       "title": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
       },
       "undisputed": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
       },
       "others-unharmed": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
       }
      },
      "required": [
       "facts",
       "title",
       "undisputed",
       "others-unharmed"
      ],
      "additionalProperties": false
     }
    },
    "required": [
     "findings"
    ],
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
  "decide-overdue": {
   "words": {
    "zh": "逾期未审批",
    "en": "Approval is overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "sent": {
   "words": {
    "zh": "已送达银行",
    "en": "Handed to the bank"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "unreachable": {
   "words": {
    "zh": "未能送达银行",
    "en": "Not handed to the bank"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "bank-overdue": {
   "words": {
    "zh": "银行逾期未办理",
    "en": "The bank is overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "answer": {
   "words": {
    "zh": "反馈办理结果",
    "en": "Answer"
   },
   "who": [
    "bankOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "results": {
      "minItems": 1,
      "maxItems": 2000,
      "type": "array",
      "items": {
       "oneOf": [
        {
         "type": "object",
         "properties": {
          "claim": {
           "type": "string",
           "minLength": 1,
           "maxLength": 60
          },
          "result": {
           "type": "string",
           "const": "paid"
          },
          "at": {
           "type": "string",
           "format": "date-time",
           "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
          },
          "reference": {
           "type": "string",
           "minLength": 1,
           "maxLength": 200
          }
         },
         "required": [
          "claim",
          "result",
          "at",
          "reference"
         ],
         "additionalProperties": false
        },
        {
         "type": "object",
         "properties": {
          "claim": {
           "type": "string",
           "minLength": 1,
           "maxLength": 60
          },
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
          "claim",
          "result",
          "why"
         ],
         "additionalProperties": false
        }
       ]
      }
     }
    },
    "required": [
     "results"
    ],
    "additionalProperties": false
   }
  },
  "order": {
   "words": {
    "zh": "批准办理已审核或未汇出的份额",
    "en": "Order what was reviewed or could not be paid"
   },
   "who": [
    "provinceChief",
    "cityChief",
    "countyChief"
   ],
   "notBy": [
    "open",
    "add-claim",
    "plan",
    "decide-objection"
   ],
   "input": {
    "type": "object",
    "properties": {
     "claims": {
      "minItems": 1,
      "maxItems": 2000,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "claim": {
         "type": "string",
         "minLength": 1,
         "maxLength": 60
        },
        "payee": {
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
          "proxy": {
           "type": "string",
           "minLength": 1,
           "maxLength": 200
          }
         },
         "required": [
          "account",
          "holderName"
         ],
         "additionalProperties": false
        }
       },
       "required": [
        "claim"
       ],
       "additionalProperties": false
      }
     }
    },
    "required": [
     "claims"
    ],
    "additionalProperties": false
   }
  },
  "give-up": {
   "words": {
    "zh": "份额不再办理",
    "en": "Give a share up"
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
     "claim": {
      "type": "string",
      "minLength": 1,
      "maxLength": 60
     },
     "why": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "claim",
     "why"
    ],
    "additionalProperties": false
   }
  },
  "fall": {
   "words": {
    "zh": "冻结结束",
    "en": "A freeze is over"
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

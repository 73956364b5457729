/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "warning",
 "states": {
  "new": {
   "zh": "新线索",
   "en": "New",
   "end": false
  },
  "graded": {
   "zh": "已定级，待派发",
   "en": "Graded, to be dispatched",
   "end": false
  },
  "dispatched": {
   "zh": "已派发，待签收",
   "en": "Dispatched, to be signed for",
   "end": false
  },
  "signed": {
   "zh": "已签收，待联系",
   "en": "Signed for, to be contacted",
   "end": false
  },
  "in-contact": {
   "zh": "正在联系",
   "en": "In contact",
   "end": false
  },
  "refused": {
   "zh": "不愿沟通",
   "en": "Did not want to talk",
   "end": false
  },
  "unreachable": {
   "zh": "暂未联系上",
   "en": "Not reached yet",
   "end": false
  },
  "escalated": {
   "zh": "已升级",
   "en": "Escalated",
   "end": false
  },
  "awakened": {
   "zh": "已劝阻",
   "en": "Stopped in time",
   "end": false
  },
  "follow-up": {
   "zh": "回访中",
   "en": "Being followed up",
   "end": false
  },
  "already-paid": {
   "zh": "已付款，转报案",
   "en": "Had paid: a report follows",
   "end": false
  },
  "closed-to-report": {
   "zh": "已转报案",
   "en": "Closed to a report",
   "end": true
  },
  "not-a-target": {
   "zh": "核实未涉诈",
   "en": "Found not to be concerned",
   "end": true
  },
  "closed": {
   "zh": "已办结",
   "en": "Closed",
   "end": true
  },
  "merged": {
   "zh": "已并入其他预警",
   "en": "Merged into another warning",
   "end": true
  },
  "expired": {
   "zh": "无新线索，已失效",
   "en": "Ended without new signs",
   "end": true
  },
  "cancelled": {
   "zh": "误报，已撤销",
   "en": "A false alarm: cancelled",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "人工发起预警",
   "en": "Open a warning by hand"
  },
  "who": [
   "analyst",
   "dutyLead"
  ],
  "notBy": [],
  "input": {
   "anyOf": [
    {
     "type": "object",
     "properties": {
      "found": {}
     },
     "required": [
      "found"
     ]
    },
    {
     "type": "object",
     "properties": {
      "victim": {
       "type": "object",
       "properties": {
        "type": {
         "type": "string",
         "enum": [
          "number",
          "account",
          "person"
         ]
        },
        "id": {
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
        "id"
       ]
      },
      "number": {
       "anyOf": [
        {
         "type": "string",
         "minLength": 1,
         "maxLength": 200
        },
        {}
       ]
      },
      "others": {
       "default": [],
       "maxItems": 20,
       "type": "array",
       "items": {
        "type": "object",
        "properties": {
         "type": {
          "type": "string",
          "enum": [
           "number",
           "account",
           "handle"
          ]
         },
         "id": {
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
         "id"
        ]
       }
      },
      "category": {
       "default": null,
       "anyOf": [
        {
         "type": "string",
         "enum": [
          "TASK_REBATE",
          "FAKE_INVEST",
          "ROMANCE",
          "ROMANCE_INVEST",
          "FAKE_SHOP",
          "MIL_POLICE_ORDER",
          "CS_REFUND",
          "LOAN",
          "CREDIT_RECORD",
          "AUTHORITY",
          "BOSS_FRIEND",
          "INVOICE_BEC",
          "GAME_TRADE",
          "NET_BLACK",
          "SEXTORTION",
          "LOTTERY_PRIZE",
          "TAX_SUBSIDY_SUBSCRIPTION",
          "RECOVERY",
          "CHARITY",
          "MULE_RECRUIT",
          "OTHER"
         ]
        },
        {
         "type": "null"
        }
       ]
      },
      "stage": {
       "default": null,
       "anyOf": [
        {
         "type": "string",
         "enum": [
          "S0",
          "S1",
          "S2",
          "S3",
          "S4",
          "S5",
          "S6",
          "S7",
          "S8"
         ]
        },
        {
         "type": "null"
        }
       ]
      },
      "ground": {
       "type": "string",
       "minLength": 1,
       "maxLength": 500
      }
     },
     "required": [
      "victim",
      "ground"
     ]
    }
   ]
  }
 },
 "commands": {
  "grade": {
   "words": {
    "zh": "定级",
    "en": "Grade"
   },
   "who": [
    "analyst",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "level": {
      "type": "string",
      "enum": [
       "urgent",
       "high",
       "medium",
       "low"
      ]
     },
     "why": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "level"
    ]
   }
  },
  "dispatch": {
   "words": {
    "zh": "派发",
    "en": "Dispatch"
   },
   "who": [
    "analyst",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "unit": {
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
     "unit"
    ]
   }
  },
  "sign": {
   "words": {
    "zh": "签收",
    "en": "Sign for"
   },
   "who": [
    "dissuader",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {}
   }
  },
  "contact": {
   "words": {
    "zh": "开始联系",
    "en": "Begin a contact"
   },
   "who": [
    "dissuader",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "channel": {
      "type": "string",
      "enum": [
       "call",
       "visit"
      ]
     },
     "whom": {
      "default": "person",
      "type": "string",
      "enum": [
       "person",
       "family"
      ]
     },
     "ground": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "channel"
    ]
   }
  },
  "result": {
   "words": {
    "zh": "登记联系结果",
    "en": "Record what came of it"
   },
   "who": [
    "dissuader",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "oneOf": [
     {
      "type": "object",
      "properties": {
       "outcome": {
        "type": "string",
        "enum": [
         "busy",
         "no-answer",
         "unreachable",
         "hung-up"
        ]
       },
       "ringMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 600000
       },
       "talkMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 86400000
       },
       "callRecord": {
        "type": "string",
        "maxLength": 128
       },
       "threeWay": {
        "default": false,
        "type": "boolean"
       }
      },
      "required": [
       "outcome"
      ]
     },
     {
      "type": "object",
      "properties": {
       "outcome": {
        "type": "string",
        "enum": [
         "refused-to-talk",
         "refused-to-meet"
        ]
       },
       "note": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
       },
       "ringMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 600000
       },
       "talkMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 86400000
       },
       "callRecord": {
        "type": "string",
        "maxLength": 128
       },
       "threeWay": {
        "default": false,
        "type": "boolean"
       }
      },
      "required": [
       "outcome"
      ]
     },
     {
      "type": "object",
      "properties": {
       "outcome": {
        "type": "string",
        "const": "awakened"
       },
       "checklist": {
        "type": "object",
        "properties": {
         "toldWhichScam": {
          "type": "boolean",
          "const": true
         },
         "stoppedContact": {
          "type": "boolean",
          "const": true
         },
         "toldWhatToExpect": {
          "type": "boolean",
          "const": true
         },
         "appRemoved": {
          "type": "string",
          "enum": [
           "removed",
           "none-installed"
          ]
         }
        },
        "required": [
         "toldWhichScam",
         "stoppedContact",
         "toldWhatToExpect",
         "appRemoved"
        ]
       },
       "proof": {
        "type": "object",
        "properties": {
         "kind": {
          "type": "string",
          "enum": [
           "signature",
           "photo",
           "call-record"
          ]
         },
         "ref": {
          "type": "string",
          "minLength": 1,
          "maxLength": 128
         }
        },
        "required": [
         "kind",
         "ref"
        ]
       },
       "ringMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 600000
       },
       "talkMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 86400000
       },
       "callRecord": {
        "type": "string",
        "maxLength": 128
       },
       "threeWay": {
        "default": false,
        "type": "boolean"
       }
      },
      "required": [
       "outcome",
       "checklist",
       "proof"
      ]
     },
     {
      "type": "object",
      "properties": {
       "outcome": {
        "type": "string",
        "const": "already-paid"
       },
       "payments": {
        "minItems": 1,
        "maxItems": 50,
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
          "from": {
           "anyOf": [
            {
             "type": "string",
             "minLength": 1,
             "maxLength": 200
            },
            {}
           ]
          },
          "to": {
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
          "to",
          "amountMinor",
          "currency",
          "at"
         ]
        }
       },
       "slip": {
        "type": "string",
        "maxLength": 128
       },
       "ringMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 600000
       },
       "talkMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 86400000
       },
       "callRecord": {
        "type": "string",
        "maxLength": 128
       },
       "threeWay": {
        "default": false,
        "type": "boolean"
       }
      },
      "required": [
       "outcome",
       "payments"
      ]
     },
     {
      "type": "object",
      "properties": {
       "outcome": {
        "type": "string",
        "const": "not-a-target"
       },
       "why": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
       },
       "ringMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 600000
       },
       "talkMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 86400000
       },
       "callRecord": {
        "type": "string",
        "maxLength": 128
       },
       "threeWay": {
        "default": false,
        "type": "boolean"
       }
      },
      "required": [
       "outcome",
       "why"
      ]
     }
    ]
   }
  },
  "allow-contact": {
   "words": {
    "zh": "准予再联系一次",
    "en": "Allow one more contact"
   },
   "who": [
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
    "required": [
     "ground"
    ]
   }
  },
  "escalate": {
   "words": {
    "zh": "升级",
    "en": "Escalate"
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
  "second-unit": {
   "words": {
    "zh": "兵分两路：加派一组",
    "en": "Send a second unit"
   },
   "who": [
    "dissuader",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "unit": {
      "type": "string",
      "minLength": 1,
      "maxLength": 60
     }
    },
    "required": [
     "unit"
    ]
   }
  },
  "arrive": {
   "words": {
    "zh": "到达现场",
    "en": "On the scene"
   },
   "who": [
    "dissuader",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {}
   }
  },
  "hold-line": {
   "words": {
    "zh": "请求抢占线路",
    "en": "Ask to hold the line"
   },
   "who": [
    "dissuader",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "desk": {
      "type": "string",
      "minLength": 1,
      "maxLength": 60
     }
    },
    "required": [
     "desk"
    ]
   }
  },
  "line-accepted": {
   "words": {
    "zh": "运营商已受理",
    "en": "Taken by the operator"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "line-undeliverable": {
   "words": {
    "zh": "未能送达运营商",
    "en": "The operator was not reached"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "line-result": {
   "words": {
    "zh": "登记占线结果",
    "en": "Record whether the line was held"
   },
   "who": [
    "dissuader",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "captured": {
      "type": "boolean"
     },
     "tries": {
      "type": "integer",
      "minimum": 1,
      "maximum": 1000
     }
    },
    "required": [
     "captured",
     "tries"
    ]
   }
  },
  "evidence": {
   "words": {
    "zh": "并入新线索",
    "en": "New signs"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "merge": {
   "words": {
    "zh": "并入",
    "en": "Merge"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "cancel": {
   "words": {
    "zh": "误报撤销",
    "en": "Cancel as a false alarm"
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
       "known-contact",
       "own-transfer",
       "rule-mistaken",
       "wrong-person",
       "wrong-data",
       "duplicate"
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
    ]
   }
  },
  "follow-up": {
   "words": {
    "zh": "登记回访",
    "en": "Record a follow-up"
   },
   "who": [
    "dissuader",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "oneOf": [
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "enum": [
         "no-loss",
         "not-reached",
         "contacted-again"
        ]
       }
      },
      "required": [
       "result"
      ]
     },
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "paid"
       },
       "payments": {
        "minItems": 1,
        "maxItems": 50,
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
          "from": {
           "anyOf": [
            {
             "type": "string",
             "minLength": 1,
             "maxLength": 200
            },
            {}
           ]
          },
          "to": {
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
          "to",
          "amountMinor",
          "currency",
          "at"
         ]
        }
       }
      },
      "required": [
       "result",
       "payments"
      ]
     }
    ]
   }
  },
  "to-report": {
   "words": {
    "zh": "转报案",
    "en": "A report was opened"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "overdue": {
   "words": {
    "zh": "超时升级",
    "en": "Overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "follow-up-due": {
   "words": {
    "zh": "回访到期",
    "en": "A follow-up is due"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "check": {
   "words": {
    "zh": "核查有无损失",
    "en": "Check that no loss followed"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "expire": {
   "words": {
    "zh": "失效",
    "en": "End by the clock"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

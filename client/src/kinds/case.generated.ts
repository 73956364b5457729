/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "case",
 "states": {
  "accepted": {
   "zh": "受案初查",
   "en": "Accepted, being looked into",
   "end": false
  },
  "filed": {
   "zh": "已立案",
   "en": "Filed",
   "end": false
  },
  "investigating": {
   "zh": "侦查中",
   "en": "Under investigation",
   "end": false
  },
  "holder-identified": {
   "zh": "已查明相关人员",
   "en": "Persons identified",
   "end": false
  },
  "caught": {
   "zh": "已到案",
   "en": "Persons in custody",
   "end": false
  },
  "prosecution": {
   "zh": "移送审查起诉",
   "en": "With the prosecutor",
   "end": false
  },
  "judged": {
   "zh": "已判决",
   "en": "Judged",
   "end": false
  },
  "merged": {
   "zh": "已并入他案",
   "en": "Goes on in another case",
   "end": false
  },
  "declined": {
   "zh": "不予立案",
   "en": "Declined",
   "end": true
  },
  "withdrawn": {
   "zh": "已撤案",
   "en": "Withdrawn",
   "end": true
  },
  "closed": {
   "zh": "已结案",
   "en": "Closed",
   "end": true
  },
  "not-competent": {
   "zh": "不属本单位管辖，待移送",
   "en": "Another unit is competent: to be handed over",
   "end": false
  },
  "handed-over": {
   "zh": "已移送，待接收",
   "en": "Handed over, waiting to be taken over",
   "end": false
  },
  "handed-back": {
   "zh": "接收单位退回",
   "en": "Sent back by the receiver",
   "end": false
  },
  "disputed": {
   "zh": "管辖有争议，待上级指定",
   "en": "Not agreed who is competent: the superior decides",
   "end": false
  }
 },
 "opening": {
  "words": {
   "zh": "提请立案",
   "en": "Propose a case"
  },
  "who": [
   "caseOfficer",
   "dutyLead"
  ],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
    "reports": {
     "minItems": 1,
     "maxItems": 500,
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "summary": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    },
    "axes": {
     "type": "object",
     "properties": {
      "lure": {
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
      "channel": {
       "default": null,
       "anyOf": [
        {
         "type": "string",
         "enum": [
          "call",
          "sms",
          "chat",
          "web",
          "app",
          "in-person"
         ]
        },
        {
         "type": "null"
        }
       ]
      },
      "rail": {
       "default": null,
       "anyOf": [
        {
         "type": "string",
         "enum": [
          "bank",
          "card",
          "wallet",
          "crypto",
          "cash"
         ]
        },
        {
         "type": "null"
        }
       ]
      },
      "authorised": {
       "default": null,
       "type": [
        "boolean",
        "null"
       ]
      }
     },
     "additionalProperties": false
    },
    "classes": {
     "default": [],
     "maxItems": 3,
     "type": "array",
     "items": {
      "type": "string",
      "enum": [
       "current",
       "major",
       "cross-border"
      ]
     }
    },
    "places": {
     "default": [],
     "maxItems": 50,
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "kind": {
        "type": "string",
        "enum": [
         "victim-at",
         "loss",
         "server",
         "provider",
         "system",
         "card-opened",
         "card-moved",
         "money-handed-over",
         "message",
         "device",
         "login"
        ]
       },
       "territory": {
        "type": "string",
        "maxLength": 100
       }
      },
      "required": [
       "kind",
       "territory"
      ],
      "additionalProperties": false
     }
    },
    "territory": {
     "type": "string",
     "maxLength": 100
    }
   },
   "required": [
    "reports",
    "summary"
   ],
   "additionalProperties": false
  }
 },
 "commands": {
  "take": {
   "words": {
    "zh": "领取",
    "en": "Take"
   },
   "who": [
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
  "file": {
   "words": {
    "zh": "立案",
    "en": "File"
   },
   "who": [
    "countyChief",
    "cityChief",
    "provinceChief",
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
  "decline": {
   "words": {
    "zh": "不予立案",
    "en": "Decline"
   },
   "who": [
    "countyChief",
    "cityChief",
    "provinceChief",
    "dutyLead"
   ],
   "notBy": [
    "open"
   ],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
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
  "investigate": {
   "words": {
    "zh": "开展侦查",
    "en": "Begin the investigation"
   },
   "who": [
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
  "add-reports": {
   "words": {
    "zh": "并入报案",
    "en": "Add reports"
   },
   "who": [
    "caseOfficer",
    "dutyLead",
    "analyst"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reports": {
      "minItems": 1,
      "maxItems": 500,
      "type": "array",
      "items": {
       "type": "string"
      }
     }
    },
    "required": [
     "reports"
    ],
    "additionalProperties": false
   }
  },
  "remove-report": {
   "words": {
    "zh": "移出报案",
    "en": "Take a report out"
   },
   "who": [
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "report": {
      "type": "string"
     },
     "why": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "report",
     "why"
    ],
    "additionalProperties": false
   }
  },
  "add": {
   "words": {
    "zh": "补充线索",
    "en": "Add what was found"
   },
   "who": [
    "caseOfficer",
    "dutyLead",
    "analyst"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "traits": {
      "maxItems": 100,
      "type": "array",
      "items": {
       "oneOf": [
        {
         "type": "object",
         "properties": {
          "type": {
           "type": "string",
           "enum": [
            "number",
            "account",
            "device",
            "group",
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
        {
         "type": "object",
         "properties": {
          "type": {
           "type": "string",
           "enum": [
            "host",
            "server"
           ]
          },
          "value": {
           "type": "string",
           "minLength": 1,
           "maxLength": 2048
          }
         },
         "required": [
          "type",
          "value"
         ],
         "additionalProperties": false
        },
        {
         "type": "object",
         "properties": {
          "type": {
           "type": "string",
           "const": "certificate"
          },
          "value": {
           "type": "string",
           "pattern": "^[0-9A-Fa-f:]{16,128}$"
          }
         },
         "required": [
          "type",
          "value"
         ],
         "additionalProperties": false
        },
        {
         "type": "object",
         "properties": {
          "type": {
           "type": "string",
           "const": "app"
          },
          "value": {
           "type": "string",
           "minLength": 1,
           "maxLength": 200
          }
         },
         "required": [
          "type",
          "value"
         ],
         "additionalProperties": false
        }
       ]
      }
     },
     "places": {
      "default": [],
      "maxItems": 50,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "kind": {
         "type": "string",
         "enum": [
          "victim-at",
          "loss",
          "server",
          "provider",
          "system",
          "card-opened",
          "card-moved",
          "money-handed-over",
          "message",
          "device",
          "login"
         ]
        },
        "territory": {
         "type": "string",
         "maxLength": 100
        }
       },
       "required": [
        "kind",
        "territory"
       ],
       "additionalProperties": false
      }
     },
     "axes": {
      "type": "object",
      "properties": {
       "lure": {
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
       "channel": {
        "default": null,
        "anyOf": [
         {
          "type": "string",
          "enum": [
           "call",
           "sms",
           "chat",
           "web",
           "app",
           "in-person"
          ]
         },
         {
          "type": "null"
         }
        ]
       },
       "rail": {
        "default": null,
        "anyOf": [
         {
          "type": "string",
          "enum": [
           "bank",
           "card",
           "wallet",
           "crypto",
           "cash"
          ]
         },
         {
          "type": "null"
         }
        ]
       },
       "authorised": {
        "default": null,
        "type": [
         "boolean",
         "null"
        ]
       }
      },
      "additionalProperties": false
     },
     "classes": {
      "maxItems": 3,
      "type": "array",
      "items": {
       "type": "string",
       "enum": [
        "current",
        "major",
        "cross-border"
       ]
      }
     },
     "summary": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "additionalProperties": false
   }
  },
  "find-involved": {
   "words": {
    "zh": "认定涉案",
    "en": "Find involved"
   },
   "who": [
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "type": {
      "type": "string",
      "enum": [
       "account",
       "number",
       "device"
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
     },
     "ground": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "type",
     "value",
     "ground"
    ],
    "additionalProperties": false
   }
  },
  "identify-holder": {
   "words": {
    "zh": "查明相关人员",
    "en": "Persons identified"
   },
   "who": [
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "persons": {
      "minItems": 1,
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
     "evidence": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "persons",
     "evidence"
    ],
    "additionalProperties": false
   }
  },
  "catch": {
   "words": {
    "zh": "抓获",
    "en": "Persons caught"
   },
   "who": [
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "persons": {
      "type": "integer",
      "minimum": 1,
      "maximum": 10000
     }
    },
    "required": [
     "persons"
    ],
    "additionalProperties": false
   }
  },
  "prosecute": {
   "words": {
    "zh": "移送审查起诉",
    "en": "Hand to the prosecutor"
   },
   "who": [
    "countyChief",
    "cityChief",
    "provinceChief",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": {}
   }
  },
  "send-back": {
   "words": {
    "zh": "退回补充侦查",
    "en": "Sent back by the prosecutor"
   },
   "who": [
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
    ]
   }
  },
  "judge": {
   "words": {
    "zh": "判决",
    "en": "Judged"
   },
   "who": [
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
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
  "close": {
   "words": {
    "zh": "结案",
    "en": "Close"
   },
   "who": [
    "countyChief",
    "cityChief",
    "provinceChief",
    "dutyLead"
   ],
   "notBy": [],
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
  "withdraw": {
   "words": {
    "zh": "撤销案件",
    "en": "Withdraw"
   },
   "who": [
    "countyChief",
    "cityChief",
    "provinceChief",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
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
  "merge": {
   "words": {
    "zh": "并入他案",
    "en": "Go on in another case"
   },
   "who": [
    "countyChief",
    "cityChief",
    "provinceChief",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "into": {
      "type": "string"
     },
     "ground": {
      "type": "string",
      "enum": [
       "one-person",
       "joint",
       "co-offender",
       "linked-crimes",
       "chain",
       "same-means"
      ]
     }
    },
    "required": [
     "into",
     "ground"
    ],
    "additionalProperties": false
   }
  },
  "unmerge": {
   "words": {
    "zh": "撤销并案",
    "en": "Go on by itself again"
   },
   "who": [
    "countyChief",
    "cityChief",
    "provinceChief",
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
  "record-money": {
   "words": {
    "zh": "登记查明与返还金额",
    "en": "Record what was traced or returned"
   },
   "who": [
    "caseOfficer",
    "dutyLead",
    "analyst"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "traced": {
      "maxItems": 20,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "currency": {
         "type": "string"
        },
        "amountMinor": {
         "type": "string",
         "pattern": "^[1-9]\\d{0,17}$"
        }
       },
       "required": [
        "currency",
        "amountMinor"
       ],
       "additionalProperties": false
      }
     },
     "returned": {
      "maxItems": 20,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "currency": {
         "type": "string"
        },
        "amountMinor": {
         "type": "string",
         "pattern": "^[1-9]\\d{0,17}$"
        }
       },
       "required": [
        "currency",
        "amountMinor"
       ],
       "additionalProperties": false
      }
     }
    },
    "additionalProperties": false
   }
  },
  "find-not-competent": {
   "words": {
    "zh": "认定不属于本单位管辖",
    "en": "Find that another unit is competent"
   },
   "who": [
    "caseOfficer",
    "dutyLead",
    "intake"
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
  "hand-over": {
   "words": {
    "zh": "移送",
    "en": "Hand over"
   },
   "who": [
    "caseOfficer",
    "dutyLead",
    "intake"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "to": {
      "type": "string",
      "pattern": "^org_[0-9A-Za-z_-]{1,60}$"
     },
     "ground": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "to"
    ]
   }
  },
  "take-over": {
   "words": {
    "zh": "接收",
    "en": "Take over"
   },
   "who": [
    "caseOfficer",
    "dutyLead",
    "intake"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": {}
   }
  },
  "return": {
   "words": {
    "zh": "退回并说明理由",
    "en": "Send back with reasons"
   },
   "who": [
    "caseOfficer",
    "dutyLead",
    "intake"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
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
  "keep": {
   "words": {
    "zh": "由本单位继续办理",
    "en": "Keep it"
   },
   "who": [
    "caseOfficer",
    "dutyLead",
    "intake"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
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
  "dispute": {
   "words": {
    "zh": "报请共同上级指定管辖",
    "en": "Ask the common superior"
   },
   "who": [
    "caseOfficer",
    "dutyLead",
    "intake"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
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
  "designate": {
   "words": {
    "zh": "指定管辖",
    "en": "Say who is competent"
   },
   "who": [
    "dutyLead",
    "countyChief",
    "cityChief",
    "provinceChief"
   ],
   "notBy": [
    "find-not-competent",
    "return",
    "dispute"
   ],
   "input": {
    "type": "object",
    "properties": {
     "to": {
      "type": "string",
      "pattern": "^org_[0-9A-Za-z_-]{1,60}$"
     },
     "reason": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "to",
     "reason"
    ]
   }
  },
  "absorb": {
   "words": {
    "zh": "并入一案",
    "en": "Another case goes on in this one"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "moved": {
   "words": {
    "zh": "随并案移送",
    "en": "Go with the case it is merged into"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "let-go": {
   "words": {
    "zh": "一案恢复独立",
    "en": "A case goes on by itself again"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "overdue": {
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

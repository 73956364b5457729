/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "report",
 "states": {
  "received": {
   "zh": "已接收，待研判",
   "en": "Received, to be looked at",
   "end": false
  },
  "info-only": {
   "zh": "仅作情况反映",
   "en": "Noted as information",
   "end": true
  },
  "duplicate": {
   "zh": "重复报案，并入原报案",
   "en": "Reported before: goes with the first report",
   "end": false
  },
  "tip-open": {
   "zh": "线索核查中",
   "en": "Tip being checked",
   "end": false
  },
  "corroborated": {
   "zh": "线索属实",
   "en": "Tip found true",
   "end": false
  },
  "unsubstantiated": {
   "zh": "未能查实",
   "en": "Could not be confirmed",
   "end": false
  },
  "malice-alleged": {
   "zh": "疑似恶意，待第二人复核",
   "en": "Said to be malicious: a second person looks at it",
   "end": false
  },
  "malicious": {
   "zh": "认定恶意举报",
   "en": "Found malicious",
   "end": true
  },
  "accepted": {
   "zh": "已受案",
   "en": "Accepted",
   "end": false
  },
  "filed": {
   "zh": "已立案",
   "en": "A case is filed",
   "end": false
  },
  "case-withdrawn": {
   "zh": "案件已撤销，待告知",
   "en": "The case was withdrawn: to be told",
   "end": false
  },
  "admin-handled": {
   "zh": "转行政处理",
   "en": "Handled as an administrative matter",
   "end": true
  },
  "declined": {
   "zh": "不予立案",
   "en": "No case is opened",
   "end": false
  },
  "review": {
   "zh": "复议中",
   "en": "Under review",
   "end": false
  },
  "review-stood": {
   "zh": "复议维持",
   "en": "Review: the decision stands",
   "end": false
  },
  "re-review": {
   "zh": "上级复核中",
   "en": "Under review by the higher unit",
   "end": false
  },
  "declined-final": {
   "zh": "不予立案，已终结",
   "en": "No case is opened, at an end",
   "end": true
  },
  "closed": {
   "zh": "已办结",
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
   "zh": "登记报案、举报",
   "en": "Take down a report or tip"
  },
  "who": [
   "intake",
   "caseOfficer",
   "dutyLead",
   "analyst",
   "dissuader",
   "gridOfficer"
  ],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
    "channel": {
     "type": "string",
     "enum": [
      "hotline",
      "counter",
      "online",
      "partner",
      "warning",
      "grid"
     ]
    },
    "role": {
     "type": "string",
     "enum": [
      "victim",
      "relative",
      "witness",
      "institution",
      "informer"
     ]
    },
    "secrecy": {
     "default": "named",
     "type": "string",
     "enum": [
      "named",
      "secret",
      "anonymous"
     ]
    },
    "reporter": {
     "type": "object",
     "properties": {
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
      "person": {
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
     "additionalProperties": false
    },
    "victim": {
     "type": "object",
     "properties": {
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
      "person": {
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
     "additionalProperties": false
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
    "payments": {
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
       "toName": {
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
        "minLength": 1,
        "maxLength": 128
       },
       "slip": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
       }
      },
      "required": [
       "to",
       "amountMinor",
       "currency",
       "paidAt"
      ],
      "additionalProperties": false
     }
    },
    "otherLosses": {
     "default": [],
     "maxItems": 20,
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "amountMinor": {
        "type": "string",
        "pattern": "^[1-9]\\d{0,17}$"
       },
       "currency": {
        "type": "string"
       },
       "what": {
        "type": "string",
        "enum": [
         "cash",
         "gold",
         "gift-cards",
         "goods",
         "crypto",
         "other"
        ]
       }
      },
      "required": [
       "amountMinor",
       "currency",
       "what"
      ],
      "additionalProperties": false
     }
    },
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
    "narrative": {
     "anyOf": [
      {
       "type": "string",
       "minLength": 1,
       "maxLength": 8000
      },
      {}
     ]
    },
    "papers": {
     "default": [],
     "maxItems": 20,
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "title": {
        "type": "string",
        "minLength": 1,
        "maxLength": 120
       },
       "ref": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
       }
      },
      "required": [
       "title",
       "ref"
      ],
      "additionalProperties": false
     }
    },
    "territory": {
     "type": "string",
     "maxLength": 100
    },
    "victimAt": {
     "type": "string",
     "maxLength": 100
    },
    "lossAt": {
     "type": "string",
     "maxLength": 100
    },
    "warning": {
     "type": "string"
    }
   },
   "required": [
    "channel",
    "role"
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
    "intake",
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
  "add": {
   "words": {
    "zh": "补充",
    "en": "Add"
   },
   "who": [
    "intake",
    "caseOfficer",
    "dutyLead",
    "analyst",
    "dissuader"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
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
     "payments": {
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
        "toName": {
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
         "minLength": 1,
         "maxLength": 128
        },
        "slip": {
         "type": "string",
         "minLength": 1,
         "maxLength": 200
        }
       },
       "required": [
        "to",
        "amountMinor",
        "currency",
        "paidAt"
       ],
       "additionalProperties": false
      }
     },
     "otherLosses": {
      "default": [],
      "maxItems": 20,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "amountMinor": {
         "type": "string",
         "pattern": "^[1-9]\\d{0,17}$"
        },
        "currency": {
         "type": "string"
        },
        "what": {
         "type": "string",
         "enum": [
          "cash",
          "gold",
          "gift-cards",
          "goods",
          "crypto",
          "other"
         ]
        }
       },
       "required": [
        "amountMinor",
        "currency",
        "what"
       ],
       "additionalProperties": false
      }
     },
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
     "narrative": {
      "anyOf": [
       {
        "type": "string",
        "minLength": 1,
        "maxLength": 8000
       },
       {}
      ]
     },
     "papers": {
      "default": [],
      "maxItems": 20,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "title": {
         "type": "string",
         "minLength": 1,
         "maxLength": 120
        },
        "ref": {
         "type": "string",
         "minLength": 1,
         "maxLength": 200
        }
       },
       "required": [
        "title",
        "ref"
       ],
       "additionalProperties": false
      }
     }
    },
    "additionalProperties": false
   }
  },
  "add-papers": {
   "words": {
    "zh": "补充材料",
    "en": "Add papers"
   },
   "who": [
    "intake",
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "narrative": {
      "anyOf": [
       {
        "type": "string",
        "minLength": 1,
        "maxLength": 8000
       },
       {}
      ]
     },
     "papers": {
      "default": [],
      "maxItems": 20,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "title": {
         "type": "string",
         "minLength": 1,
         "maxLength": 120
        },
        "ref": {
         "type": "string",
         "minLength": 1,
         "maxLength": 200
        }
       },
       "required": [
        "title",
        "ref"
       ],
       "additionalProperties": false
      }
     }
    },
    "additionalProperties": false
   }
  },
  "info-only": {
   "words": {
    "zh": "仅作情况反映",
    "en": "Note as information"
   },
   "who": [
    "intake",
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
  "open-tip": {
   "words": {
    "zh": "作为线索核查",
    "en": "Check as a tip"
   },
   "who": [
    "intake",
    "caseOfficer",
    "dutyLead",
    "analyst"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": {}
   }
  },
  "accept": {
   "words": {
    "zh": "受案",
    "en": "Accept the report"
   },
   "who": [
    "intake",
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
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
     }
    },
    "additionalProperties": false
   }
  },
  "mark-duplicate": {
   "words": {
    "zh": "标为重复",
    "en": "Mark as reported before"
   },
   "who": [
    "intake",
    "caseOfficer",
    "dutyLead",
    "analyst"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "of": {
      "type": "string"
     }
    },
    "required": [
     "of"
    ],
    "additionalProperties": false
   }
  },
  "reopen": {
   "words": {
    "zh": "重新办理",
    "en": "Reopen"
   },
   "who": [
    "intake",
    "caseOfficer",
    "dutyLead",
    "analyst"
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
  "corroborate": {
   "words": {
    "zh": "查证属实",
    "en": "Find true"
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
     "evidence": {
      "minItems": 1,
      "maxItems": 50,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "kind": {
         "type": "string",
         "enum": [
          "event",
          "rule",
          "matter",
          "document",
          "call-record",
          "statement",
          "photo",
          "bank-answer"
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
     }
    },
    "required": [
     "evidence"
    ],
    "additionalProperties": false
   }
  },
  "find-unsubstantiated": {
   "words": {
    "zh": "未能查实",
    "en": "Could not be confirmed"
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
    ]
   }
  },
  "allege-malice": {
   "words": {
    "zh": "提出恶意举报认定",
    "en": "Say that it was malicious"
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
     "ground": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     },
     "evidence": {
      "minItems": 1,
      "maxItems": 50,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "kind": {
         "type": "string",
         "enum": [
          "event",
          "rule",
          "matter",
          "document",
          "call-record",
          "statement",
          "photo",
          "bank-answer"
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
     }
    },
    "required": [
     "ground",
     "evidence"
    ],
    "additionalProperties": false
   }
  },
  "confirm-malice": {
   "words": {
    "zh": "认定恶意举报",
    "en": "Find malicious"
   },
   "who": [
    "countyChief",
    "cityChief",
    "provinceChief",
    "dutyLead"
   ],
   "notBy": [
    "allege-malice",
    "open"
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
    ]
   }
  },
  "clear-of-malice": {
   "words": {
    "zh": "不属恶意",
    "en": "Not malicious"
   },
   "who": [
    "countyChief",
    "cityChief",
    "provinceChief",
    "dutyLead"
   ],
   "notBy": [
    "allege-malice"
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
    ]
   }
  },
  "decline": {
   "words": {
    "zh": "不予立案",
    "en": "Decline to open a case"
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
  "admin-handle": {
   "words": {
    "zh": "转行政处理",
    "en": "Handle as an administrative matter"
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
  "told": {
   "words": {
    "zh": "已当面告知",
    "en": "Told in person"
   },
   "who": [
    "countyChief",
    "cityChief",
    "provinceChief",
    "dutyLead",
    "intake",
    "caseOfficer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "at": {
      "type": "string",
      "format": "date-time",
      "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
     },
     "how": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "at",
     "how"
    ],
    "additionalProperties": false
   }
  },
  "ask-review": {
   "words": {
    "zh": "申请复议",
    "en": "Ask for a review"
   },
   "who": [
    "intake",
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
    "required": [
     "ground"
    ],
    "additionalProperties": false
   }
  },
  "decide-review": {
   "words": {
    "zh": "作出复议决定",
    "en": "Decide the review"
   },
   "who": [
    "reviewer",
    "countyChief",
    "cityChief",
    "provinceChief",
    "dutyLead"
   ],
   "notBy": [
    "open",
    "decline"
   ],
   "input": {
    "type": "object",
    "properties": {
     "result": {
      "type": "string",
      "enum": [
       "stands",
       "overturned"
      ]
     },
     "reason": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "result",
     "reason"
    ],
    "additionalProperties": false
   }
  },
  "ask-re-review": {
   "words": {
    "zh": "向上级申请复核",
    "en": "Ask the higher unit"
   },
   "who": [
    "intake",
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
    "required": [
     "ground"
    ],
    "additionalProperties": false
   }
  },
  "decide-re-review": {
   "words": {
    "zh": "作出复核决定",
    "en": "Decide for the higher unit"
   },
   "who": [
    "reviewer",
    "cityChief",
    "provinceChief"
   ],
   "notBy": [
    "open",
    "decline",
    "decide-review"
   ],
   "input": {
    "type": "object",
    "properties": {
     "result": {
      "type": "string",
      "enum": [
       "stands",
       "overturned"
      ]
     },
     "reason": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "result",
     "reason"
    ],
    "additionalProperties": false
   }
  },
  "close": {
   "words": {
    "zh": "办结",
    "en": "Close"
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
    ]
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
  "counted": {
   "words": {
    "zh": "多人举报",
    "en": "Reported by many"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "join": {
   "words": {
    "zh": "并入案件",
    "en": "Join a case"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "leave": {
   "words": {
    "zh": "移出案件",
    "en": "Leave a case"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "case-filed": {
   "words": {
    "zh": "案件已立案",
    "en": "The case is filed"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "case-declined": {
   "words": {
    "zh": "案件不予立案",
    "en": "The case is declined"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "case-ended": {
   "words": {
    "zh": "案件终结",
    "en": "The case has ended"
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
  },
  "overdue": {
   "words": {
    "zh": "超时提醒",
    "en": "Overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "check-told": {
   "words": {
    "zh": "核对告知",
    "en": "See whether the reporter was told"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "lapse": {
   "words": {
    "zh": "期满未申请",
    "en": "The time to object has passed"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

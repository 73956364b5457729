/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "lead",
 "states": {
  "drafted": {
   "zh": "拟下发",
   "en": "To be issued",
   "end": false
  },
  "issued": {
   "zh": "已下发，待签收",
   "en": "Issued, to be signed for",
   "end": false
  },
  "signed": {
   "zh": "已签收，核查中",
   "en": "Signed for, being verified",
   "end": false
  },
  "verified": {
   "zh": "已核查",
   "en": "Verified",
   "end": false
  },
  "actioned": {
   "zh": "已采取行动",
   "en": "Acted on",
   "end": false
  },
  "returned": {
   "zh": "已反馈",
   "en": "Result returned",
   "end": false
  },
  "closed": {
   "zh": "已办结",
   "en": "Closed",
   "end": true
  },
  "withdrawn": {
   "zh": "已撤回",
   "en": "Taken back",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "起草线索包条目",
   "en": "Draft a lead for a campaign"
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
    "campaign": {
     "type": "string"
    },
    "objective": {
     "type": "string",
     "enum": [
      "principal",
      "den",
      "platform",
      "money"
     ]
    },
    "segment": {
     "type": "string",
     "enum": [
      "technology",
      "network",
      "money",
      "people"
     ]
    },
    "group": {
     "type": "string",
     "enum": [
      "tech-development",
      "traffic-acquisition",
      "crypto-laundering",
      "points-running",
      "personal-data",
      "two-cards",
      "call-site"
     ]
    },
    "task": {
     "type": "string",
     "minLength": 1,
     "maxLength": 2000
    },
    "intelligence": {
     "type": "string",
     "minLength": 1,
     "maxLength": 2000
    },
    "subjects": {
     "minItems": 1,
     "maxItems": 100,
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "of": {
        "anyOf": [
         {
          "type": "object",
          "properties": {
           "type": {
            "type": "string",
            "enum": [
             "account",
             "number",
             "device",
             "address",
             "person",
             "handle"
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
           "matter": {
            "type": "string"
           },
           "token": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200
           }
          },
          "required": [
           "matter",
           "token"
          ],
          "additionalProperties": false
         }
        ]
       },
       "role": {
        "type": "string",
        "enum": [
         "principal",
         "den",
         "platform",
         "money",
         "involved"
        ]
       }
      },
      "required": [
       "of",
       "role"
      ],
      "additionalProperties": false
     }
    },
    "evidence": {
     "minItems": 1,
     "maxItems": 50,
     "type": "array",
     "items": {
      "oneOf": [
       {
        "type": "object",
        "properties": {
         "kind": {
          "type": "string",
          "const": "matter"
         },
         "ref": {
          "type": "string"
         },
         "disclosable": {
          "type": "boolean"
         }
        },
        "required": [
         "kind",
         "ref",
         "disclosable"
        ],
        "additionalProperties": false
       },
       {
        "type": "object",
        "properties": {
         "kind": {
          "type": "string",
          "const": "ring"
         },
         "ring": {
          "type": "object",
          "properties": {
           "ring": {
            "type": "string",
            "minLength": 1,
            "maxLength": 100
           },
           "model": {
            "type": "string",
            "minLength": 1,
            "maxLength": 60
           },
           "scorePermille": {
            "type": "integer",
            "minimum": 0,
            "maximum": 1000
           },
           "accounts": {
            "type": "integer",
            "minimum": 1,
            "maximum": 9007199254740991
           },
           "because": {
            "type": "string",
            "minLength": 1,
            "maxLength": 500
           }
          },
          "required": [
           "ring",
           "model",
           "scorePermille",
           "accounts",
           "because"
          ],
          "additionalProperties": false
         },
         "disclosable": {
          "type": "boolean"
         }
        },
        "required": [
         "kind",
         "ring",
         "disclosable"
        ],
        "additionalProperties": false
       },
       {
        "type": "object",
        "properties": {
         "kind": {
          "type": "string",
          "enum": [
           "document",
           "statement",
           "call-record",
           "photo"
          ]
         },
         "ref": {
          "type": "string",
          "minLength": 1,
          "maxLength": 200
         },
         "disclosable": {
          "type": "boolean"
         }
        },
        "required": [
         "kind",
         "ref",
         "disclosable"
        ],
        "additionalProperties": false
       }
      ]
     }
    },
    "territory": {
     "type": "string",
     "maxLength": 100
    }
   },
   "required": [
    "campaign",
    "objective",
    "task",
    "intelligence",
    "subjects",
    "evidence",
    "territory"
   ],
   "additionalProperties": false
  }
 },
 "commands": {
  "sign": {
   "words": {
    "zh": "签收",
    "en": "Sign for it"
   },
   "who": [
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
  "pass-on": {
   "words": {
    "zh": "转交有管辖权的单位",
    "en": "Pass on to the unit of another place"
   },
   "who": [
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "territory": {
      "type": "string",
      "maxLength": 100
     },
     "why": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "territory",
     "why"
    ],
    "additionalProperties": false
   }
  },
  "verify": {
   "words": {
    "zh": "反馈核查结论",
    "en": "Say what was found"
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
     "finding": {
      "type": "string",
      "enum": [
       "true",
       "partly",
       "false"
      ]
     },
     "note": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     },
     "involved": {
      "default": [],
      "maxItems": 100,
      "type": "array",
      "items": {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      }
     }
    },
    "required": [
     "finding",
     "note"
    ],
    "additionalProperties": false
   }
  },
  "act": {
   "words": {
    "zh": "登记行动",
    "en": "Record what was done"
   },
   "who": [
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "action": {
      "type": "string",
      "enum": [
       "money-stop",
       "warn",
       "take-evidence",
       "arrest",
       "den-raid",
       "platform-shut",
       "seize"
      ]
     },
     "note": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     },
     "early": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "action",
     "note"
    ],
    "additionalProperties": false
   }
  },
  "return": {
   "words": {
    "zh": "反馈结果",
    "en": "Return the result"
   },
   "who": [
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "result": {
      "type": "object",
      "properties": {
       "persons": {
        "maxItems": 200,
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
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
          "case": {
           "type": [
            "string",
            "null"
           ]
          },
          "status": {
           "type": "string",
           "enum": [
            "identified",
            "wanted",
            "caught",
            "repatriated",
            "returnee-caught",
            "prosecuted",
            "cleared"
           ]
          },
          "part": {
           "default": "member",
           "type": "string",
           "enum": [
            "principal",
            "organiser",
            "member",
            "supplier"
           ]
          }
         },
         "required": [
          "person",
          "status"
         ],
         "additionalProperties": false
        }
       },
       "dens": {
        "default": [],
        "maxItems": 200,
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
          "address": {
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
          "address"
         ],
         "additionalProperties": false
        }
       },
       "platforms": {
        "default": [],
        "maxItems": 200,
        "type": "array",
        "items": {
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
          }
         },
         "required": [
          "name"
         ],
         "additionalProperties": false
        }
       },
       "devices": {
        "default": [],
        "maxItems": 200,
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
          "kind": {
           "type": "string",
           "enum": [
            "sim-gateway",
            "modem-pool",
            "computer",
            "phone",
            "sim",
            "bank-card",
            "other"
           ]
          },
          "device": {
           "anyOf": [
            {
             "type": "string",
             "minLength": 1,
             "maxLength": 200
            },
            {}
           ]
          },
          "count": {
           "default": 1,
           "type": "integer",
           "minimum": 1,
           "maximum": 100000
          }
         },
         "required": [
          "kind"
         ],
         "additionalProperties": false
        }
       },
       "money": {
        "default": [],
        "maxItems": 200,
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
          "kind": {
           "type": "string",
           "enum": [
            "cash",
            "account",
            "goods",
            "virtual"
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
          "amountMinor": {
           "type": "string",
           "pattern": "^[1-9]\\d{0,17}$"
          },
          "currency": {
           "type": "string"
          }
         },
         "required": [
          "kind",
          "amountMinor",
          "currency"
         ],
         "additionalProperties": false
        }
       }
      },
      "additionalProperties": false
     },
     "note": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "result",
     "note"
    ],
    "additionalProperties": false
   }
  },
  "amend": {
   "words": {
    "zh": "补报结果",
    "en": "Add a late result"
   },
   "who": [
    "caseOfficer",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "result": {
      "type": "object",
      "properties": {
       "persons": {
        "maxItems": 200,
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
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
          "case": {
           "type": [
            "string",
            "null"
           ]
          },
          "status": {
           "type": "string",
           "enum": [
            "identified",
            "wanted",
            "caught",
            "repatriated",
            "returnee-caught",
            "prosecuted",
            "cleared"
           ]
          },
          "part": {
           "default": "member",
           "type": "string",
           "enum": [
            "principal",
            "organiser",
            "member",
            "supplier"
           ]
          }
         },
         "required": [
          "person",
          "status"
         ],
         "additionalProperties": false
        }
       },
       "dens": {
        "default": [],
        "maxItems": 200,
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
          "address": {
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
          "address"
         ],
         "additionalProperties": false
        }
       },
       "platforms": {
        "default": [],
        "maxItems": 200,
        "type": "array",
        "items": {
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
          }
         },
         "required": [
          "name"
         ],
         "additionalProperties": false
        }
       },
       "devices": {
        "default": [],
        "maxItems": 200,
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
          "kind": {
           "type": "string",
           "enum": [
            "sim-gateway",
            "modem-pool",
            "computer",
            "phone",
            "sim",
            "bank-card",
            "other"
           ]
          },
          "device": {
           "anyOf": [
            {
             "type": "string",
             "minLength": 1,
             "maxLength": 200
            },
            {}
           ]
          },
          "count": {
           "default": 1,
           "type": "integer",
           "minimum": 1,
           "maximum": 100000
          }
         },
         "required": [
          "kind"
         ],
         "additionalProperties": false
        }
       },
       "money": {
        "default": [],
        "maxItems": 200,
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
          "kind": {
           "type": "string",
           "enum": [
            "cash",
            "account",
            "goods",
            "virtual"
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
          "amountMinor": {
           "type": "string",
           "pattern": "^[1-9]\\d{0,17}$"
          },
          "currency": {
           "type": "string"
          }
         },
         "required": [
          "kind",
          "amountMinor",
          "currency"
         ],
         "additionalProperties": false
        }
       }
      },
      "additionalProperties": false
     },
     "note": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "result",
     "note"
    ],
    "additionalProperties": false
   }
  },
  "supervise": {
   "words": {
    "zh": "督办",
    "en": "Supervise"
   },
   "who": [
    "dutyLead",
    "countyChief",
    "cityChief",
    "provinceChief"
   ],
   "notBy": [],
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
    "zh": "下发",
    "en": "Issue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "tell": {
   "words": {
    "zh": "告知收网时间",
    "en": "The day is set"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "send-back": {
   "words": {
    "zh": "退回补查",
    "en": "Send back"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "withdraw": {
   "words": {
    "zh": "撤回",
    "en": "Take back"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "close": {
   "words": {
    "zh": "办结",
    "en": "Close"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "overdue": {
   "words": {
    "zh": "超时督办",
    "en": "Overdue: goes up one tier"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "compensation",
 "states": {
  "prepared": {
   "zh": "可以申请",
   "en": "Can be claimed",
   "end": false
  },
  "claimed": {
   "zh": "已申请，待决定",
   "en": "Claimed, waiting for a decision",
   "end": false
  },
  "granted": {
   "zh": "决定赔偿，待支付",
   "en": "Granted, being paid",
   "end": false
  },
  "refused": {
   "zh": "决定不予赔偿",
   "en": "Not granted",
   "end": true
  },
  "paid": {
   "zh": "已支付",
   "en": "Paid",
   "end": true
  },
  "lapsed": {
   "zh": "逾期未申请",
   "en": "Not claimed in time",
   "end": true
  },
  "withdrawn": {
   "zh": "已撤回",
   "en": "Withdrawn",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "准备赔偿",
   "en": "Prepare a compensation"
  },
  "who": [],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
    "against": {
     "type": "string"
    },
    "why": {
     "type": "string",
     "enum": [
      "wrong",
      "delay"
     ]
    },
    "fromMs": {
     "type": "number"
    },
    "untilMs": {
     "type": "number"
    },
    "amountMinor": {
     "anyOf": [
      {
       "type": "string",
       "pattern": "^\\d{1,18}$"
      },
      {
       "type": "null"
      }
     ]
    },
    "currency": {
     "type": [
      "string",
      "null"
     ]
    },
    "interestMinor": {
     "anyOf": [
      {
       "type": "string",
       "pattern": "^\\d{1,18}$"
      },
      {
       "type": "null"
      }
     ]
    },
    "feesMinor": {
     "anyOf": [
      {
       "type": "string",
       "pattern": "^\\d{1,18}$"
      },
      {
       "type": "null"
      }
     ]
    },
    "holder": {}
   },
   "required": [
    "against",
    "why",
    "fromMs",
    "untilMs",
    "amountMinor",
    "currency",
    "interestMinor",
    "feesMinor"
   ],
   "additionalProperties": false
  }
 },
 "commands": {
  "claim": {
   "words": {
    "zh": "申请赔偿",
    "en": "Claim"
   },
   "who": [
    "intake",
    "dissuader",
    "caseOfficer",
    "dutyLead",
    "bankOps",
    "telcoOps",
    "platformOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "losses": {
      "default": [],
      "maxItems": 20,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "kind": {
         "type": "string",
         "enum": [
          "fees",
          "income",
          "expenses",
          "other"
         ]
        },
        "amountMinor": {
         "type": "string",
         "pattern": "^[1-9]\\d{0,17}$"
        }
       },
       "required": [
        "kind",
        "amountMinor"
       ],
       "additionalProperties": false
      }
     },
     "statement": {
      "type": "string",
      "minLength": 1,
      "maxLength": 8000
     },
     "papers": {
      "maxItems": 40,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "kind": {
         "type": "string",
         "enum": [
          "identity",
          "authority",
          "contract",
          "delivery-note",
          "weigh-slip",
          "invoice",
          "chat",
          "statement",
          "registration",
          "other"
         ]
        },
        "sha256": {
         "type": "string",
         "pattern": "^[0-9a-fA-F]{64}$"
        },
        "type": {
         "type": "string",
         "enum": [
          "image/jpeg",
          "image/png",
          "image/webp",
          "application/pdf",
          "text/plain"
         ]
        },
        "bytes": {
         "type": "integer",
         "minimum": 1,
         "maximum": 20971520
        },
        "name": {
         "type": "string",
         "minLength": 1,
         "maxLength": 200
        },
        "text": {
         "type": "string",
         "minLength": 1,
         "maxLength": 8000
        }
       },
       "required": [
        "kind",
        "sha256",
        "type",
        "bytes"
       ],
       "additionalProperties": false
      }
     },
     "payTo": {
      "anyOf": [
       {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
       },
       {}
      ]
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
     "contact": {
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
   }
  },
  "add-papers": {
   "words": {
    "zh": "补充材料",
    "en": "Hand in papers"
   },
   "who": [
    "intake",
    "dissuader",
    "caseOfficer",
    "dutyLead",
    "bankOps",
    "telcoOps",
    "platformOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "papers": {
      "maxItems": 40,
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "kind": {
         "type": "string",
         "enum": [
          "identity",
          "authority",
          "contract",
          "delivery-note",
          "weigh-slip",
          "invoice",
          "chat",
          "statement",
          "registration",
          "other"
         ]
        },
        "sha256": {
         "type": "string",
         "pattern": "^[0-9a-fA-F]{64}$"
        },
        "type": {
         "type": "string",
         "enum": [
          "image/jpeg",
          "image/png",
          "image/webp",
          "application/pdf",
          "text/plain"
         ]
        },
        "bytes": {
         "type": "integer",
         "minimum": 1,
         "maximum": 20971520
        },
        "name": {
         "type": "string",
         "minLength": 1,
         "maxLength": 200
        },
        "text": {
         "type": "string",
         "minLength": 1,
         "maxLength": 8000
        }
       },
       "required": [
        "kind",
        "sha256",
        "type",
        "bytes"
       ],
       "additionalProperties": false
      }
     },
     "statement": {
      "type": "string",
      "minLength": 1,
      "maxLength": 8000
     }
    },
    "additionalProperties": false
   }
  },
  "decide": {
   "words": {
    "zh": "作出决定",
    "en": "Decide"
   },
   "who": [
    "countyChief",
    "cityChief",
    "provinceChief",
    "bankOps"
   ],
   "notBy": [
    "claim"
   ],
   "input": {
    "oneOf": [
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "granted"
       },
       "amountMinor": {
        "type": "string",
        "pattern": "^[1-9]\\d{0,17}$"
       },
       "reasons": {
        "minItems": 1,
        "maxItems": 3,
        "type": "array",
        "items": {
         "type": "string",
         "enum": [
          "wrong-measure",
          "delay",
          "loss-shown",
          "loss-in-part"
         ]
        }
       },
       "note": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
       }
      },
      "required": [
       "result",
       "amountMinor",
       "reasons"
      ],
      "additionalProperties": false
     },
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "refused"
       },
       "reasons": {
        "minItems": 1,
        "maxItems": 3,
        "type": "array",
        "items": {
         "type": "string",
         "enum": [
          "no-loss",
          "not-shown",
          "paid-already"
         ]
        }
       },
       "note": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
       }
      },
      "required": [
       "result",
       "reasons",
       "note"
      ],
      "additionalProperties": false
     }
    ]
   }
  },
  "pay": {
   "words": {
    "zh": "记录支付",
    "en": "Record the payment"
   },
   "who": [
    "caseOfficer",
    "countyChief",
    "cityChief",
    "provinceChief",
    "bankOps"
   ],
   "notBy": [
    "decide"
   ],
   "input": {
    "type": "object",
    "properties": {
     "reference": {
      "type": "string",
      "minLength": 1,
      "maxLength": 120
     }
    },
    "required": [
     "reference"
    ],
    "additionalProperties": false
   }
  },
  "withdraw": {
   "words": {
    "zh": "撤回申请",
    "en": "Withdraw"
   },
   "who": [
    "intake",
    "dissuader",
    "caseOfficer",
    "dutyLead",
    "bankOps",
    "telcoOps",
    "platformOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": false
   }
  },
  "restate": {
   "words": {
    "zh": "更新费用",
    "en": "State the cost anew"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "lapse": {
   "words": {
    "zh": "逾期未申请",
    "en": "Not claimed in time"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "overdue": {
   "words": {
    "zh": "逾期未决定",
    "en": "Not decided in time"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "pay-overdue": {
   "words": {
    "zh": "逾期未支付",
    "en": "Not paid in time"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

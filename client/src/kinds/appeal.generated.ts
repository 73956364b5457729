/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "appeal",
 "states": {
  "received": {
   "zh": "已收到",
   "en": "Received",
   "end": false
  },
  "in-review": {
   "zh": "复核中",
   "en": "Under review",
   "end": false
  },
  "upheld": {
   "zh": "成立，措施已解除",
   "en": "Upheld: the measure is lifted",
   "end": true
  },
  "partly": {
   "zh": "部分成立，措施已缩小",
   "en": "Upheld in part: the measure is smaller",
   "end": true
  },
  "rejected": {
   "zh": "未成立",
   "en": "Not upheld",
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
   "zh": "提出申诉",
   "en": "Appeal"
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
    "code": {
     "type": "string",
     "minLength": 1,
     "maxLength": 40
    },
    "against": {
     "type": "string"
    },
    "grounds": {
     "minItems": 1,
     "maxItems": 8,
     "type": "array",
     "items": {
      "type": "string",
      "enum": [
       "not-involved",
       "good-faith",
       "wrong-person",
       "too-much",
       "verified",
       "needs-it",
       "not-told",
       "other"
      ]
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
    "holder": {},
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
    },
    "agent": {
     "type": "object",
     "properties": {
      "ground": {
       "type": "string",
       "enum": [
        "old",
        "ill",
        "minor",
        "away",
        "asked"
       ]
      },
      "authority": {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
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
     "required": [
      "ground",
      "authority"
     ],
     "additionalProperties": false
    }
   },
   "required": [
    "grounds"
   ],
   "additionalProperties": false
  }
 },
 "commands": {
  "take": {
   "words": {
    "zh": "领取复核",
    "en": "Take for review"
   },
   "who": [
    "reviewer"
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
    "platformOps",
    "reviewer"
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
  "ask-papers": {
   "words": {
    "zh": "请求补充材料（一次性告知）",
    "en": "Ask for papers, once"
   },
   "who": [
    "reviewer"
   ],
   "notBy": [
    "open"
   ],
   "input": {
    "type": "object",
    "properties": {
     "papers": {
      "minItems": 1,
      "maxItems": 12,
      "type": "array",
      "items": {
       "type": "integer",
       "minimum": 0,
       "maximum": 20
      }
     }
    },
    "required": [
     "papers"
    ],
    "additionalProperties": false
   }
  },
  "suspend": {
   "words": {
    "zh": "初步有理由，先放宽措施",
    "en": "Ease the measure until it is decided"
   },
   "who": [
    "reviewer"
   ],
   "notBy": [
    "open"
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
  "decide": {
   "words": {
    "zh": "作出决定",
    "en": "Decide"
   },
   "who": [
    "reviewer"
   ],
   "notBy": [
    "open"
   ],
   "input": {
    "oneOf": [
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "upheld"
       },
       "reasons": {
        "minItems": 1,
        "maxItems": 3,
        "type": "array",
        "items": {
         "type": "string",
         "enum": [
          "unrelated",
          "good-faith",
          "mistaken-identity",
          "no-basis",
          "verified",
          "not-told"
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
       "reasons"
      ],
      "additionalProperties": false
     },
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "partly"
       },
       "reasons": {
        "minItems": 1,
        "maxItems": 3,
        "type": "array",
        "items": {
         "type": "string",
         "enum": [
          "amount-only",
          "good-faith",
          "trace-lower"
         ]
        }
       },
       "keepMinor": {
        "type": "string",
        "pattern": "^[1-9]\\d{0,17}$"
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
       "keepMinor"
      ],
      "additionalProperties": false
     },
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "rejected"
       },
       "reasons": {
        "minItems": 1,
        "maxItems": 3,
        "type": "array",
        "items": {
         "type": "string",
         "enum": [
          "money-traced",
          "ground-stands",
          "not-verified",
          "within-law"
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
  "withdraw": {
   "words": {
    "zh": "撤回申诉",
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
  "overdue": {
   "words": {
    "zh": "逾期未决",
    "en": "Overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

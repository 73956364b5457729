/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "complaint",
 "states": {
  "received": {
   "zh": "已收到",
   "en": "Received",
   "end": false
  },
  "in-work": {
   "zh": "办理中",
   "en": "Being looked into",
   "end": false
  },
  "founded": {
   "zh": "已答复：属实",
   "en": "Answered: it was so",
   "end": true
  },
  "unfounded": {
   "zh": "已答复：未查实",
   "en": "Answered: not confirmed",
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
   "zh": "投诉",
   "en": "Complain"
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
    "about": {
     "type": "string"
    },
    "subject": {
     "type": "string",
     "enum": [
      "conduct",
      "contacts",
      "delay",
      "not-told",
      "papers",
      "measure",
      "data",
      "other"
     ]
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
    "place": {
     "type": "string",
     "maxLength": 100
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
    "subject"
   ],
   "additionalProperties": false
  }
 },
 "commands": {
  "take": {
   "words": {
    "zh": "领取办理",
    "en": "Take"
   },
   "who": [
    "reviewer",
    "countyChief",
    "cityChief",
    "provinceChief",
    "bankOps"
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
  "answer": {
   "words": {
    "zh": "答复",
    "en": "Answer"
   },
   "who": [
    "reviewer",
    "countyChief",
    "cityChief",
    "provinceChief",
    "bankOps"
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
        "const": "founded"
       },
       "reasons": {
        "minItems": 1,
        "maxItems": 3,
        "type": "array",
        "items": {
         "type": "string",
         "enum": [
          "apology",
          "corrected",
          "practice-changed"
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
     },
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "unfounded"
       },
       "reasons": {
        "minItems": 1,
        "maxItems": 3,
        "type": "array",
        "items": {
         "type": "string",
         "enum": [
          "not-found",
          "within-rules",
          "appeal-instead"
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
    "zh": "撤回投诉",
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
    "zh": "逾期未答复",
    "en": "Overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

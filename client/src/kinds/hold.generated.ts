/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "hold",
 "states": {
  "held": {
   "zh": "暂缓中",
   "en": "Held",
   "end": false
  },
  "released": {
   "zh": "已放行",
   "en": "Carried out",
   "end": true
  },
  "refused": {
   "zh": "未办理",
   "en": "Not made",
   "end": true
  },
  "cancelled": {
   "zh": "客户取消",
   "en": "Cancelled by the customer",
   "end": true
  },
  "expired": {
   "zh": "到期放行",
   "en": "Went on by itself",
   "end": true
  },
  "lapsed": {
   "zh": "无人确认，自动放行",
   "en": "Nobody confirmed it: went on by itself",
   "end": true
  },
  "void": {
   "zh": "银行未收到",
   "en": "The bank never had it",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "暂缓一笔付款",
   "en": "Hold a payment"
  },
  "who": [
   "bankOps"
  ],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
    "parent": {
     "type": "string"
    },
    "by": {
     "oneOf": [
      {
       "type": "object",
       "properties": {
        "kind": {
         "type": "string",
         "const": "verdict"
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
      },
      {
       "type": "object",
       "properties": {
        "kind": {
         "type": "string",
         "const": "own"
        }
       },
       "required": [
        "kind"
       ],
       "additionalProperties": false
      }
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
    "payee": {
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
    "amountMinor": {
     "type": "string",
     "pattern": "^[1-9]\\d{0,17}$"
    },
    "currency": {
     "type": "string"
    },
    "transfer": {
     "type": "string",
     "minLength": 1,
     "maxLength": 128
    },
    "orderedAt": {
     "type": "string",
     "format": "date-time",
     "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
    },
    "reason": {
     "type": "string",
     "enum": [
      "rules-hit",
      "listed-payee",
      "warned-person",
      "unusual-payment",
      "on-the-phone"
     ]
    },
    "note": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    }
   },
   "required": [
    "by",
    "account",
    "payee",
    "amountMinor",
    "currency",
    "orderedAt",
    "reason"
   ]
  }
 },
 "commands": {
  "confirm": {
   "words": {
    "zh": "人工确认暂缓",
    "en": "Confirm the hold"
   },
   "who": [
    "bankOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
      "type": "string",
      "enum": [
       "rules-hit",
       "listed-payee",
       "warned-person",
       "unusual-payment",
       "on-the-phone"
      ]
     },
     "note": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "additionalProperties": false
   }
  },
  "release": {
   "words": {
    "zh": "放行",
    "en": "Carry it out"
   },
   "who": [
    "bankOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
      "type": "string",
      "enum": [
       "verified",
       "no-grounds",
       "false-alarm",
       "appeal-upheld"
      ]
     }
    },
    "required": [
     "reason"
    ],
    "additionalProperties": false
   }
  },
  "refuse": {
   "words": {
    "zh": "不予办理",
    "en": "Do not make it"
   },
   "who": [
    "bankOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
      "type": "string",
      "enum": [
       "fraud-found",
       "payee-involved",
       "not-confirmed"
      ]
     }
    },
    "required": [
     "reason"
    ],
    "additionalProperties": false
   }
  },
  "cancel": {
   "words": {
    "zh": "客户取消付款",
    "en": "The customer cancels it"
   },
   "who": [
    "bankOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": false
   }
  },
  "ask-release": {
   "words": {
    "zh": "要求办理",
    "en": "Ask to have it carried out"
   },
   "who": [
    "bankOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": false
   }
  },
  "release-overdue": {
   "words": {
    "zh": "要求超时未决",
    "en": "The request is overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "report-costs": {
   "words": {
    "zh": "登记延迟造成的费用",
    "en": "Report what the delay cost"
   },
   "who": [
    "bankOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "feesMinor": {
      "type": "string",
      "pattern": "^\\d{1,18}$"
     },
     "interestMinor": {
      "type": "string",
      "pattern": "^\\d{1,18}$"
     }
    },
    "required": [
     "feesMinor",
     "interestMinor"
    ],
    "additionalProperties": false
   }
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
  "expire": {
   "words": {
    "zh": "到期放行",
    "en": "End by the clock"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "lapse": {
   "words": {
    "zh": "无人确认，自动放行",
    "en": "Lapse without confirmation"
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
  }
 }
};

/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "number-action",
 "states": {
  "alerted": {
   "zh": "待通知",
   "en": "Not told yet",
   "end": false
  },
  "reverifying": {
   "zh": "已通知，待核验",
   "en": "Asked to verify",
   "end": false
  },
  "unverified": {
   "zh": "期限已过，未核验",
   "en": "Not verified in time",
   "end": false
  },
  "outgoing-limited": {
   "zh": "限制呼出",
   "en": "Outgoing calls limited",
   "end": false
  },
  "incoming-limited": {
   "zh": "限制呼出和呼入",
   "en": "Calls limited",
   "end": false
  },
  "suspended": {
   "zh": "暂停服务",
   "en": "Suspended",
   "end": false
  },
  "restoring": {
   "zh": "已解除，待运营商复通",
   "en": "Lifted, being restored",
   "end": false
  },
  "verified": {
   "zh": "核验通过，照常使用",
   "en": "Verified, in normal use",
   "end": true
  },
  "lapsed": {
   "zh": "未采取措施，到期结束",
   "en": "Ended without a measure",
   "end": true
  },
  "restored": {
   "zh": "已复通",
   "en": "Restored",
   "end": true
  },
  "cancelled": {
   "zh": "已撤销",
   "en": "Withdrawn",
   "end": true
  },
  "card-closed": {
   "zh": "机主自愿销号",
   "en": "Closed at the holder's wish",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "提出号码核验",
   "en": "Propose that a number is verified"
  },
  "who": [
   "telcoOps",
   "analyst"
  ],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
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
    "operator": {
     "type": "string",
     "minLength": 1,
     "maxLength": 60
    },
    "risk": {
     "type": "string",
     "enum": [
      "involved",
      "one-id-many",
      "sleeping",
      "silent",
      "high-risk-region",
      "often-flagged",
      "registered-not-user"
     ]
    },
    "note": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    },
    "because": {
     "type": "string"
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
         "event",
         "rule",
         "document",
         "statement"
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
      ],
      "additionalProperties": false
     }
    },
    "whereabouts": {
     "type": "string",
     "enum": [
      "home",
      "roaming",
      "abroad",
      "border"
     ]
    },
    "batch": {
     "type": "string",
     "maxLength": 60
    }
   },
   "required": [
    "number",
    "risk"
   ],
   "additionalProperties": false
  }
 },
 "commands": {
  "notify": {
   "words": {
    "zh": "通知机主核验",
    "en": "Ask the holder to verify"
   },
   "who": [
    "telcoOps",
    "dutyLead"
   ],
   "notBy": [
    "open"
   ],
   "input": {
    "type": "object",
    "properties": {}
   }
  },
  "announce": {
   "words": {
    "zh": "预告下一级措施",
    "en": "Announce the next grade"
   },
   "who": [
    "telcoOps",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "grade": {
      "type": "string",
      "enum": [
       "outgoing",
       "incoming",
       "suspend"
      ]
     }
    },
    "required": [
     "grade"
    ],
    "additionalProperties": false
   }
  },
  "impose": {
   "words": {
    "zh": "采取已预告的措施",
    "en": "Impose the announced grade"
   },
   "who": [
    "telcoOps",
    "dutyLead"
   ],
   "notBy": [
    "open"
   ],
   "input": {
    "type": "object",
    "properties": {
     "grade": {
      "type": "string",
      "enum": [
       "outgoing",
       "incoming",
       "suspend"
      ]
     }
    },
    "required": [
     "grade"
    ],
    "additionalProperties": false
   }
  },
  "ask-urgent": {
   "words": {
    "zh": "申请紧急处置",
    "en": "Ask for an urgent measure"
   },
   "who": [
    "telcoOps",
    "analyst"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "grade": {
      "type": "string",
      "enum": [
       "outgoing",
       "incoming",
       "suspend"
      ]
     },
     "ground": {
      "type": "string",
      "enum": [
       "calling-victims",
       "mass-dialling",
       "code-relay"
      ]
     }
    },
    "required": [
     "grade",
     "ground"
    ],
    "additionalProperties": false
   }
  },
  "approve-urgent": {
   "words": {
    "zh": "批准紧急处置",
    "en": "Approve the urgent measure"
   },
   "who": [
    "telcoOps",
    "dutyLead"
   ],
   "notBy": [
    "open",
    "ask-urgent"
   ],
   "input": {
    "type": "object",
    "properties": {
     "whereabouts": {
      "type": "string",
      "enum": [
       "home",
       "roaming",
       "abroad",
       "border"
      ]
     }
    },
    "required": [
     "whereabouts"
    ],
    "additionalProperties": false
   }
  },
  "confirm": {
   "words": {
    "zh": "复核确认紧急处置",
    "en": "Confirm the urgent measure"
   },
   "who": [
    "telcoOps",
    "dutyLead"
   ],
   "notBy": [
    "approve-urgent"
   ],
   "input": {
    "type": "object",
    "properties": {}
   }
  },
  "renew": {
   "words": {
    "zh": "延长期限",
    "en": "Renew"
   },
   "who": [
    "telcoOps",
    "dutyLead"
   ],
   "notBy": [
    "open",
    "impose"
   ],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
      "type": "string",
      "enum": [
       "not-verified",
       "investigating"
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
  "ease": {
   "words": {
    "zh": "降低一级",
    "en": "Ease"
   },
   "who": [
    "telcoOps",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "grade": {
      "type": "string",
      "enum": [
       "outgoing",
       "incoming"
      ]
     }
    },
    "required": [
     "grade"
    ],
    "additionalProperties": false
   }
  },
  "second-approval": {
   "words": {
    "zh": "申诉期间的第二人同意",
    "en": "Agree to it during an appeal"
   },
   "who": [
    "reviewer",
    "telcoOps",
    "dutyLead"
   ],
   "notBy": [
    "open",
    "ask-urgent"
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
    ],
    "additionalProperties": false
   }
  },
  "whereabouts": {
   "words": {
    "zh": "告知号码所在",
    "en": "Say where the phone is"
   },
   "who": [
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "where": {
      "type": "string",
      "enum": [
       "home",
       "roaming",
       "abroad",
       "border"
      ]
     }
    },
    "required": [
     "where"
    ],
    "additionalProperties": false
   }
  },
  "verify": {
   "words": {
    "zh": "记录核验结果",
    "en": "Record a check"
   },
   "who": [
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "way": {
      "type": "string",
      "enum": [
       "online",
       "video",
       "counter"
      ]
     },
     "result": {
      "type": "string",
      "enum": [
       "passed",
       "failed",
       "not-the-user",
       "no-show",
       "not-possible"
      ]
     },
     "atHoldersWish": {
      "default": false,
      "type": "boolean"
     },
     "evidence": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
     }
    },
    "required": [
     "way",
     "result"
    ],
    "additionalProperties": false
   }
  },
  "ask-papers": {
   "words": {
    "zh": "请机主补充材料",
    "en": "Ask for papers"
   },
   "who": [
    "telcoOps"
   ],
   "notBy": [],
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
       "maximum": 9007199254740991
      }
     }
    },
    "required": [
     "papers"
    ],
    "additionalProperties": false
   }
  },
  "hand-in": {
   "words": {
    "zh": "提交材料",
    "en": "Hand in papers"
   },
   "who": [
    "telcoOps"
   ],
   "notBy": [],
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
       "maximum": 9007199254740991
      }
     }
    },
    "required": [
     "papers"
    ],
    "additionalProperties": false
   }
  },
  "answer": {
   "words": {
    "zh": "反馈执行情况",
    "en": "Answer"
   },
   "who": [
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "oneOf": [
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "done"
       },
       "at": {
        "type": "string",
        "format": "date-time",
        "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
       },
       "emergencyCallsWork": {
        "type": "boolean"
       }
      },
      "required": [
       "result",
       "at",
       "emergencyCallsWork"
      ],
      "additionalProperties": false
     },
     {
      "type": "object",
      "properties": {
       "result": {
        "type": "string",
        "const": "travelling"
       },
       "where": {
        "type": "string",
        "enum": [
         "roaming",
         "abroad",
         "border"
        ]
       }
      },
      "required": [
       "result",
       "where"
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
  "lift": {
   "words": {
    "zh": "解除",
    "en": "Lift"
   },
   "who": [
    "telcoOps",
    "dutyLead",
    "caseOfficer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
      "type": "string",
      "enum": [
       "verified",
       "no-longer-needed",
       "mistake",
       "appeal-upheld",
       "unsupported",
       "impossible"
      ]
     }
    },
    "required": [
     "reason"
    ],
    "additionalProperties": false
   }
  },
  "close-card": {
   "words": {
    "zh": "按机主意愿销号",
    "en": "Close the card at the holder's wish"
   },
   "who": [
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "wish": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
     }
    },
    "required": [
     "wish"
    ],
    "additionalProperties": false
   }
  },
  "restore-confirmed": {
   "words": {
    "zh": "确认已复通",
    "en": "Confirm that it works"
   },
   "who": [
    "telcoOps"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "at": {
      "type": "string",
      "format": "date-time",
      "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|([+-](?:[01]\\d|2[0-3]):[0-5]\\d)))$"
     }
    },
    "required": [
     "at"
    ],
    "additionalProperties": false
   }
  },
  "sent": {
   "words": {
    "zh": "已送达运营商",
    "en": "Handed over"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "unreachable": {
   "words": {
    "zh": "指令未送达",
    "en": "Not handed over"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "restore-undelivered": {
   "words": {
    "zh": "复通指令未送达",
    "en": "The restoring was not handed over"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "run-out": {
   "words": {
    "zh": "核验期限届满",
    "en": "The time to verify is over"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "expire": {
   "words": {
    "zh": "到期自动解除",
    "en": "End by the clock"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "lapse": {
   "words": {
    "zh": "到期结束",
    "en": "End without a measure"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "overdue": {
   "words": {
    "zh": "超时督办",
    "en": "Overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

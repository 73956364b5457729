/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "list-entry",
 "states": {
  "proposed": {
   "zh": "待审批",
   "en": "Waiting for a decision",
   "end": false
  },
  "active-flag": {
   "zh": "生效：提示",
   "en": "In force: flag",
   "end": false
  },
  "active-block": {
   "zh": "生效：拦截",
   "en": "In force: block",
   "end": false
  },
  "watch": {
   "zh": "关注",
   "en": "Watched",
   "end": false
  },
  "suspended-by-appeal": {
   "zh": "申诉期间暂停",
   "en": "Suspended by an appeal",
   "end": false
  },
  "recalling": {
   "zh": "已撤下，待接收方落实",
   "en": "Ended; receivers are taking it back",
   "end": false
  },
  "rejected": {
   "zh": "未采纳",
   "en": "Not taken up",
   "end": true
  },
  "lapsed": {
   "zh": "逾期未审批，失效",
   "en": "Not decided in time",
   "end": true
  },
  "expired": {
   "zh": "到期失效",
   "en": "Ended by itself",
   "end": true
  },
  "revoked": {
   "zh": "已撤销",
   "en": "Withdrawn",
   "end": true
  },
  "superseded": {
   "zh": "由新条目取代",
   "en": "Replaced by another entry",
   "end": true
  }
 },
 "opening": {
  "words": {
   "zh": "提出名单条目",
   "en": "Propose a list entry"
  },
  "who": [
   "analyst",
   "caseOfficer"
  ],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "enum": [
      "number",
      "account",
      "device",
      "host",
      "url",
      "certificate"
     ]
    },
    "identifier": {
     "anyOf": [
      {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      },
      {}
     ]
    },
    "strength": {
     "type": "string",
     "enum": [
      "watch",
      "flag",
      "block"
     ]
    },
    "grounds": {
     "minItems": 1,
     "maxItems": 20,
     "type": "array",
     "items": {
      "oneOf": [
       {
        "type": "object",
        "properties": {
         "kind": {
          "type": "string",
          "const": "case"
         },
         "matter": {
          "type": "string"
         }
        },
        "required": [
         "kind",
         "matter"
        ],
        "additionalProperties": false
       },
       {
        "type": "object",
        "properties": {
         "kind": {
          "type": "string",
          "const": "authority"
         },
         "authority": {
          "type": "string",
          "minLength": 1,
          "maxLength": 120
         },
         "document": {
          "type": "string",
          "minLength": 1,
          "maxLength": 128
         }
        },
        "required": [
         "kind",
         "authority",
         "document"
        ],
        "additionalProperties": false
       },
       {
        "type": "object",
        "properties": {
         "kind": {
          "type": "string",
          "const": "decision"
         },
         "matter": {
          "type": "string"
         }
        },
        "required": [
         "kind",
         "matter"
        ],
        "additionalProperties": false
       },
       {
        "type": "object",
        "properties": {
         "kind": {
          "type": "string",
          "const": "signals"
         },
         "families": {
          "minItems": 1,
          "maxItems": 9,
          "type": "array",
          "items": {
           "type": "string",
           "enum": [
            "call",
            "message",
            "web",
            "app",
            "payment",
            "account",
            "opening",
            "report",
            "analyst"
           ]
          }
         },
         "scorePermille": {
          "type": "integer",
          "minimum": 0,
          "maximum": 1000
         },
         "rules": {
          "default": [],
          "maxItems": 60,
          "type": "array",
          "items": {
           "type": "string",
           "minLength": 1,
           "maxLength": 64
          }
         },
         "event": {
          "type": "string",
          "minLength": 1,
          "maxLength": 128
         },
         "matter": {
          "type": "string"
         }
        },
        "required": [
         "kind",
         "families",
         "scorePermille"
        ],
        "additionalProperties": false
       },
       {
        "type": "object",
        "properties": {
         "kind": {
          "type": "string",
          "const": "report"
         },
         "matter": {
          "type": "string"
         },
         "reporters": {
          "default": 1,
          "type": "integer",
          "minimum": 1,
          "maximum": 1000000000
         },
         "stories": {
          "default": 1,
          "type": "integer",
          "minimum": 1,
          "maximum": 1000000000
         }
        },
        "required": [
         "kind",
         "matter"
        ],
        "additionalProperties": false
       },
       {
        "type": "object",
        "properties": {
         "kind": {
          "type": "string",
          "const": "entry"
         },
         "matter": {
          "type": "string"
         }
        },
        "required": [
         "kind",
         "matter"
        ],
        "additionalProperties": false
       }
      ]
     }
    },
    "sharing": {
     "default": "amber",
     "type": "string",
     "enum": [
      "clear",
      "green",
      "amber",
      "red"
     ]
    },
    "note": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    }
   },
   "required": [
    "type",
    "identifier",
    "strength",
    "grounds"
   ]
  }
 },
 "commands": {
  "second-approval": {
   "words": {
    "zh": "申诉期间的第二人同意",
    "en": "Agree to it during an appeal"
   },
   "who": [
    "reviewer",
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
    ],
    "additionalProperties": false
   }
  },
  "approve": {
   "words": {
    "zh": "批准",
    "en": "Approve"
   },
   "who": [
    "dutyLead"
   ],
   "notBy": [
    "open",
    "second-approval"
   ],
   "input": {
    "type": "object",
    "properties": {
     "strength": {
      "type": "string",
      "enum": [
       "watch",
       "flag",
       "block"
      ]
     },
     "tellLater": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "additionalProperties": false
   }
  },
  "reject": {
   "words": {
    "zh": "不采纳",
    "en": "Reject"
   },
   "who": [
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
    ],
    "additionalProperties": false
   }
  },
  "review": {
   "words": {
    "zh": "复核：继续有效",
    "en": "Review: it still stands"
   },
   "who": [
    "dutyLead",
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
  "recheck": {
   "words": {
    "zh": "复查网址",
    "en": "Check the site again"
   },
   "who": [
    "analyst",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "result": {
      "type": "string",
      "enum": [
       "unchanged",
       "clean"
      ]
     },
     "evidence": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
     }
    },
    "required": [
     "result",
     "evidence"
    ],
    "additionalProperties": false
   }
  },
  "ask-extension": {
   "words": {
    "zh": "申请延长",
    "en": "Ask for an extension"
   },
   "who": [
    "analyst",
    "caseOfficer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "grounds": {
      "minItems": 1,
      "maxItems": 20,
      "type": "array",
      "items": {
       "oneOf": [
        {
         "type": "object",
         "properties": {
          "kind": {
           "type": "string",
           "const": "case"
          },
          "matter": {
           "type": "string"
          }
         },
         "required": [
          "kind",
          "matter"
         ],
         "additionalProperties": false
        },
        {
         "type": "object",
         "properties": {
          "kind": {
           "type": "string",
           "const": "authority"
          },
          "authority": {
           "type": "string",
           "minLength": 1,
           "maxLength": 120
          },
          "document": {
           "type": "string",
           "minLength": 1,
           "maxLength": 128
          }
         },
         "required": [
          "kind",
          "authority",
          "document"
         ],
         "additionalProperties": false
        },
        {
         "type": "object",
         "properties": {
          "kind": {
           "type": "string",
           "const": "decision"
          },
          "matter": {
           "type": "string"
          }
         },
         "required": [
          "kind",
          "matter"
         ],
         "additionalProperties": false
        },
        {
         "type": "object",
         "properties": {
          "kind": {
           "type": "string",
           "const": "signals"
          },
          "families": {
           "minItems": 1,
           "maxItems": 9,
           "type": "array",
           "items": {
            "type": "string",
            "enum": [
             "call",
             "message",
             "web",
             "app",
             "payment",
             "account",
             "opening",
             "report",
             "analyst"
            ]
           }
          },
          "scorePermille": {
           "type": "integer",
           "minimum": 0,
           "maximum": 1000
          },
          "rules": {
           "default": [],
           "maxItems": 60,
           "type": "array",
           "items": {
            "type": "string",
            "minLength": 1,
            "maxLength": 64
           }
          },
          "event": {
           "type": "string",
           "minLength": 1,
           "maxLength": 128
          },
          "matter": {
           "type": "string"
          }
         },
         "required": [
          "kind",
          "families",
          "scorePermille"
         ],
         "additionalProperties": false
        },
        {
         "type": "object",
         "properties": {
          "kind": {
           "type": "string",
           "const": "report"
          },
          "matter": {
           "type": "string"
          },
          "reporters": {
           "default": 1,
           "type": "integer",
           "minimum": 1,
           "maximum": 1000000000
          },
          "stories": {
           "default": 1,
           "type": "integer",
           "minimum": 1,
           "maximum": 1000000000
          }
         },
         "required": [
          "kind",
          "matter"
         ],
         "additionalProperties": false
        },
        {
         "type": "object",
         "properties": {
          "kind": {
           "type": "string",
           "const": "entry"
          },
          "matter": {
           "type": "string"
          }
         },
         "required": [
          "kind",
          "matter"
         ],
         "additionalProperties": false
        }
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
     "grounds",
     "note"
    ],
    "additionalProperties": false
   }
  },
  "extend": {
   "words": {
    "zh": "批准延长",
    "en": "Extend"
   },
   "who": [
    "dutyLead"
   ],
   "notBy": [
    "open",
    "ask-extension"
   ],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": false
   }
  },
  "lower": {
   "words": {
    "zh": "降级",
    "en": "Lower"
   },
   "who": [
    "dutyLead",
    "reviewer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "to": {
      "type": "string",
      "enum": [
       "watch",
       "flag"
      ]
     },
     "why": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "to",
     "why"
    ],
    "additionalProperties": false
   }
  },
  "revoke": {
   "words": {
    "zh": "撤销",
    "en": "Withdraw"
   },
   "who": [
    "dutyLead",
    "reviewer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "reason": {
      "type": "string",
      "enum": [
       "mistake",
       "no-longer-needed",
       "clean-again"
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
    ],
    "additionalProperties": false
   }
  },
  "withdraw-ground": {
   "words": {
    "zh": "撤回一项依据",
    "en": "Withdraw a ground"
   },
   "who": [
    "analyst",
    "caseOfficer",
    "dutyLead",
    "reviewer"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "ground": {
      "type": "integer",
      "minimum": 0,
      "maximum": 200
     },
     "why": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "ground",
     "why"
    ],
    "additionalProperties": false
   }
  },
  "add-ground": {
   "words": {
    "zh": "增加依据",
    "en": "Add a ground"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "move-ground": {
   "words": {
    "zh": "依据随案转移",
    "en": "A ground goes on in another matter"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "reweigh": {
   "words": {
    "zh": "依据变化后重新评估",
    "en": "Weigh it anew"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "end": {
   "words": {
    "zh": "因其他原因撤销",
    "en": "End for a reason from elsewhere"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "supersede": {
   "words": {
    "zh": "由新条目取代",
    "en": "Replace"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "suspend": {
   "words": {
    "zh": "申诉期间暂停",
    "en": "Suspend during an appeal"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "restore": {
   "words": {
    "zh": "申诉未成立，恢复",
    "en": "Restore after an appeal"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "listed": {
   "words": {
    "zh": "已载入核查名单",
    "en": "Taken by the lists"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "not-listed": {
   "words": {
    "zh": "核查名单未接受",
    "en": "Not taken by the lists"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "not-unlisted": {
   "words": {
    "zh": "未能从核查名单撤下",
    "en": "Not taken out of the lists"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "unlist-again": {
   "words": {
    "zh": "再次从核查名单撤下",
    "en": "Take it out of the lists again"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "all-applied": {
   "words": {
    "zh": "接收方均已落实",
    "en": "All receivers have carried it out"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "withdrawal-applied": {
   "words": {
    "zh": "接收方均已撤下",
    "en": "All receivers have taken it back for now"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "revocation-overdue": {
   "words": {
    "zh": "接收方超时未落实",
    "en": "Receivers are overdue"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "lapse": {
   "words": {
    "zh": "逾期未审批，失效",
    "en": "Lapse undecided"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "review-due": {
   "words": {
    "zh": "到期复核",
    "en": "Due for review"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "recheck-due": {
   "words": {
    "zh": "到期复查",
    "en": "Due for a check"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "tell-holder": {
   "words": {
    "zh": "告知持有人",
    "en": "Tell the holder"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "expire": {
   "words": {
    "zh": "到期失效",
    "en": "End by the clock"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
import type { KindDescription } from "../desk-types.ts";

export const kind: KindDescription = {
 "name": "rule-change",
 "states": {
  "drafted": {
   "zh": "起草中",
   "en": "Being written",
   "end": false
  },
  "shadow": {
   "zh": "影子运行",
   "en": "In a shadow run",
   "end": false
  },
  "proposed": {
   "zh": "待审批",
   "en": "Waiting for approval",
   "end": false
  },
  "approved": {
   "zh": "已批准，待发布",
   "en": "Approved, to be published",
   "end": false
  },
  "live": {
   "zh": "已生效",
   "en": "In force",
   "end": false
  },
  "replaced": {
   "zh": "已由后来的变更取代",
   "en": "Replaced by a later change",
   "end": false
  },
  "rolled-back": {
   "zh": "已回滚",
   "en": "Rolled back",
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
   "zh": "起草规则变更",
   "en": "Draft a change of the rules"
  },
  "who": [
   "analyst",
   "dutyLead"
  ],
  "notBy": [],
  "input": {
   "type": "object",
   "properties": {
    "pack": {
     "type": "string",
     "maxLength": 48,
     "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"
    },
    "text": {
     "type": "string",
     "maxLength": 400000
    },
    "examples": {
     "type": "string",
     "maxLength": 400000
    },
    "base": {
     "type": "string",
     "maxLength": 64
    },
    "why": {
     "type": "string",
     "minLength": 1,
     "maxLength": 500
    }
   },
   "required": [
    "pack",
    "text",
    "why"
   ],
   "additionalProperties": false
  }
 },
 "commands": {
  "revise": {
   "words": {
    "zh": "修改草稿",
    "en": "Revise the draft"
   },
   "who": [
    "analyst",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {
     "text": {
      "type": "string",
      "maxLength": 400000
     },
     "examples": {
      "type": "string",
      "maxLength": 400000
     },
     "why": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "required": [
     "text"
    ],
    "additionalProperties": false
   }
  },
  "start-shadow": {
   "words": {
    "zh": "开始影子运行",
    "en": "Start the shadow run"
   },
   "who": [
    "analyst",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": {}
   }
  },
  "stop-shadow": {
   "words": {
    "zh": "停止影子运行",
    "en": "Stop the shadow run"
   },
   "who": [
    "analyst",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": {}
   }
  },
  "propose": {
   "words": {
    "zh": "提交审批",
    "en": "Send for approval"
   },
   "who": [
    "analyst",
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": {}
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
    "revise",
    "propose"
   ],
   "input": {
    "type": "object",
    "properties": {
     "despite": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500
     }
    },
    "additionalProperties": false
   }
  },
  "return": {
   "words": {
    "zh": "退回修改",
    "en": "Send back"
   },
   "who": [
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
    ],
    "additionalProperties": false
   }
  },
  "publish": {
   "words": {
    "zh": "发布生效",
    "en": "Publish"
   },
   "who": [
    "dutyLead"
   ],
   "notBy": [],
   "input": {
    "type": "object",
    "properties": {},
    "additionalProperties": {}
   }
  },
  "roll-back": {
   "words": {
    "zh": "回滚",
    "en": "Roll back"
   },
   "who": [
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
    ],
    "additionalProperties": false
   }
  },
  "withdraw": {
   "words": {
    "zh": "撤回",
    "en": "Withdraw"
   },
   "who": [
    "analyst",
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
    ],
    "additionalProperties": false
   }
  },
  "replace": {
   "words": {
    "zh": "由后来的变更取代",
    "en": "Replaced by a later change"
   },
   "who": [],
   "notBy": [],
   "input": {}
  },
  "restore": {
   "words": {
    "zh": "恢复生效",
    "en": "In force again"
   },
   "who": [],
   "notBy": [],
   "input": {}
  }
 }
};

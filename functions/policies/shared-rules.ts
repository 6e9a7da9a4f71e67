import { emandateLaw } from './emandate-law.ts';
import type { Policy } from './policy.ts';
import { ruleReader } from './rule-reader.ts';
import { rupayRules } from './rupay-rules.ts';

/**
 * What binds whoever has a part in a mandate: the law, and the network of the card. As issuer of a card that somebody else
 * debits we are bound by nothing more, and the decision on an authorization, whose size and load count, loads nothing more.
 */
export const sharedRules: readonly Policy[] = [...emandateLaw, ...rupayRules];

export const { ruleOn, flagOn, namesOn } = ruleReader(sharedRules);

import { emandateHouse } from './emandate-house.ts';
import type { Policy } from './policy.ts';
import { razorpayRules } from './razorpay-rules.ts';
import { ruleReader } from './rule-reader.ts';
import { sharedRules } from './shared-rules.ts';
import { upiNetwork } from './upi-network.ts';

/** Instruments that a mandate stands on. */
export type Method = 'card' | 'upi';

/**
 * All rules on recurring payments: law, networks, provider, and what we chose ourselves. They bind the collector, who asks
 * for the money through the provider.
 */
export const emandateRules: readonly Policy[] = [...sharedRules, ...upiNetwork, ...razorpayRules, ...emandateHouse];

export const { ruleOn, flagOn, namesOn } = ruleReader(emandateRules);

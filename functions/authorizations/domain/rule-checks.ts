import type { Channel, RuleLevel } from '../../policies/card-controls.ts';
import { cardRulesVersion, cashRules, isAbroad } from '../../policies/card-rules.ts';
import type { Check, CheckName } from './checks.ts';
import { check } from './checks.ts';
import { limitChecks } from './limit-checks.ts';
import type { AuthorizationRequest } from './network-message.ts';
import type { SpendFacts } from './spend-facts.ts';
import { countedIn } from './spend-facts.ts';
import type { CashLimit, MetLimit, Surroundings } from './spend-limits.ts';
import { rulesMet } from './spend-limits.ts';

/** What is met, beside what is stored with the balance. */
interface Met extends Surroundings {
  readonly limits: readonly MetLimit[];
  readonly cash: CashLimit | undefined;
}

/** The most cash that the law lets out now, minor units; undefined when it does not say. */
const cashRoom = (facts: SpendFacts, { now, cash }: Met): bigint | undefined => {
  const left = cash === undefined ? undefined : cash.max - countedIn(facts.counters, cash).used;
  const most = [cashRules(facts, now).perTransaction?.minor, left].filter((minor) => minor !== undefined);
  return most.length === 0 ? undefined : most.reduce((least, minor) => (minor < least ? minor : least));
};

const cashCheck = (request: AuthorizationRequest, facts: SpendFacts, met: Met): readonly Check[] => {
  if (request.channel !== 'atm') return [];
  const { allowed, rules } = cashRules(facts, met.now);
  const ruleVersion = rules.join(', ');
  if (!allowed) {
    const found = { input: facts.level, threshold: 'full', reason: 'cash_not_allowed', ruleVersion } as const;
    return [check('cash_rules', false, found)];
  }
  const room = cashRoom(facts, met);
  const { minor } = request.amount;
  return [
    check('cash_rules', room === undefined || minor <= room, {
      input: Number(minor),
      threshold: room === undefined ? null : Number(room),
      reason: 'cash_limit_exceeded',
      ruleVersion,
      wouldPassWith: room !== undefined && room > 0n ? { amount: Number(room) } : undefined,
    }),
  ];
};

/** Where a change would have to be made that a decline asks for. */
const hints: Readonly<Record<RuleLevel, string>> = {
  card: 'channels',
  customer: 'customerChannels',
  program: 'programChannels',
};

/** Levels at which a channel is off; off above the card is off, whatever the card says. */
const levelsOff = (channel: Channel, facts: SpendFacts, { program }: Met): readonly RuleLevel[] => [
  ...(facts.card?.channels.includes(channel) === true ? [] : ['card' as const]),
  ...(facts.holder?.off?.includes(channel) === true ? ['customer' as const] : []),
  ...(program?.off?.includes(channel) === true ? ['program' as const] : []),
];

interface Switched {
  readonly channel: Channel;
  readonly off: readonly RuleLevel[];
  readonly input: string;
  readonly threshold: unknown;
  readonly reason: 'channel_off' | 'international_off';
}

const switchCheck = (name: CheckName, { channel, off, ...found }: Switched): Check =>
  check(name, off.length === 0, {
    ...found,
    ruleVersion: cardRulesVersion,
    wouldPassWith: Object.fromEntries(off.map((level) => [hints[level], { [channel]: true }])),
  });

const channelChecks = (request: AuthorizationRequest, facts: SpendFacts, met: Met): readonly Check[] => {
  const { merchant, channel } = request;
  const open = (facts.card?.channels ?? []).filter((one) => levelsOff(one, facts, met).length === 0);
  const home = !isAbroad(facts.currency, merchant.country);
  return [
    switchCheck('channel', {
      channel,
      off: levelsOff(channel, facts, met),
      input: channel,
      threshold: open,
      reason: 'channel_off',
    }),
    switchCheck('international', {
      channel: 'international',
      off: home ? [] : levelsOff('international', facts, met),
      input: merchant.country,
      threshold: open.includes('international') ? 'any' : 'home',
      reason: 'international_off',
    }),
  ];
};

/** A category must pass every level that has a list. */
const merchantChecks = ({ merchant }: AuthorizationRequest, facts: SpendFacts, met: Met): readonly Check[] => {
  const told = rulesMet(facts, met).filter(({ rules: { mcc } }) => (mcc?.allow ?? mcc?.block) !== undefined);
  const version = `card rules ${facts.card?.rules?.version ?? 0}`;
  const reason = 'merchant_category_blocked';
  if (told.length === 0) {
    const found = { input: merchant.mcc, threshold: facts.card?.rules?.mcc ?? null, reason, ruleVersion: version };
    return [check('merchant_category', true, { ...found, reason })];
  }
  return told.map(({ level, rules: { version, mcc } }) => {
    const passed = mcc?.allow?.includes(merchant.mcc) !== false && mcc?.block?.includes(merchant.mcc) !== true;
    return check('merchant_category', passed, {
      input: merchant.mcc,
      threshold: mcc,
      reason,
      ruleVersion: `${level} rules ${version}`,
    });
  });
};

/** The law's rules on cash, what is switched on, merchant categories, and the limits of card, holder and program. */
export const ruleChecks = (request: AuthorizationRequest, facts: SpendFacts, met: Met): readonly Check[] => [
  ...cashCheck(request, facts, met),
  ...channelChecks(request, facts, met),
  ...merchantChecks(request, facts, met),
  ...limitChecks(request, facts, met.limits),
];

import { inPaise } from './emandate-row.ts';
import type { Policy, PolicySource } from './policy.ts';

const civilsWisdom: PolicySource = {
  title: 'Civils Wisdom on the draft of 2026',
  url: 'https://civilswisdom.com/economics/2026-04-22/rbi-issues-draft-master-direction-on-prepaid-payment-instruments-ppis-2026/',
};
const ikigai: PolicySource = {
  title: 'Ikigai Law on the draft of 2026',
  url: 'https://www.ikigailaw.com/article/676/our-story',
};
const azb: PolicySource = {
  title: 'AZB on the draft of 2026',
  url: 'https://www.azbpartners.com/bank/decoding-the-key-changes-proposed-under-the-simplified-master-direction-on-prepaid-payment-instruments-issued-by-the-rbi/',
};

const draft = (
  name: string,
  {
    instrument,
    confidence = 'medium',
    ...rest
  }: Pick<Policy, 'rule' | 'sources'> & {
    readonly instrument: Policy['scope']['instrument'];
    readonly confidence?: Policy['confidence'];
  },
) =>
  ({
    ...rest,
    key: `draft.ppi2026.${name}`,
    effectiveFrom: '2026-04-22',
    status: 'draft',
    scope: { jurisdiction: 'IN', instrument },
    confidence,
  }) as const;

/**
 * What the Master Direction on prepaid instruments of 2026 proposes (rules 106–110), dated by its publication for comment. No
 * decision is made by it: `shadow` says what it would have refused.
 */
export const ppiDraft: readonly Policy[] = [
  {
    ...draft('full.debitMonthMaxMinor', { rule: 106, instrument: 'full', sources: [civilsWisdom] }),
    ...inPaise,
    value: 2_00_000_00n,
  },
  {
    ...draft('full.p2pMonthMaxMinor', { rule: 107, instrument: 'full', sources: [civilsWisdom] }),
    ...inPaise,
    value: 25_000_00n,
  },
  {
    ...draft('full.cashLoadMonthMaxMinor', {
      rule: 108,
      instrument: 'full',
      confidence: 'high',
      sources: [civilsWisdom, ikigai],
    }),
    ...inPaise,
    value: 10_000_00n,
  },
  {
    ...draft('small.convertWithinMonths', { rule: 109, instrument: 'small', sources: [civilsWisdom, azb] }),
    unit: 'months',
    value: 24,
  },
  { ...draft('crossBorder', { rule: 110, instrument: 'any', sources: [ikigai] }), unit: 'flag', value: false },
];

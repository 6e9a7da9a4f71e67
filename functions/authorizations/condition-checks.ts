import { cardRulesVersion, isAbroad } from '../policies/card-rules.ts';
import { decisionVersion } from './domain/checks.ts';
import { monthAt } from './domain/spend-windows.ts';
import type { KeptCheck, RecordedDecision } from './ports/decision-log.ts';

/**
 * The checks of an approval that the write's own conditions decided. Nothing was read: of what was compared, the table
 * says that it fitted, not how much there was.
 * @param isDepositMode the program's deposit was charged with the balance (AN-69); a program is in one mode for good
 */
export const conditionChecks = (
  { request, decidedAt }: RecordedDecision,
  isDepositMode: boolean,
): readonly KeptCheck[] => {
  const { minor, currency, merchant, channel } = request;
  const month = monthAt(currency, decidedAt);
  const amount = Number(minor);
  const passed = (name: string, input: unknown, threshold: unknown): KeptCheck => ({
    name,
    passed: true,
    input,
    threshold,
    ruleVersion: decisionVersion,
  });
  const byRules = (ruleVersion: string, check: KeptCheck): KeptCheck => ({ ...check, ruleVersion });
  return [
    passed('card_exists', true, true),
    passed('cardholder_status', 'active', 'not closed'),
    passed('kyc_tier', 'minimum or full', 'minimum'),
    passed('card_state', 'active', 'active'),
    passed('card_expiry', { atLeast: month }, month),
    passed('balance_state', 'active', 'active'),
    passed('currency', currency, currency),
    byRules(cardRulesVersion, passed('channel', channel, 'switched on')),
    byRules(
      cardRulesVersion,
      passed('international', merchant.country, isAbroad(currency, merchant.country) ? 'switched on' : 'home'),
    ),
    byRules('card rules 0', passed('merchant_category', merchant.mcc, null)),
    ...(isDepositMode ? [passed('partner_deposit', 'enough', 'enough')] : []),
    passed('available', { atLeast: amount }, amount),
  ];
};

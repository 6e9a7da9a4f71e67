import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import type { WithdrawalStore } from '../ports/withdrawal-store.ts';
import { dynamoMoney } from './dynamo-money.ts';
import { dynamoWithdrawalStore } from './dynamo-withdrawal-store.ts';

interface Withdrawals {
  readonly withdrawals: WithdrawalStore;
}

type Platform = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

/** This subdomain's part of what withdrawals need; the bank is a provider's to give. */
export const dynamoWithdrawing = (platform: Platform): ReturnType<typeof dynamoMoney> & Withdrawals => ({
  ...dynamoMoney(platform),
  withdrawals: dynamoWithdrawalStore(platform.table),
});

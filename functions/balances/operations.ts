import type { Declaration } from '../kernel/operation/declaration.ts';
import { approveCorrection } from './approve-correction/declaration.ts';
import { createBankAccount } from './create-bank-account/declaration.ts';
import { approveWithdrawal } from './approve-withdrawal/declaration.ts';
import { getWithdrawal } from './get-withdrawal/declaration.ts';
import { rejectWithdrawal } from './reject-withdrawal/declaration.ts';
import { settleWithdrawal } from './settle-withdrawal/declaration.ts';
import { withdraw } from './withdraw/declaration.ts';
import { createCorrection } from './create-correction/declaration.ts';
import { createBalance } from './create-balance/declaration.ts';
import { createVpa } from './create-vpa/declaration.ts';
import { getBalance } from './get-balance/declaration.ts';
import { getTransaction } from './get-transaction/declaration.ts';
import { listBalances } from './list-balances/declaration.ts';
import { listTenantTransactions } from './list-tenant-transactions/declaration.ts';
import { listTransactions } from './list-transactions/declaration.ts';
import { balanceSummary } from './balance-summary/declaration.ts';
import { createPartnerBalance } from './create-partner-balance/declaration.ts';
import { foldJournal } from './fold-journal/declaration.ts';
import { getPartnerBalance } from './get-partner-balance/declaration.ts';
import { listPartnerBalances } from './list-partner-balances/declaration.ts';
import { rebalanceDeposits } from './rebalance-deposits/declaration.ts';
import { reloadPartnerBalance } from './reload-partner-balance/declaration.ts';
import { sendLowBalanceAlert } from './send-low-balance-alert/declaration.ts';
import { closeBalance } from './close-balance/declaration.ts';
import { debitBalance } from './debit-balance/declaration.ts';
import { freezeBalance } from './freeze-balance/declaration.ts';
import { getLoad } from './get-load/declaration.ts';
import { loadBalance } from './load-balance/declaration.ts';
import { settleLoad } from './settle-load/declaration.ts';
import { settleCardTransfer } from './settle-card-transfer/declaration.ts';
import { tokenizeReceiverCard } from './tokenize-receiver-card/declaration.ts';
import { transfer } from './transfer/declaration.ts';
import { unfreezeBalance } from './unfreeze-balance/declaration.ts';

export const operations: readonly Declaration[] = [
  createBalance,
  createVpa,
  getBalance,
  listBalances,
  listTransactions,
  getTransaction,
  listTenantTransactions,
  balanceSummary,
  createPartnerBalance,
  foldJournal,
  getPartnerBalance,
  listPartnerBalances,
  rebalanceDeposits,
  reloadPartnerBalance,
  sendLowBalanceAlert,
  closeBalance,
  debitBalance,
  freezeBalance,
  getLoad,
  loadBalance,
  createBankAccount,
  settleLoad,
  transfer,
  tokenizeReceiverCard,
  settleCardTransfer,
  unfreezeBalance,
  createCorrection,
  approveCorrection,
  withdraw,
  getWithdrawal,
  approveWithdrawal,
  rejectWithdrawal,
  settleWithdrawal,
];

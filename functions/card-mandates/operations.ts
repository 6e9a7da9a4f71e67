import type { Declaration } from '../kernel/operation/declaration.ts';
import { hearOfCardMandateNotice } from './hear-of-card-mandate-notice/declaration.ts';
import { listCardMandates } from './list-card-mandates/declaration.ts';
import { listOwnCardMandates } from './list-own-card-mandates/declaration.ts';
import { repointCardMandates } from './repoint-card-mandates/declaration.ts';
import { skipCardMandateDebit } from './skip-card-mandate-debit/declaration.ts';
import { tellCardMandate } from './tell-card-mandate/declaration.ts';
import { withdrawCardMandate } from './withdraw-card-mandate/declaration.ts';

export const operations: readonly Declaration[] = [
  listCardMandates,
  listOwnCardMandates,
  withdrawCardMandate,
  skipCardMandateDebit,
  hearOfCardMandateNotice,
  tellCardMandate,
  repointCardMandates,
];

import type { Declaration } from '../kernel/operation/declaration.ts';
import { beginIssuance } from './begin-issuance/declaration.ts';
import { ensureBalance } from './ensure-balance/declaration.ts';
import { ensureKyc } from './ensure-kyc/declaration.ts';
import { failIssuance } from './fail-issuance/declaration.ts';
import { getIssuance } from './get-issuance/declaration.ts';
import { issueCard } from './issue-card/declaration.ts';
import { resumeIssuance } from './resume-issuance/declaration.ts';
import { startIssuance } from './start-issuance/declaration.ts';

export const operations: readonly Declaration[] = [
  startIssuance,
  getIssuance,
  beginIssuance,
  resumeIssuance,
  ensureKyc,
  ensureBalance,
  issueCard,
  failIssuance,
];

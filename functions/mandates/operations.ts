import type { Declaration } from '../kernel/operation/declaration.ts';
import { awaitAuthentication } from './await-authentication/declaration.ts';
import { beginMandateRegistration } from './begin-mandate-registration/declaration.ts';
import { checkAuthChargeRefund } from './check-auth-charge-refund/declaration.ts';
import { confirmToken } from './confirm-token/declaration.ts';
import { createMandate } from './create-mandate/declaration.ts';
import { endMandatePause } from './end-mandate-pause/declaration.ts';
import { expireAuthentication } from './expire-authentication/declaration.ts';
import { expireMandate } from './expire-mandate/declaration.ts';
import { failMandate } from './fail-mandate/declaration.ts';
import { followMandate } from './follow-mandate/declaration.ts';
import { getMandate } from './get-mandate/declaration.ts';
import { learnPaymentLimits } from './learn-payment-limits/declaration.ts';
import { listMandates } from './list-mandates/declaration.ts';
import { modifyMandate } from './modify-mandate/declaration.ts';
import { pauseMandate } from './pause-mandate/declaration.ts';
import { purgeMandate } from './purge-mandate/declaration.ts';
import { refundAuthCharge } from './refund-auth-charge/declaration.ts';
import { resumeMandate } from './resume-mandate/declaration.ts';
import { resumeMandateRegistration } from './resume-mandate-registration/declaration.ts';
import { withdrawMandate } from './withdraw-mandate/declaration.ts';

export const operations: readonly Declaration[] = [
  createMandate,
  getMandate,
  listMandates,
  modifyMandate,
  pauseMandate,
  resumeMandate,
  withdrawMandate,
  beginMandateRegistration,
  resumeMandateRegistration,
  awaitAuthentication,
  confirmToken,
  refundAuthCharge,
  failMandate,
  expireAuthentication,
  followMandate,
  expireMandate,
  endMandatePause,
  checkAuthChargeRefund,
  purgeMandate,
  learnPaymentLimits,
];

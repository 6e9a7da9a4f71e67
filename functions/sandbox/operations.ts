import type { Declaration } from '../kernel/operation/declaration.ts';
import { sandboxTwin } from './sandbox-twin/declaration.ts';
import { setFaults } from './set-faults/declaration.ts';
import { simulateAdvice } from './simulate-advice/declaration.ts';
import { simulateAfa } from './simulate-afa/declaration.ts';
import { simulateAuthorization } from './simulate-authorization/declaration.ts';
import { simulateClearing } from './simulate-clearing/declaration.ts';
import { simulateDelivery } from './simulate-delivery/declaration.ts';
import { simulateExpiry } from './simulate-expiry/declaration.ts';
import { simulateForcePost } from './simulate-force-post/declaration.ts';
import { simulateIncrement } from './simulate-increment/declaration.ts';
import { simulateIssuerStatus } from './simulate-issuer-status/declaration.ts';
import { simulateKycResult } from './simulate-kyc-result/declaration.ts';
import { simulateNotice } from './simulate-notice/declaration.ts';
import { simulatePaymentOutcome } from './simulate-payment-outcome/declaration.ts';
import { simulatePersonalization } from './simulate-personalization/declaration.ts';
import { simulatePinFailure } from './simulate-pin-failure/declaration.ts';
import { simulateRefund } from './simulate-refund/declaration.ts';
import { simulateReversal } from './simulate-reversal/declaration.ts';
import { simulateThirdPartyDebit } from './simulate-third-party-debit/declaration.ts';
import { simulateThirdPartyMandate } from './simulate-third-party-mandate/declaration.ts';
import { simulateUpiCredit } from './simulate-upi-credit/declaration.ts';
import { submitThirdPartyDebit } from './submit-third-party-debit/declaration.ts';

export const operations: readonly Declaration[] = [
  sandboxTwin,
  setFaults,
  simulateKycResult,
  simulateUpiCredit,
  simulateAuthorization,
  simulateIncrement,
  simulateAdvice,
  simulateReversal,
  simulateClearing,
  simulateExpiry,
  simulateRefund,
  simulateForcePost,
  simulateIssuerStatus,
  simulatePinFailure,
  simulatePersonalization,
  simulateDelivery,
  simulateAfa,
  simulateNotice,
  simulatePaymentOutcome,
  simulateThirdPartyMandate,
  simulateThirdPartyDebit,
  submitThirdPartyDebit,
];

import type { Declaration } from '../kernel/operation/declaration.ts';
import { sandboxTwin } from './sandbox-twin/declaration.ts';
import { setFaults } from './set-faults/declaration.ts';
import { simulateKycResult } from './simulate-kyc-result/declaration.ts';
import { simulateUpiCredit } from './simulate-upi-credit/declaration.ts';

export const operations: readonly Declaration[] = [sandboxTwin, setFaults, simulateKycResult, simulateUpiCredit];

import type { Declaration } from '../kernel/operation/declaration.ts';
import { assertKyc } from './assert-kyc/declaration.ts';
import { closeCustomer } from './close-customer/declaration.ts';
import { createCustomer } from './create-customer/declaration.ts';
import { expireKycCase } from './expire-kyc-case/declaration.ts';
import { getCustomer } from './get-customer/declaration.ts';
import { getKyc } from './get-kyc/declaration.ts';
import { listCustomers } from './list-customers/declaration.ts';
import { startVerification } from './start-verification/declaration.ts';
import { submitVerificationOtp } from './submit-verification-otp/declaration.ts';
import { updateCustomer } from './update-customer/declaration.ts';

export const operations: readonly Declaration[] = [
  createCustomer,
  getCustomer,
  listCustomers,
  updateCustomer,
  closeCustomer,
  startVerification,
  submitVerificationOtp,
  assertKyc,
  getKyc,
  expireKycCase,
];

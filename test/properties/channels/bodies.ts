import { randomUUID } from 'node:crypto';
import { newPhone } from '../../support/phones.ts';
import { debitTerms, invoiceTerms, mandateTerms, thirdPartyTerms } from './given-mandates.ts';
import type { Named } from './world.ts';
import { deliveryAddress, merchant } from './world.ts';

export type Ids = Readonly<Record<Named, string>>;

const amount = { amount: 100, currency: 'INR' } as const;
const network = { amount, merchant } as const;
const channels = { pos: true, ecom: false, atm: true, contactless: false, international: false };
const controls = () => ({ channels, limits: [], mcc: {} });
const note = 'asked for by a test';

/** A body that is right by its schema, for every operation with a body that names or may name something. */
export const bodies: Readonly<Record<string, (ids: Ids) => unknown>> = {
  createTenant: () => ({
    name: 'Third Wallet',
    program: { name: 'Third Card', network: 'visa', bin: '412345', currency: 'INR', issuer: 'sandbox' },
  }),
  updateTenant: () => ({ name: 'A new name' }),
  issueClientCertificate: () => ({ csr: 'none' }),
  createCustomer: () => ({ firstName: 'Asha', lastName: 'Rao', phone: '+919812345678', email: 'asha@example.com' }),
  updateCustomer: () => ({ firstName: 'Usha' }),
  startVerification: () => ({ level: 'minimum', method: 'aadhaar_otp' }),
  submitVerificationOtp: () => ({ otp: '000000' }),
  assertKyc: () => ({ level: 'full', reference: note }),
  pairDevice: () => ({ pairingCode: 'none', deviceId: randomUUID(), publicKeyJwk: newPhone().publicKeyJwk }),
  createSession: ({ ins }) => ({ installationId: ins, assertion: 'a.b.c' }),
  createBalance: () => ({ currency: 'INR' }),
  createPartnerBalance: ({ ten }) => ({
    ...{ tenantId: ten, kind: 'credit', currency: 'INR', lowBalanceThreshold: amount },
  }),
  reloadPartnerBalance: () => ({ amount, reference: 'UTR 1' }),
  closeBalance: () => ({ reason: note }),
  freezeBalance: () => ({ reason: note }),
  debitBalance: () => ({ amount, reason: note }),
  loadBalance: ({ bankToken }) => ({ amount, source: { type: 'bank_account', token: bankToken } }),
  createBankAccount: () => ({ account: '12345678', routing: 'HDFC0001' }),
  transfer: ({ bal }) => ({ fromBalanceId: bal, to: { balanceId: 'bal_none' }, amount }),
  tokenizeReceiverCard: () => ({ pan: ['4111', '1111', '1111', '1111'].join('') }),
  createCorrection: () => ({ direction: 'credit', amount, reason: note }),
  withdraw: ({ bankToken }) => ({ amount, destination: { type: 'bank_account', token: bankToken } }),
  rejectWithdrawal: () => ({ reason: note }),
  createVirtualCard: ({ bal }) => ({ balanceId: bal }),
  createVirtualCardAsync: ({ bal }) => ({ balanceId: bal }),
  createRevealSession: () => ({ assertion: 'a.b.c', fields: ['pan'] }),
  setPin: () => ({ pinBlock: '0123456789ABCDEF0123456789ABCDEF' }),
  setThreeDs: () => ({ enabled: true }),
  setControls: controls,
  setCustomerControls: controls,
  setProgramControls: controls,
  orderPhysicalCard: ({ bal }) => ({ balanceId: bal, deliveryAddress }),
  convertToPhysical: () => ({ deliveryAddress }),
  openDeliveryIncident: () => ({ type: 'never_received' }),
  resolveDeliveryIncident: () => ({ resolution: 'found' }),
  lockCard: () => ({ reasonCode: 3, note }),
  suspendCard: () => ({ reason: note }),
  closeCard: () => ({ reason: note }),
  declareIncident: () => ({ type: 'damaged' }),
  replaceCard: () => ({ reason: 'damaged' }),
  startIssuance: ({ bal }) => ({ balance: { balanceId: bal }, card: { type: 'virtual' } }),
  createMandate: mandateTerms,
  modifyMandate: () => ({ maxAmount: { amount: 200_000, currency: 'INR' } }),
  pauseMandate: () => ({}),
  withdrawMandate: () => ({ reason: note }),
  previewDebit: () => ({ amount, dueAt: debitTerms().dueAt }),
  createDebit: debitTerms,
  createPayment: ({ mdt }) => ({ mandateId: mdt, amount, description: note }),
  createInvoice: ({ cus }) => invoiceTerms(cus),
  payInvoice: ({ mdt }) => ({ mandateId: mdt }),
  reissueInvoice: () => ({ currency: 'USD', rate: '0.012' }),
  createWebhookEndpoint: () => ({ url: 'http://127.0.0.1:9/another', eventTypes: ['customer.closed'] }),
  updateWebhookEndpoint: () => ({ eventTypes: ['customer.created'] }),
  recoverDeliveries: () => ({ since: new Date(Date.now() - 60_000).toISOString() }),
  advanceClock: () => ({ by: 'PT1S' }),
  setFaults: () => ({ provider: 'bank', rate: 0, kinds: [] }),
  simulateKycResult: () => ({ outcome: 'approved' }),
  simulateUpiCredit: () => ({ amount }),
  simulateAuthorization: () => ({ ...network, channel: 'pos' }),
  simulateIncrement: () => ({ amount }),
  simulateAdvice: () => ({ amount }),
  unfreezeBalance: () => ({ reason: note }),
  simulateReversal: () => ({}),
  simulateClearing: () => ({ amount }),
  simulateRefund: ({ aut }) => ({ ...network, authorizationId: aut }),
  simulateForcePost: ({ aut }) => ({ ...network, authorizationId: aut }),
  simulateIssuerStatus: () => ({ status: 'suspended', reason: 'other' }),
  simulatePinFailure: () => ({ count: 1 }),
  simulatePersonalization: () => ({ outcome: 'produced' }),
  simulateDelivery: () => ({ status: 'delivered' }),
  simulateAfa: () => ({ outcome: 'success' }),
  simulateNotice: () => ({ delivered: true }),
  simulatePaymentOutcome: () => ({ outcome: 'captured' }),
  simulateThirdPartyMandate: thirdPartyTerms,
  simulateThirdPartyDebit: () => ({ amount }),
};

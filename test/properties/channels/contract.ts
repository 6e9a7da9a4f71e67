import type { Encryption, StaffRole, Surface } from '../../../functions/kernel/operation/declaration.ts';

/** Who may call an operation, as the API contract says: written by hand, apart from the declarations. */
export interface Agreed {
  readonly surfaces: readonly Surface[];
  readonly encryption: Encryption;
  /** Groups of staff; none where there is no admin route. */
  readonly roles: readonly StaffRole[];
  readonly operatorsOnly: boolean;
  /** Served on the customer channel without a session. */
  readonly open: boolean;
}

const surfaces: Readonly<Record<string, Surface>> = { S: 'secure', C: 'customer', A: 'admin', X: 'sandbox' };
const everybody = ['Admin', 'Manager', 'Employee'] as const;
const groups: Readonly<Record<string, readonly StaffRole[]>> = {
  all: everybody,
  change: ['Admin', 'Manager'],
  admin: ['Admin'],
};

/** `S C A:change both`: the channels, for admin who, and what is encrypted; `:operators` and `:open` narrow and widen. */
const read = (line: string): Agreed => {
  const words = line.split(' ');
  const channels = words.filter((word) => /^[SCAX](?::|$)/u.test(word));
  const marks = channels.flatMap((word) => word.split(':').slice(1));
  return {
    surfaces: channels.map((word) => surfaces[word.charAt(0)]!),
    encryption: words.includes('both') ? 'both' : words.includes('resp') ? 'response' : 'none',
    roles: marks.flatMap((mark) => groups[mark] ?? []),
    operatorsOnly: marks.includes('operators'),
    open: marks.includes('open'),
  };
};

const lines: Readonly<Record<string, string>> = {
  // Tenants and staff.
  createTenant: 'A:admin:operators',
  listTenants: 'A:all',
  getTenant: 'A:all',
  updateTenant: 'A:change',
  createApiKey: 'A:change',
  revokeApiKey: 'A:change',
  issueClientCertificate: 'A:change',
  revokeClientCertificate: 'A:change',
  getEncryptionKey: 'S C:open',
  operationMatrix: 'A:all',
  // Customers, KYC, devices, sessions.
  createCustomer: 'S',
  getCustomer: 'S C',
  listCustomers: 'S',
  updateCustomer: 'S',
  closeCustomer: 'S',
  startVerification: 'S C',
  submitVerificationOtp: 'S C',
  assertKyc: 'S',
  getKyc: 'S C',
  createPairingCode: 'S',
  pairDevice: 'C:open',
  listDevices: 'C',
  unpairDevice: 'C',
  createSession: 'C:open',
  endSession: 'C',
  createBankAccount: 'S',
  getCustomerControls: 'S',
  setCustomerControls: 'S',
  getProgramControls: 'A:all',
  setProgramControls: 'A:change',
  // Issuance.
  startIssuance: 'S C',
  getIssuance: 'S C',
  // Balances and money.
  createBalance: 'S C',
  getBalance: 'S C',
  listBalances: 'S C',
  freezeBalance: 'S A:change',
  unfreezeBalance: 'S A:change',
  closeBalance: 'S A:change',
  createVpa: 'S',
  loadBalance: 'S',
  getLoad: 'S',
  debitBalance: 'S',
  transfer: 'S C',
  tokenizeReceiverCard: 'S C both',
  withdraw: 'S',
  getWithdrawal: 'S',
  approveWithdrawal: 'A:change',
  rejectWithdrawal: 'A:change',
  createCorrection: 'A:change:operators',
  approveCorrection: 'A:change:operators',
  listTransactions: 'S C',
  getTransaction: 'S C',
  listTenantTransactions: 'S',
  getDecision: 'S',
  createPartnerBalance: 'A:admin:operators',
  reloadPartnerBalance: 'A:admin:operators',
  getPartnerBalance: 'S A:all',
  listPartnerBalances: 'S A:all',
  balanceSummary: 'A:all',
  getFeeSchedule: 'A:all',
  setFeeSchedule: 'A:change',
  // Cards.
  createVirtualCard: 'S C A:change both',
  createVirtualCardAsync: 'S C',
  orderPhysicalCard: 'S C A:all both',
  convertToPhysical: 'S C both',
  getCard: 'S C',
  listCards: 'S C',
  activateCard: 'S C A:all',
  lockCard: 'S C A:change',
  unlockCard: 'S C A:change',
  suspendCard: 'S',
  closeCard: 'S',
  removeCard: 'C A:change',
  getFullCardData: 'S C resp',
  createRevealSession: 'C',
  resetCvv: 'C A:all resp',
  setPin: 'C both',
  revealPin: 'C resp',
  declareIncident: 'S C',
  replaceCard: 'S',
  getStatusHistory: 'S C',
  getDelivery: 'S C',
  openDeliveryIncident: 'S C',
  resolveDeliveryIncident: 'S A:change',
  getControls: 'S C',
  setControls: 'S C',
  setThreeDs: 'S C resp',
  // Mandates and payments.
  createMandate: 'S',
  getMandate: 'S C',
  listMandates: 'S C',
  modifyMandate: 'S',
  pauseMandate: 'S C',
  resumeMandate: 'S C',
  withdrawMandate: 'S C',
  previewDebit: 'S',
  createDebit: 'S',
  getDebit: 'S C',
  listDebits: 'S',
  skipDebit: 'C',
  createPayment: 'S',
  getPayment: 'S',
  createInvoice: 'S',
  listInvoices: 'S',
  payInvoice: 'S',
  reissueInvoice: 'S',
  listCardMandates: 'S',
  listOwnCardMandates: 'C',
  withdrawCardMandate: 'C',
  skipCardMandateDebit: 'C',
  // Testers play payers, notices and third parties.
  simulateAfa: 'X',
  simulateNotice: 'X',
  simulatePaymentOutcome: 'X',
  simulateThirdPartyMandate: 'X',
  simulateThirdPartyDebit: 'X',
};

/** What is agreed of every operation of tenants, customers, balances, cards and mandates. */
export const agreed: Readonly<Record<string, Agreed>> = Object.fromEntries(
  Object.entries(lines).map(([operationId, line]) => [operationId, read(line)]),
);

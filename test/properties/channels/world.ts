import * as z from 'zod';
import type { IdPrefix } from '../../../functions/kernel/ids/ids.ts';
import type { LocalPlatform } from '../../../local/platform.ts';
import { startPlatform } from '../../../local/start.ts';
import type { JourneyPlatform } from '../../journeys/platform.ts';
import { newCustomer, newTenant, startOtp } from '../../journeys/support/actors.ts';
import type { Caller } from '../../journeys/support/caller.ts';
import { staff } from '../../journeys/support/caller.ts';
import { fullCard } from '../../journeys/support/cards.ts';
import type { Encryption } from '../../journeys/support/encryption.ts';
import { encryptionFor } from '../../journeys/support/encryption.ts';
import { inProcess } from '../../journeys/support/in-process.ts';
import type { FundedCustomer } from '../../journeys/support/money.ts';
import { funded, givenPurse, inr } from '../../journeys/support/money.ts';
import type { Phone } from '../../journeys/support/phone.ts';
import { anybody, pairedPhone } from '../../journeys/support/phone.ts';
import { makeRequest } from '../../support/certificate-requests.ts';
import { givenMandates } from './given-mandates.ts';
import { firstOf, idOf, made } from './making.ts';

export const deliveryAddress = {
  ...{ line1: '14 Residency Road', city: 'Bengaluru', state: 'Karnataka', postalCode: '560025', country: 'IN' },
} as const;
export const merchant = { name: 'Kiosk', mcc: '5812', country: 'IN' } as const;

/** Kinds of ids that no path names, or that only stand for something inside. */
type Unnamed =
  | 'whd'
  | 'inb'
  | 'tmr'
  | 'req'
  | 'trf'
  | 'bac'
  | 'acr'
  | 'pai'
  | 'ses'
  | 'cso'
  | 'rvl'
  | 'ord'
  | 'inc'
  | 'brv'
  | 'mop'
  | 'ach'
  | 'pdn'
  | 'ntf';

/** What a path, a body or a header may name. */
export type Named = Exclude<IdPrefix, Unnamed> | 'fingerprint' | 'bankToken' | 'cardToken' | 'revealSession';

/** A customer with one of everything, and how everybody around it calls. */
export interface Household {
  readonly tenantId: string;
  readonly backend: Caller;
  readonly phone: Phone;
  readonly me: Caller;
  readonly ids: Readonly<Record<Named, string>>;
}

export interface Program extends Household {
  /** Another customer of the tenant. */
  readonly neighbour: Household;
  readonly staff: Readonly<Record<'Admin' | 'Manager' | 'Employee', Caller>>;
}

export interface ChannelWorld {
  readonly local: LocalPlatform;
  readonly platform: JourneyPlatform;
  readonly own: Program;
  readonly other: Program;
  readonly operator: Readonly<Record<'Admin' | 'Manager' | 'Employee', Caller>>;
  readonly nobody: Caller;
  readonly encryption: Encryption;
  /** A body as the operation wants it. */
  seal(encryption: 'none' | 'response' | 'both', body: unknown): Promise<Sealed>;
}

export interface Sealed {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

interface Around {
  readonly platform: JourneyPlatform;
  readonly encryption: Encryption;
}

/** What moves the money of a customer, and what the network asked of its card. */
const givenMoney = async (owner: FundedCustomer, cardId: string) => {
  const { backend, balanceId, customerId, operator } = owner;
  const at = `/secure/balances/${balanceId}`;
  const load = { amount: inr(100), source: { type: 'program' } };
  const account = { account: '12345678', routing: 'HDFC0001', balance: inr(100_000) };
  const pay = { amount: inr(100), merchant, channel: 'pos' };
  const paid = await made(backend.post(`/sandbox/cards/${cardId}/authorizations`, pay));
  return {
    lod: await idOf(backend.post(`${at}/loads`, load), 'loadId'),
    txn: await firstOf(backend.get(`${at}/transactions`), 'transactionId'),
    wdr: await idOf(
      backend.post(`${at}/withdrawals`, { amount: inr(100), destination: { type: 'program' } }),
      'withdrawalId',
    ),
    cor: await idOf(
      operator.post(`/admin/balances/${balanceId}/corrections`, {
        ...{ direction: 'credit', amount: inr(100), reason: 'a test' },
      }),
      'correctionId',
    ),
    bankToken: await idOf(backend.post(`/secure/customers/${customerId}/bank-accounts`, account), 'token'),
    aut: z.string().parse(paid['authorizationId']),
    dcs: z.string().parse(paid['decisionId']),
  };
};

/** A plastic on its way, and what went wrong with it. @returns the incident */
const givenIncident = async ({ backend, customerId, balanceId }: FundedCustomer, { encryption }: Around) => {
  const order = await encryption.seal({ balanceId, deliveryAddress });
  const answer = await made(backend.post(`/secure/customers/${customerId}/cards/orders`, order, encryption.both));
  const { cardId } = z.looseObject({ cardId: z.string() }).parse(await encryption.open(answer));
  await made(backend.post(`/sandbox/cards/${cardId}/delivery-events`, { status: 'delivered' }));
  return idOf(backend.post(`/secure/cards/${cardId}/delivery-incidents`, { type: 'never_received' }), 'incidentId');
};

const givenCard = async ({ backend, customerId, balanceId }: FundedCustomer, { encryption }: Around) => {
  const order = await encryption.seal({ balanceId });
  const answer = await made(backend.post(`/secure/customers/${customerId}/cards`, order, encryption.both));
  return fullCard.parse(await encryption.open(answer));
};

type OfTenant = Pick<Household['ids'], 'ten' | 'prg' | 'key' | 'pbl' | 'whe' | 'evt' | 'fingerprint'>;

const household = async (owner: FundedCustomer, around: Around, ofTenant: OfTenant): Promise<Household> => {
  const { platform, encryption } = around;
  const { backend, customerId, balanceId } = owner;
  const phone = await pairedPhone(platform, backend, { customerId });
  const me = await phone.open();
  const card = await givenCard(owner, around);
  const order = { balance: { balanceId }, card: { type: 'virtual' } };
  const reveal = { assertion: await phone.sign(), fields: ['pan', 'cvv'] };
  // A case stays open for a customer who is not verified yet.
  const newcomer = await newCustomer(backend, 'Usha');
  const pan = await encryption.seal({ pan: card.pan });
  const receiver = await made(backend.post('/secure/receiver-cards', pan, encryption.both));
  const { cardNumberToken } = z.looseObject({ cardNumberToken: z.string() }).parse(await encryption.open(receiver));
  return {
    tenantId: owner.tenantId,
    backend,
    phone,
    me,
    ids: {
      ...ofTenant,
      ...(await givenMoney(owner, card.cardId)),
      ...(await givenMandates({ backend, customerId, cardId: card.cardId })),
      cus: customerId,
      bal: balanceId,
      crd: card.cardId,
      ins: phone.installationId,
      kyc: (await startOtp(backend, newcomer)).kycId,
      iss: await idOf(backend.post(`/secure/customers/${customerId}/issuances`, order), 'issuanceId'),
      din: await givenIncident(owner, around),
      cardToken: cardNumberToken,
      revealSession: await idOf(
        me.post(`/customers/me/cards/${card.cardId}/reveal-sessions`, reveal),
        'revealSessionId',
      ),
    },
  };
};

const roles = ['Admin', 'Manager', 'Employee'] as const;

const staffOf = async (platform: JourneyPlatform, tenant: string): Promise<Program['staff']> => {
  const [admin, manager, employee] = await Promise.all(
    roles.map(async (role) => staff(platform, await platform.staffToken({ role, tenant }))),
  );
  if (admin === undefined || manager === undefined || employee === undefined) throw new Error('no staff');
  return { Admin: admin, Manager: manager, Employee: employee };
};

const program = async (around: Around, name: string): Promise<Program> => {
  const { platform } = around;
  const tenant = await newTenant(platform, name);
  const owner = await funded(platform, tenant, 500_000);
  const { backend, tenantId } = tenant;
  const endpoint = { url: 'http://127.0.0.1:9/hook', eventTypes: ['customer.closed'] };
  const certificate = { csr: makeRequest().csr };
  const { partnerBalanceId } = await givenPurse(owner.operator, { tenantId, kind: 'deposit', amount: 100_000 });
  const ofTenant: OfTenant = {
    ten: tenantId,
    prg: tenant.programId,
    key: tenant.apiKey.keyId,
    pbl: partnerBalanceId,
    whe: await idOf(backend.post('/secure/webhook-endpoints', endpoint), 'endpointId'),
    evt: await firstOf(backend.get('/secure/events'), 'id'),
    fingerprint: await idOf(owner.operator.post(`/admin/tenants/${tenantId}/certificates`, certificate), 'fingerprint'),
  };
  const home = await household(owner, around, ofTenant);
  const others = { ...owner, ...(await neighbourOf(owner)) };
  return {
    ...home,
    neighbour: await household(others, around, ofTenant),
    staff: await staffOf(platform, tenantId),
  };
};

const neighbourOf = async ({ backend }: FundedCustomer) => {
  const customerId = await newCustomer(backend, 'Gauri');
  await made(backend.put(`/secure/customers/${customerId}/kyc`, { level: 'full', reference: 'branch visit' }));
  const balanceId = await idOf(
    backend.post(`/secure/customers/${customerId}/balances`, { currency: 'INR' }),
    'balanceId',
  );
  await made(backend.post(`/secure/balances/${balanceId}/loads`, { amount: inr(50_000), source: { type: 'program' } }));
  return { customerId, balanceId };
};

/** How long that may take on a busy machine. */
export const worldMs = 240_000;

/** Two programs on a whole platform, at rest. */
export const channelWorld = async (): Promise<ChannelWorld> => {
  const local = await startPlatform({ rateLimit: { perSecond: 10_000, burst: 10_000 } });
  const platform = await inProcess(local);
  const nobody = anybody(platform);
  const encryption = await encryptionFor(nobody, '/customers/encryption-key');
  const around = { platform, encryption };
  const [own, other] = await Promise.all([program(around, 'Own Wallet'), program(around, 'Other Wallet')]);
  await local.idle();
  return {
    local,
    platform,
    own,
    other,
    operator: await staffOf(platform, 'platform'),
    nobody,
    encryption,
    seal: async (kind, body) => {
      if (kind === 'none') return { body, headers: {} };
      if (kind === 'response') return { body, headers: encryption.answerOnly };
      return { body: body === undefined ? undefined : await encryption.seal(body), headers: encryption.both };
    },
  };
};

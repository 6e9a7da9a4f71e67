import { dynamoHolderStanding } from '../../../functions/balances/infrastructure/dynamo-held-balances.ts';
import { dynamoCustomerStore } from '../../../functions/customers/infrastructure/dynamo-customer-store.ts';
import { dynamoKycStore } from '../../../functions/customers/infrastructure/dynamo-kyc-store.ts';
import { kycResults } from '../../../functions/customers/kyc-results.ts';
import type { KycResultAnswer } from '../../../functions/customers/ports/kyc-results.ts';
import type { Issuance } from '../../../functions/issuance/domain/issuance.ts';
import { dynamoIssuanceStore } from '../../../functions/issuance/infrastructure/dynamo-issuance-store.ts';
import { wire as wireBalance } from '../../../functions/issuance/ensure-balance/handler.ts';
import { wire as wireKyc } from '../../../functions/issuance/ensure-kyc/handler.ts';
import { wire as wireFail } from '../../../functions/issuance/fail-issuance/handler.ts';
import { wire as wireCard } from '../../../functions/issuance/issue-card/handler.ts';
import { wire as wireResume } from '../../../functions/issuance/resume-issuance/handler.ts';
import { startIssuance } from '../../../functions/issuance/start-issuance/declaration.ts';
import { wire as wireStart } from '../../../functions/issuance/start-issuance/handler.ts';
import { systemContexts } from '../../../functions/kernel/operation/system-context.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import { unitOfWork } from '../../../functions/kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import { call } from '../../support/http-call.ts';
import { storeCustomer } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { deliver, noContext } from '../../support/trigger.ts';
import type { CardWorld } from '../cards/given-cards.ts';

export type { CardWorld };
export { startCardWorld } from '../cards/given-cards.ts';

export const videoKyc = { level: 'full', method: 'video' } as const;

/** What an ordinary caller orders: a new balance in rupees and a virtual card. */
export const order = { balance: { currency: 'INR' }, card: { type: 'virtual' } };

/** The workflow's tasks as the state machine calls them, on one platform. */
export const tasksOf = (world: CardWorld, platform: TestPlatform = world.platform) => {
  const ids = (issuanceId: string) => ({ tenantId: world.tenant.tenantId, issuanceId });
  return {
    ensureKyc: (issuanceId: string, taskToken: string) =>
      wireKyc(platform)({ ...ids(issuanceId), taskToken }, noContext),
    ensureBalance: (issuanceId: string) => wireBalance(platform)(ids(issuanceId), noContext),
    issueCard: (issuanceId: string) => wireCard(platform)(ids(issuanceId), noContext),
    failIssuance: (issuanceId: string, error: string) =>
      wireFail(platform)({ ...ids(issuanceId), failure: { Error: error, Cause: 'a cause' } }, noContext),
  };
};

/** Starts an issuance through its operation. */
export const givenIssuance = async (
  { platform, tenant }: Pick<CardWorld, 'platform' | 'tenant'>,
  customerId: string,
  body: Readonly<Record<string, unknown>> = order,
): Promise<string> => {
  const answer = await call(wireStart(platform), startIssuance, { as: { tenant }, params: { customerId }, body });
  if (answer.status !== 202) throw new Error(`no issuance was started: ${JSON.stringify(answer.body)}`);
  return String(answer.body.issuanceId);
};

/** An issuance that waits for a video call of its customer. */
export const givenWaiting = async (world: CardWorld, token: string) => {
  const { customerId } = await storeCustomer(world.platform, world.tenant);
  const issuanceId = await givenIssuance(world, customerId, { ...order, kyc: videoKyc });
  await tasksOf(world).ensureKyc(issuanceId, token);
  const { kycId } = await storedIssuance(world, issuanceId);
  if (kycId === undefined) throw new Error('no case was opened');
  return { customerId, issuanceId, kycId };
};

/** An issuance of a verified customer at the step before its card. */
export const givenAtCard = async (world: CardWorld, body: Readonly<Record<string, unknown>> = order) => {
  const { customerId } = await storeCustomer(world.platform, world.tenant, { level: 'full' });
  const issuanceId = await givenIssuance(world, customerId, body);
  await tasksOf(world).ensureKyc(issuanceId, `token of ${issuanceId}`);
  await tasksOf(world).ensureBalance(issuanceId);
  return { customerId, issuanceId };
};

export const storedIssuance = async (
  { platform, tenant }: { readonly platform: TestPlatform; readonly tenant: TenantContext },
  issuanceId: string,
): Promise<Issuance> => {
  const issuance = await dynamoIssuanceStore(platform.table).find(tenant, issuanceId);
  if (issuance === undefined) throw new Error(`no issuance ${issuanceId} is stored`);
  return issuance;
};

/** The vendor's result of a case, as the ingress applies it. */
export const applyKyc = async (
  { platform, tenant }: CardWorld,
  kycId: string,
  outcome: 'approved' | 'rejected' | 'abandoned',
): Promise<KycResultAnswer> => {
  const results = kycResults({
    customers: dynamoCustomerStore(platform.table, pager(platform.secrets)),
    cases: dynamoKycStore(platform.table),
    standing: dynamoHolderStanding(platform.table),
    unitOfWork: unitOfWork(platform),
  });
  const context = await systemContexts(platform, 'processIssuerEvent')(tenant.tenantId, 'req-test');
  return results.apply(context, kycId, { outcome, occurredAt: platform.clock.now() });
};

/** An event of the bus, as a rule puts it on a queue. */
export const eventOf = (
  { platform, tenant }: Pick<CardWorld, 'platform' | 'tenant'>,
  type: string,
  resource: { readonly type: string; readonly id: string },
) => ({
  source: 'nodal',
  'detail-type': type,
  detail: {
    id: platform.ids.next('evt', tenant),
    type,
    createdAt: toTimestamp(platform.clock.now()),
    tenantId: tenant.tenantId,
    sequence: 2,
    resource,
    data: {},
  },
});

/** Delivers the end of a KYC case to `resumeIssuance`. @returns whether the message was handled */
export const resume = (world: Pick<CardWorld, 'platform' | 'tenant'>, type: string, kycId: string): Promise<boolean> =>
  deliver(wireResume(world.platform), eventOf(world, type, { type: 'kyc', id: kycId }));

/** How the token was answered, each time somebody did. */
export const answersTo = ({ platform }: CardWorld, token: string) =>
  platform.sent.answeredTokens.filter((answer) => answer.token === token).map(({ outcome, error }) => error ?? outcome);

/** Who still waits for a case. */
export const waitersFor = ({ platform, tenant }: CardWorld, kycId: string) =>
  dynamoIssuanceStore(platform.table).waiters(tenant, kycId);

/** The events of an issuance, in order. */
export const historyOf = async ({ platform }: Pick<CardWorld, 'platform'>, issuanceId: string) =>
  (await platform.items('record'))
    .filter((item) => item['resourceId'] === issuanceId)
    .toSorted((left, right) => Number(left['sequence']) - Number(right['sequence']))
    .map(({ type }) => type);

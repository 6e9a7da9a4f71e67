import { dynamoHolderStanding } from '../../functions/balances/infrastructure/dynamo-held-balances.ts';
import { dynamoCustomerStore } from '../../functions/customers/infrastructure/dynamo-customer-store.ts';
import { dynamoKycStore } from '../../functions/customers/infrastructure/dynamo-kyc-store.ts';
import { kycResults } from '../../functions/customers/kyc-results.ts';
import { verification } from '../../functions/customers/kyc-verification.ts';
import { startVerification as startDeclaration } from '../../functions/customers/start-verification/declaration.ts';
import { startVerification } from '../../functions/customers/start-verification/operation.ts';
import { submitVerificationOtp as submitDeclaration } from '../../functions/customers/submit-verification-otp/declaration.ts';
import { submitVerificationOtp } from '../../functions/customers/submit-verification-otp/operation.ts';
import { wire as wireExpiry } from '../../functions/customers/expire-kyc-case/handler.ts';
import type { VerifiedLevel } from '../../functions/customers/domain/customer.ts';
import { methodOf } from '../../functions/customers/domain/kyc-case.ts';
import { httpOperation } from '../../functions/kernel/operation/http-operation.ts';
import { systemContext } from '../../functions/kernel/operation/system-context.ts';
import { pager } from '../../functions/kernel/persistence/page.ts';
import { unitOfWork } from '../../functions/kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import type { Context } from 'aws-lambda';
import { fakeKycProvider } from './fakes/kyc-provider.ts';
import { call } from './http-call.ts';
import type { TestRequest } from './http-call.ts';
import type { TestPlatform } from './test-platform.ts';

type Change = Partial<TestRequest>;

/** KYC over a real table with a vendor in memory. */
export const kycBench = (platform: TestPlatform, tenant: TenantContext) => {
  const provider = fakeKycProvider(platform.clock);
  const customers = dynamoCustomerStore(platform.table, pager(platform.secrets));
  const cases = dynamoKycStore(platform.table);
  const standing = dynamoHolderStanding(platform.table);
  const deps = { customers, cases, standing, provider, unitOfWork: unitOfWork(platform), ids: platform.ids };
  const startHandler = httpOperation(startDeclaration, platform, startVerification(deps));
  const submitHandler = httpOperation(submitDeclaration, platform, submitVerificationOtp(deps));
  const expiry = wireExpiry(platform);
  return {
    provider,
    customers,
    cases,
    startHandler,
    submitHandler,
    results: kycResults(deps),
    verification: verification(deps),
    context: () => systemContext(platform, { tenant, operation: 'test', requestId: platform.ids.nextGlobal('req') }),
    start: (customerId: string, level: VerifiedLevel, change: Change = {}) =>
      call(startHandler, startDeclaration, {
        as: { tenant },
        params: { customerId },
        body: { level, method: methodOf[level] },
        ...change,
      }),
    submit: (customerId: string, kycId: string, { otp = '000000', ...change }: Change & { otp?: string } = {}) =>
      call(submitHandler, submitDeclaration, {
        as: { tenant },
        params: { customerId, kycId },
        body: { otp },
        ...change,
      }),
    expire: (kycId: string) => expiry({ tenantId: tenant.tenantId, payload: { kycId } }, {} as Context),
    /** Types of a resource's records, oldest first. */
    eventsOf: async (resourceId: string) =>
      (await platform.items('record'))
        .filter((item) => item['resourceId'] === resourceId)
        .toSorted((left, right) => Number(left['sequence']) - Number(right['sequence']))
        .map(({ type }) => String(type)),
    timersOf: async (kycId: string) => (await platform.items('timer')).filter((item) => item['key'] === kycId),
    placesOf: async (customerId: string) =>
      (await platform.items()).filter(
        ({ pk, sk }) => String(pk).endsWith(`#CUSTOMER#${customerId}`) && String(sk).startsWith('KYC_OPEN#'),
      ),
  };
};

export type KycBench = ReturnType<typeof kycBench>;

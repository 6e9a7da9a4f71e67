import { randomUUID } from 'node:crypto';
import { bindReference } from '../../functions/kernel/persistence/provider-reference.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { kycBench } from './kyc-bench.ts';
import { controlCall, sealedCall } from './sealed-call.ts';
import { storeCustomer } from './stored-customer.ts';
import type { TestPlatform } from './test-platform.ts';
import { startTestPlatform } from './test-platform.ts';
import { startTwin } from './twin-server.ts';

const minutesToGiveUp = [1, 2, 4, 8, 16, 32];

/** A platform beside the twin, on one clock, that reads the twin's event log and gets none of its webhooks by itself. */
export const startTwinEvents = async () => {
  const twin = await startTwin();
  const own = await startTestPlatform();
  const settings = { ISSUER_SANDBOX_URL: twin.url };
  const platform: TestPlatform = { ...own, clock: twin.platform.clock, secrets: twin.platform.secrets, settings };

  /** A video call at the twin that no case here is bound to, until `bind` does. */
  const unknownCall = async (tenant: TenantContext) => {
    const program = tenant.tenantId;
    const applicant = { reference: randomUUID(), firstName: 'Asha', lastName: 'Rao', phone: '+919812345678' };
    const { caseId } = (await sealedCall(twin, { path: '/kyc/v1/cases/video', program, body: applicant })).body;
    const { customerId } = await storeCustomer(platform, tenant);
    const { body } = await kycBench(platform, tenant).start(customerId, 'full');
    const { write } = bindReference('kyc', caseId, { tenant, resourceId: String(body.kycId) });
    return { caseId, customerId, bind: () => platform.table.transact([write], randomUUID()) };
  };
  const videoCall = async (tenant: TenantContext): Promise<{ caseId: string; customerId: string }> => {
    const { bind, ...call } = await unknownCall(tenant);
    await bind();
    return call;
  };
  const approve = async (tenant: TenantContext, caseId: string): Promise<string> => {
    const body = { reference: `res_${caseId}`, caseId, outcome: 'approved' };
    const path = '/control/v1/kyc-results';
    return (await controlCall(twin, { path, program: tenant.tenantId, body })).body.eventId;
  };
  /** Ends the call while the edge answers 500, until the twin gives the event up. @returns the event's id */
  const approveUnheard = async (tenant: TenantContext, caseId: string): Promise<string> => {
    twin.answers.push(...Array<number>(20).fill(500));
    const eventId = await approve(tenant, caseId);
    for (const minutes of minutesToGiveUp) {
      platform.clock.advance({ minutes });
      await controlCall(twin, { path: '/control/v1/pending', program: tenant.tenantId, body: {} });
    }
    twin.answers.length = 0;
    return eventId;
  };
  return {
    twin,
    platform,
    unknownCall,
    videoCall,
    approve,
    approveUnheard,
    levelOf: async (tenant: TenantContext, customerId: string) =>
      (await kycBench(platform, tenant).customers.find(tenant, customerId))?.kycLevel,
    /** Messages that were sent to the queue since it was last asked. */
    takeMessages: () => platform.sent.messages.splice(0).filter(({ queue }) => queue === 'issuer-events'),
    stop: async () => {
      await twin.stop();
      await own.stop();
    },
  };
};

export type TwinEvents = Awaited<ReturnType<typeof startTwinEvents>>;

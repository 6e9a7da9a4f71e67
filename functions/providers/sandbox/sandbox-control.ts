import * as z from 'zod';
import type { Money } from '../../kernel/money/money.ts';
import { toWire } from '../../kernel/money/money.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Patience } from '../execute-loop.ts';
import { defaultPatience } from '../execute-loop.ts';
import { control, controlClient, ControlRefused } from './control-client.ts';
import type { ProviderPlatform } from './exchange.ts';

const faultPlan = z.object({
  provider: z.enum(['issuer', 'kyc', 'bank', 'payment']),
  rate: z.number(),
  kinds: z.array(
    z.enum([
      'timeout',
      'http_500',
      'latency',
      'duplicate',
      'reorder',
      'drop',
      'duplicate_receipt_legacy',
      'duplicate_receipt_error',
    ]),
  ),
});
const sentEvents = z.object({
  events: z.array(
    z.object({
      eventId: z.string(),
      type: z.string(),
      reference: z.string(),
      occurredAt: z.iso.datetime(),
      data: z.record(z.string(), z.unknown()),
      status: z.enum(['pending', 'delivered', 'given_up']),
    }),
  ),
});

export type SentEvent = z.output<typeof sentEvents>['events'][number];
type Faults = Readonly<Omit<z.output<typeof faultPlan>, 'kinds'>> & {
  readonly kinds: readonly z.output<typeof faultPlan>['kinds'][number][];
};

/** What steers the twin; subdomains name the part that they need in their own ports. */
export interface SandboxControl {
  /** @param offsetSeconds how far the program's clock is ahead of real time, 0 or more */
  setClockOffset(tenant: TenantContext, offsetSeconds: number): Promise<void>;
  /** @returns what is set now */
  setFaults(tenant: TenantContext, plan: Faults): Promise<Faults>;
  /** Ends a video call; one result per reference, a repeat is the same result. */
  deliverKycResult(
    tenant: TenantContext,
    result: { readonly reference: string; readonly externalId: string; readonly outcome: string },
  ): Promise<'delivered' | 'case_closed' | 'case_unknown'>;
  /** Pays money to an account; one movement per reference, a repeat is the same movement. */
  deliverCredit(
    tenant: TenantContext,
    credit: {
      readonly reference: string;
      readonly accountExternalId: string;
      readonly amount: Money;
      readonly rail: string;
      readonly payerVpa?: string;
    },
  ): Promise<{ readonly transferId: string } | 'account_unknown'>;
  /** Sends what is due. @returns webhooks that are still to be delivered, at most 100: 0 means idle */
  pending(tenant: TenantContext): Promise<number>;
  /** Events of the program in the order they were sent. @param after the last event id that is known already */
  events(
    tenant: TenantContext,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<readonly SentEvent[]>;
}

/**
 * Steers the sandbox twin behind ISSUER_SANDBOX_URL; needs the secret `sandbox-control`. Every call may be repeated.
 * All of them throw TemporarilyUnavailable when the twin does not answer.
 */
export const sandboxControl = (platform: ProviderPlatform, patience: Patience = defaultPatience): SandboxControl => {
  const client = controlClient(platform, patience);
  return {
    setClockOffset: async (tenant, offsetSeconds) => {
      const answer = z.object({ offsetSeconds: z.int() });
      await client.execute(tenant, control('setClock', 'clock', { body: { offsetSeconds }, answer }));
    },
    setFaults: (tenant, plan) =>
      client.execute(tenant, control('setFaults', 'faults', { body: { ...plan }, answer: faultPlan })),
    deliverKycResult: async (tenant, { reference, externalId, outcome }) => {
      const body = { reference, caseId: externalId, outcome };
      const answer = z.object({ eventId: z.string() });
      try {
        await client.execute(tenant, control('deliverKycResult', 'kyc-results', { body, answer }));
        return 'delivered';
      } catch (error) {
        if (error instanceof ControlRefused && (error.code === 'case_closed' || error.code === 'case_unknown')) {
          return error.code;
        }
        throw error;
      }
    },
    deliverCredit: async (tenant, { accountExternalId, amount, ...credit }) => {
      const body = { ...credit, accountId: accountExternalId, amount: toWire(amount) };
      const answer = z.object({ transferId: z.string() });
      try {
        return await client.execute(tenant, control('deliverCredit', 'account-credits', { body, answer }));
      } catch (error) {
        if (error instanceof ControlRefused && error.code === 'account_unknown') return error.code;
        throw error;
      }
    },
    pending: async (tenant) => {
      const answer = z.object({ pending: z.int() });
      return (await client.execute(tenant, control('pending', 'pending', { body: {}, answer }))).pending;
    },
    events: async (tenant, { after, limit }) => {
      const body = { limit, ...(after === undefined ? {} : { after }) };
      return (await client.execute(tenant, control('events', 'events', { body, answer: sentEvents }))).events;
    },
  };
};

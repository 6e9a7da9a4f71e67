import * as z from 'zod';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Patience } from '../execute-loop.ts';
import { defaultPatience } from '../execute-loop.ts';
import { control, controlClient, ControlRefused } from './control-client.ts';
import type { ProviderPlatform } from './exchange.ts';

/** What testers want payers and banks to do; one story per reference, a repeat is the same story. */
export interface SandboxPayments {
  authenticatePayer(
    tenant: TenantContext,
    order: { readonly reference: string; readonly mandateId: string; readonly outcome: string },
  ): Promise<'authenticated' | 'nothing_to_authenticate'>;
  tellNotice(
    tenant: TenantContext,
    order: { readonly reference: string; readonly debitId: string; readonly delivered: boolean },
  ): Promise<'told' | 'status_not_allowed'>;
  decideOutcome(
    tenant: TenantContext,
    order: {
      readonly reference: string;
      readonly debitId: string;
      readonly outcome: string;
      readonly reason?: string | undefined;
    },
  ): Promise<void>;
}

const heard = z.object({});

/** A refusal that is an answer; every other error stays one. */
const orRefusal = async <Refusal extends string>(
  work: Promise<unknown>,
  code: Refusal,
): Promise<Refusal | undefined> => {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof ControlRefused && error.code === code) return code;
    throw error;
  }
};

/** The payers of the twin's payment provider; needs the secret `sandbox-control`. Throws TemporarilyUnavailable. */
export const sandboxPayments = (platform: ProviderPlatform, patience: Patience = defaultPatience): SandboxPayments => {
  const client = controlClient(platform, patience);
  const tell = (tenant: TenantContext, named: readonly [string, string], body: Readonly<Record<string, unknown>>) =>
    client.execute(tenant, control(...named, { body, answer: heard }));
  return {
    authenticatePayer: async (tenant, { reference, mandateId, outcome }) => {
      const body = { reference, mandate: mandateId, outcome };
      const told = tell(tenant, ['authenticatePayer', 'payer-authentications'], body);
      return (await orRefusal(told, 'nothing_to_authenticate')) ?? 'authenticated';
    },
    tellNotice: async (tenant, { reference, debitId, delivered }) => {
      const told = tell(tenant, ['tellNotice', 'debit-notices'], { reference, debit: debitId, delivered });
      return (await orRefusal(told, 'status_not_allowed')) ?? 'told';
    },
    decideOutcome: async (tenant, { debitId, ...order }) => {
      await tell(tenant, ['decideOutcome', 'debit-outcomes'], { ...order, debit: debitId });
    },
  };
};

import * as z from 'zod';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Patience } from '../execute-loop.ts';
import { defaultPatience } from '../execute-loop.ts';
import { control, controlClient, ControlRefused } from './control-client.ts';
import type { ProviderPlatform } from './exchange.ts';

/** What a tester wants to happen to a plastic; one story per reference, a repeat is the same story. */
export interface SandboxPlastics {
  tellPlastic(
    tenant: TenantContext,
    told: {
      readonly reference: string;
      readonly orderReference: string;
      readonly item: string;
      readonly status: string;
      readonly carrier?: string | undefined;
      readonly trackingNumber?: string | undefined;
      readonly at?: string | undefined;
    },
  ): Promise<{ readonly at: string } | 'status_not_allowed'>;
}

/** The personaliser and the carriers of the twin; needs the secret `sandbox-control`. Throws TemporarilyUnavailable. */
export const sandboxPlastics = (platform: ProviderPlatform, patience: Patience = defaultPatience): SandboxPlastics => {
  const client = controlClient(platform, patience);
  return {
    tellPlastic: async (tenant, told) => {
      const answer = z.object({ at: z.iso.datetime() });
      try {
        return await client.execute(tenant, control('tellPlastic', 'plastic-events', { body: { ...told }, answer }));
      } catch (error) {
        if (error instanceof ControlRefused && error.code === 'status_not_allowed') return error.code;
        throw error;
      }
    },
  };
};

import type { Sighting } from '../../../functions/mandates/domain/seen-limits.ts';
import { observation } from '../../../functions/mandates/domain/seen-limits.ts';
import { dynamoPaymentLimits } from '../../../functions/mandates/infrastructure/dynamo-payment-limits.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

interface Seen {
  readonly bank?: string;
  readonly app?: string;
  readonly rupees: number;
  readonly sighting?: Sighting;
}

/** Notes that so much passed, now, at a bank and an app. */
export const seeLimits = async (
  platform: TestPlatform,
  tenant: TenantContext,
  { bank, app, rupees, sighting = 'debited' }: Seen,
): Promise<void> => {
  const amount = { minor: BigInt(rupees) * 100n, currency: 'INR' } as const;
  for (const [kind, name] of [['bank', bank] as const, ['app', app] as const]) {
    if (name === undefined) continue;
    const seen = observation({ kind, name }, { sighting, amount, at: platform.clock.now() });
    if (seen === undefined) throw new Error('too little to be a limit');
    await dynamoPaymentLimits(platform.table).note(tenant, seen);
  }
};

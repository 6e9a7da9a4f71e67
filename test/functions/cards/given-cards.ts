import { randomUUID } from 'node:crypto';
import type { Balance, BalanceState } from '../../../functions/balances/domain/balance.ts';
import { openBalance } from '../../../functions/balances/domain/balance.ts';
import { dynamoBalanceStore } from '../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { createVirtualCard } from '../../../functions/cards/create-virtual-card/declaration.ts';
import { wire } from '../../../functions/cards/create-virtual-card/handler.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import type { HttpFetch } from '../../../functions/kernel/platform/platform.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { sandboxIssuer } from '../../../functions/providers/sandbox/issuer-processor.ts';
import type { EncryptingCaller } from '../../support/caller-keys.ts';
import { encryptingCaller, sealFor } from '../../support/caller-keys.ts';
import type { TestRequest } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import { givenProgram } from '../../support/programs.ts';
import { storeCustomer } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import type { TwinServer } from '../../support/twin-server.ts';
import { startTwin } from '../../support/twin-server.ts';

/** The platform with the provider twin behind it, over loopback HTTP, and one tenant with a program. */
export interface CardWorld {
  readonly twin: TwinServer;
  readonly platform: TestPlatform;
  readonly tenant: TenantContext;
  readonly caller: EncryptingCaller;
  /** The platform with another way to the twin. */
  reaching(fetchWith: HttpFetch): TestPlatform;
  stop(): Promise<void>;
}

export const startCardWorld = async (): Promise<CardWorld> => {
  const twin = await startTwin();
  const own = await startTestPlatform({ ISSUER_SANDBOX_URL: twin.url });
  const platform: TestPlatform = { ...own, secrets: twin.platform.secrets };
  return {
    twin,
    platform,
    tenant: (await givenProgram(platform)).tenant,
    caller: encryptingCaller(),
    reaching: (fetchWith) => ({ ...platform, fetch: fetchWith }),
    stop: async () => {
      await own.stop();
      await twin.stop();
    },
  };
};

/** A balance with its account at the twin, as createBalance leaves it. */
export const givenBalance = async (
  { platform, tenant: ours }: Pick<CardWorld, 'platform' | 'tenant'>,
  customerId: string,
  { tenant = ours, state = 'active' }: { readonly tenant?: TenantContext; readonly state?: BalanceState } = {},
): Promise<Balance> => {
  const balanceId = platform.ids.next('bal', tenant);
  const order = { reference: balanceId, currency: 'INR', holderName: 'ASHA RAO' } as const;
  const account = await sandboxIssuer(platform).openAccount(tenant, order);
  const opened = openBalance({ balanceId, customerId, currency: 'INR', account, level: 'full' }, platform.clock.now());
  const balance = { ...opened, state };
  const intents = dynamoBalanceStore(platform.table, pager(platform.secrets)).create(tenant, balance);
  await platform.table.transact(
    intents.map(({ write }) => write),
    randomUUID(),
  );
  return balance;
};

/** A verified customer with a balance. */
export const givenHolder = async (
  world: Pick<CardWorld, 'platform' | 'tenant'>,
  of: { readonly tenant?: TenantContext } = {},
): Promise<{ readonly customerId: string; readonly balanceId: string }> => {
  const { customerId } = await storeCustomer(world.platform, of.tenant ?? world.tenant, { level: 'minimum' });
  const { balanceId } = await givenBalance(world, customerId, of);
  return { customerId, balanceId };
};

/** The headers and the body of a request that is encrypted both ways. */
export const encrypted = async (
  { platform, caller }: Pick<CardWorld, 'platform' | 'caller'>,
  json: unknown,
): Promise<Pick<TestRequest, 'body' | 'headers'>> => ({
  headers: { 'Encrypted-Request': 'true', 'Public-Key': caller.header },
  body: await sealFor(platform.messageKeys, json),
});

/** What the holder of a new card gets to see. */
export interface RevealedCard {
  readonly cardId: string;
  readonly balanceId: string;
  readonly status: string;
  readonly pan: string;
  readonly cvv: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
}

/** A card made by the operation itself, and its data. */
export const givenCard = async (
  world: CardWorld,
  holder: { readonly customerId: string; readonly balanceId: string },
  tenant = world.tenant,
): Promise<RevealedCard> => {
  const { status, body } = await call(wire(world.platform), createVirtualCard, {
    as: { tenant },
    params: { customerId: holder.customerId },
    ...(await encrypted(world, { balanceId: holder.balanceId })),
  });
  if (status !== 201) throw new Error(`no card was made: ${JSON.stringify(body)}`);
  return (await world.caller.open(body)) as RevealedCard;
};

/** The stored records of a resource, oldest first. */
export const recordsOf = async (platform: TestPlatform, resourceId: string) =>
  (await platform.items())
    .filter((item) => item['item'] === 'record' && item['resourceId'] === resourceId)
    .toSorted((left, right) => Number(left['sequence']) - Number(right['sequence']));

import { randomUUID } from 'node:crypto';
import { createVirtualCard } from '../../../functions/cards/create-virtual-card/declaration.ts';
import { wire as wireCard } from '../../../functions/cards/create-virtual-card/handler.ts';
import { tokenizeReceiverCard } from '../../../functions/balances/tokenize-receiver-card/declaration.ts';
import { wire } from '../../../functions/balances/tokenize-receiver-card/handler.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { luhnCheckDigit, newCardNumber } from '../../../functions/sandbox/sandbox-twin/issuer/card-number.ts';
import { encryptingCaller } from '../../support/caller-keys.ts';
import { call } from '../../support/http-call.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { encrypted } from '../cards/given-cards.ts';
import type { AccountWorld } from './given-accounts.ts';

const caller = encryptingCaller();

/** The number of a card outside that takes money. */
export const outsidePan = (platform: TestPlatform): string => {
  const pan = newCardNumber('520082', platform.random);
  return pan.endsWith('0002') ? outsidePan(platform) : pan;
};

/** The number of a card outside that declines whatever is sent to it. */
export const decliningPan = (platform: TestPlatform): string => {
  const pan = `${newCardNumber('520082', platform.random).slice(0, 12)}0002`;
  return luhnCheckDigit(pan.slice(0, -1)) === pan.at(-1) ? pan : decliningPan(platform);
};

/** The request of a tenant that has a card number. */
export const tokenRequest = async (platform: TestPlatform, tenant: TenantContext, pan: unknown) => ({
  as: { tenant },
  ...(await encrypted({ platform, caller }, { pan })),
});

interface TokenCall {
  readonly pan: unknown;
  readonly key?: string;
}

export const tokenizeOn = async (platform: TestPlatform, tenant: TenantContext, { pan, key }: TokenCall) =>
  call(wire(platform), tokenizeReceiverCard, {
    ...(await tokenRequest(platform, tenant, pan)),
    idempotencyKey: key ?? randomUUID(),
  });

/** What a caller reads of a token's answer. */
export const openToken = async (body: { readonly payload: string }): Promise<string> =>
  ((await caller.open(body)) as { cardNumberToken: string }).cardNumberToken;

/** A token for a card number. */
export const givenToken = async (platform: TestPlatform, tenant: TenantContext, pan: string): Promise<string> => {
  const { status, body } = await tokenizeOn(platform, tenant, { pan });
  if (status !== 201) throw new Error(`no token: ${JSON.stringify(body)}`);
  return openToken(body);
};

/** A card of the program on a balance, with its number. */
export const givenOwnCard = async (
  { platform }: AccountWorld,
  tenant: TenantContext,
  holder: { readonly customerId: string; readonly balanceId: string },
): Promise<{ readonly cardId: string; readonly pan: string }> => {
  const { status, body } = await call(wireCard(platform), createVirtualCard, {
    as: { tenant },
    params: { customerId: holder.customerId },
    ...(await encrypted({ platform, caller }, { balanceId: holder.balanceId })),
  });
  if (status !== 201) throw new Error(`no card: ${JSON.stringify(body)}`);
  return (await caller.open(body)) as { cardId: string; pan: string };
};

import * as z from 'zod';
import type { Caller } from './caller.ts';
import { answered } from './caller.ts';
import { sealed } from './cards.ts';
import type { Encryption } from './encryption.ts';
import { eventually } from './eventually.ts';

export const deliveryAddress = {
  line1: '14 Residency Road',
  city: 'Bengaluru',
  state: 'Karnataka',
  postalCode: '560025',
  country: 'IN',
};

export const orderedPlastic = z.strictObject({
  cardId: z.string().startsWith('crd_'),
  orderId: z.string().startsWith('ord_'),
  status: z.literal('requested'),
});

const delivery = z.looseObject({ status: z.string(), events: z.array(z.looseObject({ status: z.string() })) });

/** Orders a plastic, encrypted both ways. @param path below `/api/v1.0` */
export const orderPlastic = async (
  caller: Caller,
  encryption: Encryption,
  { path, ...body }: { readonly path: string; readonly balanceId?: string; readonly deliveryAddress: object },
): Promise<z.output<typeof orderedPlastic>> => {
  const answer = await caller.post(path, await encryption.seal(body), encryption.both);
  return orderedPlastic.parse(await encryption.open(answered(answer, 202, sealed)));
};

const done = z.looseObject({ cardId: z.string() });

/** The personaliser produces a plastic or rejects it. */
export const personalize = async (tenant: Caller, cardId: string, outcome: string): Promise<void> => {
  answered(await tenant.post(`/sandbox/cards/${cardId}/personalization`, { outcome }), 201, done);
};

/** The issuer or a carrier says where a plastic is. */
export const deliver = async (tenant: Caller, cardId: string, body: object): Promise<void> => {
  answered(await tenant.post(`/sandbox/cards/${cardId}/delivery-events`, body), 201, done);
};

/** Waits until the delivery of a card stands so. */
export const deliveryOnce = (caller: Caller, path: string, status: string): Promise<z.output<typeof delivery>> =>
  eventually(`the delivery at ${path}: ${status}`, async () => {
    const now = answered(await caller.get(`${path}/delivery`), 200, delivery);
    return now.status === status ? now : undefined;
  });

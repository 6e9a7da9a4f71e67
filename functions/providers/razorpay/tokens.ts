import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Clock } from '../../kernel/time/clock.ts';
import type { ProviderToken } from '../../mandates/ports/payment-provider.ts';
import type { Question, RazorpayCall } from './client.ts';
import { single } from './client.ts';
import { failureOf } from './failures.ts';
import { wireInstant } from './orders.ts';

/** A payer's token: both ids, since Razorpay keeps tokens below customers. */
export interface TokenName {
  readonly customerId: string;
  readonly tokenId: string;
}

const wireToken = z.object({
  id: z.string().min(1),
  bank: z.string().nullish(),
  recurring_details: z.object({ status: z.string().nullish(), failure_reason: z.string().nullish() }).nullish(),
  card: z.object({ issuer: z.string().nullish() }).nullish(),
  vpa: z.object({ handle: z.string().nullish() }).nullish(),
  expired_at: wireInstant.nullish(),
});

type WireToken = z.output<typeof wireToken>;

/** Ours for Razorpay's; a status that is not here is pending and rings. */
const statuses: ReadonlyMap<string, ProviderToken['status']> = new Map([
  ['initiated', 'pending'],
  ['confirmed', 'confirmed'],
  ['rejected', 'rejected'],
  ['paused', 'paused'],
  ['cancellation_initiated', 'cancellation_initiated'],
  ['cancelled', 'cancelled'],
]);

/** Razorpay has no status for a token whose time is over; one that ended before keeps how it ended. */
const outlivable: readonly ProviderToken['status'][] = ['pending', 'confirmed', 'paused'];

const isOver = ({ expired_at: expiredAt }: WireToken, now: Temporal.Instant): boolean =>
  expiredAt !== null && expiredAt !== undefined && Temporal.Instant.compare(expiredAt, now) <= 0;

const instrumentOf = ({ bank, card, vpa }: WireToken): Pick<ProviderToken, 'bank' | 'app'> => ({
  bank: bank ?? card?.issuer ?? undefined,
  app: vpa?.handle ?? undefined,
});

const tokenOf = (now: Temporal.Instant, wire: WireToken): ProviderToken => {
  const { status: told, failure_reason: reason } = wire.recurring_details ?? {};
  const known = statuses.get(told ?? '');
  const status = known ?? 'pending';
  return {
    tokenId: wire.id,
    status: outlivable.includes(status) && isOver(wire, now) ? 'expired' : status,
    isUnknownStatus: known === undefined,
    failure: typeof reason === 'string' ? failureOf(reason) : undefined,
    ...instrumentOf(wire),
  };
};

const pathOf = ({ customerId, tokenId }: TokenName): string =>
  `/v1/customers/${encodeURIComponent(customerId)}/tokens/${encodeURIComponent(tokenId)}`;

/** The token out of its customer's list, which leaves out those that are expired, rejected or were never used. */
const listedToken = (clock: Clock, { customerId, tokenId }: TokenName, call: string) =>
  ({
    request: { call, method: 'GET', path: `/v1/customers/${encodeURIComponent(customerId)}/tokens` },
    answer: z.object({ items: z.array(wireToken) }).transform(({ items }) => {
      const found = items.find(({ id }) => id === tokenId);
      return found === undefined ? undefined : tokenOf(clock.now(), found);
    }),
  }) as const satisfies Question<ProviderToken | undefined>;

export const readToken = (clock: Clock, name: TokenName): RazorpayCall<ProviderToken | undefined> =>
  single(listedToken(clock, name, 'readToken'));

const anything = z.unknown().transform(() => undefined);

/**
 * A request that ends a token. A lost answer, and a refusal such as that it has ended already, are looked into before
 * they count.
 */
const ending = (
  clock: Clock,
  token: {
    readonly name: TokenName;
    readonly question: Question<undefined>;
    readonly isEnded: (token?: ProviderToken) => boolean;
  },
): RazorpayCall<undefined> => {
  const { name, question, isEnded } = token;
  const look = listedToken(clock, name, `${question.request.call}Recovery`);
  return {
    run: async (ask, timeLimit) => {
      const reply = await ask(question, timeLimit);
      if (reply.kind !== 'refused') return reply;
      const now = await ask(look, timeLimit);
      return now.kind === 'success' && isEnded(now.answer) ? { kind: 'success', answer: undefined } : reply;
    },
    recover: async (ask, timeLimit) => {
      const now = await ask(look, timeLimit);
      if (now.kind !== 'success') return { kind: 'recoverable' };
      return isEnded(now.answer) ? { kind: 'success', answer: undefined } : { kind: 'not_done' };
    },
  };
};

/** Asks the network to close a UPI mandate; it answers later and may refuse. */
export const cancelToken = (clock: Clock, name: TokenName): RazorpayCall<undefined> =>
  ending(clock, {
    name,
    question: {
      request: { call: 'cancelToken', method: 'PUT', path: `${pathOf(name)}/cancel` },
      answer: anything,
    },
    isEnded: (token) => token?.status === 'cancellation_initiated' || token?.status === 'cancelled',
  });

/** Erases the token; for cards this is also what ends the mandate. */
export const deleteToken = (clock: Clock, name: TokenName): RazorpayCall<undefined> =>
  ending(clock, {
    name,
    question: { request: { call: 'deleteToken', method: 'DELETE', path: pathOf(name) }, answer: anything },
    isEnded: (token) => token === undefined,
  });

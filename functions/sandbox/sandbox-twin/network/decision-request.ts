import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { sign } from '../../../kernel/crypto/hmac.ts';
import type { HttpFetch, RandomSource, SecretStore } from '../../../kernel/platform/platform.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../../../kernel/time/clock.ts';
import { toTimestamp } from '../../../kernel/time/clock.ts';
import { webhookSecret } from '../events/webhook.ts';
import { drawCallFault, drawWebhookFault } from '../faults/fault.ts';
import type { FaultPlans } from '../faults/fault-plans.ts';
import type { NetworkOrder } from './network-items.ts';

const decision = z.object({
  decision: z.enum(['approved', 'declined']),
  actionCode: z.string().regex(/^\d{4}$/),
  responseCode: z.string().regex(/^[0-9A-Z]{2}$/),
  approvedAmount: z.int().min(0),
  authorizationId: z.string().optional(),
  decisionId: z.string().optional(),
  /** Of a message about a mandate. */
  mandateId: z.string().optional(),
  debitId: z.string().optional(),
  reason: z.string().optional(),
});

export type Decision = z.output<typeof decision>;

/** A message's name on the wire. */
export const nameOf = ({
  messageId,
  transmittedAt,
}: Pick<NetworkOrder, 'messageId' | 'transmittedAt'>): { readonly id: string; readonly transmittedAt: string } => ({
  id: messageId,
  transmittedAt: toTimestamp(transmittedAt),
});

/** What is asked, beside the message's name and time. */
export type Question = Readonly<Record<string, unknown>> & { readonly type: string };

/**
 * Asks the platform to decide on one message, as an issuer does while the card network waits.
 * @returns `no_answer` when none came in time, or none that can be understood: the outcome is unknown
 */
export type RequestDecision = (
  program: TenantContext,
  order: NetworkOrder,
  question: Question,
) => Promise<Decision | 'no_answer'>;

interface Dependencies {
  readonly fetch: HttpFetch;
  readonly secrets: SecretStore;
  readonly realTime: Clock;
  readonly random: RandomSource;
  readonly plans: FaultPlans;
  /** Full URL of the platform's door for the card network. */
  readonly url: string;
  /** How long the network waits. */
  readonly timeoutMs: number;
}

type Posted = { readonly status: number; readonly text: string } | undefined;

const read = (posted: Posted): Decision | 'no_answer' => {
  if (posted === undefined || posted.status === 429 || posted.status >= 500) return 'no_answer';
  // The platform does not take a message that this very twin made: one of the two breaks the protocol.
  if (posted.status !== 200) throw new Error(`the platform refused a message of the network: status ${posted.status}`);
  const read = decision.safeParse(JSON.parse(posted.text));
  if (!read.success) throw new Error("the platform's decision does not fit the protocol");
  return read.data;
};

/** The one answer to a message that was sent twice. @throws Error when there are two: a repeat hears the first answer */
const agreed = (answers: readonly (Decision | 'no_answer')[]): Decision | 'no_answer' => {
  const decided = answers.filter((answer) => answer !== 'no_answer');
  if (new Set(decided.map((answer) => JSON.stringify(answer))).size > 1) {
    throw new Error('the platform answered one message of the network in two ways');
  }
  return decided[0] ?? 'no_answer';
};

/** Sends a signed request with the faults of the issuer's plan (docs/issuer-protocol.md, Card network). */
export const decisionRequester = (deps: Dependencies): RequestDecision => {
  const { fetch, secrets, realTime, random, plans, url, timeoutMs } = deps;
  const post = async (messageId: string, body: string): Promise<Posted> => {
    const timestamp = String(Math.floor(realTime.now().epochMilliseconds / 1000));
    const [secret] = await secrets.values(webhookSecret);
    const sent = fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-event-id': messageId,
        'x-timestamp': timestamp,
        'x-signature': `v1=${sign(secret, Buffer.from(`${timestamp}.${messageId}.${body}`))}`,
      },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    }).then(async (answer) => ({ status: answer.status, text: await answer.text() }));
    // Whatever kept the answer away: the network only knows that there was none.
    return sent.catch(() => undefined);
  };
  return async (program, order, question) => {
    const plan = await plans.of(program, 'issuer');
    const fault = drawCallFault(plan, random);
    const copies = drawWebhookFault(plan, random) === 'duplicate' ? 2 : 1;
    const message = { ...question, message: nameOf(order), occurredAt: toTimestamp(order.occurredAt) };
    const body = JSON.stringify(message);
    const ask = async (): Promise<Decision | 'no_answer'> =>
      agreed(await Promise.all(Array.from({ length: copies }, async () => read(await post(order.messageId, body)))));
    if (fault === undefined) return ask();
    if (fault.kind === 'latency') {
      await sleep(fault.delayMs);
      return ask();
    }
    if (fault.work === 'done') await ask();
    return 'no_answer';
  };
};

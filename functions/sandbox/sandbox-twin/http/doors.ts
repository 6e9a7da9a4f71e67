import { setTimeout as sleep } from 'node:timers/promises';
import { parseStrictJson } from '../../../kernel/crypto/strict-json.ts';
import { DomainError } from '../../../kernel/errors/domain-error.ts';
import type { UrlAnswer, UrlInput, UrlUseCase } from '../../../kernel/operation/url-operation.ts';
import type { KeyRing, RandomSource, SecretStore } from '../../../kernel/platform/platform.ts';
import type { Clock } from '../../../kernel/time/clock.ts';
import type { Delivery } from '../events/delivery.ts';
import type { CallFault, ProviderName } from '../faults/fault.ts';
import { drawCallFault } from '../faults/fault.ts';
import type { FaultPlans } from '../faults/fault-plans.ts';
import { authenticate, controlSecret, requestSecret } from './authentication.ts';
import type { Call, CallAnswer } from './call.ts';
import { Refusal, refusalBody } from './refusal.ts';
import { openMessage, sealAnswer } from './sealed-message.ts';

/** How long the twin waits; tests make it short. */
export interface Pace {
  /** A `timeout` fault: longer than any client waits. */
  readonly holdMs: number;
  /** First pause before a webhook is tried again. */
  readonly retryDelayMs: number;
  /** How long a `reorder` fault holds a webhook back; shorter than the platform waits for an answer. */
  readonly reorderMs: number;
  /** One webhook attempt. */
  readonly webhookTimeoutMs: number;
  /** How long the card network waits for a decision. */
  readonly decisionTimeoutMs: number;
}

export interface DoorDependencies {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly messageKeys: KeyRing;
  readonly random: RandomSource;
  readonly plans: FaultPlans;
  readonly delivery: Delivery;
  readonly pace: Pace;
}

const refusals = async (work: () => Promise<CallAnswer>): Promise<CallAnswer> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: refusalBody(error.code) };
    throw error;
  }
};

/** How long a lost answer is held back, and what a provider's door says in its place. */
interface Losing {
  readonly pace: Pace;
  readonly bodies: { readonly http_500: UrlAnswer['body']; readonly timeout: UrlAnswer['body'] };
}

const bodies = { http_500: refusalBody('internal_error'), timeout: refusalBody('timeout') };

const lost = async ({ kind }: CallFault, losing: Losing): Promise<UrlAnswer> => {
  if (kind === 'http_500') return { status: 500, body: losing.bodies.http_500 };
  await sleep(losing.pace.holdMs);
  return { status: 504, body: losing.bodies.timeout };
};

/** Carries a call out as the drawn fault wants it. */
export const withFault = async (
  fault: CallFault | undefined,
  work: () => Promise<UrlAnswer>,
  losing: Losing,
): Promise<UrlAnswer> => {
  if (fault === undefined) return work();
  if (fault.kind === 'latency') {
    await sleep(fault.delayMs);
    return work();
  }
  if (fault.work === 'done') await work();
  return lost(fault, losing);
};

/**
 * The door of a provider: signature, faults, decryption, the call, its webhooks, encryption. What goes wrong before
 * the message is open is answered in clear; everything after it is encrypted.
 */
export const providerDoor = (deps: DoorDependencies) => {
  const authenticated = authenticate(requestSecret, deps);
  return (provider: ProviderName, call: Call): UrlUseCase =>
    async (input: UrlInput) => {
      const program = await authenticated(input);
      const fault = drawCallFault(await deps.plans.of(program, provider), deps.random);
      const work = async (): Promise<UrlAnswer> => {
        const { replyKey, body } = await openMessage(input.rawBody, deps.messageKeys);
        const answer = await refusals(() => call(program, body));
        await deps.delivery.sendDue(program, 1);
        return { status: answer.status, body: await sealAnswer(answer.body, replyKey) };
      };
      return withFault(fault, work, { pace: deps.pace, bodies });
    };
};

const readClear = (rawBody: Uint8Array): unknown => {
  try {
    return parseStrictJson(rawBody);
  } catch (error) {
    if (error instanceof DomainError) throw new Refusal(400, 'malformed_json');
    throw error;
  }
};

/** The door of the control API: signed with its own secret, in clear, never faulty. */
export const controlDoor = (deps: DoorDependencies) => {
  const authenticated = authenticate(controlSecret, deps);
  return (call: Call): UrlUseCase =>
    async (input: UrlInput) => {
      const program = await authenticated(input);
      return refusals(() => call(program, readClear(input.rawBody)));
    };
};

/** Publishes the key that requests are encrypted to; needs no signature. */
export const encryptionKeyDoor =
  (keys: KeyRing): UrlUseCase =>
  async () => {
    const { kid, spki } = await keys.current();
    const publicKey = Buffer.from(spki).toString('base64');
    return { status: 200, body: { kid, alg: 'RSA-OAEP-256', enc: 'A256GCM', publicKey } };
  };

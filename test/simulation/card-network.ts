import { money } from '../../functions/kernel/money/money.ts';
import { toTimestamp } from '../../functions/kernel/time/clock.ts';
import type { CardMessage } from '../../functions/authorizations/ports/card-messages.ts';
import type { CardWorld, issuer } from '../functions/authorizations/card-bench.ts';
import type { TestPlatform } from '../support/test-platform.ts';

type Network = ReturnType<typeof issuer>;

/** One message of a card's life; all but the first kind are about the authorization that the life begins with. */
export type Step =
  | { readonly kind: 'authorization' | 'financial' | 'increment'; readonly amount: number }
  | { readonly kind: 'reversal'; readonly amount?: number }
  | { readonly kind: 'expiry' }
  | { readonly kind: 'clearing'; readonly amount: number; readonly final: boolean }
  | { readonly kind: 'advice' | 'force_post' | 'refund' | 'refund_reversal'; readonly amount: number }
  | { readonly kind: 'chargeback'; readonly amount: number; readonly phase: 'provisional' | 'won' | 'lost' };

type Message = CardMessage extends infer One ? (One extends unknown ? Omit<One, never> : never) : never;

/** What the network heard: of a request the decision, of anything else that it was taken. */
export interface Heard {
  readonly status: number;
  readonly decision: 'approved' | 'declined' | 'taken';
  readonly approved: number;
}

const told = (step: Step, world: CardWorld): Partial<Message> & Pick<CardMessage, 'kind'> => {
  const { currency } = world;
  const amountOf = (minor: number) => money(BigInt(minor), currency);
  switch (step.kind) {
    case 'expiry':
      return { kind: step.kind };
    case 'reversal':
      return { kind: step.kind, amount: step.amount === undefined ? undefined : amountOf(step.amount) };
    case 'clearing':
      return { kind: step.kind, amount: amountOf(step.amount), final: step.final };
    case 'advice':
      return { kind: step.kind, amount: amountOf(step.amount), standIn: true };
    case 'chargeback':
      return { kind: step.kind, amount: amountOf(step.amount), phase: step.phase };
    case 'force_post':
    case 'refund':
    case 'refund_reversal':
      return { kind: step.kind, amount: amountOf(step.amount) };
    default:
      throw new Error(`${step.kind} waits for an answer`);
  }
};

/**
 * The messages of one authorization's life, each under a name of its own, to be delivered any number of times.
 * @param id names the authorization's message; the others' names follow from it
 */
export const cardLife = (
  { platform, network }: { readonly platform: TestPlatform; readonly network: Network },
  world: CardWorld,
  { id, steps }: { readonly id: string; readonly steps: readonly Step[] },
) => {
  const sentAt = platform.clock.now().round('millisecond');
  const nameAt = (position: number) => ({
    id: position === 0 ? id : `${id}.${String(position)}`,
    transmittedAt: sentAt.add({ milliseconds: position }),
  });
  const wireName = (position: number) => {
    const { id: own, transmittedAt } = nameAt(position);
    return { id: own, transmittedAt: toTimestamp(transmittedAt) };
  };
  return {
    steps,
    /** Delivers the message at a position. */
    deliver: async (position: number): Promise<Heard> => {
      const step = steps[position];
      if (step === undefined) throw new RangeError('no such message');
      if (step.kind === 'authorization' || step.kind === 'financial' || step.kind === 'increment') {
        const { status, body } = await network.post(
          JSON.stringify(
            network.messageFor(world, step.amount, {
              type: step.kind,
              message: wireName(position),
              occurredAt: toTimestamp(sentAt),
              ...(step.kind === 'increment' ? { original: wireName(0) } : {}),
            }),
          ),
        );
        return { status: status ?? 0, decision: body.decision, approved: body.approvedAmount };
      }
      const outcome = await network.tell(world, {
        ...told(step, world),
        message: nameAt(position),
        original: nameAt(0),
      });
      if (outcome !== 'applied' && outcome !== 'already') throw new Error(`${step.kind} was ${outcome}`);
      return { status: 200, decision: 'taken', approved: 0 };
    },
  };
};

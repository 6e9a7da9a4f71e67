import type { Hold, HoldChange } from './hold.ts';
import { advise, clear, expire, giveBack, newHold, refund, reverse, takeBack, unrefund } from './hold.ts';

/** What a message of the network says, apart from whom it is about; minor units. */
export type Effect =
  | { readonly kind: 'advice'; readonly minor: bigint }
  | { readonly kind: 'reversal'; readonly minor: bigint | undefined }
  | { readonly kind: 'unheard'; readonly minor: bigint | undefined }
  | { readonly kind: 'expiry' }
  | { readonly kind: 'clearing'; readonly minor: bigint; readonly final: boolean }
  | { readonly kind: 'force_post'; readonly minor: bigint }
  | { readonly kind: 'refund'; readonly minor: bigint }
  | { readonly kind: 'refund_reversal'; readonly minor: bigint }
  | { readonly kind: 'chargeback'; readonly phase: 'provisional' | 'won' | 'lost'; readonly minor: bigint };

/** How the authorization stands that a message is about. */
interface About {
  readonly hold: Hold;
  /** A single message: its reversal gives posted money back. */
  readonly paidAtOnce: boolean;
}

/** A message about an authorization that is not here, or none is named: nothing is reserved by it. */
export const precedingHold = (): Hold => newHold('early', 0n);

const unchanged = (hold: Hold, posted: bigint): HoldChange => ({
  hold: { ...hold, version: hold.version + 1 },
  held: 0n,
  posted,
});

/** A final decision on a disputed amount: won, the provisional credit stays; lost, it is taken back. */
const charged = (phase: 'provisional' | 'won' | 'lost', minor: bigint): bigint =>
  phase === 'provisional' ? minor : phase === 'lost' ? -minor : 0n;

/** What was paid at once is given back; what is held is released, by the network's word or ours. */
const undone = ({ kind, minor }: Extract<Effect, { kind: 'reversal' | 'unheard' }>, { hold, paidAtOnce }: About) => {
  if (paidAtOnce) return giveBack(hold, minor);
  return kind === 'reversal' ? reverse(hold, minor) : takeBack(hold, minor);
};

/**
 * What a message does to the authorization it is about (domain.md 2.6).
 */
export const effectOf = (effect: Effect, about: About): HoldChange => {
  const { hold } = about;
  switch (effect.kind) {
    case 'advice':
      return advise(hold, effect.minor);
    case 'reversal':
    case 'unheard':
      return undone(effect, about);
    case 'expiry':
      return expire(hold);
    case 'clearing':
      return clear(hold, { amount: effect.minor, final: effect.final });
    case 'force_post':
      return clear(hold, { amount: effect.minor, final: false });
    case 'refund':
      return refund(hold, effect.minor);
    case 'refund_reversal':
      return unrefund(hold, effect.minor);
    case 'chargeback':
      return unchanged(hold, charged(effect.phase, effect.minor));
  }
};

import type { Temporal } from 'temporal-polyfill';

/** What a device says of itself when it asks for something, and signs (api.md 4.2). */
export interface Assertion {
  readonly installationId: string;
  /** Chosen by the device, never twice. */
  readonly nonce: string;
  /** Seconds since the epoch, real time. */
  readonly iat: number;
}

/** How far the device's clock may be from ours, either way. */
export const toleranceSeconds = 300;

export const isCurrent = ({ iat }: Pick<Assertion, 'iat'>, now: Temporal.Instant): boolean =>
  Math.abs(now.epochMilliseconds / 1_000 - iat) <= toleranceSeconds;

/** Until when a nonce must be remembered, in epoch seconds: later its assertion is refused for its age anyway. */
export const rememberedUntil = ({ iat }: Pick<Assertion, 'iat'>): number => iat + 2 * toleranceSeconds;

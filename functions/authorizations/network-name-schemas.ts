import * as z from 'zod';
import { fromTimestamp, toTimestamp } from '../kernel/time/clock.ts';
import type { MessageName } from './domain/network-message.ts';

/** The network's name of an authorization, as its events tell it. */
export const networkName = z.object({ id: z.string(), transmittedAt: z.string() });

export const networkOf = ({ id, transmittedAt }: MessageName): z.output<typeof networkName> => ({
  id,
  transmittedAt: toTimestamp(transmittedAt),
});

export const messageOf = ({ id, transmittedAt }: z.output<typeof networkName>): MessageName => ({
  id,
  transmittedAt: fromTimestamp(transmittedAt),
});

import * as z from 'zod';
import { timestamp } from '../kernel/http/schemas.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Installation } from './domain/installation.ts';

/** A pairing code; it is shown once, so a replay answers null in its place. */
export const pairingCodeAnswer = z
  .object({ code: z.string().nullable(), expiresAt: timestamp })
  .meta({ id: 'PairingCode' });

/** A session; its token is shown once, so a replay answers null in its place. */
export const sessionAnswer = z
  .object({ sessionToken: z.string().nullable(), expiresAt: timestamp })
  .meta({ id: 'Session' });

/** A paired device as its customer sees it. */
export const deviceAnswer = z
  .object({
    installationId: z.string(),
    deviceId: z.string(),
    name: z.string().optional(),
    status: z.literal('active'),
    pairedAt: timestamp,
    /** The device that asks. */
    current: z.boolean(),
  })
  .meta({ id: 'Device' });

export const presentDevice = (
  { installationId, deviceId, name, pairedAt }: Installation,
  callerInstallationId: string | undefined,
): z.input<typeof deviceAnswer> => ({
  installationId,
  deviceId,
  ...(name === undefined ? {} : { name }),
  status: 'active',
  pairedAt: toTimestamp(pairedAt),
  current: installationId === callerInstallationId,
});

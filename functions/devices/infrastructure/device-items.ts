import * as z from 'zod';
import { defineItem, instant, wholeNumber } from '../../kernel/persistence/item.ts';
import { installationStatuses } from '../domain/installation.ts';
import { pairingStatuses } from '../domain/pairing-code.ts';

/** Makes the context of the tenant that a look-up leads to. */
const owner = { tenantId: z.string(), tag: z.string(), sandbox: z.boolean() };

export const installationItem = defineItem({
  name: 'installation',
  subdomain: 'devices',
  summary: "A tenant's app on a customer's device, and the public key that it signs with.",
  keys: { pk: 'T#<tenantId>#INSTALLATION#<installationId>', sk: 'INSTALLATION' },
  schema: z.object({
    installationId: z.string(),
    customerId: z.string(),
    deviceId: z.string(),
    name: z.string().optional(),
    key: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
    status: z.enum(installationStatuses),
    pairedAt: instant,
    endedAt: instant.optional(),
    sequence: wholeNumber,
  }),
});

export const deviceItem = defineItem({
  name: 'device',
  subdomain: 'devices',
  summary: "Which installation is active on a customer's device; gone when none is.",
  keys: { pk: 'T#<tenantId>#CUSTOMER#<customerId>', sk: 'DEVICE#<SHA-256 of the device id>' },
  schema: z.object({ installationId: z.string() }),
});

export const nonceItem = defineItem({
  name: 'assertion_nonce',
  subdomain: 'devices',
  summary: 'A nonce that an installation has used; kept until its assertion is too old anyway.',
  keys: { pk: 'T#<tenantId>#INSTALLATION#<installationId>', sk: 'NONCE#<SHA-256 of the nonce>' },
  schema: z.object({ useId: z.string() }),
});

export const pairingCodeItem = defineItem({
  name: 'pairing_code',
  subdomain: 'devices',
  summary: "Keyed hash of a pairing code → the customer it pairs a device of. Kept a day, for repeats' sake.",
  keys: { pk: 'PAIRING#<keyed hash>', sk: 'LOOKUP' },
  schema: z.object({
    ...owner,
    pairingId: z.string(),
    customerId: z.string(),
    installationId: z.string(),
    hash: z.string(),
    status: z.enum(pairingStatuses),
    validUntil: instant,
  }),
});

export const pairingQuotaItem = defineItem({
  name: 'pairing_quota',
  subdomain: 'devices',
  summary: 'How many pairing codes a customer was given in an hour.',
  keys: { pk: 'T#<tenantId>#CUSTOMER#<customerId>', sk: 'PAIRING_QUOTA#<hour since the epoch>' },
  schema: z.object({ issued: wholeNumber }),
});

export const sessionItem = defineItem({
  name: 'session',
  subdomain: 'devices',
  summary: 'Keyed hash of a session token → the customer and installation it proves. Kept a day past its end.',
  keys: { pk: 'SESSION#<keyed hash>', sk: 'LOOKUP' },
  schema: z.object({
    ...owner,
    sessionId: z.string(),
    customerId: z.string(),
    installationId: z.string(),
    hash: z.string(),
    openedAt: instant,
    validUntil: instant,
    renewedAt: instant,
  }),
});

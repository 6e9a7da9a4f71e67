import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { channels, entryChannels, limitPeriods } from '../../policies/card-controls.ts';
import { apiKeyStatuses } from '../domain/api-key.ts';
import { balanceHolders, initialCardStates, issuers, networks } from '../domain/program.ts';
import { decisionDefaults, transactionDataModes } from '../domain/settings.ts';
import { tenantStatuses } from '../domain/tenant.ts';

const storedProgram = z.object({
  programId: z.string(),
  name: z.string(),
  network: z.enum(networks),
  bin: z.string(),
  currency: z.enum(currencies),
  issuer: z.enum(issuers),
  initialCardState: z.enum(initialCardStates),
  balanceHolder: z.enum(balanceHolders),
});

const storedSettings = z.object({
  sessionMinutes: wholeNumber,
  slidingSessions: z.boolean().default(false),
  decisionWebhook: z
    .object({
      url: z.string(),
      default: z.enum(decisionDefaults),
      secrets: z.array(z.object({ sealed: z.string(), expiresAt: instant.optional() })).readonly(),
    })
    .nullable(),
  requireClientCertificate: z.boolean(),
  alertEmails: z.array(z.string()),
  brand: z.union([z.string(), z.object({ name: z.string(), cardArtUrl: z.string().optional() })]).nullable(),
  transactionData: z.enum(transactionDataModes),
  withdrawalApprovalAbove: z.object({ minor: minorUnits, currency: z.enum(currencies) }).nullable(),
  compatRequiresKyc: z.boolean(),
});

const texts = z.array(z.string()).readonly();

const storedLimit = z.object({
  per: z.enum(limitPeriods),
  channel: z.enum(entryChannels).optional(),
  max: minorUnits.optional(),
  count: wholeNumber.optional(),
  zone: z.string().optional(),
});

/** What the cards of the program may be used for. */
export const storedRules = z.object({
  version: wholeNumber,
  limits: z.array(storedLimit).readonly(),
  mcc: z.object({ allow: texts.optional(), block: texts.optional() }).optional(),
  off: z.array(z.enum(channels)).readonly().optional(),
});

export const tenantItem = defineItem({
  name: 'tenant',
  subdomain: 'tenants',
  summary: 'A tenant, its one program and its settings.',
  keys: { pk: 'T#<tenantId>#TENANT', sk: 'TENANT' },
  schema: z.object({
    tenantId: z.string(),
    name: z.string(),
    status: z.enum(tenantStatuses),
    program: storedProgram,
    settings: storedSettings,
    rules: storedRules.optional(),
    usageKey: z.string(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});

export const apiKeyItem = defineItem({
  name: 'api_key',
  subdomain: 'tenants',
  summary: 'An API key of a tenant, live or revoked: its keyed hash, never its secret.',
  keys: { pk: 'T#<tenantId>#APIKEY#<keyId>', sk: 'APIKEY' },
  schema: z.object({
    keyId: z.string(),
    hash: z.string(),
    status: z.enum(apiKeyStatuses),
    createdAt: instant,
    revokedAt: instant.optional(),
    sequence: wholeNumber,
  }),
});

export const apiKeyLookupItem = defineItem({
  name: 'api_key_lookup',
  subdomain: 'tenants',
  summary: 'Keyed hash of a live API key → the tenant it proves. Gone once the key is revoked.',
  keys: { pk: 'APIKEY#<keyed hash>', sk: 'LOOKUP' },
  schema: z.object({
    hash: z.string(),
    keyId: z.string(),
    tenantId: z.string(),
    tag: z.string(),
    sandbox: z.boolean(),
  }),
});

import * as z from 'zod';
import { currency, timestamp } from '../kernel/http/schemas.ts';
import type { WireMoney } from '../kernel/money/money.ts';
import { fromWire, toWire } from '../kernel/money/money.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import { balanceHolders, initialCardStates, issuers, networks } from './domain/program.ts';
import type { DecisionTarget, SettingsChange } from './domain/settings.ts';
import type { Tenant } from './domain/tenant.ts';
import { tenantStatuses } from './domain/tenant.ts';
import { settingsAnswer } from './settings-schemas.ts';

/** A card program as its tenant and the operators see it. */
const programAnswer = z
  .object({
    programId: z.string(),
    name: z.string(),
    network: z.enum(networks),
    bin: z.string(),
    currency,
    issuer: z.enum(issuers),
    initialCardState: z.enum(initialCardStates),
    balanceHolder: z.enum(balanceHolders),
  })
  .meta({ id: 'Program' });

/** A tenant as its staff and the operators see it. */
export const tenantAnswer = z
  .object({
    tenantId: z.string(),
    name: z.string(),
    status: z.enum(tenantStatuses),
    program: programAnswer,
    settings: settingsAnswer,
    createdAt: timestamp,
  })
  .meta({ id: 'Tenant' });

/** A new API key; the secret is shown once, so a replay answers null in its place. */
export const issuedKeyAnswer = z
  .object({ keyId: z.string(), secret: z.string().nullable() })
  .meta({ id: 'IssuedApiKey' });

export const presentTenant = ({
  tenantId,
  name,
  status,
  program,
  settings,
  createdAt,
}: Tenant): z.input<typeof tenantAnswer> => {
  const { withdrawalApprovalAbove: threshold, decisionWebhook: webhook } = settings;
  return {
    tenantId,
    name,
    status,
    program,
    settings: {
      ...settings,
      decisionWebhook: webhook === null ? null : { url: webhook.url, default: webhook.default },
      alertEmails: [...settings.alertEmails],
      withdrawalApprovalAbove: threshold === null ? null : toWire(threshold),
    },
    createdAt: toTimestamp(createdAt),
  };
};

/** Signs the questions to the tenant's decision webhook; shown once, when the webhook is set. */
export const decisionSecretAnswer = z.string().nullable().optional();

type SettingsBody = Omit<SettingsChange, 'withdrawalApprovalAbove' | 'decisionWebhook'> & {
  readonly withdrawalApprovalAbove?: WireMoney | null | undefined;
  readonly decisionWebhook?: DecisionTarget | null | undefined;
};

/**
 * Settings of a request in the words of the domain.
 * @param sealed the new secret of the decision webhook, when the body sets one
 */
export const readSettings = (body: SettingsBody, sealed: string | undefined): SettingsChange => {
  const { withdrawalApprovalAbove: threshold, decisionWebhook: webhook, ...rest } = body;
  return {
    ...rest,
    ...(threshold === undefined ? {} : { withdrawalApprovalAbove: threshold && fromWire(threshold) }),
    ...(webhook === null ? { decisionWebhook: null } : {}),
    ...(webhook && sealed !== undefined ? { decisionWebhook: { ...webhook, sealed } } : {}),
  };
};

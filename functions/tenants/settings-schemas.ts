import * as z from 'zod';
import { amountOf, email, moneyAnswer, text } from '../kernel/http/schemas.ts';
import { decisionDefaults, transactionDataModes } from './domain/settings.ts';

/** An https address on a named host: no address literal, no `localhost`. */
const httpsUrl = z
  .url({ protocol: /^https$/, hostname: z.regexes.domain, error: 'must be an https address on a named host' })
  .max(2_048)
  .regex(/^[^@]*$/, 'must hold no user name');

const brand = z.union([text(60), z.strictObject({ name: text(60), cardArtUrl: httpsUrl.optional() })]);

/** Whether it may be called is decided by the stage's rules. */
const callableUrl = z.url({ protocol: /^https?$/u, error: 'must be an https URL' }).max(2_048);

const decisionWebhook = z.strictObject({ url: callableUrl, default: z.enum(decisionDefaults) });

/** Settings as a caller sends them: what is left out stays, null takes a value back. */
export const settingsBody = z.strictObject({
  sessionMinutes: z.int().min(1).max(1_440).optional(),
  slidingSessions: z.boolean().optional(),
  decisionWebhook: decisionWebhook.nullable().optional(),
  requireClientCertificate: z.boolean().optional(),
  alertEmails: z.array(email).max(10).optional(),
  brand: brand.nullable().optional(),
  transactionData: z.enum(transactionDataModes).optional(),
  withdrawalApprovalAbove: amountOf(0).nullable().optional(),
  compatRequiresKyc: z.boolean().optional(),
});

/** Settings as they are answered: all of them. */
export const settingsAnswer = z
  .object({
    sessionMinutes: z.int(),
    slidingSessions: z.boolean(),
    decisionWebhook: z.object({ url: z.string(), default: z.enum(decisionDefaults) }).nullable(),
    requireClientCertificate: z.boolean(),
    alertEmails: z.array(z.string()),
    brand: z.union([z.string(), z.object({ name: z.string(), cardArtUrl: z.string().optional() })]).nullable(),
    transactionData: z.enum(transactionDataModes),
    withdrawalApprovalAbove: moneyAnswer.nullable(),
    compatRequiresKyc: z.boolean(),
  })
  .meta({ id: 'TenantSettings' });

import * as z from 'zod';
import { urlOperation } from '../../kernel/operation/url-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxTwin as declaration } from './declaration.ts';
import { twinRoutes } from './http/twin-routes.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

const settings = z.object({
  ISSUER_EVENTS_URL: z.url(),
  ISSUER_AUTHORIZATIONS_URL: z.url(),
  PAYMENT_EVENTS_URL: z.url(),
});

/** A held answer outlasts every client's patience and still ends before the function does. */
const pace = { holdMs: 8_000, retryDelayMs: 200, reorderMs: 1_500, webhookTimeoutMs: 1_500, decisionTimeoutMs: 2_000 };

export const wire = (platform: Needs): ReturnType<typeof urlOperation> => {
  const {
    ISSUER_EVENTS_URL: eventsUrl,
    ISSUER_AUTHORIZATIONS_URL: authorizationsUrl,
    PAYMENT_EVENTS_URL: paymentEventsUrl,
  } = settings.parse(platform.settings);
  const urls = { eventsUrl, authorizationsUrl, paymentEventsUrl };
  return urlOperation(declaration, platform, twinRoutes(platform, { ...urls, pace }));
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
  fetch: awsFetch,
});

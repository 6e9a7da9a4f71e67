import type { DemoTenant } from '../demo-tenant.ts';
import type { LocalPlatform } from '../platform.ts';
import type { ApiClient } from './api-client.ts';
import { apiClient } from './api-client.ts';
import type { CustomerApp } from './customer-app.ts';
import type { EncryptedCalls } from './encrypted-call.ts';
import type { Secret } from './leak-scan.ts';
import type { WebhookListener } from './webhook-listener.ts';

/** A step of the story: what it does, and one line that says what came of it. */
export interface DemoStep {
  readonly title: string;
  readonly run: () => Promise<string>;
}

/** What earlier steps leave for later ones. */
interface Props {
  readonly encrypted: EncryptedCalls;
  /** The person at hand. */
  readonly customerId: string;
  readonly kycId: string;
  /** Of the first customer, by hand. */
  readonly firstBalanceId: string;
  readonly issuanceId: string;
  /** Of the second customer, by the workflow: who pays, sends and withdraws. */
  readonly cardId: string;
  readonly balanceId: string;
  readonly partnerBalanceId: string;
  readonly authorizationId: string;
  readonly declinedBy: string;
  /** Of the second customer, on a phone. */
  readonly app: CustomerApp;
  /** The card ordered in the app. */
  readonly appCardId: string;
  /** The plastic that takes its place. */
  readonly plasticId: string;
  /** What may be collected from the second customer. */
  readonly mandateId: string;
  readonly debitId: string;
  /** Signs what the listener receives. */
  readonly webhookSecret: string;
}

/** Where the story is played. */
export interface Stage {
  readonly platform: LocalPlatform;
  readonly tenant: DemoTenant;
  /** The tenant's backend. */
  readonly api: ApiClient;
  /** Staff of the platform. */
  readonly operator: ApiClient;
  /** The tenant's server for webhooks. */
  readonly listener: WebhookListener;
  /** What was shown to its caller alone: none of it may be found anywhere. */
  readonly secrets: Secret[];
  leave<Name extends keyof Props>(name: Name, prop: Props[Name]): void;
  /** @throws Error when no step has left it yet */
  take<Name extends keyof Props>(name: Name): Props[Name];
}

/** @param operator with the platform's own token */
export const openStage = (
  platform: LocalPlatform,
  { tenant, operator, listener }: Pick<Stage, 'tenant' | 'operator' | 'listener'>,
): Stage => {
  const props: Partial<Props> = {};
  const left: Partial<{ [Name in keyof Props]: Props[Name] }> = props;
  return {
    platform,
    tenant,
    operator,
    listener,
    api: apiClient(platform.baseUrl, { 'x-api-key': tenant.apiKey }),
    secrets: [],
    leave: (name, prop) => {
      left[name] = prop;
    },
    take: (name) => {
      const prop = left[name];
      if (prop === undefined) throw new Error(`no step has left ${name}`);
      return prop;
    },
  };
};

/** @throws Error with the complaint unless the condition holds */
export const insist = (holds: boolean, complaint: string): void => {
  if (!holds) throw new Error(complaint);
};

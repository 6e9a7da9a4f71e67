import type { AddressGuard } from '../kernel/outbound/address-guard.ts';
import { requireCallable } from '../kernel/outbound/callable-url.ts';
import type { SecretVault } from '../kernel/outbound/secret-vault.ts';
import { makeSigningSecret } from '../kernel/outbound/signing-secret.ts';
import type { RandomSource } from '../kernel/platform/random-source.ts';
import type { DecisionTarget } from './domain/settings.ts';

export interface DecisionSecretDependencies {
  readonly vault: SecretVault;
  readonly guard: AddressGuard;
  readonly random: RandomSource;
}

/** In clear it leaves in one answer and is kept nowhere. */
export interface NewDecisionSecret {
  readonly secret: string;
  readonly sealed: string;
}

/**
 * Makes the secret for a decision webhook that a request sets; undefined when it sets none.
 * @throws validation_failed when the platform would not call the URL
 */
export const makeDecisionSecret = async (
  { vault, guard, random }: DecisionSecretDependencies,
  tenantId: string,
  wish: DecisionTarget | null | undefined,
): Promise<NewDecisionSecret | undefined> => {
  if (!wish) return undefined;
  requireCallable(wish.url, guard, 'settings.decisionWebhook.url');
  const secret = makeSigningSecret(random);
  return { secret, sealed: await vault.seal(tenantId, secret) };
};

/** What an answer tells of it. */
export const shownOnce = (issued: NewDecisionSecret | undefined): { readonly decisionWebhookSecret?: string } =>
  issued === undefined ? {} : { decisionWebhookSecret: issued.secret };

import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { OperationContext, PlatformContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { UsagePlans } from '../../kernel/platform/platform.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { tenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { readSettings } from '../answers.ts';
import type { DecisionSecretDependencies } from '../decision-secret.ts';
import { makeDecisionSecret, shownOnce } from '../decision-secret.ts';
import { issueApiKey, secretBytes, secretOf } from '../domain/api-key.ts';
import type { ProgramIssuer } from '../domain/program.ts';
import { onboardTenant, requireConnected } from '../domain/tenant.ts';
import { apiKeyChanged, tenantCreated } from '../domain/tenant-events.ts';
import type { ApiKeyStore } from '../ports/api-key-store.ts';
import type { SecretHasher } from '../ports/secret-hasher.ts';
import type { TenantStore } from '../ports/tenant-store.ts';
import { TagTaken } from '../ports/tenant-store.ts';
import type { createTenant as declaration } from './declaration.ts';

interface Dependencies extends DecisionSecretDependencies {
  readonly tenants: TenantStore;
  readonly apiKeys: ApiKeyStore;
  readonly hasher: SecretHasher;
  readonly usagePlans: UsagePlans;
  /** Issuers that programs of this stage can be on. */
  readonly connectedIssuers: ReadonlySet<ProgramIssuer>;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/** 33 million tags: with a million tenants, one try in 33 meets a taken one. */
const tagTries = 8;

const actingFor = (context: PlatformContext, tenant: TenantContext): OperationContext => ({ ...context, tenant });

const withFreeTag = async <Answer>(ids: IdGenerator, attempt: (tag: string) => Promise<Answer>): Promise<Answer> => {
  for (let tries = 1; tries <= tagTries; tries += 1) {
    try {
      return await attempt(ids.nextTag());
    } catch (error) {
      if (!(error instanceof TagTaken)) throw error;
    }
  }
  throw new TemporarilyUnavailable('No free tenant tag was found. Repeat the same request.');
};

/**
 * On-boards a tenant (M-31, AN-11).
 *
 * In: what an operator agreed with a company and its processor. Out: ids and the first API key, whose secret is shown
 * once and kept nowhere; so is the secret of a decision webhook, which is kept sealed.
 * 1. Refuse an issuer that the stage is not connected to, and a decision webhook that it would not call.
 * 2. Register the tenant's key in the usage plan. It counts requests and opens nothing, so one that is left behind by
 *    a crash does no harm, and every try registers the same one: tenant id and value are stable across tries.
 * 3. Commit tenant, look-ups, API key, records and idempotency key together; a taken tag is tried again with another.
 */
export const createTenant =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, body }) => {
    const { tenants, apiKeys, hasher, usagePlans, unitOfWork, ids, random, connectedIssuers } = deps;
    const { issuer } = body.program;
    requireConnected(issuer, connectedIssuers);
    const tenantId = context.idempotency?.reservedId('ten') ?? ids.nextGlobal('ten');
    const decision = await makeDecisionSecret(deps, tenantId, body.settings?.decisionWebhook);
    const usageKey = await hasher.usageKey(tenantId);
    await usagePlans.register({ name: tenantId, value: usageKey });
    const secret = secretOf(random.bytes(secretBytes));
    const hash = await hasher.hash(secret);
    const settings = readSettings(body.settings ?? {}, decision?.sealed);
    return withFreeTag(ids, async (tag) => {
      const tenant = tenantContext({ tenantId, tag, sandbox: issuer === 'sandbox' });
      const identity = { tenantId, programId: ids.next('prg', tenant), usageKey, now: context.clock.now() };
      const onboarded = onboardTenant({ ...body, settings }, identity);
      const key = issueApiKey(ids.next('key', tenant), hash, identity.now);
      const work = {
        writes: [...tenants.create(tenant, onboarded), ...apiKeys.create(tenant, key)],
        records: [
          tenantCreated(tenants.partition(tenant), onboarded),
          apiKeyChanged(apiKeys.partition(tenant, key.keyId), key, 'api_key.created'),
        ],
      };
      const answer = {
        tenantId,
        programId: identity.programId,
        apiKey: { keyId: key.keyId, secret },
        ...shownOnce(decision),
      };
      return unitOfWork.commit(actingFor(context, tenant), work, answer);
    });
  };

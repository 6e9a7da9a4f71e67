import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { TenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { CurrencyMismatch } from '../domain/balance-errors.ts';
import { partnerBalanceCreated } from '../domain/partner-events.ts';
import { presentPartnerBalance } from '../partner-answers.ts';
import type { PartnerBalanceStore } from '../ports/partner-balance-store.ts';
import type { createPartnerBalance as declaration } from './declaration.ts';

interface Dependencies {
  readonly directory: Pick<TenantDirectory, 'byId'>;
  readonly partners: PartnerBalanceStore;
  readonly clockOf: (tenant: TenantContext) => Promise<Clock>;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/**
 * Opens a partner balance (AN-67, AN-69, AN-73).
 *
 * In: the tenant, kind, currency and the level below which it is warned (AN-70). Out: the balance at zero.
 * 1. The tenant exists, and the level is in the balance's currency. Any currency that the platform knows will do: a
 *    partner may pay in one that its program does not settle in.
 * 2. Commit balance, entry, record `partner_balance.created` and idempotency key together; the balance's key is its
 *    kind and currency, so a second one is refused by the write itself.
 */
export const createPartnerBalance =
  ({ directory, partners, clockOf, unitOfWork, ids }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, body }) => {
    const tenant = await directory.byId(body.tenantId);
    if (tenant === undefined) throw new NotFound('tenant_not_found');
    const threshold = fromWire(body.lowBalanceThreshold);
    if (threshold.currency !== body.currency) throw new CurrencyMismatch(body.currency);
    const clock = await clockOf(tenant);
    const balance = {
      partnerBalanceId: ids.next('pbl', tenant),
      kind: body.kind,
      currency: body.currency,
      available: 0n,
      lowBalanceThreshold: threshold.minor,
      ...(body.alertEmail === undefined ? {} : { alertEmail: body.alertEmail }),
      createdAt: clock.now(),
    };
    const work = {
      writes: partners.create(tenant, balance),
      records: [partnerBalanceCreated(partners.partition(tenant, balance), balance)],
    };
    const answer = presentPartnerBalance(tenant.tenantId, balance);
    return unitOfWork.commit({ ...context, tenant, clock }, work, answer);
  };

import { dynamoDepositEscrow } from '../../balances/infrastructure/dynamo-deposit-escrow.ts';
import { dynamoPersonLimits } from '../../balances/infrastructure/dynamo-person-limits.ts';
import { dynamoSpendLedger } from '../../balances/infrastructure/dynamo-spend-ledger.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { tenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import { systemPacer } from '../../kernel/time/pacer.ts';
import type { Pacer } from '../../kernel/time/pacer.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoCardMandates } from '../../card-mandates/infrastructure/dynamo-card-mandate-store.ts';
import type { DebitNotices } from '../../card-mandates/ports/third-party-mandates.ts';
import { debitNotices } from '../../card-mandates/announcing.ts';
import { thirdPartyMandates } from '../../card-mandates/third-party-mandates.ts';
import { dynamoNotifier } from '../../notifications/infrastructure/dynamo-notifier.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import type { DecidingDependencies } from '../case.ts';
import { dynamoAuthorizationStore } from '../infrastructure/dynamo-authorization-store.ts';
import { dynamoHearings } from '../infrastructure/dynamo-hearings.ts';
import { rememberedCardOwners } from '../infrastructure/remembered-card-owners.ts';
import type { CardOwners } from '../ports/card-owners.ts';
import type { TenantDecision } from '../ports/tenant-decision.ts';
import { recentPrograms } from '../recent-programs.ts';

/** What a decision needs, wired to the subdomains that own it. */
export const wireDeciding = (
  platform: BasePlatform & Pick<Capabilities, 'table' | 'secrets'>,
  { tenantDecision, pacer = systemPacer }: { readonly tenantDecision: TenantDecision; readonly pacer?: Pacer },
): DecidingDependencies & {
  readonly owners: CardOwners;
  readonly programs: ProgramDirectory;
  readonly notices: DebitNotices;
} => {
  const { table, secrets, ids } = platform;
  const mandates = dynamoCardMandates(table);
  const work = unitOfWork({ ...platform, pacer });
  return {
    spending: dynamoSpendLedger(table),
    authorizations: dynamoAuthorizationStore(table),
    hearings: dynamoHearings(table),
    deposits: dynamoDepositEscrow(table),
    limits: dynamoPersonLimits(secrets),
    tenantDecision,
    mandates: thirdPartyMandates({ mandates }),
    notices: debitNotices({ mandates, notifier: dynamoNotifier(), unitOfWork: work, ids }),
    unitOfWork: work,
    ids,
    pacer,
    owners: rememberedCardOwners(table, tenantDirectory(table)),
    programs: recentPrograms(dynamoProgramDirectory(table), pacer),
  };
};

import { dynamoDepositEscrow } from '../../balances/infrastructure/dynamo-deposit-escrow.ts';
import { dynamoPersonLimits } from '../../balances/infrastructure/dynamo-person-limits.ts';
import { dynamoSpendLedger } from '../../balances/infrastructure/dynamo-spend-ledger.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { tenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import { systemPacer } from '../../kernel/time/pacer.ts';
import type { Pacer } from '../../kernel/time/pacer.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import type { DecidingDependencies } from '../case.ts';
import { dynamoAuthorizationStore } from '../infrastructure/dynamo-authorization-store.ts';
import { rememberedCardOwners } from '../infrastructure/remembered-card-owners.ts';
import type { CardOwners } from '../ports/card-owners.ts';
import type { TenantDecision } from '../ports/tenant-decision.ts';
import { recentPrograms } from '../recent-programs.ts';

/** What a decision needs, wired to the subdomains that own it. */
export const wireDeciding = (
  platform: BasePlatform & Pick<Capabilities, 'table' | 'secrets'>,
  { tenantDecision, pacer = systemPacer }: { readonly tenantDecision: TenantDecision; readonly pacer?: Pacer },
): DecidingDependencies & { readonly owners: CardOwners; readonly programs: ProgramDirectory } => {
  const { table, secrets, ids } = platform;
  return {
    spending: dynamoSpendLedger(table),
    authorizations: dynamoAuthorizationStore(table),
    deposits: dynamoDepositEscrow(table),
    limits: dynamoPersonLimits(secrets),
    tenantDecision,
    unitOfWork: unitOfWork({ ...platform, pacer }),
    ids,
    pacer,
    owners: rememberedCardOwners(table, tenantDirectory(table)),
    programs: recentPrograms(dynamoProgramDirectory(table), pacer),
  };
};

import type { DepositEscrow } from '../balances/ports/deposit-escrow.ts';
import type { PersonLimits } from '../balances/ports/person-limits.ts';
import type { SpendLedger, SpendPlace, SpendState } from '../balances/ports/spend-ledger.ts';
import type { IdGenerator } from '../kernel/ids/ids.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { Deadline, Pacer } from '../kernel/time/pacer.ts';
import type { ThirdPartyMandates } from '../card-mandates/ports/third-party-mandates.ts';
import type { Program } from '../tenants/ports/program-directory.ts';
import type { Circumstances } from './domain/decision.ts';
import type { DepositShare } from './domain/hold.ts';
import type { AuthorizationRequest } from './domain/network-message.ts';
import type { Hearings } from './ports/hearings.ts';
import type { AuthorizationStore, StoredAuthorization } from './ports/authorization-store.ts';
import type { TenantDecision } from './ports/tenant-decision.ts';

export interface DecidingDependencies {
  readonly spending: SpendLedger;
  readonly authorizations: AuthorizationStore;
  readonly hearings: Pick<Hearings, 'tell'>;
  readonly deposits: DepositEscrow;
  readonly limits: Pick<PersonLimits, 'lower'>;
  readonly tenantDecision: TenantDecision;
  readonly mandates: ThirdPartyMandates;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
  readonly pacer: Pacer;
}

/** A mandate that was looked for. */
export interface StoredMandate {
  readonly stored: Awaited<ReturnType<ThirdPartyMandates['at']>>;
}

/** A request whose card is known, to be decided before the deadline. */
export interface Case {
  readonly context: OperationContext;
  readonly request: AuthorizationRequest;
  readonly place: SpendPlace;
  readonly program: Program;
  readonly deadline: Deadline;
  /** Ids of this decision, whatever it comes to. */
  readonly authorizationId: string;
  readonly eventId: string;
  /** The authorization that the request raises, or that a message came before. */
  readonly linked: StoredAuthorization | undefined;
  /** What stands under the name of the mandate that the request is about; absent of an ordinary request. */
  readonly mandate?: StoredMandate | undefined;
}

/** What is known so far; grows with every attempt. */
export interface Findings {
  /** undefined: nothing was read yet. */
  known: SpendState | undefined;
  deposit: Circumstances['deposit'];
  /** Where the deposit is tried. */
  shares: readonly DepositShare[] | undefined;
  depositTries: number;
  tenant: Circumstances['tenant'];
}

import type { Temporal } from 'temporal-polyfill';
import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import type { UseRules } from '../../policies/card-controls.ts';
import type { BalanceHolder, CardNetwork, InitialCardState, ProgramIssuer } from './program.ts';
import type { Settings, SettingsChange } from './settings.ts';
import { changeSettings, defaultSettings } from './settings.ts';

/** A suspended tenant's API keys open nothing. */
export const tenantStatuses = ['active', 'suspended'] as const;
export type TenantStatus = (typeof tenantStatuses)[number];

/** A card program (AN-11): what the processor set up for the tenant. */
export interface TenantProgram {
  readonly programId: string;
  readonly name: string;
  readonly network: CardNetwork;
  /** 6 or 8 digits. */
  readonly bin: string;
  readonly currency: Currency;
  readonly issuer: ProgramIssuer;
  readonly initialCardState: InitialCardState;
  readonly balanceHolder: BalanceHolder;
}

/** A company that calls the API, and its one program (M-01). */
export interface Tenant {
  readonly tenantId: string;
  readonly name: string;
  readonly status: TenantStatus;
  readonly program: TenantProgram;
  readonly settings: Settings;
  /** What the program's cards may be used for, beyond what card and holder say; undefined until somebody sets it. */
  readonly rules?: UseRules | undefined;
  /** Value of the tenant's key in the gateway's usage plan; proves nothing, only counts requests. */
  readonly usageKey: string;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

/** What an operator says about a new tenant. */
export interface TenantOrder {
  readonly name: string;
  readonly program: Omit<TenantProgram, 'programId' | 'initialCardState' | 'balanceHolder'> & {
    readonly initialCardState?: InitialCardState | undefined;
    readonly balanceHolder?: BalanceHolder | undefined;
  };
  readonly settings?: SettingsChange | undefined;
}

/** @throws issuer_unavailable (422) when the stage is not connected to the issuer */
export const requireConnected = (issuer: ProgramIssuer, connected: ReadonlySet<ProgramIssuer>): void => {
  if (connected.has(issuer)) return;
  throw new DomainError('unprocessable', 'issuer_unavailable', {
    detail: `The platform is not connected to the issuer ${issuer}.`,
  });
};

/** Names and facts that the platform gives a new tenant. */
export interface TenantIdentity {
  readonly tenantId: string;
  readonly programId: string;
  readonly usageKey: string;
  readonly now: Temporal.Instant;
}

/**
 * A tenant as it is on-boarded: active, with the defaults of api.md 4.1.
 * @throws currency_mismatch (422)
 */
export const onboardTenant = (order: TenantOrder, identity: TenantIdentity): Tenant => {
  const { initialCardState = 'active', balanceHolder = 'platform', ...terms } = order.program;
  return {
    tenantId: identity.tenantId,
    name: order.name,
    status: 'active',
    program: { ...terms, programId: identity.programId, initialCardState, balanceHolder },
    settings: changeSettings(defaultSettings(terms.issuer), order.settings ?? {}, {
      currency: terms.currency,
      now: identity.now,
    }),
    usageKey: identity.usageKey,
    createdAt: identity.now,
    sequence: 1,
  };
};

/** What may be changed of a tenant; the program itself is the processor's. */
export interface TenantChange {
  readonly name?: string | undefined;
  readonly settings?: SettingsChange | undefined;
}

const same = (left: Tenant, right: Tenant): boolean => {
  const text = ({ name, settings }: Tenant): string =>
    JSON.stringify([name, settings], (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  return text(left) === text(right);
};

/**
 * The tenant's next version, or the tenant itself when nothing would change.
 * @param now real time
 * @throws currency_mismatch (422)
 */
export const changeTenant = (tenant: Tenant, change: TenantChange, now: Temporal.Instant): Tenant => {
  const next = {
    ...tenant,
    name: change.name ?? tenant.name,
    settings: changeSettings(tenant.settings, change.settings ?? {}, { currency: tenant.program.currency, now }),
  };
  return same(tenant, next) ? tenant : { ...next, sequence: tenant.sequence + 1 };
};

import type { Temporal } from 'temporal-polyfill';
import type { Table, TableWrite } from '../../../kernel/persistence/table.ts';
import type { RandomSource, SecretStore } from '../../../kernel/platform/platform.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { ProgramClocks } from '../control/program-clock.ts';
import type { PaymentEventType } from '../events/event-items.ts';
import type { Announcement, Outbox } from '../events/outbox.ts';
import type { FaultPlans } from '../faults/fault-plans.ts';
import type { CardVault } from '../issuer/card-vault.ts';
import type { Commit } from '../storage/commit.ts';
import type { Entity } from './entities.ts';
import { unixSeconds } from './entities.ts';

/** What every part of the payment provider works with. */
export interface PaymentDesk {
  readonly table: Table;
  readonly commit: Commit;
  readonly clocks: ProgramClocks;
  readonly outbox: Outbox;
  readonly plans: FaultPlans;
  readonly random: RandomSource;
  readonly secrets: SecretStore;
  readonly vault: CardVault;
}

/** Something to tell of: the event and the entities that it carries, by their names. */
export interface Told {
  readonly event: PaymentEventType;
  readonly entities: Readonly<Record<string, Entity>>;
}

const accountPrefix = 'acc_';
const programPrefix = 'ten_';

/** The provider's account of a program: the same id under the other prefix. */
export const accountOf = (program: TenantContext): string =>
  `${accountPrefix}${program.tenantId.slice(programPrefix.length)}`;

/** @returns undefined for what is no account */
export const programIdOf = (account: string): string | undefined =>
  /^acc_[0-9A-Za-z]{1,60}$/.test(account) ? `${programPrefix}${account.slice(accountPrefix.length)}` : undefined;

/** The body of a webhook. Of notices, `created_at` lies in the payload, as in the provider's samples. */
const envelope = (program: TenantContext, { event, entities }: Told, at: Temporal.Instant): Entity => {
  const wrapped = Object.entries(entities).map(([name, entity]) => [name, { entity }] as const);
  const payload = Object.fromEntries(wrapped);
  const head = { entity: 'event', account_id: accountOf(program), event, contains: Object.keys(entities) };
  const created = { created_at: unixSeconds(at) };
  return event.startsWith('order.notification.')
    ? { ...head, payload: { ...payload, ...created } }
    : { ...head, payload, ...created };
};

/** Puts events into the outbox, in this order. */
export const announce = async (
  { outbox, clocks }: Pick<PaymentDesk, 'outbox' | 'clocks'>,
  program: TenantContext,
  all: readonly Told[],
): Promise<readonly Announcement[]> => {
  const at = (await clocks.of(program)).now();
  const announced: Announcement[] = [];
  for (const told of all) {
    const [first] = Object.values(told.entities);
    const reference = String(first?.['id']);
    const happening = { type: told.event, reference, data: envelope(program, told, at), occurredAt: at };
    announced.push(await outbox.writes(program, happening));
  }
  return announced;
};

export const writesOf = (announced: readonly Announcement[]): readonly TableWrite[] =>
  announced.flatMap(({ writes }) => writes);

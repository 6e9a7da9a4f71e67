import type { Declaration } from '../functions/kernel/operation/declaration.ts';
import { operations as authorizations } from '../functions/authorizations/operations.ts';
import { operations as balances } from '../functions/balances/operations.ts';
import { operations as cards } from '../functions/cards/operations.ts';
import { operations as customers } from '../functions/customers/operations.ts';
import { operations as devices } from '../functions/devices/operations.ts';
import { operations as economics } from '../functions/economics/operations.ts';
import { operations as events } from '../functions/events/operations.ts';
import { operations as ingress } from '../functions/ingress/operations.ts';
import { operations as issuance } from '../functions/issuance/operations.ts';
import { operations as cardMandates } from '../functions/card-mandates/operations.ts';
import { operations as debits } from '../functions/debits/operations.ts';
import { operations as invoices } from '../functions/invoices/operations.ts';
import { operations as mandates } from '../functions/mandates/operations.ts';
import { operations as notifications } from '../functions/notifications/operations.ts';
import { operations as recovery } from '../functions/recovery/operations.ts';
import { operations as sandbox } from '../functions/sandbox/operations.ts';
import { operations as tenants } from '../functions/tenants/operations.ts';
import { operations as timers } from '../functions/timers/operations.ts';
import { operations as webhooks } from '../functions/webhooks/operations.ts';
import type { Stage } from './stages.ts';

/** A folder of functions/ and what it declares. */
export interface Subdomain {
  readonly name: string;
  readonly operations: readonly Declaration[];
}

/** One line per subdomain, in the order in which people read them. */
export const subdomains: readonly Subdomain[] = [
  { name: 'tenants', operations: tenants },
  { name: 'customers', operations: customers },
  { name: 'devices', operations: devices },
  { name: 'balances', operations: balances },
  { name: 'cards', operations: cards },
  { name: 'authorizations', operations: authorizations },
  { name: 'issuance', operations: issuance },
  { name: 'mandates', operations: mandates },
  { name: 'debits', operations: debits },
  { name: 'invoices', operations: invoices },
  { name: 'card-mandates', operations: cardMandates },
  { name: 'economics', operations: economics },
  { name: 'notifications', operations: notifications },
  { name: 'events', operations: events },
  { name: 'timers', operations: timers },
  { name: 'webhooks', operations: webhooks },
  { name: 'ingress', operations: ingress },
  { name: 'recovery', operations: recovery },
  { name: 'sandbox', operations: sandbox },
];

/** Routes of the simulation exist only where the twin does. */
const withoutSimulation = (declaration: Declaration): readonly Declaration[] => {
  if (declaration.realm === 'sandbox') return [];
  if (declaration.kind === 'authorizer') {
    return [{ ...declaration, surfaces: declaration.surfaces.filter((surface) => surface !== 'sandbox') }];
  }
  if (declaration.kind !== 'http') return [declaration];
  const [first, ...others] = declaration.routes.filter(({ surface }) => surface !== 'sandbox');
  return first === undefined ? [] : [{ ...declaration, routes: [first, ...others] }];
};

/** Without a domain of its own a stage has no door with mutual TLS, and nothing to prepare for it. */
const withoutSecureDoor = ({ uses }: Declaration): boolean => !uses.includes('truststore');

/** What a stage deploys of each subdomain; a subdomain without any operation left is not deployed. */
export const deployedOn = (stage: Stage, all: readonly Subdomain[]): readonly Subdomain[] =>
  all
    .filter(({ name }) => stage.sandbox || name !== 'sandbox')
    .map(({ name, operations }) => ({
      name,
      operations: stage.sandbox ? operations : operations.flatMap(withoutSimulation),
    }))
    .map(({ name, operations }) => ({
      name,
      operations: stage.domain === undefined ? operations.filter(withoutSecureDoor) : operations,
    }))
    .filter(({ operations }) => operations.length > 0);

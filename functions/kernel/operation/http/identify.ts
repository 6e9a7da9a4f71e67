import * as z from 'zod';
import { DomainError, NotFound } from '../../errors/domain-error.ts';
import { tagOf } from '../../ids/ids.ts';
import type { TenantDirectory } from '../../tenancy/tenant-directory.ts';
import { tenantContext } from '../../tenancy/tenant-context.ts';
import type { Surface } from '../declaration.ts';
import { rolesOf, surfacePaths } from '../declaration.ts';
import type { Exchange } from './exchange.ts';
import { established } from './exchange.ts';

const unauthenticated = (): DomainError =>
  new DomainError('unauthenticated', 'unauthenticated', { detail: 'Send a valid credential for this surface.' });

const forbiddenRole = (detail: string): DomainError => new DomainError('forbidden', 'forbidden_role', { detail });

const tenantClaims = z.object({
  tenantId: z.string(),
  tag: z.string(),
  sandbox: z.enum(['true', 'false']),
  keyId: z.string(),
});

const customerClaims = tenantClaims.omit({ keyId: true }).extend({
  customerId: z.string(),
  installationId: z.string(),
  session: z.enum(['live', 'expired']),
  sessionHash: z.string().optional(),
});

const staffClaims = z.object({
  subject: z.string(),
  role: z.enum(['Admin', 'Manager', 'Employee']),
  tenant: z.string(),
});

/** Finds which of the operation's routes was called: API Gateway names the resource and the method. */
export const matchRoute = (exchange: Exchange): void => {
  const { event, declaration } = exchange;
  const route = declaration.routes.find(
    (candidate) =>
      candidate.method === event.httpMethod && `${surfacePaths[candidate.surface]}${candidate.path}` === event.resource,
  );
  if (route === undefined) throw new NotFound();
  exchange.route = route;
  exchange.log = exchange.log.with({ surface: route.surface });
};

const enter = (exchange: Exchange, { tenantId, tag, sandbox }: Omit<z.output<typeof tenantClaims>, 'keyId'>): void => {
  exchange.tenant = tenantContext({ tenantId, tag, sandbox: sandbox === 'true' });
  exchange.log = exchange.log.with({ tenantId });
};

type Identify = (exchange: Exchange, proved: unknown) => void;

const identifyStaff: Identify = (exchange, proved) => {
  const claims = staffClaims.safeParse(proved);
  if (!claims.success) throw unauthenticated();
  const { subject, role, tenant } = claims.data;
  exchange.caller = { kind: 'staff', subject, role, staffOf: tenant };
};

const identifyCustomer: Identify = (exchange, proved) => {
  const claims = customerClaims.safeParse(proved);
  if (!claims.success) throw unauthenticated();
  const { customerId, installationId, session, sessionHash } = claims.data;
  if (session === 'expired') {
    throw new DomainError('unauthenticated', 'session_expired', { detail: 'The session is over. Open a new one.' });
  }
  exchange.caller = { kind: 'customer', customerId, installationId, sessionHash };
  enter(exchange, claims.data);
};

const identifyTenant: Identify = (exchange, proved) => {
  const claims = tenantClaims.safeParse(proved);
  if (!claims.success) throw unauthenticated();
  exchange.caller = { kind: 'tenant', keyId: claims.data.keyId };
  enter(exchange, claims.data);
};

const identify: Readonly<Record<Surface, Identify>> = {
  secure: identifyTenant,
  sandbox: identifyTenant,
  customer: identifyCustomer,
  admin: identifyStaff,
};

/** Who calls, from what the surface's authorizer proved. */
export const identifyCaller = (exchange: Exchange): void => {
  const route = established(exchange.route, 'route');
  if (route.open !== true) identify[route.surface](exchange, exchange.event.requestContext.authorizer ?? {});
};

/** Staff may call a route only in one of its roles; some routes are for the platform's operators alone. */
export const checkRole = (exchange: Exchange): void => {
  const route = established(exchange.route, 'route');
  const { caller } = exchange;
  if (caller?.kind !== 'staff') return;
  if (!rolesOf(route).includes(caller.role)) {
    throw forbiddenRole(`This operation is for ${rolesOf(route).join(', ')}.`);
  }
  if (route.operatorOnly === true && caller.staffOf !== 'platform') {
    throw forbiddenRole('This operation is for the operators of the platform.');
  }
};

/**
 * The tenant that staff act for: their own, or for operators the one that the path names by id or by the tag at the
 * end of a resource id. An unknown one stays unresolved and becomes 404 after the request was validated.
 */
export const resolveTenant =
  (directory: TenantDirectory) =>
  async (exchange: Exchange): Promise<void> => {
    const { caller, declaration, event } = exchange;
    if (declaration.scope !== 'tenant' || caller?.kind !== 'staff') return;
    const parameters = event.pathParameters ?? {};
    const named = parameters['tenantId'];
    if (caller.staffOf !== 'platform') {
      if (named === undefined || named === caller.staffOf) await adopt(exchange, directory.byId(caller.staffOf));
      return;
    }
    if (named !== undefined) return adopt(exchange, directory.byId(named));
    const tag = Object.values(parameters)
      .map((value) => tagOf(value ?? ''))
      .find((found) => found !== undefined);
    if (tag !== undefined) await adopt(exchange, directory.byTag(tag));
  };

const adopt = async (exchange: Exchange, found: ReturnType<TenantDirectory['byId']>): Promise<void> => {
  const tenant = await found;
  if (tenant === undefined) return;
  exchange.tenant = tenant;
  exchange.log = exchange.log.with({ tenantId: tenant.tenantId });
};

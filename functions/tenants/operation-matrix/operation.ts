import type { Declaration, HttpDeclaration, Route, Surface } from '../../kernel/operation/declaration.ts';
import { rolesOf, surfacePaths } from '../../kernel/operation/declaration.ts';
import type { HttpAnswer, HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { operationMatrix as declaration } from './declaration.ts';

interface Dependencies {
  /** Every operation of the platform. */
  readonly operations: readonly Declaration[];
}

type Entry = HttpAnswer<typeof declaration>['data'][number];

const authenticationOf = {
  secure: 'api_key',
  sandbox: 'api_key',
  customer: 'session_token',
  admin: 'id_token',
} as const satisfies Record<Surface, Entry['authentication']>;

const toEntry = ({ operationId, subdomain, encryption }: HttpDeclaration, route: Route): Entry => ({
  operationId,
  subdomain,
  channel: route.surface,
  method: route.method,
  path: `/api${surfacePaths[route.surface]}${route.path}`,
  authentication: route.open === true ? 'none' : authenticationOf[route.surface],
  encryption,
  roles: route.surface === 'admin' ? [...rolesOf(route)] : [],
  operatorsOnly: route.operatorOnly === true,
});

const byPlace = (left: Entry, right: Entry): number =>
  `${left.path} ${left.method}` < `${right.path} ${right.method}` ? -1 : 1;

/**
 * Publishes the matrix of channel, authentication, encryption and roles (AN-77).
 *
 * In: nothing. Out: one row for each route. The rows are the declarations that the chain enforces, so the matrix
 * cannot say anything else than what happens.
 */
export const operationMatrix = ({ operations }: Dependencies): HttpUseCase<typeof declaration> => {
  const data = operations
    .filter((operation) => operation.kind === 'http')
    .flatMap((operation) => operation.routes.map((route) => toEntry(operation, route)))
    .sort(byPlace);
  return () => Promise.resolve({ data });
};

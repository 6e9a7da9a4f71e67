import type { Declaration, HttpDeclaration, Route } from '../../functions/kernel/operation/declaration.ts';
import { rolesOf, surfacePaths } from '../../functions/kernel/operation/declaration.ts';
import type { DocumentedSubdomain } from './catalog.ts';
import { code, codes, page, table } from './markdown.ts';

const authentication = ({ surface, open }: Route): string => {
  if (open === true) return 'none';
  if (surface === 'admin') return 'staff ID token';
  return surface === 'customer' ? 'customer session' : 'API key';
};

const roles = (route: Route): string => {
  if (route.surface !== 'admin' || route.open === true) return '–';
  return `${rolesOf(route).join(', ')}${route.operatorOnly === true ? ' (operators)' : ''}`;
};

const encryption = { none: 'on demand', response: 'answer', both: 'request and answer' } as const;

const keyOf = ({ idempotency }: HttpDeclaration, { surface }: Route): string => {
  if (idempotency === 'none') return '–';
  return `${surface === 'customer' ? 'honoured' : 'required'}, ${idempotency}`;
};

const routeRows = (declaration: Declaration): readonly (readonly string[])[] =>
  declaration.kind === 'http'
    ? declaration.routes.map((route) => [
        code(declaration.operationId),
        route.surface,
        code(`${route.method} ${surfacePaths[route.surface]}${route.path}`),
        authentication(route),
        encryption[declaration.encryption],
        roles(route),
        keyOf(declaration, route),
      ])
    : [];

// A case for each kind, so that a new one has to say what starts it.
// eslint-disable-next-line complexity
const triggerOf = (declaration: Declaration): string => {
  switch (declaration.kind) {
    case 'http':
      return 'HTTP';
    case 'queue':
      return `queue ${code(declaration.queue)}${declaration.eventTypes === undefined ? '' : `, events ${codes(declaration.eventTypes)}`}`;
    case 'stream':
      return 'table stream';
    case 'schedule':
      return `every ${String(declaration.everyMinutes)} minutes`;
    case 'task':
      return `workflow ${code(declaration.workflow)}`;
    case 'timer':
      return 'timer';
    case 'url':
      return `Function URL ${code(declaration.url)}`;
    case 'deployment':
      return 'deployment';
    case 'authorizer':
      return `authorizer of ${declaration.surfaces.join(', ')}, cached ${String(declaration.cacheSeconds)} s`;
  }
};

const others = (declarations: readonly Declaration[]): readonly (readonly string[])[] =>
  declarations
    .filter(({ kind }) => kind !== 'http')
    .map((declaration) => [
      code(declaration.operationId),
      declaration.subdomain,
      triggerOf(declaration),
      declaration.summary,
    ]);

const usesRow = (declaration: Declaration): readonly string[] => [
  code(declaration.operationId),
  declaration.access,
  declaration.uses.length === 0 ? '–' : declaration.uses.join(', '),
  codes(declaration.emits),
];

/** docs/reference/operations.md: who may call what, how (AN-77). */
export const operationsPage = (subdomains: readonly DocumentedSubdomain[]): string => {
  const all = subdomains.flatMap(({ operations }) => operations);
  return page(
    'Operations',
    'Channel, authentication, encryption, roles and idempotency of every route (AN-77). The chain enforces what stands here; `operationMatrix` answers the same at run time. Paths are below `/api`. "On demand": the caller asks by `Encrypted-Request` or `Encrypt-Response`.',
    '## Routes',
    table(
      ['Operation', 'Channel', 'Route', 'Authentication', 'Encryption', 'Roles', 'Idempotency-Key'],
      all.flatMap(routeRows),
    ),
    '## Operations without a caller',
    table(['Operation', 'Subdomain', 'Trigger', 'What it does'], others(all)),
    '## What each may use',
    'Access to the table, capabilities (they decide role, environment and clients) and events.',
    table(['Operation', 'Table', 'Uses', 'Events'], all.map(usesRow)),
  );
};

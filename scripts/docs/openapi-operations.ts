import type { HttpDeclaration, Route } from '../../functions/kernel/operation/declaration.ts';
import { rolesOf, surfacePaths } from '../../functions/kernel/operation/declaration.ts';
import { statusOfKind } from '../../functions/kernel/http/problem.ts';
import { errorCodesOf } from './chain-errors.ts';
import type { ErrorKinds } from './error-kinds.ts';
import { kindOfCode } from './error-kinds.ts';
import type { Json, Schemas } from './openapi-schemas.ts';
import { asJson, encrypted } from './openapi-schemas.ts';

export interface Describing {
  readonly schemas: Schemas;
  readonly kinds: ErrorKinds;
}

const ref = (kind: 'parameters' | 'headers' | 'schemas', name: string): Json => ({
  $ref: `#/components/${kind}/${name}`,
});

export const pathOf = ({ surface, path }: Route): string => `/api${surfacePaths[surface]}${path}`;

/** The first route has the operation's own id; ids are unique in a document, so others add their surface. */
const idOf = ({ operationId, routes }: HttpDeclaration, route: Route): string =>
  routes[0] === route ? operationId : `${operationId}_${route.surface}`;

const securityOf = ({ surface, open }: Route): readonly Json[] => {
  if (open === true) return [];
  return surface === 'admin' ? [{ staffToken: [] }] : [{ apiKey: [] }];
};

const describe = (declaration: HttpDeclaration, route: Route): string => {
  const { encryption, idempotency, notStored = [], emits } = declaration;
  const who = route.operatorOnly === true ? 'operators of the platform' : 'staff';
  const lines = [
    route.surface === 'admin' ? `For ${who} in the role ${rolesOf(route).join(', ')}.` : '',
    encryption === 'both' ? 'Request and answer are encrypted, always.' : '',
    encryption === 'response' ? 'The answer is encrypted, always.' : '',
    encryption === 'none' ? 'Encrypted on demand (Encrypted-Request, Encrypt-Response).' : '',
    idempotency === 'none' ? '' : 'A repeat with the same Idempotency-Key gets the first answer again.',
    notStored.length > 0 ? `Not kept with the key: ${notStored.join(', ')}.` : '',
    emits.length > 0 ? `Events: ${emits.join(', ')}.` : '',
  ];
  return lines.filter((line) => line !== '').join(' ');
};

const pathParameter = ([name, prefix]: readonly [string, string]): Json => ({
  name,
  in: 'path',
  required: true,
  schema: prefix === 'text' ? { type: 'string' } : { type: 'string', pattern: idPattern(prefix) },
});

/** Tenants and their tags are apart: their ids carry no tag. */
const idPattern = (prefix: string): string => `^${prefix}_[0-9a-z]{${prefix === 'ten' ? 26 : 31}}$`;

const queryParameters = ({ query }: HttpDeclaration, { schemas }: Describing): readonly Json[] => {
  const { properties, required } = schemas.of(query, 'input');
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(asJson(properties)).map(([name, schema]) => ({
    name,
    in: 'query',
    required: needed.includes(name),
    schema,
  }));
};

const encryptionParameters = {
  none: ['EncryptedRequest', 'EncryptResponse', 'PublicKey'],
  response: ['RequiredEncryptResponse', 'RequiredPublicKey'],
  both: ['RequiredEncryptedRequest', 'RequiredPublicKey'],
} as const;

const ownHeaders = ({ headers = [] }: HttpDeclaration): readonly Json[] =>
  headers.map((name) => ({ name, in: 'header', required: false, schema: { type: 'string' } }));

const headerParameters = ({ idempotency, encryption, body }: HttpDeclaration, { surface }: Route): readonly Json[] => [
  ...(idempotency === 'none' ? [] : [ref('parameters', surface === 'customer' ? 'OptionalKey' : 'IdempotencyKey')]),
  ...encryptionParameters[encryption]
    .filter((name) => body !== null || name !== 'EncryptedRequest')
    .map((name) => ref('parameters', name)),
];

const requestBody = ({ body, encryption }: HttpDeclaration, { schemas }: Describing): Json => {
  if (body === null) return {};
  const plain = schemas.of(body, 'input');
  const schema = encryption === 'both' ? encrypted(plain) : plain;
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
};

const success = ({ answer, status, encryption, idempotency }: HttpDeclaration, { schemas }: Describing): Json => {
  const headers = {
    'x-request-id': ref('headers', 'RequestId'),
    ...(idempotency === 'none' ? {} : { 'idempotent-replayed': ref('headers', 'IdempotentReplayed') }),
  };
  const description = answer === null ? 'Done; there is nothing to tell.' : 'Done.';
  if (answer === null) return { [status]: { description, headers } };
  const plain = schemas.of(answer, 'output');
  const schema = encryption === 'none' ? plain : encrypted(plain);
  return { [status]: { description, headers, content: { 'application/json': { schema } } } };
};

/** One response per status, with the codes that the operation can answer under it. */
const problems = (declaration: HttpDeclaration, route: Route, { kinds }: Describing): Json => {
  const byStatus = new Map<number, string[]>();
  for (const code of errorCodesOf({ ...declaration, routes: [route] })) {
    const status = statusOfKind[kindOfCode(kinds, code)];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  byStatus.set(500, ['internal_error']);
  const response = (status: number, found: readonly string[]): Json => ({
    description: found.join(', '),
    headers: {
      'x-request-id': ref('headers', 'RequestId'),
      ...(status === 429 || status === 503 || found.includes('idempotency_in_progress')
        ? { 'retry-after': ref('headers', 'RetryAfter') }
        : {}),
    },
    content: {
      'application/problem+json': {
        schema: { allOf: [ref('schemas', 'Problem'), { properties: { code: { enum: [...found].sort() } } }] },
      },
    },
  });
  return Object.fromEntries(
    [...byStatus].sort(([one], [other]) => one - other).map(([status, found]) => [status, response(status, found)]),
  );
};

/** One route of an operation, as OpenAPI says it. */
export const describeRoute = (declaration: HttpDeclaration, route: Route, describing: Describing): Json => {
  const parameters = [
    // On the customer surface the customer is the session's own, and no part of the path.
    ...Object.entries(declaration.params)
      .filter(([name]) => route.path.includes(`{${name}}`))
      .map(pathParameter),
    ...queryParameters(declaration, describing),
    ...headerParameters(declaration, route),
    ...ownHeaders(declaration),
  ];
  return {
    operationId: idOf(declaration, route),
    summary: declaration.summary,
    description: describe(declaration, route),
    tags: [declaration.subdomain],
    security: securityOf(route),
    parameters,
    ...requestBody(declaration, describing),
    responses: { ...success(declaration, describing), ...problems(declaration, route, describing) },
  };
};

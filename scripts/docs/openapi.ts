import { stringify } from 'yaml';
import type { HttpDeclaration } from '../../functions/kernel/operation/declaration.ts';
import type { DocumentedSubdomain } from './catalog.ts';
import type { ErrorKinds } from './error-kinds.ts';
import type { Describing } from './openapi-operations.ts';
import { describeRoute, pathOf } from './openapi-operations.ts';
import type { Json } from './openapi-schemas.ts';
import { collectSchemas } from './openapi-schemas.ts';

const header = (name: string, more: Json): Json => ({ name, in: 'header', ...more });
const flag = { type: 'string', enum: ['true', 'false'] };
const idempotencyKey = { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' };
const publicKey = 'Base64 of the SPKI DER, or of the PEM text, of an RSA public key of 2048 to 8192 bits.';

const parameters: Readonly<Record<string, Json>> = {
  IdempotencyKey: header('Idempotency-Key', {
    required: true,
    description: 'Names this change: a repeat within 24 hours gets the first answer and has no second effect.',
    schema: idempotencyKey,
  }),
  OptionalKey: header('Idempotency-Key', {
    required: false,
    description: 'Names this change, when the caller wants to repeat it safely.',
    schema: idempotencyKey,
  }),
  EncryptedRequest: header('Encrypted-Request', {
    required: false,
    description: 'true: the body is an encrypted payload, and so is the answer.',
    schema: flag,
  }),
  EncryptResponse: header('Encrypt-Response', {
    required: false,
    description: 'true: the answer is encrypted to the Public-Key.',
    schema: flag,
  }),
  RequiredEncryptedRequest: header('Encrypted-Request', {
    required: true,
    description: 'The body is an encrypted payload, and so is the answer.',
    schema: { type: 'string', enum: ['true'] },
  }),
  RequiredEncryptResponse: header('Encrypt-Response', {
    required: true,
    description: 'The answer is encrypted to the Public-Key.',
    schema: { type: 'string', enum: ['true'] },
  }),
  PublicKey: header('Public-Key', {
    required: false,
    description: `${publicKey} Needed when anything is encrypted.`,
    schema: { type: 'string', maxLength: 4096 },
  }),
  RequiredPublicKey: header('Public-Key', {
    required: true,
    description: publicKey,
    schema: { type: 'string', maxLength: 4096 },
  }),
};

const headers: Readonly<Record<string, Json>> = {
  RequestId: {
    description: 'Names the request in logs and traces; tell it when you report something.',
    schema: { type: 'string' },
  },
  RetryAfter: { description: 'Seconds to wait before the repeat.', schema: { type: 'integer', minimum: 0 } },
  IdempotentReplayed: {
    description: 'true when this is the first answer again.',
    schema: { type: 'string', enum: ['true'] },
  },
};

const problem: Json = {
  type: 'object',
  description: 'RFC 9457 problem details. A code may add members of its own.',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string', description: '`urn:nodal:problem:<code>`' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'Stable; what a program decides by.' },
    requestId: { type: 'string' },
    invalidFields: {
      type: 'array',
      description: 'Every fault of the request.',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
    resourceId: { type: 'string' },
    decisionId: { type: 'string' },
  },
};

const securitySchemes: Readonly<Record<string, Json>> = {
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
    description: 'Secret of an API key of the tenant: secure and sandbox surface.',
  },
  staffToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'ID token of the user pool: admin surface.',
  },
};

const used = (named: Readonly<Record<string, Json>>, text: string, kind: string): Json =>
  Object.fromEntries(Object.entries(named).filter(([name]) => text.includes(`#/components/${kind}/${name}"`)));

const isHttp = (declaration: { readonly kind: string }): declaration is HttpDeclaration => declaration.kind === 'http';

/** Paths in their alphabetical order, methods of one path in the order in which operations are listed. */
const pathsOf = (subdomains: readonly DocumentedSubdomain[], describing: Describing): Json => {
  const paths = new Map<string, Record<string, Json>>();
  for (const declaration of subdomains.flatMap(({ operations }) => operations).filter(isHttp)) {
    for (const route of declaration.routes) {
      const path = paths.get(pathOf(route)) ?? {};
      path[route.method.toLowerCase()] = describeRoute(declaration, route, describing);
      paths.set(pathOf(route), path);
    }
  }
  return Object.fromEntries([...paths].sort(([one], [other]) => (one < other ? -1 : 1)));
};

/** The OpenAPI 3.1 description of every route, as YAML. */
export const openApi = (subdomains: readonly DocumentedSubdomain[], kinds: ErrorKinds): string => {
  const schemas = collectSchemas();
  const paths = pathsOf(subdomains, { schemas, kinds });
  const text = JSON.stringify(paths);
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Nodal',
      version: '1.0',
      description:
        'Prepaid cards for many tenants. Generated from the declarations of the operations; amounts are integer minor units, instants RFC 3339 UTC.',
    },
    servers: [
      { url: 'http://127.0.0.1:8787', description: 'The platform in one process (npm start)' },
      { url: 'https://{host}', description: 'A deployed stage', variables: { host: { default: 'api.example.com' } } },
    ],
    tags: subdomains
      .filter(({ operations }) => operations.some(isHttp))
      .map(({ name }) => ({ name, description: `Operations of functions/${name}.` })),
    paths,
    components: {
      securitySchemes,
      parameters: used(parameters, text, 'parameters'),
      headers: used(headers, text, 'headers'),
      schemas: { Problem: problem, ...schemas.named() },
    },
  };
  return `# Generated by \`npm run docs\` from the declarations; changes here are overwritten.\n${stringify(document, {
    aliasDuplicateObjects: false,
    lineWidth: 0,
  })}`;
};

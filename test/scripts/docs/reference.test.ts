import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { declareHttp, declareTimer } from '../../../functions/kernel/operation/declaration.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../../functions/kernel/persistence/item.ts';
import { errorCodesOf } from '../../../scripts/docs/chain-errors.ts';
import { kindOfCode } from '../../../scripts/docs/error-kinds.ts';
import { itemsPage } from '../../../scripts/docs/items-page.ts';
import { table } from '../../../scripts/docs/markdown.ts';
import { openApi } from '../../../scripts/docs/openapi.ts';
import { operationsPage } from '../../../scripts/docs/operations-page.ts';
import { workflowDiagram } from '../../../scripts/docs/workflow-diagram.ts';

const revealThing = declareHttp({
  operationId: 'revealThing',
  subdomain: 'things',
  summary: 'Reveals a thing.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/things/{cardId}/reveal' },
    { surface: 'admin', method: 'POST', path: '/things/{cardId}/reveal', roles: ['Admin'], operatorOnly: true },
  ],
  status: 201,
  params: { cardId: 'crd' },
  query: z.strictObject({ depth: z.coerce.number().int().min(1).default(2), name: z.string() }),
  body: z.strictObject({ why: z.string() }),
  answer: z.object({ secret: z.string().nullable() }).meta({ id: 'RevealedThing' }),
  encryption: 'both',
  idempotency: 'reserved',
  notStored: ['secret'],
  uses: ['table'],
  access: 'write',
  emits: ['thing.revealed'],
  errors: ['invalid_state'],
});

const readThing = declareHttp({
  operationId: 'readThing',
  subdomain: 'things',
  summary: 'Reads a thing.',
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'GET', path: '/thing', open: true }],
  status: 200,
  params: {},
  query: z.strictObject({}),
  body: null,
  answer: z.object({ name: z.string() }),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table'],
  access: 'read',
  emits: [],
  errors: [],
});

const endThing = declareTimer({
  operationId: 'endThing',
  subdomain: 'things',
  summary: 'Ends a thing.',
  payload: z.object({}),
  uses: ['table'],
  access: 'write',
  emits: [],
  errors: ['invalid_state'],
});

const things = [{ name: 'things', operations: [revealThing, readThing, endThing] }];

const kinds = new Map([
  ['invalid_state', 'conflict'],
  ['internal_error', 'unavailable'],
  ['temporarily_unavailable', 'unavailable'],
  ['concurrent_change', 'conflict'],
  ['idempotency_in_progress', 'conflict'],
  ['idempotency_key_reused', 'unprocessable'],
  ['unauthenticated', 'unauthenticated'],
  ['forbidden_role', 'forbidden'],
  ['client_certificate_required', 'forbidden'],
  ['payload_too_large', 'too_large'],
  ['unsupported_media_type', 'unsupported_media_type'],
  ...[
    'malformed_json',
    'idempotency_key_required',
    'validation_failed',
    'ENCRYPTION_REQUIRED',
    'INVALID_PUBLIC_KEY',
    'INVALID_PAYLOAD',
    'CANT_DECRYPT_PAYLOAD',
  ].map((code) => [code, 'invalid'] as const),
] as const);

/** A value inside a parsed document. */
const at = (document: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((found, name) => (found as Record<string, unknown> | undefined)?.[name], document);

describe('AN-77 the operations page', () => {
  const text = operationsPage(things);

  it('AN-77 has a row for every route with its channel, authentication, encryption, roles and key', () => {
    expect(text).toContain(
      '| `revealThing` | secure | `POST /v1.0/secure/things/{cardId}/reveal` | API key | request and answer | – | required, reserved |',
    );
    expect(text).toContain('staff ID token | request and answer | Admin (operators) | required, reserved |');
    expect(text).toContain('| `readThing` | customer | `GET /v1.0/customers/thing` | none | on demand | – | – |');
  });

  it('AN-77 lists operations that no caller reaches apart', () => {
    expect(text).toContain('| `endThing` | things | timer | Ends a thing. |');
  });
});

describe('The OpenAPI description', () => {
  let document: unknown;

  beforeAll(() => {
    document = parse(openApi(things, kinds));
  });

  const secure = (...path: string[]) =>
    at(document, 'paths', '/api/v1.0/secure/things/{cardId}/reveal', 'post', ...path);
  const admin = (...path: string[]) => at(document, 'paths', '/api/v1.0/admin/things/{cardId}/reveal', 'post', ...path);
  const json = ['content', 'application/json', 'schema'];

  it('has one operation per route, each with an id of its own and the credential of its surface', () => {
    expect([secure('operationId'), admin('operationId')]).toEqual(['revealThing', 'revealThing_admin']);
    expect([secure('security'), admin('security')]).toEqual([[{ apiKey: [] }], [{ staffToken: [] }]]);
    expect(at(document, 'paths', '/api/v1.0/customers/thing', 'get', 'security')).toEqual([]);
  });

  it('AN-41 shows encrypted payloads in both directions with what is in them', () => {
    const content = ['properties', 'payload', 'contentSchema'];
    expect(secure('requestBody', ...json, ...content, 'properties', 'why')).toEqual({ type: 'string' });
    expect(secure('responses', '201', ...json, ...content)).toEqual({ $ref: '#/components/schemas/RevealedThing' });
  });

  it('asks for the headers that the chain asks for', () => {
    const parameters = secure('parameters') as { $ref?: string; name?: string }[];
    expect(parameters.map(({ $ref, name }) => name ?? $ref?.split('/').at(-1))).toEqual([
      'cardId',
      'depth',
      'name',
      'IdempotencyKey',
      'RequiredEncryptedRequest',
      'RequiredPublicKey',
    ]);
  });

  it('requires a query parameter only when it has no default', () => {
    const parameters = secure('parameters') as { in?: string; required?: boolean }[];
    expect(parameters.filter((one) => one.in === 'query').map(({ required }) => required)).toEqual([false, true]);
  });

  it('names the codes of each status, and those of the gateway only where it meters', () => {
    const under = (status: string): string[] => [
      'responses',
      status,
      'content',
      'application/problem+json',
      'schema',
      'allOf',
      '1',
      'properties',
      'code',
      'enum',
    ];
    expect(secure(...under('409'))).toEqual(['concurrent_change', 'idempotency_in_progress', 'invalid_state']);
    expect(secure(...under('404'))).toEqual(['card_not_found']);
    expect([secure(...under('429')), admin(...under('429'))]).toEqual([['rate_limited'], undefined]);
    expect(secure(...under('403'))).toEqual(['client_certificate_required']);
    expect(admin(...under('403'))).toEqual(['forbidden_role']);
  });

  it('carries no component that nothing refers to', () => {
    expect(at(document, 'components', 'parameters', 'OptionalKey')).toBeUndefined();
  });

  it('is the same text every time', () => {
    expect(openApi(things, kinds)).toBe(openApi(things, kinds));
  });
});

describe('Error codes', () => {
  it('of an operation without a caller are its own alone', () => {
    expect(errorCodesOf(endThing)).toEqual(['invalid_state']);
  });

  it('hold 404 for each path id, and the encryption codes where they can happen', () => {
    const codes = errorCodesOf(revealThing);
    expect(codes).toEqual(expect.arrayContaining(['card_not_found', 'ENCRYPTION_REQUIRED', 'CANT_DECRYPT_PAYLOAD']));
    expect(errorCodesOf(readThing)).not.toContain('ENCRYPTION_REQUIRED');
  });

  it('that are declared and thrown nowhere stop the generator', () => {
    expect(() => kindOfCode(kinds, 'never_thrown')).toThrow('never_thrown is declared and thrown nowhere');
    expect(kindOfCode(kinds, 'thing_not_found')).toBe('not_found');
  });
});

describe('Items and diagrams', () => {
  it('tells how every attribute is stored', () => {
    const item = defineItem({
      name: 'thing',
      subdomain: 'things',
      summary: 'A thing.',
      keys: { pk: 'T#<tenantId>#THING', sk: 'THING' },
      schema: z.object({
        amount: minorUnits,
        count: wholeNumber.optional(),
        at: instant,
        state: z.enum(['open', 'closed']),
        brand: z.union([z.string(), z.object({ name: z.string() })]).nullable(),
        tags: z.array(z.string()),
      }),
    });
    const text = itemsPage([{ ...item, file: 'functions/things/infrastructure/thing-items.ts' }]);
    expect(text).toContain('| `amount` | N, minor units | yes |');
    expect(text).toContain('| `count` | N | no |');
    expect(text).toContain('| `at` | S, instant | yes |');
    expect(text).toContain('| `state` | S: open, closed | yes |');
    expect(text).toContain('| `brand` | S or M { name }, or NULL | yes |');
    expect(text).toContain('| `tags` | L of S | yes |');
  });

  it('draws every way out of a state', () => {
    const text = workflowDiagram({
      StartAt: 'Wait',
      States: {
        Wait: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          Next: 'Choose',
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
        },
        Choose: {
          Type: 'Choice',
          Choices: [{ Variable: '$.kind', StringEquals: 'good', Next: 'Done' }],
          Default: 'Failed',
        },
        Done: { Type: 'Succeed' },
        Failed: { Type: 'Fail' },
      },
    });
    expect(text.split('\n').slice(1)).toEqual([
      'flowchart TD',
      '  begin((" ")) --> Wait',
      '  Wait[/"Wait<br/>waits for its token"/]',
      '  Choose{Choose}',
      '  Done([Done])',
      '  Failed([Failed])',
      '  Wait --> Choose',
      '  Wait -.->|"States.ALL"| Failed',
      '  Choose -->|"$.kind StringEquals good"| Done',
      '  Choose -->|otherwise| Failed',
      '',
    ]);
  });

  it('keeps a table whole whatever its cells hold', () => {
    expect(table(['A'], [['x | y\nz']])).toBe('| A |\n| --- |\n| x \\| y z |');
  });
});

import { describe, expect, it } from 'vitest';
import { kebab } from '../../functions/kernel/operation/declaration.ts';
import { stages, type StageName } from '../../lib/stages.ts';
import { deployedOn, subdomains } from '../../lib/subdomains.ts';
import { fixtureSubdomains } from './fixtures/declarations.ts';
import { roleStatements, statementsOf, synthesize } from './fixtures/synthesized.ts';

/** Actions that know no narrower resource, and the few names that are made at run time. */
const wildcardResources = [
  /^\*$/u,
  /:schedule\/nodal-[a-z]+\/\*$/u,
  /:secret:nodal\/[a-z]+\/[a-z-]+-(?:\*-)?\?{6}$/u,
  /:apigateway:ap-south-1::\/usageplans\/\*\/keys$/u,
];
const actionsOnEverything = [
  /^xray:Put(?:TraceSegments|TelemetryRecords)$/u,
  /^logs:(?:\w+LogDeliver(?:y|ies)|DescribeLogGroups|\w+ResourcePolic(?:y|ies))$/u,
];

describe.each([
  ['dev', 'dev', subdomains],
  ['production', 'production', subdomains],
  ['one of every kind', 'dev', fixtureSubdomains],
] as const)('permissions of %s', (_title, stage: StageName, all) => {
  const synthesized = synthesize(stage, all);
  const roles = synthesized.all('AWS::IAM::Role');
  const declarations = deployedOn(stages[stage], all).flatMap(({ operations }) => operations);
  const statements = roles.flatMap(roleStatements);

  const roleOf = (operationId: string) =>
    roles.find(({ properties }) => properties['RoleName'] === `nodal-${stage}-${kebab(operationId)}`);
  const actionsOf = (operationId: string): readonly string[] => {
    const role = roleOf(operationId);
    return role === undefined ? [] : roleStatements(role).flatMap(({ Action }) => Action);
  };

  it('names every action that a role may take', () => {
    const wildcards = statements.flatMap(({ Action }) => Action.filter((action) => action.includes('*')));
    expect(statements.length).toBeGreaterThan(20);
    expect(wildcards).toEqual([]);
  });

  it('names every resource, save for the written exceptions', () => {
    for (const { Action, Resource } of statements) {
      const wild = Resource.filter((resource) => /[*?]/u.test(String(resource)));
      expect(wild.filter((resource) => !wildcardResources.some((allowed) => allowed.test(String(resource))))).toEqual(
        [],
      );
      const onEverything = Resource.includes('*') ? Action : [];
      expect(onEverything.filter((action) => !actionsOnEverything.some((allowed) => allowed.test(action)))).toEqual([]);
    }
  });

  it('gives every function a role of its own', () => {
    const used = synthesized.all('AWS::Lambda::Function').map(({ properties }) => properties['Role']);
    expect(used).toHaveLength(declarations.length);
    expect(new Set(used).size).toBe(used.length);
    expect(declarations.filter(({ operationId }) => roleOf(operationId) === undefined)).toEqual([]);
  });

  it('never lets a function scan a table', () => {
    expect(statements.flatMap(({ Action }) => Action).filter((action) => /Scan|PartiQL/u.test(action))).toEqual([]);
  });

  it.each(declarations.map((declaration) => [declaration.operationId, declaration] as const))(
    'gives %s the table access it declares and no more',
    (operationId, { access, uses }) => {
      const actions = actionsOf(operationId).filter(
        (action) => action.startsWith('dynamodb:') && !/Stream|Records|Shard/u.test(action),
      );
      const reads = ['dynamodb:GetItem', 'dynamodb:Query'];
      const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];
      const expected = { none: [], read: reads, write: [...reads, ...writes] }[access];
      expect([...actions].sort()).toEqual(uses.includes('table') ? [...expected].sort() : []);
    },
  );

  it('lets only those functions use keys, secrets, queues, bus, schedules and workflows that declare it', () => {
    const services = {
      kms: ['messageKeys', 'certificateAuthority'],
      secretsmanager: ['secrets'],
      events: ['bus'],
      scheduler: ['schedules'],
      states: ['workflows'],
      lambda: ['operations'],
      apigateway: ['usagePlans'],
      ses: ['mail'],
      'sms-voice': ['sms'],
      s3: ['truststore'],
    } as const;
    for (const declaration of declarations) {
      const found = new Set(actionsOf(declaration.operationId).map((action) => action.split(':')[0] ?? ''));
      const undeclared = Object.entries(services).filter(
        ([service, capabilities]) =>
          found.has(service) && !capabilities.some((capability) => declaration.uses.includes(capability)),
      );
      expect([declaration.operationId, undeclared]).toEqual([declaration.operationId, []]);
    }
  });

  it('lets a function invoke nothing but the operations it declares', () => {
    const timers = declarations.filter(({ kind }) => kind === 'timer').map(({ operationId }) => operationId);
    for (const declaration of declarations) {
      const { invokes = [] } = declaration;
      const role = roleOf(declaration.operationId);
      const targets = (role === undefined ? [] : roleStatements(role))
        .filter(({ Action }) => Action.includes('lambda:InvokeFunction'))
        .flatMap(({ Resource }) => Resource);
      const allowed = invokes.includes('*') ? timers : invokes;
      expect([...targets].sort()).toEqual(
        allowed.map((id) => `arn:aws:lambda:ap-south-1:000000000000:function:nodal-${stage}-${kebab(id)}`).sort(),
      );
    }
  });

  it('keeps the twin and the platform out of each other', () => {
    for (const declaration of declarations) {
      const role = roleOf(declaration.operationId);
      const tables = (role === undefined ? [] : roleStatements(role))
        .filter(({ Action }) => Action.some((action) => /^dynamodb:(?:GetItem|PutItem)$/u.test(action)))
        .flatMap(({ Resource }) => Resource)
        .map((resource) => /table\/([^/]+)/u.exec(String(resource))?.[1]);
      const own = declaration.realm === 'sandbox' ? `nodal-${stage}-sandbox` : `nodal-${stage}`;
      expect([...new Set(tables)].filter((table) => table !== own)).toEqual([]);
    }
  });

  it('passes no role but the scheduler’s, and to the scheduler alone', () => {
    for (const { Action, Resource, Condition } of statements.filter((statement) =>
      statement.Action.includes('iam:PassRole'),
    )) {
      expect(Action).toEqual(['iam:PassRole']);
      expect(Resource).toEqual([`arn:aws:iam::000000000000:role/nodal-${stage}-scheduler`]);
      expect(Condition?.['StringEquals']?.['iam:PassedToService']).toBe('scheduler.amazonaws.com');
    }
  });

  it('keeps resource policies from opening anything to the world', () => {
    const policies = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'].flatMap(synthesized.all);
    const open = policies
      .flatMap(
        ({ properties }) =>
          statementsOf(properties['PolicyDocument']) as unknown as { Effect?: string; Condition?: unknown }[],
      )
      .filter(({ Effect, Condition }) => Effect === 'Allow' && Condition === undefined);
    expect(open).toEqual([]);
  });
});

it('SH-35 lets a function that serves tenants with accounts of their own read the secrets of that name and no others', () => {
  const synthesized = synthesize('dev', fixtureSubdomains);
  const role = synthesized
    .all('AWS::IAM::Role')
    .find(({ properties }) => properties['RoleName'] === 'nodal-dev-change-thing');
  const readable = (role === undefined ? [] : roleStatements(role))
    .filter(({ Action }) => Action.includes('secretsmanager:GetSecretValue'))
    .flatMap(({ Resource }) => Resource);
  const arn = 'arn:aws:secretsmanager:ap-south-1:000000000000:secret:nodal/dev';
  expect(readable.toSorted()).toEqual([`${arn}/shop-account-*-??????`, `${arn}/shop-secret-??????`]);
  const made = synthesized.all('AWS::SecretsManager::Secret').map(({ properties }) => properties['Name']);
  expect(made).toContain('nodal/dev/shop-secret');
  expect(made.filter((name) => String(name).includes('shop-account'))).toEqual([]);
});

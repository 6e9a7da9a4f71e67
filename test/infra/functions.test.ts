import { describe, expect, it, vi } from 'vitest';
import { kebab } from '../../functions/kernel/operation/declaration.ts';
import { readEnvironment } from '../../functions/kernel/config/environment.ts';
import { stages, type StageName } from '../../lib/stages.ts';
import { deployedOn, subdomains } from '../../lib/subdomains.ts';
import { synthesize } from './fixtures/synthesized.ts';

const receipts = 'NODAL_MAIL_RECEIPTS';

const variablesOf = (properties: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  (properties['Environment'] as { Variables: Record<string, string> }).Variables;

describe.each(['dev', 'production'] as const satisfies readonly StageName[])('functions of %s', (stage) => {
  const { all, texts } = synthesize(stage);
  const functions = all('AWS::Lambda::Function');
  const byName = new Map(functions.map(({ properties }) => [properties['FunctionName'], properties]));
  const declarations = deployedOn(stages[stage], subdomains).flatMap(({ operations }) => operations);
  const propertiesOf = (operationId: string): Readonly<Record<string, unknown>> =>
    byName.get(`nodal-${stage}-${kebab(operationId)}`) ?? {};

  it('are one for each operation, and no other', () => {
    expect([...byName.keys()].sort()).toEqual(
      declarations.map(({ operationId }) => `nodal-${stage}-${kebab(operationId)}`).sort(),
    );
  });

  it('run on Node.js 24 on arm64, traced, with explicit memory, timeout and log group', () => {
    for (const { properties } of functions) {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        MemorySize: expect.any(Number),
        Timeout: expect.any(Number),
        LoggingConfig: { LogGroup: `/aws/lambda/${String(properties['FunctionName'])}` },
      });
    }
  });

  it('keep their logs for a set time under a key', () => {
    const groups = all('AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(functions.length);
    for (const { properties } of groups) {
      expect(properties['RetentionInDays']).toBe(stages[stage].logRetentionDays);
      expect(properties['KmsKeyId']).toBeDefined();
    }
  });

  it('keep concurrency for the doors to the internet in production', () => {
    const reserved = functions.filter(({ properties }) => properties['ReservedConcurrentExecutions'] !== undefined);
    const doors = declarations
      .filter(({ kind }) => kind === 'url')
      .map(({ operationId }) => propertiesOf(operationId)['FunctionName']);
    expect(reserved.map(({ properties }) => properties['FunctionName'])).toEqual(stage === 'production' ? doors : []);
  });

  it.each(declarations.map((declaration) => [declaration.operationId, declaration] as const))(
    'give %s exactly the environment that it reads',
    (operationId, declaration) => {
      const variables = variablesOf(propertiesOf(operationId));
      for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
      expect(readEnvironment(declaration).stage).toBe(stage);
      const wanted = new Set(['NODE_OPTIONS', 'NODAL_STAGE', ...(declaration.settings ?? [])]);
      const own = Object.keys(variables).filter((name) => !wanted.has(name) && !name.startsWith('NODAL_'));
      expect(own).toEqual([]);
      // Each variable is needed: without it the environment is refused.
      const needed = Object.keys(variables).filter((name) => name !== 'NODE_OPTIONS' && name !== receipts);
      for (const name of needed) {
        vi.stubEnv(name, '');
        expect(() => readEnvironment(declaration)).toThrow(name);
        vi.stubEnv(name, variables[name] ?? '');
      }
      // But for this one: not every stage hears what becomes of its mail.
      expect(readEnvironment(declaration).mailReceipts).toBe(variables[receipts]);
      vi.stubEnv(receipts, '');
      expect(readEnvironment(declaration).mailReceipts).toBeUndefined();
    },
  );

  it('hold no secret in their environment and no card number in a template', () => {
    for (const { properties } of functions) {
      const values = Object.entries(variablesOf(properties)).filter(
        ([name, value]) =>
          name !== 'NODE_OPTIONS' && typeof value === 'string' && !value.startsWith('SsmParameterValue'),
      );
      expect(
        values.filter(([, value]) => /(?:secret|password|token)[=:]|BEGIN |[A-Za-z0-9+/]{40}={0,2}$/u.test(value)),
      ).toEqual([]);
    }
    for (const text of Object.values(texts)) {
      const digits = [...text.matchAll(/(?<![\w.-])\d{13,19}(?![\w.-])/gu)].map(([run]) => run);
      expect(digits).toEqual([]);
    }
  });
});

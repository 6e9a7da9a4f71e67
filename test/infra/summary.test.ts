import { describe, expect, it } from 'vitest';
import type { Declaration } from '../../functions/kernel/operation/declaration.ts';
import { stages } from '../../lib/stages.ts';
import { deployedOn, subdomains } from '../../lib/subdomains.ts';
import type { TemplateResource } from '../../lib/templates.ts';
import { kebab } from '../../functions/kernel/operation/declaration.ts';
import { roleStatements, synthesize } from './fixtures/synthesized.ts';

const { all } = synthesize('dev');
const roles = new Map(all('AWS::IAM::Role').map((role) => [role.properties['RoleName'], role]));
const functions = new Map(
  all('AWS::Lambda::Function').map(({ properties }) => [properties['FunctionName'], properties]),
);

const triggers = (declaration: Declaration): readonly string[] => {
  switch (declaration.kind) {
    case 'http':
      return declaration.routes.map(
        ({ surface, method, path, open }) => `${method} ${surface}${path}${open === true ? ' (open)' : ''}`,
      );
    case 'queue':
      return [`queue ${declaration.queue}`, ...(declaration.eventTypes ?? []).map((type) => `event ${type}`)];
    case 'stream':
      return [`stream, ${declaration.batchSize} at a time`];
    case 'schedule':
      return [`every ${declaration.everyMinutes} minutes`];
    case 'task':
      return [`task of ${declaration.workflow}`];
    case 'timer':
      return ['timer'];
    case 'url':
      return [`url ${declaration.url}`];
    case 'deployment':
      return ['deployment'];
    case 'authorizer':
      return [`authorizer of ${declaration.surfaces.join(', ')}, cached ${declaration.cacheSeconds} s`];
  }
};

/** Services that the role really grants, beside logs and traces. */
const grants = (role: TemplateResource | undefined): string => {
  const actions = role === undefined ? [] : roleStatements(role).flatMap(({ Action }) => Action);
  const services = new Set(actions.map((action) => action.split(':')[0] ?? ''));
  return [...services]
    .filter((service) => !['logs', 'xray', 'dynamodb'].includes(service))
    .sort()
    .join(' ');
};

const lineOf = (declaration: Declaration): string => {
  const name = `nodal-dev-${kebab(declaration.operationId)}`;
  const { MemorySize, Timeout } = functions.get(name) ?? {};
  const facts = [
    `table ${declaration.access}${declaration.realm === undefined ? '' : ` (${declaration.realm})`}`,
    grants(roles.get(name)),
    `${String(MemorySize)} MB ${String(Timeout)} s`,
    ...(declaration.emits.length > 0 ? [`emits ${declaration.emits.join(', ')}`] : []),
  ].filter((fact) => fact !== '');
  return [`${declaration.operationId} — ${triggers(declaration).join('; ')}`, `    ${facts.join(' · ')}`].join('\n');
};

/** Reviewed like prose: what triggers which function, what it may do, what it emits. */
describe('what is deployed', () => {
  it.each(deployedOn(stages.dev, subdomains).map(({ name, operations }) => [name, operations] as const))(
    '%s',
    async (name, operations) => {
      const text = `${operations.map(lineOf).join('\n')}\n`;
      await expect(text).toMatchFileSnapshot(`summaries/${name}.txt`);
    },
  );
});

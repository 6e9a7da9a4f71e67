import { describe, expect, it } from 'vitest';
import { localDefinitions } from '../../lib/definitions.ts';
import { subdomains } from '../../lib/subdomains.ts';
import { workflows } from '../../lib/workflows/workflows.ts';
import { fixtureSubdomains } from './fixtures/declarations.ts';
import { synthesize } from './fixtures/synthesized.ts';
import type { Definition } from './fixtures/workflow-shape.ts';
import { itIsAWorkflow, workflowShape } from './fixtures/workflow-shape.ts';

const shape = workflowShape('card-issuance', fixtureSubdomains);
const { definition, tasks } = shape;

describe('the issuance workflow', () => {
  itIsAWorkflow(shape, {
    lines: 'AN-03',
    path: ['EnsureKyc', 'EnsureBalance', 'IssueCard', 'Issued'],
    ends: ['IssuanceFailed Fail', 'Issued Succeed', 'KycFailed Fail'],
    ids: ['tenantId', 'issuanceId'],
  });

  it('ends every failure in a named state, after the issuance itself was marked', () => {
    for (const [name, { Catch = [] }] of tasks) {
      expect(Catch.map(({ ErrorEquals, Next }) => [ErrorEquals, Next])).toEqual([
        [['States.ALL'], name === 'FailIssuance' ? 'IssuanceFailed' : 'FailIssuance'],
      ]);
    }
    expect(definition.States['WhatFailed']).toMatchObject({
      Choices: [{ Variable: '$.failure.Error', StringMatches: 'kyc_*', Next: 'KycFailed' }],
      Default: 'IssuanceFailed',
    });
  });

  it('waits thirty days for the result of a verification', () => {
    const kyc = definition.States['EnsureKyc'];
    expect(kyc?.Resource).toBe('arn:aws:states:::lambda:invoke.waitForTaskToken');
    expect(kyc?.TimeoutSeconds).toBe(30 * 86_400);
    expect(definition.TimeoutSeconds).toBe(31 * 86_400);
  });

  it('names each task state after its operation', () => {
    expect(tasks.map(([name, { Parameters }]) => [name, Parameters?.FunctionName])).toEqual(
      [
        ['EnsureKyc', 'ensure-kyc'],
        ['EnsureBalance', 'ensure-balance'],
        ['IssueCard', 'issue-card'],
        ['FailIssuance', 'fail-issuance'],
      ].map(([name, operation]) => [name, `arn:aws:lambda:ap-south-1:000000000000:function:nodal-local-${operation}`]),
    );
  });
});

describe.each([
  ['dev', synthesize('dev')],
  ['production', synthesize('production')],
])('state machines of %s', (_stage, { all }) => {
  it('log every step without the data that passes through, and are traced', () => {
    const machines = all('AWS::StepFunctions::StateMachine');
    expect(machines).toHaveLength(workflows.length);
    for (const { properties } of machines) {
      expect(properties['TracingConfiguration']).toEqual({ Enabled: true });
      expect(properties['LoggingConfiguration']).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
    }
  });
});

it('every declared task belongs to a workflow that runs it', () => {
  const run = localDefinitions()
    .workflows.flatMap(({ definition: machine }) => Object.values((machine as unknown as Definition).States))
    .flatMap(({ Parameters }) =>
      Parameters === undefined ? [] : [Parameters.FunctionName.split(':function:nodal-local-')[1]],
    );
  const declared = subdomains
    .flatMap(({ operations }) => operations)
    .filter(({ kind }) => kind === 'task')
    .map(({ operationId }) => operationId.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`));
  expect([...run].sort()).toEqual(declared.sort());
});

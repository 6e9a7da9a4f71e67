import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { localDefinitions } from '../../lib/definitions.ts';
import { subdomains } from '../../lib/subdomains.ts';
import { workflows } from '../../lib/workflows/workflows.ts';
import { fixtureSubdomains } from './fixtures/declarations.ts';
import { synthesize } from './fixtures/synthesized.ts';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Resource?: string;
  readonly ResultPath?: string | null;
  readonly TimeoutSeconds?: number;
  readonly Parameters?: { readonly FunctionName: string; readonly Payload: Readonly<Record<string, string>> };
  readonly Retry?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly JitterStrategy: string;
    readonly MaxAttempts: number;
  }[];
  readonly Catch?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly Next: string;
    readonly ResultPath: string;
  }[];
  readonly Choices?: readonly { readonly Next: string }[];
}

interface Definition {
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

const [issuance] = localDefinitions(fixtureSubdomains).workflows;
const definition = issuance?.definition as unknown as Definition;
const states = Object.entries(definition.States);
const tasks = states.filter(([, { Type }]) => Type === 'Task');

/** Where a state may lead. */
const nextOf = ({ Next, Default, Choices = [], Catch = [] }: State): readonly string[] =>
  [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((caught) => caught.Next)].filter(
    (next) => next !== undefined,
  );

describe('the issuance workflow', () => {
  it('is valid Amazon States Language', () => {
    // The validator fills in defaults, so it gets a copy.
    expect(validate(structuredClone(issuance?.definition))).toMatchObject({ isValid: true });
  });

  it('AN-03 goes from KYC to balance to card in five states', () => {
    const path: string[] = [];
    for (let at: string | undefined = definition.StartAt; at !== undefined; at = definition.States[at]?.Next) {
      path.push(at);
    }
    expect(path).toEqual(['EnsureKyc', 'EnsureBalance', 'IssueCard', 'Issued']);
    // Entering and leaving count too; the normal path may have ten.
    expect(path.length + 1).toBeLessThanOrEqual(10);
  });

  it('reaches every state and can end from each', () => {
    const reached = new Set([definition.StartAt]);
    for (const name of reached) for (const next of nextOf(definition.States[name]!)) reached.add(next);
    expect([...reached].sort()).toEqual(states.map(([name]) => name).sort());
    const ends = states.filter(([, state]) => nextOf(state).length === 0).map(([name, { Type }]) => `${name} ${Type}`);
    expect(ends.sort()).toEqual(['IssuanceFailed Fail', 'Issued Succeed', 'KycFailed Fail']);
  });

  it('passes ids only, and keeps no answer of a task', () => {
    const allowed = ['tenantId.$', 'issuanceId.$', 'taskToken.$', 'failure.$'];
    for (const [, { Parameters, ResultPath }] of tasks) {
      expect(Object.keys(Parameters?.Payload ?? {}).filter((key) => !allowed.includes(key))).toEqual([]);
      expect(ResultPath).toBeNull();
    }
  });

  it('tries passing failures again, each at its own moment, and nothing else', () => {
    for (const [, { Retry = [] }] of tasks) {
      expect(Retry).toEqual([expect.objectContaining({ JitterStrategy: 'FULL', MaxAttempts: 5 })]);
      const own = Retry.flatMap(({ ErrorEquals }) => ErrorEquals).filter((error) => !error.startsWith('Lambda.'));
      expect(own).toEqual(['temporarily_unavailable']);
    }
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

  it('waits thirty days for the result of a verification, and no state waits for ever', () => {
    const kyc = definition.States['EnsureKyc'];
    expect(kyc?.Resource).toBe('arn:aws:states:::lambda:invoke.waitForTaskToken');
    expect(kyc?.TimeoutSeconds).toBe(30 * 86_400);
    expect(tasks.filter(([, { TimeoutSeconds }]) => TimeoutSeconds === undefined)).toEqual([]);
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

  it('uses only what the runner in one process knows too', () => {
    expect(JSON.stringify(issuance?.definition)).not.toMatch(
      /QueryLanguage|HeartbeatSeconds|ErrorPath|CausePath|Assign|ItemReader/u,
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

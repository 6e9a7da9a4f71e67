import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { localDefinitions } from '../../lib/definitions.ts';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Resource?: string;
  readonly ResultPath?: string | null;
  readonly TimeoutSeconds?: number;
  readonly Parameters?: { readonly Payload: Readonly<Record<string, string>> };
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Choices?: readonly { readonly Next: string }[];
}

interface Definition {
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

const workflow = localDefinitions().workflows.find(({ name }) => name.endsWith('mandate-registration'));
const definition = workflow?.definition as unknown as Definition;
const states = Object.entries(definition.States);
const tasks = states.filter(([, { Type }]) => Type === 'Task');

const nextOf = ({ Next, Default, Choices = [], Catch = [] }: State): readonly string[] =>
  [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((caught) => caught.Next)].filter(
    (next) => next !== undefined,
  );

describe('the registration of a mandate', () => {
  it('is valid Amazon States Language', () => {
    // The validator fills in defaults, so it gets a copy.
    expect(validate(structuredClone(workflow?.definition))).toMatchObject({ isValid: true });
  });

  it('SH-06 SH-07 SH-12 goes from the authentication over the token to the refund within ten transitions', () => {
    const path: string[] = [];
    for (let at: string | undefined = definition.StartAt; at !== undefined; at = definition.States[at]?.Next) {
      path.push(at);
    }
    expect(path).toEqual(['AwaitAuthentication', 'ConfirmToken', 'RefundAuthCharge', 'Registered']);
    // Entering and leaving count too.
    expect(path.length + 1).toBeLessThanOrEqual(10);
  });

  it('reaches every state; a payer who says no is no failed run', () => {
    const reached = new Set([definition.StartAt]);
    for (const name of reached) for (const next of nextOf(definition.States[name]!)) reached.add(next);
    expect([...reached].toSorted()).toEqual(states.map(([name]) => name).toSorted());
    const ends = states.filter(([, state]) => nextOf(state).length === 0).map(([name, { Type }]) => `${name} ${Type}`);
    expect(ends.toSorted()).toEqual([
      'ChargeNotRefunded Fail',
      'NotRegistered Succeed',
      'Registered Succeed',
      'RegistrationFailed Fail',
    ]);
    expect(definition.States['WhatStoppedTheRegistration']).toMatchObject({
      Choices: [{ Next: 'NotRegistered' }],
      Default: 'FailMandate',
    });
  });

  it('passes ids only, and keeps no answer of a task', () => {
    const allowed = ['tenantId.$', 'mandateId.$', 'taskToken.$', 'failure.$'];
    for (const [, { Parameters, ResultPath }] of tasks) {
      expect(Object.keys(Parameters?.Payload ?? {}).filter((key) => !allowed.includes(key))).toEqual([]);
      expect(ResultPath).toBeNull();
    }
  });

  it('waits for payer, bank and refund with tokens, and none of them for ever', () => {
    const waits = ['AwaitAuthentication', 'ConfirmToken', 'RefundAuthCharge'].map((name) => definition.States[name]);
    for (const state of waits) expect(state?.Resource).toBe('arn:aws:states:::lambda:invoke.waitForTaskToken');
    expect(waits.map((state) => state?.TimeoutSeconds)).toEqual([4, 7, 15].map((days) => days * 86_400));
    expect(tasks.filter(([, { TimeoutSeconds }]) => TimeoutSeconds === undefined)).toEqual([]);
    expect(definition.TimeoutSeconds).toBe(27 * 86_400);
  });
});

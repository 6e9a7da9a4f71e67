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
  readonly Retry?: readonly { readonly JitterStrategy: string; readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Choices?: readonly { readonly Next: string }[];
}

interface Definition {
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

const workflow = localDefinitions().workflows.find(({ name }) => name.endsWith('physical-card-order'));
const definition = workflow?.definition as unknown as Definition;
const states = Object.entries(definition.States);
const tasks = states.filter(([, { Type }]) => Type === 'Task');

const nextOf = ({ Next, Default, Choices = [], Catch = [] }: State): readonly string[] =>
  [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((caught) => caught.Next)].filter(
    (next) => next !== undefined,
  );

describe('the physical card workflow', () => {
  it('is valid Amazon States Language', () => {
    // The validator fills in defaults, so it gets a copy.
    expect(validate(structuredClone(workflow?.definition))).toMatchObject({ isValid: true });
  });

  it('AN-61 goes from order over report and link to the delivery within ten transitions', () => {
    const path: string[] = [];
    for (let at: string | undefined = definition.StartAt; at !== undefined; at = definition.States[at]?.Next) {
      path.push(at);
    }
    expect(path).toEqual(['PlaceCardOrder', 'LinkCard', 'AwaitDelivery', 'Delivered']);
    // Entering and leaving count too.
    expect(path.length + 1).toBeLessThanOrEqual(10);
  });

  it('reaches every state and ends in a named one', () => {
    const reached = new Set([definition.StartAt]);
    for (const name of reached) for (const next of nextOf(definition.States[name]!)) reached.add(next);
    expect([...reached].toSorted()).toEqual(states.map(([name]) => name).toSorted());
    const ends = states.filter(([, state]) => nextOf(state).length === 0).map(([name, { Type }]) => `${name} ${Type}`);
    expect(ends.toSorted()).toEqual([
      'CardOrderFailed Fail',
      'Delivered Succeed',
      'DeliveryLost Fail',
      'DeliveryNotFollowed Fail',
      'DeliveryReturned Fail',
      'DeliveryUnknown Fail',
      'PersonalizationRejected Fail',
    ]);
  });

  it('passes ids only, and keeps no answer of a task', () => {
    const allowed = ['tenantId.$', 'cardId.$', 'orderId.$', 'taskToken.$', 'failure.$'];
    for (const [, { Parameters, ResultPath }] of tasks) {
      expect(Object.keys(Parameters?.Payload ?? {}).filter((key) => !allowed.includes(key))).toEqual([]);
      expect(ResultPath).toBeNull();
    }
  });

  it('tries passing failures again with jitter, and marks the order before it ends', () => {
    const caught = new Map([
      ['FailCardOrder', 'CardOrderFailed'],
      ['AwaitDelivery', 'WhatBecameOfTheDelivery'],
    ]);
    for (const [name, { Retry = [], Catch = [] }] of tasks) {
      expect(Retry).toEqual([expect.objectContaining({ JitterStrategy: 'FULL', MaxAttempts: 5 })]);
      expect(Catch.map(({ ErrorEquals, Next }) => [ErrorEquals, Next])).toEqual([
        [['States.ALL'], caught.get(name) ?? 'FailCardOrder'],
      ]);
    }
    expect(definition.States['WhatStoppedTheOrder']).toMatchObject({
      Choices: [{ StringEquals: 'personalization_rejected', Next: 'PersonalizationRejected' }],
      Default: 'CardOrderFailed',
    });
  });

  it('ends by what became of the delivery, without marking the order: the card is there', () => {
    expect(definition.States['WhatBecameOfTheDelivery']).toMatchObject({
      Choices: [
        { StringEquals: 'delivery_returned', Next: 'DeliveryReturned' },
        { StringEquals: 'delivery_lost', Next: 'DeliveryLost' },
        { StringEquals: 'States.Timeout', Next: 'DeliveryUnknown' },
      ],
      Default: 'DeliveryNotFollowed',
    });
  });

  it('waits for report and delivery with tokens, and no state waits for ever', () => {
    const waits = [definition.States['PlaceCardOrder'], definition.States['AwaitDelivery']];
    for (const state of waits) expect(state?.Resource).toBe('arn:aws:states:::lambda:invoke.waitForTaskToken');
    expect(waits.map((state) => state?.TimeoutSeconds)).toEqual([30 * 86_400, 60 * 86_400]);
    expect(tasks.filter(([, { TimeoutSeconds }]) => TimeoutSeconds === undefined)).toEqual([]);
    expect(definition.TimeoutSeconds).toBe(91 * 86_400);
  });
});

import { describe, expect, it } from 'vitest';
import { itIsAWorkflow, workflowShape } from './fixtures/workflow-shape.ts';

const shape = workflowShape('physical-card-order');
const { definition, tasks } = shape;

describe('the physical card workflow', () => {
  itIsAWorkflow(shape, {
    lines: 'AN-61',
    path: ['PlaceCardOrder', 'LinkCard', 'AwaitDelivery', 'Delivered'],
    ends: [
      'CardOrderFailed Fail',
      'Delivered Succeed',
      'DeliveryLost Fail',
      'DeliveryNotFollowed Fail',
      'DeliveryReturned Fail',
      'DeliveryUnknown Fail',
      'PersonalizationRejected Fail',
    ],
    ids: ['tenantId', 'cardId', 'orderId'],
  });

  it('marks the order before it ends', () => {
    const caught = new Map([
      ['FailCardOrder', 'CardOrderFailed'],
      ['AwaitDelivery', 'WhatBecameOfTheDelivery'],
    ]);
    for (const [name, { Catch = [] }] of tasks) {
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

  it('waits for report and delivery with tokens, ninety-one days at most', () => {
    const waits = [definition.States['PlaceCardOrder'], definition.States['AwaitDelivery']];
    for (const state of waits) expect(state?.Resource).toBe('arn:aws:states:::lambda:invoke.waitForTaskToken');
    expect(waits.map((state) => state?.TimeoutSeconds)).toEqual([30 * 86_400, 60 * 86_400]);
    expect(definition.TimeoutSeconds).toBe(91 * 86_400);
  });
});

import { describe, expect, it } from 'vitest';
import { recordDeliveryReceipt } from '../../functions/notifications/record-delivery-receipt/declaration.ts';
import type { Subdomain } from '../../lib/subdomains.ts';
import { synthesize } from './fixtures/synthesized.ts';

interface Target {
  readonly Arn: string;
  readonly InputTransformer: {
    readonly InputPathsMap: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
}

const notifications: Subdomain = { name: 'notifications', operations: [recordDeliveryReceipt] };

describe('receipts of the carriers', () => {
  const { all } = synthesize('dev', [notifications]);

  it('rule 8 come from the account’s own bus, a rule per service, without whom they are about', () => {
    const rules = all('AWS::Events::Rule').filter(({ properties }) => JSON.stringify(properties).includes('"aws.'));
    const found = rules.map(({ properties }) => {
      const [target] = properties['Targets'] as readonly Target[];
      return {
        bus: properties['EventBusName'],
        source: (properties['EventPattern'] as { source: string[] }).source,
        queue: target?.Arn,
        paths: Object.values(target?.InputTransformer.InputPathsMap ?? {}).toSorted(),
      };
    });
    const queue = 'arn:aws:sqs:ap-south-1:000000000000:nodal-dev-delivery-receipts';
    expect(found.toSorted((one, other) => String(one.source).localeCompare(String(other.source)))).toEqual([
      { bus: undefined, source: ['aws.ses'], queue, paths: ['$.detail-type', '$.detail.mail.messageId', '$.time'] },
      {
        bus: undefined,
        source: ['aws.sms-voice'],
        queue,
        paths: ['$.detail.eventType', '$.detail.messageId', '$.time'],
      },
    ]);
  });

  it('of mail come through a configuration set, but for the emulator, which tells nothing', () => {
    const names = all('AWS::SES::ConfigurationSet').map(({ properties }) => properties['Name']);
    expect(names).toEqual(['nodal-dev-mail']);
    const [destination] = all('AWS::SES::ConfigurationSetEventDestination');
    expect(JSON.stringify(destination?.properties)).toContain('event-bus/default');
    expect(synthesize('ministack', [notifications]).all('AWS::SES::ConfigurationSet')).toEqual([]);
  });
});

import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { endUserSms } from '../../../../functions/kernel/platform/aws-sms.ts';
import { awsError, temporarilyUnavailable } from '../../../support/aws-errors.ts';

const service = mockClient(PinpointSMSVoiceV2Client);
afterAll(() => service.restore());
const registered = { sender: 'NODALP', entityId: '1101', templateIds: { pre_debit: '1107' } };
const sms = endUserSms(new PinpointSMSVoiceV2Client({}), registered);
const message = { to: '+919812345678', text: 'Company X will debit INR 499.00', template: 'pre_debit' };

beforeEach(() => {
  service.reset();
});

describe('text messages through AWS End User Messaging', () => {
  it('rule 9 go out as transactional, with the entity and template that India registered', async () => {
    service.on(SendTextMessageCommand).resolves({ MessageId: 's-1' });
    expect(await sms.send(message)).toEqual({ messageId: 's-1' });
    expect(service.commandCalls(SendTextMessageCommand).map(({ args }) => args[0].input)).toEqual([
      {
        DestinationPhoneNumber: message.to,
        OriginationIdentity: 'NODALP',
        MessageBody: message.text,
        MessageType: 'TRANSACTIONAL',
        DestinationCountryParameters: { IN_ENTITY_ID: '1101', IN_TEMPLATE_ID: '1107' },
      },
    ]);
  });

  it.each([
    ['throttles', awsError('ThrottlingException', 429)],
    ['is broken', awsError('InternalServerException', 500)],
    ['has spent the month’s money', awsError('ServiceQuotaExceededException', 402)],
  ])('wait while the service %s', async (_, error) => {
    service.on(SendTextMessageCommand).rejects(error);
    await expect(sms.send(message)).rejects.toMatchObject(temporarilyUnavailable);
  });

  it.each([
    ['ConflictException', 'DESTINATION_PHONE_NUMBER_OPTED_OUT', 'recipient_opted_out'],
    ['ValidationException', 'DESTINATION_COUNTRY_BLOCKED', 'recipient_invalid'],
    ['ValidationException', 'INVALID_PARAMETER', 'rejected'],
  ])('are refused for good by %s %s: %s', async (name, Reason, refusal) => {
    service.on(SendTextMessageCommand).rejects(Object.assign(awsError(name, 400), { Reason }));
    await expect(sms.send(message)).rejects.toMatchObject({ name: 'MessageRefused', refusal });
  });

  it('wait for somebody when the stage itself is not registered', async () => {
    const error = Object.assign(awsError('ValidationException', 400), { Reason: 'SENDER_ID_NOT_REGISTERED' });
    service.on(SendTextMessageCommand).rejects(error);
    await expect(sms.send(message)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('need a registered template, and a name for what was taken', async () => {
    await expect(sms.send({ ...message, template: 'poem' })).rejects.toThrow('message template poem');
    service.on(SendTextMessageCommand).resolves({});
    await expect(sms.send(message)).rejects.toThrow('no name');
  });
});

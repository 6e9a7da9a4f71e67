import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { sesMail } from '../../../../functions/kernel/platform/aws-mail.ts';
import { awsError, temporarilyUnavailable } from '../../../support/aws-errors.ts';

const ses = mockClient(SESv2Client);
afterAll(() => ses.restore());
const mail = sesMail(new SESv2Client({}), { sender: 'alerts@nodal.example', receipts: 'nodal-test-mail' });
const message = { to: ['ops@example.com', 'money@example.com'], subject: 'Low', text: 'It is low – ₹.' };

beforeEach(() => {
  ses.reset();
});

describe('mail through SES', () => {
  it('AN-70 goes from the stage’s address to all, as plain text', async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: 'm-1' });
    expect(await mail.send(message)).toEqual({ messageId: 'm-1' });
    expect(ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input)).toEqual([
      {
        FromEmailAddress: 'alerts@nodal.example',
        Destination: { ToAddresses: message.to },
        Content: {
          Simple: {
            Subject: { Data: 'Low', Charset: 'UTF-8' },
            Body: { Text: { Data: 'It is low – ₹.', Charset: 'UTF-8' } },
          },
        },
      },
    ]);
  });

  it.each([
    ['throttles', awsError('TooManyRequestsException', 429)],
    ['has had enough for today', awsError('LimitExceededException', 400)],
    ['is broken', awsError('InternalServiceError', 500)],
    ['was paused', awsError('SendingPausedException', 400)],
    ['was suspended', awsError('AccountSuspendedException', 400)],
  ])('AN-70 waits while the service %s', async (_, error) => {
    ses.on(SendEmailCommand).rejects(error);
    await expect(mail.send(message)).rejects.toMatchObject(temporarilyUnavailable);
  });

  it('AN-70 fails when the service refuses the mail', async () => {
    ses.on(SendEmailCommand).rejects(awsError('MessageRejected', 400));
    await expect(mail.send(message)).rejects.toMatchObject({ name: 'MessageRefused', refusal: 'rejected' });
  });

  it('asks for receipts of a mail that is tracked, where something listens', async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: 'm-2' });
    const deaf = sesMail(new SESv2Client({}), { sender: 'alerts@nodal.example' });
    for (const sender of [mail, deaf]) await sender.send({ ...message, tracked: true });
    const sets = ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input.ConfigurationSetName);
    expect(sets).toEqual(['nodal-test-mail', undefined]);
  });

  it('takes no answer without a name for a mail that was sent', async () => {
    ses.on(SendEmailCommand).resolves({});
    await expect(mail.send(message)).rejects.toThrow('no name');
  });
});

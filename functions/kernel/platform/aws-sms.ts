import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { Environment, SmsNames } from '../config/environment.ts';
import { TemporarilyUnavailable } from '../errors/domain-error.ts';
import { answered, clientSettings, declared, isNamed } from './aws-client.ts';
import type { Refusal } from './message-refused.ts';
import { MessageRefused } from './message-refused.ts';
import type { SmsSender } from './platform.ts';

/**
 * What the service says of a message that no later try will get through, in our words. Every other refusal is of the
 * stage's registration, which somebody has to put right: the message waits for that.
 */
const refusalOf: Readonly<Record<string, Refusal>> = {
  DESTINATION_PHONE_NUMBER_OPTED_OUT: 'recipient_opted_out',
  DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE: 'recipient_opted_out',
  DESTINATION_COUNTRY_BLOCKED: 'recipient_invalid',
  DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION: 'recipient_invalid',
  INVALID_PARAMETER: 'rejected',
  MAXIMUM_SIZE_EXCEEDED: 'rejected',
};

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'Reason' in error && typeof error.Reason === 'string' ? error.Reason : '';

/**
 * Text messages through AWS End User Messaging. Transactional: India delivers them at any hour and to numbers that
 * refuse advertising. The service knows no idempotency token.
 */
export const endUserSms = (
  client: PinpointSMSVoiceV2Client,
  { sender, entityId, templateIds }: SmsNames,
): SmsSender => ({
  send: async ({ to, text, template }) => {
    const command = new SendTextMessageCommand({
      DestinationPhoneNumber: to,
      OriginationIdentity: sender,
      MessageBody: text,
      MessageType: 'TRANSACTIONAL',
      DestinationCountryParameters: {
        IN_ENTITY_ID: entityId,
        IN_TEMPLATE_ID: declared(templateIds, 'message template', template),
      },
    });
    try {
      const { MessageId: messageId } = await answered(client.send(command));
      if (messageId === undefined) throw new Error('the message service took a message and gave it no name');
      return { messageId };
    } catch (error) {
      // The month's spending is used up until somebody raises it; the message waits and is not lost.
      if (isNamed(error, 'ServiceQuotaExceededException')) throw new TemporarilyUnavailable();
      const refusal = refusalOf[reasonOf(error)];
      if (refusal !== undefined) throw new MessageRefused(refusal, { cause: error });
      throw error;
    }
  },
});

export const awsSms = (environment: Environment): SmsSender =>
  endUserSms(new PinpointSMSVoiceV2Client(clientSettings({ attempts: 3, requestTimeoutMs: 5000 })), environment.sms);

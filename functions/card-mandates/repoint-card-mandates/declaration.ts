import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

const replaced = z.object({ fromCardId: z.string(), toCardId: z.string() });

export const repointCardMandates = declareQueue({
  operationId: 'repointCardMandates',
  subdomain: 'card-mandates',
  summary: 'Points the mandates of a card that was replaced to the card in its place.',
  queue: 'card-mandate-repointing',
  message: z.object({ detail: eventEnvelopeSchema.extend({ data: replaced }) }),
  eventTypes: ['card.replaced'],
  uses: ['table', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['card_mandate.repointed'],
  errors: ['concurrent_change'],
});

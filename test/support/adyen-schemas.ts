import * as z from 'zod';

/** Members and limits of Adyen's published schemas (Configuration API v2), as far as the platform uses them. */
const phone = z.strictObject({ number: z.string().min(1), type: z.enum(['landline', 'mobile']) });
const authentication = z.strictObject({
  phone: phone.optional(),
  password: z.string().regex(/^[a-zA-Z0-9äöüßÄÖÜ+\-*_/ç%()=?!~#'",;:$&àùòâôûáúó]{1,30}$/u),
});
const deliveryContact = z.strictObject({
  name: z.strictObject({ firstName: z.string().min(1), lastName: z.string().min(1) }),
  address: z.strictObject({
    line1: z.string(),
    line2: z.string().optional(),
    city: z.string(),
    stateOrProvince: z.string().max(3),
    postalCode: z.string().max(10),
    country: z.string().length(2),
  }),
});
export const cardInfo = z.strictObject({
  brand: z.enum(['visa', 'mc']),
  brandVariant: z.string(),
  cardholderName: z.string().max(26),
  formFactor: z.enum(['virtual', 'physical', 'unknown']),
  threeDSecure: z.string().optional(),
  authentication: authentication.optional(),
  configuration: z.strictObject({ configurationProfileId: z.string() }).optional(),
  deliveryContact: deliveryContact.optional(),
});
const statuses = z.enum(['active', 'inactive', 'suspended', 'closed']);
const reasons = z.enum([
  'accountClosure',
  'damaged',
  'endOfLife',
  'expired',
  'lost',
  'other',
  'stolen',
  'suspectedFraud',
  'transactionRule',
]);
export const createBody = z.strictObject({
  type: z.literal('card'),
  balanceAccountId: z.string(),
  issuingCountryCode: z.string().length(2),
  reference: z.string().max(150),
  status: statuses,
  card: cardInfo,
});
export const updateBody = z
  .strictObject({
    status: statuses.optional(),
    statusReason: reasons.optional(),
    statusComment: z.string().optional(),
    card: cardInfo.optional(),
  })
  .refine(({ statusReason, statusComment }) => statusReason !== 'other' || statusComment !== undefined);
export const accountBody = z.strictObject({
  accountHolderId: z.string(),
  defaultCurrencyCode: z.string().length(3),
  reference: z.string().max(150),
});
const hex = z.string().regex(/^[0-9A-Fa-f]+$/);
export const revealBody = z.strictObject({ paymentInstrumentId: z.string(), encryptedKey: hex });
export const pinBody = z.strictObject({
  ...revealBody.shape,
  encryptedPinBlock: hex,
  token: z.string().regex(/^\d{16}$/),
});
